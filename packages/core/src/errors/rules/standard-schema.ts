import { isError, read, readText } from '../foreign.ts';
import type { HttpError } from '../http-error.ts';
import type { ErrorContext } from '../rule.ts';
import type { StandardIssue } from '../validation.ts';
import { invalid } from './invalid.ts';

function issueOf(value: unknown): StandardIssue | undefined {
  const message = readText(value, 'message');
  const path = read(value, 'path') ?? [];
  return message !== undefined && Array.isArray(path) ? { message, path } : undefined;
}

/**
 * What zod, valibot, arktype and others throw that report issues in the form of Standard Schema. Issues that are not of
 * that form are somebody else's.
 */
export function standardSchema(value: unknown, context: ErrorContext): HttpError | undefined {
  // arktype names its list after itself.
  const given = isError(value) ? (read(value, 'issues') ?? read(value, 'arkErrors')) : undefined;
  if (!Array.isArray(given)) return undefined;
  const issues = given.map(issueOf).filter((issue) => issue !== undefined);
  return issues.length > 0 && issues.length === given.length ? invalid(issues, value, context) : undefined;
}
