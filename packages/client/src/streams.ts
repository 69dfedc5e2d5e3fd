import { read } from './read.ts';

interface Step {
  readonly done?: boolean | undefined;
  readonly value?: unknown;
}

/** Reads a stream chunk by chunk. */
export interface Reader {
  read(): Promise<Step>;
  cancel(): unknown;
}

/** Returns a reader of a stream of the web or of Node; undefined if it is neither. */
export function readerOf(content: unknown): Reader | undefined {
  if (read(content, 'getReader')) return (content as ReadableStream<unknown>).getReader();
  const iterate = read(content, Symbol.asyncIterator);
  if (typeof iterate !== 'function') return undefined;
  const iterator = iterate.call(content) as AsyncIterator<unknown>;
  return {
    read: async () => iterator.next(),
    // Not the stream itself, which a promise would wait for if it had a `then`.
    cancel: () => void (content as { destroy?(): unknown }).destroy?.(),
  };
}
