import { expected, read } from './arguments.ts';
import { Exchange } from './exchange.ts';
import { type Fields, toFields } from './fields.ts';

/** Content of a response. */
export interface Content {
  /** Undefined if it is not known: read before, too large, or without an end. */
  readonly text: string | undefined;
  /** Bytes as they were sent; undefined if they are not known, as behind a client that has undone a coding. */
  readonly size: number | undefined;
}

/** A response of any kind, as the matchers read it. */
export interface Observed {
  readonly status: number;
  readonly statusText: string;
  readonly fields: Fields;
  /** Undefined if they are not known. */
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly request: Fields | undefined;
  readonly httpVersion: string | undefined;
  /** Reads the content once. Never rejects. */
  content(): Promise<Content>;
}

/** Content that is larger is not read. */
const MOST_BYTES = 4_194_304;
/** A response that has no end, such as a stream of events, is not waited for. */
const LONGEST_MS = 5000;

const UNKNOWN: Content = { text: undefined, size: undefined };

/**
 * Returns a response of fetch, supertest, light-my-request, or any object with a status and fields, in one form. The content of a
 * fetch `Response` is read from a clone.
 *
 * @throws {TypeError} If `response` has another form.
 */
export function observe(response: unknown): Observed {
  const status = read(response, 'status') ?? read(response, 'statusCode');
  const headers = read(response, 'headers');
  if (typeof status !== 'number' || typeof headers !== 'object' || headers === null) {
    const promised = typeof read(response, 'then') === 'function';
    throw new TypeError(
      promised
        ? 'response: expected a response, got a promise of one; await it first'
        : expected('response', 'a response with status and headers', response),
    );
  }
  const base = {
    status,
    statusText: text(read(response, 'statusText')) ?? text(read(response, 'statusMessage')) ?? '',
    fields: linesOf(response, headers),
  };
  return isFetched(response) ? observeFetched(response, base) : observeOther(response, base);
}

type Base = Pick<Observed, 'status' | 'statusText' | 'fields'>;

interface Fetched {
  readonly url: string;
  readonly bodyUsed: boolean;
  readonly body: unknown;
  clone(): { readonly body: ReadableStream<Uint8Array> | null };
}

function isFetched(response: unknown): response is Fetched {
  return (
    typeof read(response, 'clone') === 'function' &&
    typeof read(read(response, 'headers'), 'get') === 'function'
  );
}

function observeFetched(response: Fetched, base: Base): Observed {
  // fetch does not tell the method. Content is null only if it is impossible, or if the method is HEAD.
  const isHead = response.body === null && Number(base.fields.get('content-length')?.[0] ?? 0) > 0;
  let read: Promise<Content> | undefined;
  return {
    ...base,
    method: isHead && base.status !== 304 ? 'HEAD' : undefined,
    url: response.url === '' ? undefined : response.url,
    request: undefined,
    httpVersion: undefined,
    content() {
      read ??= readClone(response, base.fields).catch(() => UNKNOWN);
      return read;
    },
  };
}

async function readClone(response: Fetched, fields: Fields): Promise<Content> {
  if (response.bodyUsed || isEndless(fields)) return UNKNOWN;
  const { body } = response.clone();
  if (body === null) return { text: '', size: 0 };
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, LONGEST_MS, 'late');
  });
  try {
    for (;;) {
      const step = await Promise.race([reader.read(), late]);
      if (step === 'late' || size > MOST_BYTES) {
        void reader.cancel().catch(() => {});
        return UNKNOWN;
      }
      if (step.done) return { text: decode(chunks), size: isCoded(fields) ? undefined : size };
      chunks.push(step.value);
      size += step.value.length;
    }
  } finally {
    clearTimeout(timer);
  }
}

function decode(chunks: readonly Uint8Array[]): string {
  const decoder = new TextDecoder();
  return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join('') + decoder.decode();
}

