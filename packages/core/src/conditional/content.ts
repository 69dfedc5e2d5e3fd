import { show } from '../arguments.ts';
import { formatContentRange } from '../fields/content-range.ts';
import { requireFieldValue } from '../fields/field-value.ts';
import { fieldsOfKinds } from '../fields/kinds.ts';
import { requireToken } from '../fields/token.ts';
import { byteLength, type Reply } from '../reply.ts';
import type { Current } from './current.ts';
import { type EvaluateOptions, evaluatePreconditions } from './evaluate.ts';
import { multipartContent } from './multipart.ts';
import type { Outcome } from './outcome.ts';
import { preconditionError } from './precondition-error.ts';
import { notModifiedReply, type RepresentationFields, representationHeaders } from './representation.ts';
import type { PreconditionRequest } from './request.ts';

/** How a part of a content is sent. */
export interface PartialReplyOptions {
  /** The media type of the whole. */
  readonly contentType: string;
  /** Stands between the parts where there are several. Default: a fresh random one, which no content has. */
  readonly boundary?: string | undefined;
}

/** What is sent anew for a part; a Content-Range beside several parts would speak for none of them (RFC 9110 §15.3.7.2). */
const PART_FIELDS: readonly string[] = [...fieldsOfKinds('framing', 'content'), 'content-type'];

const encoder = new TextEncoder();

/**
 * The 206 for ranges of a content in memory: one range as it is, several as `multipart/byteranges` (RFC 9110 §15.3.7). A
 * text is cut by the bytes of its UTF-8.
 *
 * Throws a RangeError where the outcome was evaluated for another length, a TypeError for options of the wrong form.
 *
 * @example
 * partialReply({ kind: 'partial', ranges: [{ first: 0, last: 1 }], length: 5 }, 'hello', { contentType: 'text/plain' }).headers['content-range']; // 'bytes 0-1/5'
 */
export function partialReply(
  { ranges, length }: Extract<Outcome, { kind: 'partial' }>,
  content: string | Uint8Array,
  options: PartialReplyOptions,
): Reply {
  const bytes = bytesOf(content);
  if (bytes.byteLength !== length) {
    throw new RangeError(
      `content: expected the ${length} bytes that were evaluated, got ${bytes.byteLength}`,
    );
  }
  const contentType = requireFieldValue('Content-Type', options.contentType);
  const [{ first, last }] = ranges;
  const headers: Record<string, string> = { 'accept-ranges': 'bytes' };
  let body: Uint8Array;
  if (ranges.length === 1) {
    headers['content-type'] = contentType;
    headers['content-range'] = formatContentRange(first, last, length);
    body = bytes.subarray(first, last + 1);
  } else {
    const boundary = requireToken(options.boundary ?? globalThis.crypto.randomUUID(), 'boundary');
    headers['content-type'] = `multipart/byteranges; boundary=${boundary}`;
    body = multipartContent(bytes, ranges, contentType, boundary);
  }
  headers['content-length'] = String(body.byteLength);
  return { status: 206, headers, drop: PART_FIELDS, body, close: false };
}

/** How a content in memory is sent. */
export interface ContentReplyOptions
  extends Omit<EvaluateOptions, 'plainStatus' | 'require' | 'alreadyApplied'> {
  readonly contentType: string;
  /** What the content is known by. Default: nothing, so that a range can be asked for, but not checked by If-Range. */
  readonly current?: Omit<Extract<Current, { exists: true }>, 'exists' | 'length'> | undefined;
  /** Fields for the 200, the 206 and the 304 alike. Default: none. */
  readonly fields?: RepresentationFields | undefined;
  /** A request for more ranges than this gets the whole. Default: 1, so that nothing is sent in parts of parts. */
  readonly maxRanges?: number | undefined;
}

/**
 * The response to a GET, HEAD or QUERY whose content is in memory: 200 with Accept-Ranges, 206 where a range is asked for,
 * 304 where the client has it.
 *
 * Throws PreconditionFailed or RangeNotSatisfiable where the request asks for it, a TypeError or a RangeError for options
 * of the wrong form.
 *
 * @example
 * contentReply({ method: 'GET', headers: { range: 'bytes=-2' } }, 'hello', { contentType: 'text/plain' }).status; // 206
 */
export function contentReply(
  request: PreconditionRequest,
  content: string | Uint8Array,
  options: ContentReplyOptions,
): Reply {
  const length = lengthOf(content);
  const current: Current = { ...options.current, exists: true, length };
  const outcome = evaluatePreconditions(request, current, {
    ...options,
    maxRanges: options.maxRanges ?? 1,
    plainStatus: 200,
  });
  switch (outcome.kind) {
    case 'not-modified':
      return notModifiedReply(current, options.fields, options);
    case 'partial': {
      const reply = partialReply(outcome, content, options);
      return {
        ...reply,
        headers: { ...representationHeaders(current, options.fields, options), ...reply.headers },
      };
    }
    case 'proceed': {
      const headers = {
        ...representationHeaders(current, options.fields, options),
        ...(options.ranges !== false && { 'accept-ranges': 'bytes' }),
        'content-type': requireFieldValue('Content-Type', options.contentType),
        'content-length': String(length),
      };
      return {
        status: 200,
        headers,
        drop: [],
        body: request.method === 'HEAD' ? undefined : content,
        close: false,
      };
    }
    default:
      throw preconditionError(outcome, current);
  }
}

function lengthOf(content: unknown): number {
  if (typeof content === 'string' || content instanceof Uint8Array) return byteLength(content);
  throw new TypeError(`content: expected text or bytes, got ${show(content)}`);
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  lengthOf(content);
  return typeof content === 'string' ? encoder.encode(content) : content;
}
