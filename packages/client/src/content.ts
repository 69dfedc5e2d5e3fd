import { read, textIn } from './read.ts';
import { LONGEST_TIMER_MS } from './retry-after.ts';
import { type Reader, readerOf } from './streams.ts';

/** Where clients have the content: axios, ofetch, supertest, and got, undici and fetch. */
const NAMES = ['data', '_data', 'text', 'body'];

/** Returns the content of a response as text, at most `maxBytes` of it; undefined if there is none. Never rejects. */
export async function textOf(
  response: object,
  charset: string | undefined,
  maxBytes: number,
  timeoutMs: number,
): Promise<string | undefined> {
  try {
    // The `text` of fetch is a function.
    const content = NAMES.map((name) => read(response, name)).find(
      (value) => value !== undefined && value !== null && typeof value !== 'function',
    );
    // By their tags: arrays and views of bytes, and blobs.
    const isBinary = /Arr|View|Blob|File/.test(textIn(content, Symbol.toStringTag));
    // A response of Node is a stream itself.
    const reader = readerOf(isBinary ? new Response(content as Blob).body : (content ?? response));
    const text =
      typeof content === 'string'
        ? content
        : reader
          ? decoded((await chunksOf(reader, maxBytes, timeoutMs)).chunks, charset)
          : JSON.stringify(content);
    return text?.slice(0, maxBytes);
  } catch {
    return undefined; // content that another reader has taken, or that has no JSON form
  }
}

/** Reads at most `maxBytes`, waits at most `timeoutMs`, and cancels the rest. */
export async function chunksOf(
  reader: Reader,
  maxBytes: number,
  timeoutMs: number,
): Promise<{ readonly chunks: readonly Uint8Array<ArrayBuffer>[]; readonly isWhole: boolean }> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let left = maxBytes;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(reject, Math.min(timeoutMs, LONGEST_TIMER_MS));
  });
  let isWhole = false;
  try {
    while (left >= 0) {
      const { done, value } = await Promise.race([reader.read(), late]);
      isWhole = Boolean(done);
      if (isWhole) break;
      const chunk = value as Uint8Array<ArrayBuffer>;
      chunks.push(chunk.slice(0, left));
      left -= Math.max(1, chunk.length); // a stream of empty chunks ends as well
    }
  } catch {
    // It is late, or the connection broke: what has arrived still counts.
  }
  clearTimeout(timer);
  if (!isWhole) Promise.resolve(reader.cancel()).catch(() => {});
  return { chunks, isWhole };
}

function decoded(chunks: readonly Uint8Array[], charset: string | undefined): string {
  let decoder = new TextDecoder(); // UTF-8
  try {
    decoder = new TextDecoder(charset);
  } catch {
    // No such charset.
  }
  // Some streams have text.
  return (
    chunks
      .map((chunk) => (typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })))
      .join('') + decoder.decode()
  );
}