/** A response of superagent, light-my-request, Node, or any object of that kind. */
function observeOther(response: unknown, base: Base): Observed {
  const { method, url, request, httpVersion } = requestOf(response);
  return {
    ...base,
    method,
    url: url ?? text(read(response, 'url')),
    request,
    httpVersion,
    content: () => Promise.resolve(contentOf(response, base.fields, method)),
  };
}

function contentOf(response: unknown, fields: Fields, method: string | undefined): Content {
  const raw = read(response, 'rawPayload') ?? read(response, 'rawBody');
  const isDecoded = isCoded(fields) && raw === undefined;
  for (const found of [
    raw,
    read(response, 'text'),
    read(response, 'payload'),
    read(response, 'body'),
    read(response, 'data'),
  ]) {
    if (typeof found === 'string') return { text: found, size: isDecoded ? undefined : bytesOf(found) };
    if (found instanceof Uint8Array)
      return {
        text: isCoded(fields) && !isDecoded ? undefined : decode([found]),
        size: isDecoded ? undefined : found.length,
      };
    if (typeof found === 'object' && found !== null && isJson(found)) {
      // superagent has {} for content that it does not read, and for no content.
      if (Object.keys(found).length > 0) return { text: JSON.stringify(found), size: undefined };
    }
  }
  return method === 'HEAD' || fields.get('content-length')?.[0] === '0' ? { text: '', size: 0 } : UNKNOWN;
}

function isJson(value: object): boolean {
  return (
    Array.isArray(value) ||
    Object.getPrototypeOf(value) === Object.prototype ||
    Object.getPrototypeOf(value) === null
  );
}

function bytesOf(value: string): number {
  return new TextEncoder().encode(value).length;
}

function isCoded(fields: Fields): boolean {
  const coding = fields.get('content-encoding')?.join().toLowerCase();
  return coding !== undefined && coding !== 'identity';
}

function isEndless(fields: Fields): boolean {
  return fields.get('content-type')?.[0]?.startsWith('text/event-stream') === true;
}

/** What is known of the request: `req` of superagent is Node's own, `raw.req` of light-my-request a simulated one. */
function requestOf(response: unknown): Pick<Observed, 'method' | 'url' | 'request' | 'httpVersion'> {
  const own = read(response, 'req') ?? read(read(response, 'raw'), 'req');
  const given = read(response, 'request');
  const getHeaders = read(own, 'getHeaders');
  const headers = typeof getHeaders === 'function' ? getHeaders.call(own) : read(own, 'headers');
  return {
    method: text(read(own, 'method')) ?? text(read(given, 'method')),
    url: text(read(given, 'url')) ?? text(read(own, 'url')),
    request: typeof headers === 'object' && headers !== null ? toFields(headers, 'headers') : undefined,
    httpVersion: text(read(read(response, 'res'), 'httpVersion')),
  };
}

/** Each line of a field, if the response has them: Node joins some of them, and superagent has Node's own response in `res`. */
function linesOf(response: unknown, headers: object): Fields {
  const raw = read(read(response, 'res'), 'rawHeaders') ?? read(response, 'rawHeaders');
  if (!Array.isArray(raw)) return toFields(headers, 'response.headers');
  const pairs = raw.flatMap((name, at) =>
    at % 2 === 0 ? [[String(name), String(raw[at + 1])] as const] : [],
  );
  return toFields(pairs, 'response.headers');
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Returns a response as the rules read it. `method` and `request` replace what is not known of its request. */
export async function exchangeOf(
  observed: Observed,
  known: {
    readonly method?: string | undefined;
    readonly request?: Fields | undefined;
    readonly allow?: readonly string[] | undefined;
  },
): Promise<Exchange> {
  const { text, size } = await observed.content();
  return new Exchange({
    method: known.method ?? observed.method,
    url: observed.url,
    request: known.request ?? observed.request,
    status: observed.status,
    response: observed.fields,
    size,
    text: () => text,
    allow: () => known.allow,
    httpVersion: observed.httpVersion,
  });
}
