import { isHttpError } from '../errors/http-error.ts';
import { isFromClientLibrary } from '../errors/understand/foreign.ts';
import { isMadeByHttpErrors } from '../errors/understand/rules/http-errors.ts';
import { isErrorStatus, read } from '../read.ts';

/** A value with properties of any name. */
export type Members = Record<string, unknown>;

/** Reports whether an error has the shape of those of http-errors. */
export function isShapedLikeOurs(value: unknown): boolean {
  const status = read(value, 'statusCode');
  return (
    typeof read(value, 'expose') === 'boolean' &&
    typeof status === 'number' &&
    read(value, 'status') === status
  );
}

/** Returns the status that an error claims for itself. That of a client library is about another server. */
export function claimedStatus(error: Error): unknown {
  if (isFromClientLibrary(error)) return undefined;
  return read(error, 'status') || read(error, 'statusCode');
}

// Assigned by name if they are wanted. `toJSON` and `instance` would reach the client.
const OF_ITS_OWN: ReadonlySet<string> = new Set([
  '__proto__',
  'cause',
  'constructor',
  'expose',
  'extensions',
  'instance',
  'message',
  'name',
  'stack',
  'status',
  'statusCode',
  'toJSON',
]);

const OF_THE_PROBLEM: ReadonlySet<string> = new Set(['detail', 'log', 'title', 'type']);

/**
 * Returns the own properties of an error that an error made from it has too: none of a client library, which keeps
 * credentials there. Fields come only from an error of ours or of http-errors: those of any other error are the answer of
 * another server.
 */
export function membersOf(error: Error): Members {
  const members: Members = {};
  if (isFromClientLibrary(error)) return members;
  const ours = isHttpError(error);
  for (const name of Object.keys(error)) {
    if (OF_ITS_OWN.has(name) || (ours && OF_THE_PROBLEM.has(name))) continue;
    if (name === 'headers' && !ours && !isMadeByHttpErrors(error)) continue;
    const member = read(error, name);
    // A copy, since a field that is added to the new error is not one of the old error.
    members[name] =
      name === 'headers' && typeof member === 'object' && member !== null ? { ...member } : member;
  }
  return members;
}

/** Reports whether handlers may show the message of an error that was made from another one. */
export function exposeOf(error: Error, status: number): boolean {
  const kept = isShapedLikeOurs(error) && isErrorStatus(status) && read(error, 'status') === status;
  return kept ? read(error, 'expose') === true : status < 500;
}
