import { formatHttpDate, parseHttpDate } from '../fields/http-date.ts';
import { fieldsOfKinds } from '../fields/kinds.ts';
import type { FieldLines } from '../fields/scan.ts';
import { unionVary } from '../fields/vary.ts';
import { readText } from '../read.ts';
import type { FieldWriter, Reply } from '../reply.ts';
import { statusMessage, writeFields } from '../reply.ts';
import type { RequestView } from '../request-view.ts';
import { isUploading } from '../request-view.ts';
import { type LingeringSocket, lingerOnClose, markClosing } from './linger.ts';
import { sendFieldsAsLatin1 } from './obs-text.ts';

/*
 * Theory of operation.
 *
 * A request and its response as Node has them, for both protocols. node:http and the compatibility layer of node:http2 look alike
 * and differ in what matters here, so each question about them is asked in this file and nowhere else:
 *
 * - Is the response closed before it was complete? In HTTP/1 that is its socket, which a response behind another on the same
 *   connection does not have yet; in HTTP/2 it is its stream. The socket of the compatibility layer is a proxy that refuses
 *   most questions and is never asked.
 * - Who closed it? Node destroys what belongs to a client that left with an error of one form, or with none. Whatever else
 *   destroys a response, or the request that it reads, passes another error. HTTP/2 keeps that error on the stream.
 * - Which fields may it have? A field of a connection that other middleware has set makes HTTP/2 refuse the whole response, so
 *   such fields are removed whenever a reply is written.
 *
 * A reply is written in two moves, the head and the content, because the head of a streamed reply waits for its first byte. An
 * answer that comes before the content of its request prepares the connection first: what still arrives is read and discarded,
 * and the connection is closed in order (linger.ts).
 *
 * What must be kept in step: `isClosed` is false once the response has ended, since a client may close after it. `cutOff` must
 * make an incomplete response look incomplete: in HTTP/1 no clean end of the chunked coding, in HTTP/2 a reset.
 */

interface Http2Stream {
  readonly closed: boolean;
  readonly destroyed: boolean;
  readonly endAfterHeaders?: boolean;
  readonly errored?: unknown;
  close(code: number): void;
  once(event: 'finish', listener: () => void): unknown;
}

/** A request of `node:http` or `node:http2`. */
export interface NodeRequest extends RequestView {
  readonly socket?: unknown;
  readonly errored?: unknown;
  readonly destroyed?: boolean;
  /** True if content of the request has been read. */
  readonly readableDidRead?: boolean;
  resume(): unknown;
  /** Of node:http: discards what still arrives, if `resume` cannot. */
  _dump?(): void;
  unpipe(): unknown;
  once(event: 'end', listener: () => void): unknown;
}

/** A response of `node:http` or `node:http2`. */
export interface NodeResponse {
  readonly socket?: unknown;
  statusCode: number;
  statusMessage: string;
  readonly headersSent: boolean;
  readonly writableEnded: boolean;
  readonly writableFinished: boolean;
  readonly destroyed: boolean;
  readonly errored?: unknown;
  getHeader(name: string): unknown;
  getHeaderNames(): readonly string[];
  getHeaders(): Readonly<Record<string, number | string | readonly string[] | undefined>>;
  setHeader(name: string, value: string | string[]): unknown;
  removeHeader(name: string): void;
  // The overloads are those of Node; the arguments are passed on unchanged.
  writeHead(...args: never[]): unknown;
  write(...args: never[]): unknown;
  end(body?: string | Uint8Array): unknown;
  destroy(error?: Error): unknown;
  once(event: 'close' | 'finish', listener: () => void): unknown;
  on(event: 'error', listener: (error: unknown) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
}

function http2Stream(message: object): Http2Stream | undefined {
  return (message as { stream?: Http2Stream }).stream;
}

// In the compatibility layer of node:http2 the socket is a proxy that throws for most properties.
function socketOf(request: NodeRequest, response: NodeResponse): LingeringSocket | undefined {
  if ((request.httpVersionMajor ?? 1) >= 2) return undefined;
  // A request that was destroyed has lost its socket, which may still carry the answer.
  return (response.socket ?? request.socket ?? undefined) as LingeringSocket | undefined;
}

/** Reports whether a response has begun or ended, so that no other can be written in its place. */
export function isAnswered(response: Pick<NodeResponse, 'headersSent' | 'writableEnded'>): boolean {
  return response.headersSent || response.writableEnded;
}

/** The mark of a response that somebody answers in its handler's place (taken.ts); `/1` changes with its meaning. */
export const TAKING: unique symbol = Symbol.for('statuskit.taking/1') as never;

/** Reports whether somebody has answered a response in its handler's place, or is about to. */
export function isTaken(response: object): boolean {
  return TAKING in response;
}

/** Reports whether the connection, or the stream of HTTP/2, was closed before the response was complete. */
export function isClosed(request: NodeRequest, response: NodeResponse): boolean {
  if (response.writableEnded) return false;
  const stream = http2Stream(response);
  return stream === undefined
    ? response.destroyed || socketOf(request, response)?.destroyed === true
    : stream.destroyed || stream.closed;
}

/** Reports whether a response was closed, complete or not, so that no `close` follows. */
export function hasClosed(response: NodeResponse): boolean {
  return response.destroyed === true || http2Stream(response)?.closed === true;
}

/** Reports whether a response that has closed was complete. A stream of HTTP/2 that was cancelled counts as finished, not as ended. */
export function isComplete(response: Pick<NodeResponse, 'writableEnded' | 'writableFinished'>): boolean {
  return response.writableEnded && response.writableFinished;
}

// The errors with which Node destroys a message or a stream when the client goes away. The server side passes other errors.
function isOfClient(errored: unknown): boolean {
  const code = readText(errored, 'code');
  if (code === 'ERR_HTTP2_STREAM_ERROR' || code === 'ERR_HTTP2_SESSION_ERROR') return true;
  return code === 'ECONNRESET' && (readText(errored, 'message') ?? '').includes('aborted');
}

/** Returns the error with which a message was destroyed. Messages of node:http2 keep it on their stream. */
function erroredOf(message: { readonly errored?: unknown }): unknown {
  return message.errored ?? http2Stream(message)?.errored ?? null;
}

/** Reports whether the client closed it. The server side destroys a response, or the request whose upload it reads, with an error. */
export function clientIsGone(request: NodeRequest, response: NodeResponse): boolean {
  if (!isClosed(request, response)) return false;
  return [erroredOf(response), erroredOf(request)].every(
    (errored) => errored === null || isOfClient(errored),
  );
}

/** Ends a response that has begun and cannot be completed, so that the client does not take it for complete. */
export function cutOff(request: NodeRequest, response: NodeResponse): void {
  const stream = http2Stream(response);
  if (stream !== undefined)
    stream.close(2); // INTERNAL_ERROR, RFC 9113 §7
  else socketOf(request, response)?.destroy();
}

/** Writes a reply to a bare response of Node. */
export function writeToNode(reply: Reply, request: RequestView, response: NodeResponse): void {
  writeHead(reply, request, response);
  response.end(reply.body);
}

/** Sets the status and the fields of a reply. They are sent with the first byte of the content. */
export function writeHead(reply: Omit<Reply, 'body'>, request: RequestView, response: NodeResponse): void {
  const message = statusMessage(reply.status, request);
  response.statusCode = reply.status;
  if (message !== undefined) response.statusMessage = message;
  setReplyFields(reply, request, response);
}

// RFC 9113 §8.2.2: a message of HTTP/2 with one of these is malformed, and node:http2 refuses to send it.
const NOT_IN_HTTP2: readonly string[] = [...fieldsOfKinds('connection'), 'transfer-encoding'];

/** Sets the fields of a reply. On HTTP/2 those of a connection that other middleware has set are removed. */
export function setReplyFields(
  reply: Omit<Reply, 'body'>,
  request: RequestView,
  response: NodeResponse,
): void {
  if ((request.httpVersionMajor ?? 1) >= 2) for (const name of NOT_IN_HTTP2) response.removeHeader(name);
  writeFields(reply, new NodeFields(response));
}

/** Removes every field, for a response whose fields can no longer be trusted. */
export function removeFields(response: NodeResponse): void {
  for (const name of response.getHeaderNames()) response.removeHeader(name);
}

class NodeFields implements FieldWriter {
  readonly response: NodeResponse;

