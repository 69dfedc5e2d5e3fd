import { randomUUID } from 'node:crypto';
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
  /** Separates the parts if there are several. Default: a new random one, which no content contains. */
  readonly boundary?: string | undefined;
}

/** Fields that a part replaces. A Content-Range beside several parts would describe none of them (RFC 9110 §15.3.7.2). */
const PART_FIELDS: readonly string[] = [...fieldsOfKinds('framing', 'content'), 'content-type'];

const encoder = new TextEncoder();

/**
 * Returns the 206 for ranges of a content in memory: one range as it is, several as `multipart/byteranges` (RFC 9110 §15.3.7). A
 * text is cut by the bytes of its UTF-8.
 *
 * @throws {RangeError} If the outcome was evaluated for another length.
 * @throws {TypeError} If the content is neither text nor bytes, or if an option has the wrong type.
 *
 * @example
 * ```ts
 * partialReply({ kind: 'partial', ranges: [{ first: 0, last: 1 }], length: 5 }, 'hello', { contentType: 'text/plain' }).headers['content-range']; // 'bytes 0-1/5'
 * ```
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
    const boundary = requireToken(options.boundary ?? randomUUID(), 'boundary');
    headers['content-type'] = `multipart/byteranges; boundary=${boundary}`;
    body = multipartContent(bytes, ranges, contentType, boundary);
  }
  headers['content-length'] = String(body.byteLength);
  return { status: 206, headers, drop: PART_FIELDS, body, close: false };
}

/** How a content in memory is sent. */
export interface ContentReplyOptions
  extends Omit<EvaluateOptions, 'plainStatus' | 'require' | 'alreadyApplied'> {
  /** The media type of the content. */
  readonly contentType: string;
  /** The validators of the content. Default: none, so that a range can be requested, but not checked by If-Range. */
  readonly current?: Omit<Extract<Current, { exists: true }>, 'exists' | 'length'> | undefined;
  /** Fields for the 200, the 206 and the 304 alike. Default: none. */
  readonly fields?: RepresentationFields | undefined;
  /** The most ranges of one request; a request for more receives the whole. Default: 1. */
  readonly maxRanges?: number | undefined;
}

/**
 * Returns the response to a GET, HEAD or QUERY whose content is in memory: a 200 with Accept-Ranges, a 206 if a range is
 * requested, a 304 if the client has the content. Throws PreconditionFailed or RangeNotSatisfiable if a condition or a range
 * of the request fails.
 *
 * @throws {TypeError} If the content is neither text nor bytes, or if an option has the wrong type.
 * @throws {RangeError} If `maxRanges` is not an integer of at least 1.
 *
 * @example
 * ```ts
 * contentReply({ method: 'GET', headers: { range: 'bytes=-2' } }, 'hello', { contentType: 'text/plain' }).status; // 206
 * ```
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
