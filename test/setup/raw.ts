import { connect } from 'node:net';
import { requireProblem } from './problem-schema.ts';

/** One response as it stood on the wire. */
export interface RawResponse {
  /** The status line. */
  readonly line: string;
  readonly status: number;
  readonly phrase: string;
  /** All lines of a field, by its name in lower case. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
  /** Whether all of the body came that the framing announced. */
  readonly complete: boolean;
  /** What came behind this response. */
  readonly rest: string;
  // What the matchers read beside the status. Not enumerable, so that responses are compared without it.
  readonly headers: RawResponse['fields'];
  readonly rawBody: Uint8Array;
  readonly request?: { readonly method: string; readonly url: string } | undefined;
}

type Parsed = Omit<RawResponse, 'headers' | 'rawBody' | 'request'>;

function forMatchers(parsed: Parsed, request?: RawResponse['request']): RawResponse {
  return Object.defineProperties(parsed, {
    headers: { value: parsed.fields },
    rawBody: { get: () => Buffer.from(parsed.body, 'latin1') },
    request: { value: request },
  }) as RawResponse;
}

/**
 * The first response in `bytes`, or undefined where there is none. `head` says that it answers a HEAD. Throws where a
 * complete response says that it is a problem document and is none (RFC 9457).
 */
export function parseResponse(
  bytes: string,
  head = false,
  request?: RawResponse['request'],
): RawResponse | undefined {
  const response = split(bytes, head);
  const isProblem = response?.fields['content-type']?.[0] === 'application/problem+json';
  if (isProblem && !head && response.complete) {
    requireProblem(Buffer.from(response.body, 'latin1').toString('utf8'), response.status);
  }
  return response && forMatchers(response, request);
}

function split(bytes: string, head: boolean): Parsed | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [line = '', ...lines] = bytes.slice(0, end).split('\r\n');
  const fields: Record<string, string[]> = Object.create(null);
  for (const one of lines) {
    const colon = one.indexOf(':');
    const name = one.slice(0, colon).toLowerCase();
    fields[name] ??= [];
    fields[name].push(one.slice(colon + 1).trim());
  }
  const status = Number(line.split(' ')[1]);
  const after = bytes.slice(end + 4);
  const base = { line, status, phrase: line.split(' ').slice(2).join(' '), fields };
  if (head || status < 200 || status === 204 || status === 304)
    return { ...base, body: '', complete: true, rest: after };
  if (fields['transfer-encoding']?.includes('chunked')) return { ...base, ...unchunked(after) };
  const length = fields['content-length']?.[0];
  if (length === undefined) return { ...base, body: after, complete: true, rest: '' };
  const body = after.slice(0, Number(length));
  return { ...base, body, complete: body.length === Number(length), rest: after.slice(Number(length)) };
}

function unchunked(text: string): Pick<RawResponse, 'body' | 'complete' | 'rest'> {
  let body = '';
  let rest = text;
  for (;;) {
    const end = rest.indexOf('\r\n');
    const size = end < 0 ? Number.NaN : Number.parseInt(rest.slice(0, end), 16);
    if (Number.isNaN(size)) return { body, complete: false, rest };
    if (size === 0) return { body, complete: true, rest: rest.slice(end + 4) };
    body += rest.slice(end + 2, end + 2 + size);
    rest = rest.slice(end + 4 + size);
  }
}

/** What a connection brought until it was closed. Bytes are read as Latin-1, so that each is one character. */
export interface Conversation {
  readonly bytes: string;
  /** The code of the error that ended the connection, such as ECONNRESET. */
  readonly error: string | undefined;
  /** Milliseconds from the first byte sent to the first byte received, and to the end. */
  readonly firstByteMs: number;
  readonly closedMs: number;
}

/**
 * Sends `text` to a port of this machine and reads until the connection is closed, or until `timeoutMs` have passed
 * without the server closing it, which is the error `TIMEOUT`.
 */
export function talk(
  port: number,
  text: string | readonly string[],
  timeoutMs = 5000,
): Promise<Conversation> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const start = performance.now();
    let bytes = '';
    let error: string | undefined;
    let firstByteMs = Number.NaN;
    const timer = setTimeout(() => {
      error = 'TIMEOUT';
      socket.destroy();
    }, timeoutMs);
    socket.on('data', (chunk) => {
      if (bytes === '') firstByteMs = performance.now() - start;
      bytes += chunk.toString('latin1');
    });
    socket.on('error', (failure: NodeJS.ErrnoException) => {
      error = failure.code;
    });
    socket.on('close', () => {
      clearTimeout(timer);
      resolve({ bytes, error, firstByteMs, closedMs: performance.now() - start });
    });
    for (const part of [text].flat()) socket.write(part, 'latin1');
  });
}

/** One request on a connection of its own. */
export async function request(
  port: number,
  method: string,
  path: string,
  fields: Readonly<Record<string, string>> = {},
  body = '',
): Promise<RawResponse> {
  const all: Record<string, string> = { host: 'localhost', connection: 'close', ...fields };
  if (body !== '') all['content-length'] ??= String(Buffer.byteLength(body));
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const { bytes, error } = await talk(port, `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
  const url = `http://127.0.0.1:${port}${path}`;
  const response = parseResponse(bytes, method === 'HEAD', { method, url });
  if (response === undefined)
    throw new Error(`${method} ${path}: no response (${error ?? 'closed'}): ${bytes}`);
  return response;
}