  constructor(response: NodeResponse) {
    this.response = response;
  }

  names(): readonly string[] {
    return this.response.getHeaderNames();
  }

  get(name: string): unknown {
    return this.response.getHeader(name);
  }

  set(name: string, value: string | string[]): void {
    setField(this.response, name, value);
  }

  remove(name: string): void {
    this.response.removeHeader(name);
  }
}

// Node keeps the Date that it writes for a second or more. So for a resource that has just changed Date is stated, since it
// may not be earlier than Last-Modified (RFC 9110 §8.8.2.1).
const JUST_CHANGED_MS = 60_000;

function stateDate(response: NodeResponse, lastModified: string): void {
  const nowMs = Date.now();
  const changedMs = parseHttpDate(lastModified, nowMs)?.getTime();
  if (
    changedMs === undefined ||
    changedMs < nowMs - JUST_CHANGED_MS ||
    response.getHeader('date') !== undefined
  )
    return;
  response.setHeader('date', formatHttpDate(new Date(nowMs)));
}

// What a field value may hold besides ASCII (RFC 9110 §5.5).
const OBS_TEXT = /[\x80-\xff]/;

/** Reports whether a field value holds characters outside ASCII. */
function hasObsText(value: string | readonly string[]): boolean {
  return typeof value === 'string' ? OBS_TEXT.test(value) : value.some((line) => OBS_TEXT.test(line));
}

function setField(response: NodeResponse, name: string, value: string | string[]): void {
  response.setHeader(name, value);
  if (hasObsText(value)) sendFieldsAsLatin1(response);
  if (name === 'last-modified') stateDate(response, String(value));
}

/** Sets fields and leaves all others. Vary is merged with its present value. */
export function setFields(headers: Readonly<Record<string, string>>, response: NodeResponse): void {
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value === undefined) continue;
    const there = name === 'vary' ? response.getHeader(name) : undefined;
    // A value that is not a line of Vary is ignored.
    setField(response, name, there === undefined ? value : unionVary(there as FieldLines, value));
  }
}

/**
 * Prepares for an answer that is sent before the content of the request has arrived: what still arrives is discarded, and if the
 * reply closes the connection, it is closed in order. Closing it immediately would make the kernel reset the connection while
 * the client still writes, and the client would never read the answer (RFC 9112 §9.6).
 */
export function refuseUpload(close: boolean, request: NodeRequest, response: NodeResponse): void {
  if (!isUploading(request)) return;
  request.unpipe();
  request.resume();
  if (!close) return;
  const stream = http2Stream(request);
  if (stream !== undefined) {
    // The response of the compatibility layer emits `finish` only when the stream is closed, which must be done here.
    stream.once('finish', () => stream.close(0)); // NO_ERROR, RFC 9113 §8.1
    return;
  }
  // Leaving a `for await` over a request destroys it, and the rest of its content would not be read.
  if (request.destroyed) request._dump?.();
  const socket = socketOf(request, response);
  if (socket === undefined) return;
  markClosing(socket);
  lingerOnClose(socket, () => request);
}
