import { FOREVER, numberFrom, requireObject } from './arguments.ts';
import { chunksOf } from './content.ts';
import { readerOf } from './streams.ts';

/** What is kept for conditional requests. */
export interface RevalidateOptions {
  /** The most responses that are kept. Default: 100. */
  readonly entries?: number | undefined;
  /** The largest content that is kept, in bytes. Default: 65,536. */
  readonly maxBytes?: number | undefined;
}

interface Entry {
  readonly response: Response;
  readonly chunks: readonly Uint8Array<ArrayBuffer>[];
  /** What must be the same in the next request. */
  readonly varied: readonly (readonly [name: string, value: string | null])[];
}

/** Makes GET requests conditional, and answers a 304 with what was kept. */
export interface Revalidation {
  /** Adds a condition to the fields of a request, and returns what is to be kept or repeated. */
  prepare(url: string, headers: Headers): (response: Response) => Response;
}

const CONDITION = /^if-|^range$/;
// Fields that may say who asks. A server that forgets them in Vary must not show one user what another has read.
const CREDENTIAL = /auth|cookie|key|secret|session|token|user/i;

export function revalidation(options: RevalidateOptions): Revalidation {
  requireObject('revalidate', 'a boolean or an object', options);
  const limit = numberFrom({ 'revalidate.entries': options.entries }, 'revalidate.entries', 100, 1);
  const maxBytes = numberFrom({ 'revalidate.maxBytes': options.maxBytes }, 'revalidate.maxBytes', 65_536);
  const entries = new Map<string, Entry>();

  async function keep(key: string, headers: Headers, response: Response): Promise<void> {
    const vary = response.headers.get('vary') ?? '';
    const hasValidator = response.headers.has('etag') || response.headers.has('last-modified');
    if (
      !hasValidator ||
      vary.includes('*') ||
      /\bno-store\b/i.test(response.headers.get('cache-control') ?? '')
    )
      return;
    const copy = response.clone();
    const reader = readerOf(copy.body);
    if (!reader) return;
    const { chunks, isWhole } = await chunksOf(reader, maxBytes, FOREVER);
    if (!isWhole) return;
    const names = vary.split(/[\s,]+/).filter(Boolean);
    entries.set(key, { response, chunks, varied: names.map((name) => [name, headers.get(name)]) });
    const [oldest] = entries.keys();
    if (entries.size > limit && oldest !== undefined) entries.delete(oldest);
  }

  return {
    prepare(url, headers) {
      if ([...headers.keys()].some((name) => CONDITION.test(name))) return (response) => response;
      const sent = new Headers(headers);
      const key = JSON.stringify([url, ...[...headers].filter(([name]) => CREDENTIAL.test(name))]);
      const entry = entries.get(key);
      const fits = entry?.varied.every(([name, value]) => sent.get(name) === value) ? entry : undefined;
      const etag = fits?.response.headers.get('etag');
      const modified = fits?.response.headers.get('last-modified');
      if (etag) headers.set('If-None-Match', etag);
      else if (modified) headers.set('If-Modified-Since', modified);
      return (response) => {
        if (response.status === 200) void keep(key, sent, response).catch(() => {});
        if (response.status !== 304 || fits === undefined) return response;
        entries.delete(key); // and set again, as the one used last
        entries.set(key, fits);
        return repeated(fits, response);
      };
    },
  };
}

/** RFC 9111 §4.3.4: the stored response with the fields of the 304. */
function repeated({ response, chunks }: Entry, notModified: Response): Response {
  const headers = new Headers(response.headers);
  notModified.headers.forEach((value, name) => void headers.set(name, value));
  // The content is decoded already.
  headers.delete('content-encoding');
  headers.delete('content-length');
  const { status, statusText, url } = response;
  return Object.defineProperty(new Response(new Blob([...chunks]), { status, statusText, headers }), 'url', {
    value: url,
  });
}
