import { isError, read, readText } from '../../../read.ts';
import type { HttpError } from '../../http-error.ts';
import type { StandardIssue } from '../../validation.ts';
import { isFromClientLibrary } from '../foreign.ts';
import type { ErrorContext } from '../rule.ts';
import { invalid, NOT_VALID } from './invalid.ts';

// Whose issues are issues, even where the application has made the message something else than text.
const PRODUCERS: ReadonlySet<unknown> = new Set(['$ZodError', 'ValiError', 'ZodError']);

function keyOf(step: unknown): PropertyKey | undefined {
  const key = typeof step === 'object' ? read(step, 'key') : step;
  return typeof key === 'string' || typeof key === 'number' || typeof key === 'symbol' ? key : undefined;
}

/** The path as far as it has names: the key of a Map can be any value of the input, and the member of a Set has none. */
function namedPath(path: readonly unknown[]): PropertyKey[] {
  const named: PropertyKey[] = [];
  for (const step of path) {
    const key = keyOf(step);
    if (key === undefined) break;
    named.push(key);
  }
  return named;
}

function issueOf(value: unknown, isKnown: boolean): StandardIssue | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const message = readText(value, 'message') ?? (isKnown ? NOT_VALID : undefined);
  const path = read(value, 'path') ?? [];
  return message !== undefined && Array.isArray(path) ? { message, path: namedPath(path) } : undefined;
}

// What `new ZodError(issues)` of zod 4 gives is no Error; no parsed JSON holds a Set.
function isMadeByHand(value: unknown): boolean {
  return readText(value, 'name') === 'ZodError' && read(read(value, '_zod'), 'traits') instanceof Set;
}

/**
 * What zod, valibot, arktype and others throw that report issues in the form of Standard Schema. Issues that are not of
 * that form are somebody else's.
 */
export function standardSchema(value: unknown, context: ErrorContext): HttpError | undefined {
  if (!(isError(value) || isMadeByHand(value)) || isFromClientLibrary(value)) return undefined;
  // arktype names its list after itself.
  const given = read(value, 'issues') ?? read(value, 'arkErrors');
  if (!Array.isArray(given)) return undefined;
  const isKnown = PRODUCERS.has(read(value, 'name'));
  const issues = given.map((one) => issueOf(one, isKnown)).filter((issue) => issue !== undefined);
  return issues.length > 0 && issues.length === given.length ? invalid(issues, value, context) : undefined;
}
