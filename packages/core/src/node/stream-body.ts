import { finished, pipeline, Readable, Transform } from 'node:stream';
import type { ReadableStream as NodeWebStream } from 'node:stream/web';
import { expected } from '../arguments.ts';
import { fieldsOfKinds } from '../fields/kinds.ts';
import { isBlob, isResponse } from '../read.ts';
import { mayHaveContent, type Reply } from '../reply.ts';
import type { RequestView } from '../request-view.ts';
import type { StreamedReply } from '../step.ts';
import { type NodeResponse, writeHead } from './exchange.ts';

/*
 * Content that is a stream: of Node, of the web, a Blob, or the body of a Response.
 *
 * A stream differs from all other content in three ways. Its length is unknown, so it is sent as it comes. It may fail, before
 * its first byte (then a complete response can still be sent) or after it (then the response can only be cut off, so that the client
 * does not take it for complete). And it keeps a file or a connection open, which must be closed in each case: the end, a failure,
 * a client that leaves, a HEAD that never reads it.
 *
 * The head of the response is written with the first byte, never before. Until then a failure is handled like any other thrown
 * value.
 */

const DEFAULT_TYPE = 'application/octet-stream';

// Fields that frame a response or describe its connection are decided here.
const OF_CONNECTION: readonly string[] = fieldsOfKinds('framing', 'connection');

// Fields of content in a coding, which do not describe it without the coding.
const OF_CODED: readonly string[] = [
  ...fieldsOfKinds('content'),
  'accept-ranges',
  'content-encoding',
  'content-md5',
  'repr-digest',
];

function isNodeStream(value: object): value is Readable {
  const { pipe, on } = value as { pipe?: unknown; on?: unknown };
  return typeof pipe === 'function' && typeof on === 'function';
}

function isWebStream(value: object): value is ReadableStream {
  return typeof (value as { getReader?: unknown }).getReader === 'function';
}

/**
 * Returns a readable stream of Node for one that is in object mode. A response throws on a chunk that is neither text nor bytes,
 * and from a callback whose errors cannot be caught, so such a chunk fails the stream instead.
 */
function bytesOf(stream: Readable): Readable {
  if (stream.readableObjectMode !== true) return stream;
  const checked = new Transform({
    writableObjectMode: true,
    transform(chunk, _encoding, done) {
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) done(null, chunk);
      else done(new TypeError(expected('stream', 'chunks of text or bytes', chunk)));
    },
  });
  return pipeline(stream, checked, () => {}); // a failure of one stream destroys the other
}

/** Returns a readable stream of Node if `value` is a stream or contains one, otherwise undefined. */
export function streamOf(value: unknown): Readable | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (isNodeStream(value)) return isSpent(value) ? value : bytesOf(value);
  if (isWebStream(value)) return fromWeb(value);
  if (isBlob(value)) return fromWeb(value.stream());
  if (isResponse(value))
    return value.body === null ? Readable.from([], { objectMode: false }) : fromWeb(value.body);
  return undefined;
}

// The DOM types and those of Node's web streams differ in properties that are not read here.
function fromWeb(stream: ReadableStream): Readable {
  return Readable.fromWeb(stream as unknown as NodeWebStream);
}

/**
 * Returns the reply whose content is a stream, or undefined if `value` is not a stream of bytes. A Response brings its status
 * and its fields but those of the connection; a Blob its type and its length. `status` and `contentType` are those that the
 * handler has set.
 *
 * @throws {TypeError} If the stream has been read, or has another reader.
 */
export function streamedReply(
  value: unknown,
  { status, contentType }: { readonly status: number; readonly contentType: string | undefined },
): StreamedReply | undefined {
  const stream = streamOf(value);
  if (stream === undefined) return undefined;
  const headers: Record<string, string | readonly string[]> = { 'x-content-type-options': 'nosniff' };
  // A Response without content has no type of its own.
  if (!(isResponse(value) && value.body === null)) headers['content-type'] = contentType ?? DEFAULT_TYPE;
  if (isBlob(value)) {
    if (contentType === undefined && value.type !== '') headers['content-type'] = value.type;
    headers['content-length'] = String(value.size);
  }
  if (isResponse(value)) Object.assign(headers, fieldsOfResponse(value, contentType));
  return {
    status: isResponse(value) ? value.status : status,
    headers,
    drop: [],
    body: stream,
    close: false,
  };
}

function fieldsOfResponse(
  { headers, url }: Response,
  contentType: string | undefined,
): Record<string, string | readonly string[]> {
  const fields: Record<string, string | readonly string[]> = {};
  // What `fetch` returns has been decoded: these are not the bytes that the other fields describe.
  const isDecoded = url !== '' && headers.has('content-encoding');
  for (const [name, value] of headers) {
    if (name === 'set-cookie' || OF_CONNECTION.includes(name) || (isDecoded && OF_CODED.includes(name)))
      continue;
    // RFC 9110 §8.8.1: a strong tag is of one sequence of bytes.
    fields[name] = isDecoded && name === 'etag' && !value.startsWith('W/') ? `W/${value}` : value;
  }
  const cookies = headers.getSetCookie();
  if (cookies.length > 0) fields['set-cookie'] = cookies;
  if (contentType !== undefined) fields['content-type'] = contentType;
  return fields;
}

/** Reports whether the content of a reply is a stream. */
export function isStreamed(reply: Reply | StreamedReply): reply is StreamedReply {
  return typeof reply.body === 'object' && 'pipe' in reply.body;
}

/** Reports whether a stream has ended, or was closed, so that it will produce nothing more. */
export function isSpent(stream: Readable): boolean {
  return stream.readableEnded || stream.destroyed;
}

/**
 * Sends a reply whose content is a stream on a bare response of Node. `failed` is called at most once: if the stream fails
 * before its first byte, nothing has been sent; if it fails later, the response has begun and cannot be completed.
 */
export function sendStream(
  reply: StreamedReply,
  request: RequestView,
  response: NodeResponse,
  failed: (error: unknown) => void,
): void {
  const { body } = reply;
  if (body.errored) {
    failed(body.errored);
    return;
  }
  if (isSpent(body)) {
    failed(new TypeError('handler: expected a stream that can still be read, got one that has ended'));
    return;
  }
  writeHead(reply, request, response);
  if (request.method === 'HEAD' || !mayHaveContent(reply.status)) {
    body.on('error', () => {}).destroy();
    response.end();
    return;
  }
  response.once('close', () => body.destroy());
  finished(body, { writable: false }, (error) => {
    if (!error) return;
    body.unpipe();
    failed(error);
  });
  body.pipe(response as unknown as NodeJS.WritableStream); // a response of Node is one
}
