import { fieldsOfKinds } from '../fields/kinds.ts';
import { endsAfterFields, type Reply } from '../reply.ts';
import { statusFacts } from '../status/facts.ts';
import { isRegisteredStatus } from '../status/names.ts';
import type { StatusRetry } from '../status/row.ts';
import type { StoredResponse } from './store.ts';

/** Fields as a response of Node holds them. */
export type ResponseFields = Readonly<Record<string, number | string | readonly string[] | undefined>>;

/** A response as it was answered. */
export interface AnsweredResponse {
  readonly status: number;
  /** What stood on the response before the handler ran; only what came since is kept. */
  readonly fieldsBefore: ResponseFields;
  readonly fields: ResponseFields;
  /** Undefined where it was too large to be kept. */
  readonly body: Uint8Array | undefined;
}

/** The field that marks a response as given before. */
const REPLAYED = 'idempotent-replayed';

// Of the connection, the framing and the moment (RFC 9110 §7.6.1, §8.6, §6.6.1), and of the session: a cookie that is
// sent again could bring back a session that has ended.
const NEVER_KEPT: ReadonlySet<string> = new Set([
  ...fieldsOfKinds('connection', 'framing', 'moment', 'session', 'limit', 'proxy'),
  REPLAYED,
]);

function linesOf(value: ResponseFields[string]): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'object' ? value.map(String) : [String(value)];
}

/** What the handler has said; what middleware outside had set before it sets anew. */
export function keptHeaders(
  response: AnsweredResponse,
  omit: ReadonlySet<string>,
): StoredResponse['headers'] {
  const kept: Record<string, string | readonly string[]> = {};
  for (const [given, value] of Object.entries(response.fields)) {
    const name = given.toLowerCase();
    if (NEVER_KEPT.has(name) || omit.has(name) || name.startsWith('x-ratelimit-')) continue;
    if (name.startsWith(':')) continue; // HTTP/2 lists its pseudo-fields beside them once they are sent
    const lines = linesOf(value);
    const before = linesOf(response.fieldsBefore[name]);
    const isPrefix = before.every((line, at) => lines[at] === line);
    if (isPrefix && before.length === lines.length) continue;
    // Link is appended to on the way out, and what was there before comes again.
    const own = name === 'link' && isPrefix ? lines.slice(before.length) : lines;
    const [only] = own;
    if (only !== undefined) kept[name] = own.length === 1 ? only : own;
  }
  return kept;
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
 * Whether a response ends its key: the result of an operation does, also one that failed for good (draft §2.6). What says
 * "not now", "not you" or "not so" does not: the same request may pass later. Neither does a failure of the server.
 */
export function endsKey(status: number, fields: ResponseFields): boolean {
  if (status >= 500) return false;
  if (status < 400) return true;
  if (fields['retry-after'] !== undefined) return false;
  return !(isRegisteredStatus(status) && MAY_PASS_LATER.has(statusFacts(status).retry));
}

/** The response that was given before, marked so. */
export function replayOf({ status, headers, body }: StoredResponse & { readonly body: Uint8Array }): Reply {
  const hasContent = !endsAfterFields(status);
  return {
    status,
    headers: {
      ...headers,
      ...(hasContent && { 'content-length': String(body.byteLength) }),
      [REPLAYED]: 'true',
    },
    drop: [],
    body: hasContent ? body : undefined,
    close: false,
  };
}
