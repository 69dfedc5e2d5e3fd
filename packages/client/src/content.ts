import { read } from './read.ts';

interface Reader {
  read(): Promise<{ readonly done?: boolean | undefined; readonly value?: unknown }>;
  cancel(): unknown;
}

/** Returns the content of a response as text, at most `maxBytes` of it; undefined if there is none. Never rejects. */
export async function textOf(
  response: object,
  charset: string,
  maxBytes: number,
  timeoutMs: number,
): Promise<string | undefined> {
  try {
    const content = contentOf(response);
    if (typeof content === 'string') return content.slice(0, maxBytes);
    const stream = read(content, 'stream');
    const reader = readerOf(typeof stream === 'function' ? stream.call(content) : content);
    if (reader) return decoded((await chunksOf(reader, maxBytes, timeoutMs)).chunks, charset);
    return ArrayBuffer.isView(content) || content instanceof ArrayBuffer
      ? decoded([(content as Uint8Array).slice(0, maxBytes)], charset) // all but a DataView have it
      : JSON.stringify(content)?.slice(0, maxBytes);
  } catch {
    return undefined; // content that another reader has taken, or that has no JSON form
  }
}

/** The content, by the names that clients know: axios, ofetch, supertest, got, undici and fetch; Node's own response is a stream. */
function contentOf(response: object): unknown {
  const text = read(response, 'text');
  return (
    read(response, 'data') ??
    read(response, '_data') ??
    (typeof text === 'string' ? text : undefined) ??
    read(response, 'body') ??
    (Symbol.asyncIterator in response ? response : undefined)
  );
}

/** Returns a reader of a stream of the web or of Node; undefined if it is neither. */
export function readerOf(content: unknown): Reader | undefined {
  if (read(content, 'getReader')) return (content as ReadableStream<unknown>).getReader();
  const iterate = read(content, Symbol.asyncIterator);
  if (typeof iterate !== 'function') return undefined;
  const iterator = iterate.call(content) as AsyncIterator<unknown>;
  return {
    read: () => iterator.next(),
    // Not the stream itself, which a promise would wait for if it had a `then`.
    cancel: () => void (content as { destroy?(): unknown }).destroy?.(),
  };
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
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.min(timeoutMs, 2 ** 31 - 1));
  });
  let isWhole: boolean | undefined = false;
  try {
    while (left >= 0) {
      const step = await Promise.race([reader.read(), late]);
      isWhole = step?.done;
      if (!step || isWhole) break;
      const { value } = step;
      const chunk =
        typeof value === 'string' ? new TextEncoder().encode(value) : (value as Uint8Array<ArrayBuffer>);
      chunks.push(chunk.subarray(0, left));
      left -= Math.max(1, chunk.length); // a stream of empty chunks ends as well
    }
  } catch {
    // A connection that broke: what has arrived still counts.
  }
  clearTimeout(timer);
  if (!isWhole) Promise.resolve(reader.cancel()).catch(() => {});
  return { chunks, isWhole: isWhole === true };
}

function decoded(chunks: readonly Uint8Array[], charset: string): string {
  let decoder = new TextDecoder();
  try {
    decoder = new TextDecoder(charset);
  } catch {
    // No such charset.
  }
  return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join('') + decoder.decode();
}
