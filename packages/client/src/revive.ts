import type { HttpError } from '@statuskit/core';
import { numberFrom, wrongType } from './arguments.ts';
import { textOf } from './content.ts';
import { parseAllow, parseChallenges } from './fields.ts';
import { type HeadersLike, headersOf } from './headers.ts';
import { given, hide, makeError } from './http-error.ts';
import { parseProblem } from './problem.ts';
import { read, requireStatus, textIn } from './read.ts';
import { REMOTE, type RemoteError } from './remote.ts';
import { dateAfter, msOf, waitOf } from './retry-after.ts';

/** A response of another client: of axios, got, ofetch, supertest, undici or Node. */
export interface ForeignResponse {
  readonly status?: number | undefined;
  readonly statusCode?: number | undefined;
  readonly headers?: HeadersLike | undefined;
  /** Content: text, bytes, a stream or parsed JSON. */
  readonly data?: unknown;
  readonly body?: unknown;
  readonly text?: unknown;
  readonly url?: string | undefined;
}

/** A class with a problem type: one that core's `problem()` made, or any subclass with a static `problem`. */
export type ProblemErrorClass = (abstract new (
  ...args: never[]
) => HttpError) & {
  readonly problem: { readonly type: string };
};

/** Options of {@link revive}. */
export interface ReviveOptions {
  /** Classes with problem types of your own. Default: none. */
  readonly types?: readonly ProblemErrorClass[] | undefined;
  /** The most bytes that are read; the rest is canceled. Default: 65,536. */
  readonly maxBytes?: number | undefined;
  /** How long to wait for content, in milliseconds. Default: 5,000. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Returns the error that a response means, or undefined if its status is below 400.
 *
 * The error is an instance of the class for its status, or of the class in `types` with the problem type of the document. Its
 * properties come from a problem document (RFC 9457); any other content is `remote.text`. It is marked as remote, so that
 * a server answers for it with a 502, a 503 or a 504. The promise never rejects because of a response.
 *
 * @throws {TypeError} If `response` is not a response, or `types` is not a list of classes with a problem type.
 * @throws {RangeError} If `maxBytes` or `timeoutMs` is negative.
 *
 * @example
 * ```ts
 * import { PreconditionFailed } from '@statuskit/core';
 * import { revive } from '@statuskit/client';
 *
 * const response = new Response('{"current":{"id":7}}', {
 *   status: 412,
 *   headers: { 'content-type': 'application/problem+json', etag: '"v8"' },
 * });
 * const error = await revive(response);
 * if (error instanceof PreconditionFailed) console.log(error.current, error.remote.etag);
 * ```
 */
export async function revive(
  response: Response | ForeignResponse,
  options: ReviveOptions = {},
): Promise<RemoteError | undefined> {
  const maxBytes = numberFrom(options, 'maxBytes', 65_536);
  const timeoutMs = numberFrom(options, 'timeoutMs', 5000);
  const Classes = checkTypes(options.types);
  const received = requireStatus(response);
  // RFC 9110 §15: a status outside the range is treated as a server error. An opaque response of a browser has none.
  const status = /^[1-5]\d\d$/.test(`${received}`) ? received : 500;
  if (status < 400 || /^opaque/.test(textIn(response, 'type'))) return undefined;

  const headers = headersOf(read(response, 'headers'));
  const parsed = <T>(name: string, parse: (value: string) => T): T | undefined => {
    const value = headers.get(name);
    return value === null ? undefined : parse(value);
  };
  const contentType = headers.get('content-type') ?? '';
  const isProblem = /^application\/problem\+json *(;|$)/i.test(contentType);
  // RFC 8259 §8.1: JSON is UTF-8, whatever a parameter says.
  const charset = isProblem ? undefined : /charset="?([^\s";]+)/i.exec(contentType)?.[1];
  const text = await textOf(response, charset, maxBytes, timeoutMs);
  const problem = parseProblem((isProblem && text) || '', status);
  const { isDocument, document, properties } = problem;

  const nowMs = Date.now();
  // Scripts of another origin cannot read Retry-After unless the server exposes it.
  const waitMs = waitOf(headers, nowMs) ?? msOf(document['retryAfter']);
  if (isDocument && waitMs !== undefined && [413, 429, 503].includes(status)) {
    properties['retryAfterSeconds'] = Math.ceil(waitMs / 1000);
  }
  const error = makeError(
    problem,
    status,
    Classes.find((Class) => Class.problem.type === properties['type']),
  );
  const remote = given({
    status: received,
    headers,
    url: textIn(response, 'url') || undefined,
    etag: parsed('etag', String),
    retryAt: waitMs === undefined ? undefined : dateAfter(nowMs, waitMs),
    allow: parsed('allow', parseAllow),
    challenges: parsed(status === 407 ? 'proxy-authenticate' : 'www-authenticate', parseChallenges),
    text: isDocument ? undefined : text || undefined,
  });
  // Hidden from loggers that write what they find: fields of a response may hold secrets.
  hide(error, 'remote', remote);
  hide(error, REMOTE, true);
  return error as RemoteError; // just made one
}

/** @throws {TypeError} If `types` is neither undefined nor a list of classes with a problem type. */
export function checkTypes(types: unknown = []): readonly ProblemErrorClass[] {
  const isClass = (one: unknown): boolean =>
    typeof one === 'function' && textIn(read(one, 'problem'), 'type') !== '';
  if (Array.isArray(types) && types.every(isClass)) return types;
  throw wrongType('types', 'classes with a problem type', types);
}
