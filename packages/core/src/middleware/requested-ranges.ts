import { partialReply } from '../conditional/content.ts';
import type { Verdict } from '../conditional/judge.ts';
import { byteLength, type Reply } from '../reply.ts';

/** What a guard found out about ranges. */
export type RangesOf = Extract<Verdict<unknown>, { kind: 'pass' }>['rangesOf'];

/**
 * The 206 in place of a 200 with this content, or undefined where the whole is sent: no range is asked for, the content is
 * no text and no bytes, or the handler has set another status. Throws a 416.
 */
export function partOf(
  rangesOf: RangesOf,
  { status, content, contentType }: { status: number; content: unknown; contentType: string },
): Reply | undefined {
  if (rangesOf === undefined || status !== 200) return undefined;
  if (typeof content !== 'string' && !(content instanceof Uint8Array)) return undefined;
  const outcome = rangesOf(byteLength(content));
  return outcome && partialReply(outcome, content, { contentType });
}

const RANGES = new WeakMap<object, RangesOf>();

/** Remembers that a guard has let the request continue, and its ranges for what answers it. */
export function noteJudged(request: object, rangesOf: RangesOf): void {
  RANGES.set(request, rangesOf);
}

/** Reports whether a guard has judged the request and let it continue: nothing else may judge it again. */
export function isJudged(request: object): boolean {
  return RANGES.has(request);
}

/** Returns the ranges that the request asks for; undefined if the whole is to be sent. */
export function requestedRanges(request: object): RangesOf {
  return RANGES.get(request);
}

/** The reply, or the part of it that the request asks for. Throws a 416. */
export function partOfReply(reply: Reply, request: object): Reply {
  const contentType = reply.headers['content-type'];
  const cut = partOf(RANGES.get(request), {
    status: reply.status,
    content: reply.body,
    contentType: typeof contentType === 'string' ? contentType : 'application/octet-stream',
  });
  return cut === undefined ? reply : { ...cut, headers: { ...reply.headers, ...cut.headers } };
}
