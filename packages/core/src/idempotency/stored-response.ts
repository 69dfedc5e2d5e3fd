import { fieldsOfKinds } from '../fields/kinds.ts';
import { endsAfterFields, heldLines, type Reply } from '../reply.ts';
import { statusFacts } from '../status/facts.ts';
import { isRegisteredStatus } from '../status/names.ts';
import type { StatusRetry } from '../status/row.ts';
import { decodedFor, type RequestHeaders } from './content-coding.ts';
import type { StoredResponse } from './store.ts';

/** Fields as a response of Node holds them, with names in lower case. */
export type ResponseFields = Readonly<Record<string, number | string | readonly string[] | undefined>>;

/** A response as the handler wrote it, before middleware outside has changed it. */
export interface AnsweredResponse {
  readonly status: number;
  /** The fields of the response before the handler ran. Only what has changed since is stored. */
  readonly fieldsBefore: ResponseFields;
  readonly fields: ResponseFields;
  /** Undefined if it was too large to be stored. */
  readonly body: Uint8Array | undefined;
}

/** The field that marks a response as sent before. */
const REPLAYED = 'idempotent-replayed';

// Framing is made for each message, and the connection is not ours to speak of (RFC 9110 §7.6.1, §8.6).
const OF_THE_MESSAGE: ReadonlySet<string> = new Set([
  ...fieldsOfKinds('connection', 'framing'),
  'date',
  REPLAYED,
]);

// A cookie that is sent again could bring back a session that has ended; the others speak of one moment.
const NEVER_STORED: ReadonlySet<string> = new Set([
  ...OF_THE_MESSAGE,
  ...fieldsOfKinds('moment', 'session', 'limit', 'proxy'),
]);

const ALLOW_ORIGIN = 'access-control-allow-origin';

/** Reports whether a field depends on the Origin of the request (Fetch Standard §3.2.3, Resource Timing §4.5.1). */
function isCors(name: string): boolean {
  return name.startsWith('access-control-') || name === 'timing-allow-origin';
}

/** Returns the fields that the handler has set. What middleware outside had set before, it sets again. */
function setByHandler(
  { fields, fieldsBefore }: AnsweredResponse,
  isOmitted: (name: string) => boolean,
): StoredResponse['headers'] {
  const own: Record<string, string | readonly string[]> = {};
  for (const [given, value] of Object.entries(fields)) {
    const name = given.toLowerCase();
    if (NEVER_STORED.has(name) || isOmitted(name) || name.startsWith('x-ratelimit-')) continue;
    if (name.startsWith(':')) continue; // HTTP/2 lists its pseudo-fields with the others once they are sent
    const lines = heldLines(value);
    const before = heldLines(fieldsBefore[name]);
    const isPrefix = before.every((line, at) => lines[at] === line);
    if (isPrefix && before.length === lines.length) continue;
    // Link is appended to on the way out, and what was there before is there again.
    const added = name === 'link' && isPrefix ? lines.slice(before.length) : lines;
    const [only] = added;
    if (only !== undefined) own[name] = added.length === 1 ? only : added;
  }
  return own;
}

/** Returns the names of the fields that were there before the handler ran, and are not any more. */
function removedByHandler(
  { fields, fieldsBefore }: AnsweredResponse,
  isOmitted: (name: string) => boolean,
): readonly string[] {
  const left = new Set(Object.keys(fields).map((name) => name.toLowerCase()));
  return Object.keys(fieldsBefore).filter(
    (name) =>
      !left.has(name) && fieldsBefore[name] !== undefined && !OF_THE_MESSAGE.has(name) && !isOmitted(name),
  );
}

/** Returns what is stored of a response: what the handler has made of the one that it found. */
export function storedResponse(
  response: AnsweredResponse,
  origin: string | undefined,
  { omit, maxBodyBytes }: { readonly omit: ReadonlySet<string>; readonly maxBodyBytes: number },
): StoredResponse {
  const { status, body } = response;
  const isOmitted = (name: string): boolean => omit.has(name);
  const headers = setByHandler(response, isOmitted);
  const removed = removedByHandler(response, isOmitted);
  return {
    status,
    headers,
    ...(removed.length > 0 && { removed }),
    ...(origin !== undefined && Object.keys(headers).some(isCors) && { origin }),
    body: body !== undefined && body.byteLength <= maxBodyBytes ? body : undefined,
  };
}

const MAY_PASS_LATER: ReadonlySet<StatusRetry> = new Set([
  'with-credentials',
  'new-connection',
  'after-wait',
  'after-reread',
  'after-handshake',
  'after-user-action',
] satisfies StatusRetry[]);

/**
 * Reports whether a response is the result of the operation, which ends its key (draft §2.6). An error that no repetition
 * changes is one. A response that says "not now", "not you" or "not in this form" is not, since the same request may
 * succeed later, and neither is a failure of the server.
 */
export function endsKey(status: number, fields: ResponseFields): boolean {
  if (status >= 500) return false;
  if (status < 400) return true;
  if (fields['retry-after'] !== undefined) return false;
  return !(isRegisteredStatus(status) && MAY_PASS_LATER.has(statusFacts(status).retry));
}

/**
 * Returns the response that was sent before, marked as such, for a request with these fields. CORS fields are sent to the
 * origin that they were made for, or if they allow every origin; a content coding is undone for a client that excludes it.
 */
export function replayOf(
  stored: StoredResponse & { readonly body: Uint8Array },
  request: RequestHeaders,
): Reply {
  const { status, removed = [], origin } = stored;
  const isSameOrigin = origin !== undefined && origin === request['origin'];
  const showsCors = isSameOrigin || stored.headers[ALLOW_ORIGIN] === '*';
  const { headers: own, body } = decodedFor(request, stored.headers, stored.body);
  const headers: Record<string, string | readonly string[]> = {};
  for (const name of Object.keys(own)) {
    const value = own[name];
    if (value !== undefined && (showsCors || !isCors(name))) headers[name] = value;
  }
  const hasContent = !endsAfterFields(status);
  if (hasContent) headers['content-length'] = String(body.byteLength);
  headers[REPLAYED] = 'true';
  return { status, headers, drop: removed, body: hasContent ? body : undefined, close: false };
}
