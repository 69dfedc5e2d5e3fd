import { isError, read, readText } from '../foreign.ts';
import type { HttpError } from '../http-error.ts';
import type { ErrorContext } from '../rule.ts';
import type { Fault, StandardIssue } from '../validation.ts';
import { faultAt, invalid } from './invalid.ts';

/** `a.b[0]["c.d"]`, as express-validator writes paths, as a list of keys. */
function keysOf(path: string): string[] {
  return [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, plain]) => quoted ?? index ?? plain ?? '',
  );
}

function faultOf(one: unknown): Fault | StandardIssue {
  const message = readText(one, 'msg') ?? 'is not valid';
  const path = readText(one, 'path') ?? readText(one, 'param') ?? '';
  return faultAt(readText(one, 'location') ?? 'body', keysOf(path), message);
}

/** What `validationResult(req).throw()` of express-validator throws. */
export function expressValidator(value: unknown, context: ErrorContext): HttpError | undefined {
  if (
    !isError(value) ||
    typeof read(value, 'mapped') !== 'function' ||
    typeof read(value, 'array') !== 'function'
  ) {
    return undefined;
  }
  const errors = read(value, 'errors');
  return Array.isArray(errors) && errors.length > 0
    ? invalid(errors.map(faultOf), value, context)
    : undefined;
}
