import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Fields, toFields } from '../fields.ts';

/** A response of `node:http`, or of the compatibility layer of `node:http2`. */
export interface NodeResponse {
  readonly headersSent: boolean;
  readonly destroyed?: boolean;
  statusCode: number;
  statusMessage: string;
  getHeader(name: string): unknown;
  getHeaders(): Readonly<Record<string, unknown>>;
  getHeaderNames(): readonly string[];
  setHeader(name: string, value: string | readonly string[]): unknown;
  removeHeader(name: string): void;
  writeHead(...args: unknown[]): unknown;
  write(...args: unknown[]): unknown;
  end(...args: unknown[]): unknown;
  destroy(error?: Error): unknown;
  /** Of node:http: the head as it was written. */
  readonly _header?: unknown;
  /** Of node:http2. */
  readonly stream?: {
    readonly sentHeaders?: Readonly<Record<string, unknown>>;
    readonly destroyed?: boolean;
    close?(code: number): void;
  };
  readonly socket?: { readonly destroyed?: boolean; destroy(): void } | null;
}

/** Reports whether nothing can be sent any more. What a framework does to such a response says nothing of the program. */
export function hasLeft({ destroyed, stream, socket }: NodeResponse): boolean {
  return destroyed === true || (stream ?? socket)?.destroyed === true;
}

/**
 * Reports whether Node drops what is written as content, and nobody is to blame: middleware that compresses ends a 304 like any other
 * response. A handler that has content for a 204 is told so.
 */
export function dropsContent(method: string, status: number): boolean {
  return method === 'HEAD' || status === 304;
}

/** Returns a response as it is used here, which is more than the types of Node have in common for both protocols. */
export function nodeResponse(response: ServerResponse): NodeResponse {
  return response as unknown as NodeResponse;
}

/** Returns the fields of a request, one line each where Node has kept them apart. */
export function requestFields(request: IncomingMessage): Fields {
  const fields = new Map<string, readonly string[]>();
  const { headers } = request;
  for (const name in headers) {
    const value = headers[name];
    // The pseudo-fields of HTTP/2 are no fields.
    if (value !== undefined && name.charCodeAt(0) !== 0x3a)
      fields.set(name, typeof value === 'string' ? [value] : value);
  }
  return fields;
}

/** Returns the fields that were passed to `writeHead`: an object, a list of names and values in turn, or of pairs. */
export function fieldsPassed(args: readonly unknown[]): readonly (readonly [string, unknown])[] {
  const given = args.slice(1).find((arg) => typeof arg === 'object' && arg !== null);
  if (given === undefined) return [];
  if (!Array.isArray(given)) return Object.entries(given as object);
  if (Array.isArray(given[0])) return given as [string, unknown][];
  return given.flatMap((name, at) => (at % 2 === 0 ? [[String(name), given[at + 1]] as const] : []));
}

/** Returns the fields that a response is going to be sent with, without those that Node adds. */
export function fieldsToSend(response: NodeResponse, args: readonly unknown[]): Fields {
  const fields = new Map(toFields(response.getHeaders(), 'headers'));
  fields.delete(':status'); // HTTP/2 keeps it among them once they are sent
  for (const [name, lines] of toFields(
    fieldsPassed(args).filter(([, value]) => value !== undefined),
    'headers',
  ))
    fields.set(name, lines);
  return fields;
}

/** Returns the fields that were sent, as they stand on the wire. */
export function fieldsSent(response: NodeResponse, args: readonly unknown[]): Fields {
  const { _header: head, stream } = response;
  if (typeof head === 'string') return parseHead(head);
  const sent = stream?.sentHeaders;
  if (sent === undefined) return fieldsToSend(response, args);
  return toFields(
    Object.fromEntries(Object.entries(sent).filter(([name]) => !name.startsWith(':'))),
    'headers',
  );
}

function parseHead(head: string): Fields {
  const fields = new Map<string, string[]>();
  let at = head.indexOf('\r\n') + 2;
  while (at > 1 && at < head.length) {
    const end = head.indexOf('\r\n', at);
    if (end <= at) break;
    const colon = head.indexOf(':', at);
    const name = head.slice(at, colon).toLowerCase();
    const line = head.slice(head.charCodeAt(colon + 1) === 0x20 ? colon + 2 : colon + 1, end);
    const lines = fields.get(name);
    if (lines === undefined) fields.set(name, [line]);
    else lines.push(line);
    at = end + 2;
  }
  return fields;
}

/** Content that is written, counted, and kept if it is short and may be JSON. */
export interface Written {
  size: number;
  /** Undefined once there was more than is kept. */
  chunks: (string | Uint8Array)[] | undefined;
}

const MOST_BYTES = 65_536;

/** Adds what was passed to `write` or `end`. */
export function addContent(written: Written, chunk: unknown, encoding: unknown, mayBeJson: boolean): void {
  const isText = typeof chunk === 'string';
  if (!isText && !(chunk instanceof Uint8Array)) return;
  const size = isText ? Buffer.byteLength(chunk, encodingOf(encoding)) : chunk.length;
  written.size += size;
  if (!mayBeJson || written.size > MOST_BYTES) written.chunks = undefined;
  else if (size > 0) {
    // A copy: the program that wrote the bytes may use them again.
    const isPlain =
      isText &&
      (encoding === undefined ||
        typeof encoding === 'function' ||
        encoding === 'utf8' ||
        encoding === 'utf-8');
    written.chunks?.push(
      isPlain ? chunk : isText ? Buffer.from(chunk, encodingOf(encoding)) : Uint8Array.from(chunk),
    );
  }
}

function encodingOf(encoding: unknown): BufferEncoding {
  return typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : 'utf8';
}

/** Returns the content as text, or undefined if it was not kept. */
export function textOf({ chunks }: Written): string | undefined {
  if (chunks === undefined) return undefined;
  if (chunks.every((chunk) => typeof chunk === 'string')) return chunks.join('');
  return Buffer.concat(
    chunks.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk)),
  ).toString();
}
