import { classOf, isError, read, readText } from '../../../read.ts';
import { type Finding, NOT_VALID } from '../../fault.ts';
import type { HttpError } from '../../http-error.ts';
import { keysOf, keysOfPointer } from '../../path.ts';
import { findingsIn, limitsOf } from '../place.ts';
import type { ErrorContext } from '../rule.ts';
import { refused } from './invalid.ts';
import { entriesOf, listOf } from './marks.ts';

// Bounds as ajv and yup name them. None of these holds what the client has sent.
const LIMITS =
  'min max length more less values limit comparison format pattern type multipleOf allowedValues'.split(' ');

// The types of superstruct and of ajv that content has as a whole, and what yup calls a value that is missing.
const WHOLE = /^(?:object|array|record|type|optionality|nullable)$/;

/** The default texts of yup and superstruct end with the value that was sent. */
function withoutValue(message: string | undefined): string {
  return message?.replace(/,? but (?:received|the (?:final|validated) value was).*/s, '') || NOT_VALID;
}

function finding(
  one: unknown,
  path: readonly unknown[],
  code: string | undefined,
  limits?: unknown,
): Finding {
  return {
    detail: withoutValue(readText(one, 'message')),
    path: path as readonly PropertyKey[],
    code,
    limits: limitsOf(limits, LIMITS),
    isWhole: WHOLE.test(code ?? '') || WHOLE.test(readText(limits, 'type') ?? ''),
  };
}

function ofYup(one: unknown): Finding {
  return finding(one, keysOf(readText(one, 'path') ?? ''), readText(one, 'type'), read(one, 'params'));
}

/** Knows the ValidationError of yup, also the one without a stack. */
export function yup(value: unknown, context: ErrorContext): HttpError | undefined {
  const inner = read(value, 'inner');
  const isKnown = isError(value) && /^ValidationError(?:NoStack)?$/.test(classOf(value) ?? '');
  if (!isKnown || !Array.isArray(inner) || !Array.isArray(read(value, 'errors'))) return undefined;
  return refused(findingsIn(inner.length === 0 ? [value] : listOf(inner), ofYup), value, context);
}

function ofSuperstruct(one: unknown): Finding {
  return finding(one, listOf(read(one, 'path')), readText(one, 'refinement') ?? readText(one, 'type'));
}

/** Knows the StructError of superstruct, which finds all failures when it is asked for them. */
export function superstruct(value: unknown, context: ErrorContext): HttpError | undefined {
  const failures = read(value, 'failures');
  if (!isError(value) || typeof failures !== 'function' || !Array.isArray(read(value, 'branch')))
    return undefined;
  return refused(findingsIn(listOf(failures()), ofSuperstruct), value, context);
}

function ofAjv(one: unknown): Finding | undefined {
  const params = read(one, 'params');
  const code = readText(one, 'keyword');
  const path = readText(one, 'instancePath') ?? readText(one, 'dataPath'); // `dataPath` before version 8
  if (code === undefined || path === undefined || readText(one, 'schemaPath') === undefined) return undefined;
  const property = readText(params, 'missingProperty') ?? readText(params, 'additionalProperty') ?? [];
  return finding(one, keysOfPointer(path).concat(property), code, params);
}

/** Knows the ValidationError of ajv, and the list that a validating function leaves. */
export function ajv(value: unknown, context: ErrorContext): HttpError | undefined {
  const isThrown = isError(value) && read(value, 'ajv') === true && read(value, 'validation') === true;
  return refused(findingsIn(listOf(isThrown ? read(value, 'errors') : value), ofAjv), value, context);
}

// Deeper than any form: what a client can nest has a bound here.
const DEEPEST = 100;

function ofClassValidator(one: unknown, path: readonly string[]): (Finding | undefined)[] {
  const property = readText(one, 'property');
  if (classOf(one) !== 'ValidationError' || property === undefined || path.length > DEEPEST)
    return [undefined];
  const here = [...path, property];
  const constraints = entriesOf(read(one, 'constraints'));
  return [
    ...constraints.map(([code, message]) => {
      // What the application has attached to the constraint.
      const context = read(read(one, 'contexts'), code);
      const own = read(context, 'code') ?? read(context, 'errorCode');
      return {
        detail: typeof message === 'string' ? message : NOT_VALID,
        path: here,
        code: typeof own === 'string' || typeof own === 'number' ? `${own}` : code,
      };
    }),
    ...listOf(read(one, 'children')).flatMap((child) => ofClassValidator(child, here)),
  ];
}

/** Returns what a list of errors of class-validator says. */
export function findingsOfClassValidator(value: unknown): readonly (Finding | undefined)[] {
  return listOf(value).flatMap((one) => ofClassValidator(one, []));
}

/** Knows the list of errors that class-validator returns, or rejects with. */
export function classValidator(value: unknown, context: ErrorContext): HttpError | undefined {
  return refused(findingsOfClassValidator(value), value, context);
}
