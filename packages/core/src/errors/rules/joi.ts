import { isError, read, readText } from '../foreign.ts';
import type { HttpError } from '../http-error.ts';
import type { ErrorContext } from '../rule.ts';
import type { Fault, StandardIssue } from '../validation.ts';
import { faultAt, invalid } from './invalid.ts';

function faultsOf(error: unknown, location: string): (Fault | StandardIssue)[] {
  const details = read(error, 'details');
  if (!Array.isArray(details)) return [];
  return details.map((one) => {
    const path = read(one, 'path');
    return faultAt(location, Array.isArray(path) ? path : [], readText(one, 'message') ?? 'is not valid');
  });
}

function isJoi(value: unknown): boolean {
  return isError(value) && (read(value, '_original') !== undefined || read(value, 'isJoi') === true);
}

/** What joi throws, and what celebrate throws of it: a map of the parts of the request to errors of joi. */
export function joi(value: unknown, context: ErrorContext): HttpError | undefined {
  if (!isError(value)) return undefined;
  const parts = read(value, 'details');
  if (parts instanceof Map) {
    const faults = [...parts].flatMap(([part, error]) => (isJoi(error) ? faultsOf(error, String(part)) : []));
    return faults.length === 0 ? undefined : invalid(faults, value, context);
  }
  if (readText(value, 'name') !== 'ValidationError' || !isJoi(value)) return undefined;
  return invalid(faultsOf(value, 'body'), value, context);
}
