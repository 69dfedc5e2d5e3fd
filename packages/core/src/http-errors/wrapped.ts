import { isHttpError } from '../errors/http-error.ts';
import { isErrorStatus, isFromClientLibrary } from '../errors/understand/foreign.ts';
import { read } from '../read.ts';

/** A value with members of any name. */
export type Members = Record<string, unknown>;

/** Whether an error has the shape that http-errors gives to all of its own. */
export function isShapedLikeOurs(value: unknown): boolean {
  const status = read(value, 'statusCode');
  return (
    typeof read(value, 'expose') === 'boolean' &&
    typeof status === 'number' &&
    read(value, 'status') === status
  );
}

/** The status that an error claims for itself. What a client library says is about another server. */
export function claimedStatus(error: Error): unknown {
  if (isFromClientLibrary(error)) return undefined;
  return read(error, 'status') || read(error, 'statusCode');
}

// Assigned by name where they are wanted at all. `toJSON` and `instance` would reach the wire.
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

/** The own members of an error that one made from it has too. Those of a client library hold credentials: none. */
export function membersOf(error: Error): Members {
  const members: Members = {};
  if (isFromClientLibrary(error)) return members;
  const ours = isHttpError(error);
  for (const name of Object.keys(error)) {
    if (OF_ITS_OWN.has(name) || (ours && OF_THE_PROBLEM.has(name))) continue;
    const member = read(error, name);
    // A field that is added to the new error is not added to the old one.
    members[name] =
      name === 'headers' && typeof member === 'object' && member !== null ? { ...member } : member;
  }
  return members;
}

/** Whether handlers may show the message of an error that was made from another one. */
export function exposeOf(error: Error, status: number): boolean {
  const kept = isShapedLikeOurs(error) && isErrorStatus(status) && read(error, 'status') === status;
  return kept ? read(error, 'expose') === true : status < 500;
}
