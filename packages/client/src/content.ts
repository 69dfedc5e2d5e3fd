import { read } from './read.ts';

interface Steps {
  next(): Promise<{ readonly done?: boolean | undefined; readonly value?: unknown }>;
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
    if (content === undefined) return undefined;
    if (typeof content === 'string') return content.slice(0, maxBytes);
    const stream = read(content, 'stream');
    const steps = stepsOf(typeof stream === 'function' ? stream.call(content) : content);
    if (steps !== undefined) return decoded((await bytesOf(steps, maxBytes, timeoutMs)).bytes, charset);
    const bytes = content instanceof ArrayBuffer ? new Uint8Array(content) : content;
    if (!ArrayBuffer.isView(bytes)) return JSON.stringify(content);
    const { buffer, byteOffset, byteLength } = bytes;
    return decoded(new Uint8Array(buffer, byteOffset, Math.min(byteLength, maxBytes)), charset);
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

/** Returns how to read a stream of the web or of Node; undefined if it is neither. */
export function stepsOf(content: unknown): Steps | undefined {
  if (typeof read(content, 'getReader') === 'function') {
    const reader = (content as ReadableStream<unknown>).getReader();
    return { next: () => reader.read(), cancel: () => reader.cancel() };
  }
  const iterate = read(content, Symbol.asyncIterator);
  if (typeof iterate !== 'function') return undefined;
  const iterator = iterate.call(content) as AsyncIterator<unknown>;
  return {
    next: () => iterator.next(),
    // Not the stream itself, which a promise would wait for if it had a `then`.
    cancel: () => void (content as { destroy?(): unknown }).destroy?.(),
  };
}

/** Reads at most `maxBytes`, waits at most `timeoutMs`, and cancels the rest. */
export async function bytesOf(
  steps: Steps,
  maxBytes: number,
  timeoutMs: number,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly isWhole: boolean }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), Math.min(timeoutMs, 2 ** 31 - 1));
  });
  let isWhole = false;
  try {
    while (size <= maxBytes) {
      const step = await Promise.race([steps.next(), late]);
      isWhole = step?.done === true;
      if (step === undefined || isWhole) break;
      const chunk =
        typeof step.value === 'string' ? new TextEncoder().encode(step.value) : (step.value as Uint8Array);
      chunks.push(chunk);
      size += chunk.length;
    }
  } catch {
    // A connection that broke: what has arrived still counts.
  }
  clearTimeout(timer);
  if (!isWhole) Promise.resolve(steps.cancel()).catch(() => {});
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return { bytes: bytes.subarray(0, maxBytes), isWhole };
}

function decoded(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}
