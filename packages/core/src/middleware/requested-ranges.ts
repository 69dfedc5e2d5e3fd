import { partialReply } from '../conditional/content.ts';
import type { Verdict } from '../conditional/judge.ts';
import { withNoTransform } from '../node/transformations.ts';
import { byteLength, type Reply } from '../reply.ts';
import type { RequestView } from '../request-view.ts';

/** Returns the requested ranges, once the length of the content is known. Throws a 416. */
export type RangesOf = Extract<Verdict<unknown>, { kind: 'pass' }>['rangesOf'];

/** A response of which a part may be sent. */
export interface WholeResponse {
  readonly status: number;
  readonly content: unknown;
  readonly contentType: string;
  /** The Cache-Control field that is set on the response. */
  readonly cacheControl: unknown;
}

/**
 * Returns the 206 to send instead of a 200 with this content. Returns undefined if the whole is to be sent: no range was requested,
 * the content is neither text nor bytes, or the handler has set another status.
 *
 * @throws {RangeNotSatisfiable} If the content has no byte of the range.
 */
export function partOf(
  rangesOf: RangesOf,
  { status, content, contentType, cacheControl }: WholeResponse,
): Reply | undefined {
  if (rangesOf === undefined || status !== 200) return undefined;
  if (typeof content !== 'string' && !(content instanceof Uint8Array)) return undefined;
  const outcome = rangesOf(byteLength(content));
  if (outcome === undefined) return undefined;
  const reply = partialReply(outcome, content, { contentType });
  return { ...reply, headers: { ...reply.headers, 'cache-control': withNoTransform(cacheControl) } };
}

// A property, since an entry of a WeakMap costs more than all else that is noted about a request.
const RANGES: unique symbol = Symbol('ranges of a request that a guard has judged');
type Judged = { [RANGES]?: RangesOf | null };

/** Marks a request that a guard has allowed to continue, and stores its ranges for the code that answers it. */
export function noteJudged(request: object, rangesOf: RangesOf): void {
  (request as Judged)[RANGES] = rangesOf ?? null;
}

/** Reports whether a guard has allowed the request to continue, so that its conditions are not evaluated again. */
export function isJudged(request: object): boolean {
  return (request as Judged)[RANGES] !== undefined;
}

/** Returns the requested ranges, or undefined if the whole is to be sent. */
export function requestedRanges(request: object): RangesOf {
  return (request as Judged)[RANGES] ?? undefined;
}

/** Reports whether a request asks to be answered in full only if something has changed; the frameworks judge no other. */
export function asksIfChanged({ headers }: RequestView): boolean {
  return headers?.['if-none-match'] !== undefined || headers?.['if-modified-since'] !== undefined;
}

/**
 * Returns the reply, or the part of it that the request asks for. Throws a 416.
 *
 * @param cacheControl The Cache-Control field that is set on the response; one of the reply takes precedence.
 */
export function partOfReply(reply: Reply, request: object, cacheControl: unknown): Reply {
  const rangesOf = requestedRanges(request);
  if (rangesOf === undefined) return reply;
  const contentType = reply.headers['content-type'];
  const cut = partOf(rangesOf, {
    status: reply.status,
    content: reply.body,
    contentType: typeof contentType === 'string' ? contentType : 'application/octet-stream',
    cacheControl: reply.headers['cache-control'] ?? cacheControl,
  });
  return cut === undefined ? reply : { ...cut, headers: { ...reply.headers, ...cut.headers } };
}
