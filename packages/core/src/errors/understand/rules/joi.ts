import { isError, read, readText } from '../../../read.ts';
import type { HttpError } from '../../http-error.ts';
import type { Fault, StandardIssue } from '../../validation.ts';
import { isFromClientLibrary, isSystemError } from '../foreign.ts';
import type { ErrorContext } from '../rule.ts';
import { faultAt, invalid, NOT_VALID } from './invalid.ts';

const MISTAKES: ReadonlySet<unknown> = new Set(['ReferenceError', 'SyntaxError', 'TypeError']);

/**
 * joi puts into its message what a function for `custom` threw. That is for clients where the function says what is
 * wrong, not where it failed itself, or where it passes on the report of a validator, which quotes the input.
 */
function isForClients(detail: unknown): boolean {
  const thrown = read(read(detail, 'context'), 'error');
  if (!isError(thrown)) return true;
  return !(
    MISTAKES.has(read(thrown, 'name')) ||
    isSystemError(thrown) ||
    isFromClientLibrary(thrown) ||
    ['details', 'issues', 'arkErrors'].some((list) => read(thrown, list) !== undefined)
  );
}

function isKey(step: unknown): step is string | number {
  return typeof step === 'string' || typeof step === 'number';
}

function faultsOf(error: unknown, location: string): (Fault | StandardIssue)[] {
  const details = read(error, 'details');
  if (!Array.isArray(details)) return [];
  return details.map((one) => {
    const path = read(one, 'path');
    const message = isForClients(one) ? readText(one, 'message') : undefined;
    return faultAt(location, Array.isArray(path) ? path.filter(isKey) : [], message ?? NOT_VALID);
  });
}

function isJoi(value: unknown): boolean {
  return isError(value) && read(value, 'isJoi') === true;
}

/** What joi throws, and what celebrate throws of it: a map of the parts of the request to errors of joi. */
export function joi(value: unknown, context: ErrorContext): HttpError | undefined {
  if (!isError(value)) return undefined;
  const parts = read(value, 'details');
  const faults =
    parts instanceof Map
      ? [...parts].flatMap(([part, error]) => (isJoi(error) ? faultsOf(error, String(part)) : []))
      : isJoi(value)
        ? faultsOf(value, 'body')
        : [];
  return faults.length === 0 ? undefined : invalid(faults, value, context);
}
