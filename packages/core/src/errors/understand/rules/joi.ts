import { isError, read, readText } from '../../../read.ts';
import { type Finding, faultAt, NOT_VALID } from '../../fault.ts';
import type { HttpError } from '../../http-error.ts';
import type { Fault } from '../../validation.ts';
import { isFromClientLibrary, isOfMachine } from '../foreign.ts';
import { findingsIn, limitsOf } from '../place.ts';
import type { ErrorContext } from '../rule.ts';
import { invalid, refused } from './invalid.ts';

const MISTAKES: ReadonlySet<unknown> = new Set(['ReferenceError', 'SyntaxError', 'TypeError']);

/**
 * Reports whether a message is for clients. joi puts the message of what a function for `custom` threw into its own. That
 * is for clients if the function says what is wrong, not if it failed itself, or if it passes on the report of a
 * validator, which quotes the input.
 */
function isForClients(detail: unknown): boolean {
  const thrown = read(read(detail, 'context'), 'error');
  if (!isError(thrown)) return true;
  return !(
    MISTAKES.has(read(thrown, 'name')) ||
    isOfMachine(thrown) ||
    isFromClientLibrary(thrown) ||
    ['details', 'issues', 'arkErrors'].some((list) => read(thrown, list) !== undefined)
  );
}

function isKey(step: unknown): step is string | number {
  return typeof step === 'string' || typeof step === 'number';
}

function findingsOf(error: unknown): readonly Finding[] {
  const details = read(error, 'details');
  if (!Array.isArray(details)) return [];
  return findingsIn(details, (one) => {
    const path = read(one, 'path');
    const code = readText(one, 'type');
    return {
      detail: (isForClients(one) ? readText(one, 'message') : undefined) ?? NOT_VALID,
      path: Array.isArray(path) ? path.filter(isKey) : [],
      code,
      limits: limitsOf(read(one, 'context'), ['limit', 'encoding', 'multiple', 'format']),
      isWhole: /^(?:any\.required|(?:object|array)\.base)$/.test(code ?? ''),
    };
  });
}

function isJoi(value: unknown): boolean {
  return isError(value) && read(value, 'isJoi') === true;
}

function faultsOfParts(parts: ReadonlyMap<unknown, unknown>): Fault[] {
  return [...parts].flatMap(([part, error]) =>
    isJoi(error) ? findingsOf(error).map((finding) => faultAt(String(part), finding)) : [],
  );
}

/** Knows what joi throws, and what celebrate throws of it: a map of the parts of the request to errors of joi. */
export function joi(value: unknown, context: ErrorContext): HttpError | undefined {
  if (!isError(value)) return undefined;
  const parts = read(value, 'details');
  // celebrate always looks at the request.
  if (parts instanceof Map) {
    const faults = faultsOfParts(parts);
    return faults.length === 0 ? undefined : invalid(faults, value, context.validation);
  }
  return isJoi(value) ? refused(findingsOf(value), value, context) : undefined;
}
