import { read } from './read.ts';
import type { Reader } from './streams.ts';

/** Returns a reader of a stream of the web; undefined if it is not one. In the file for browsers, which have no others. */
export const readerOf = (content: unknown): Reader | undefined =>
  read(content, 'getReader') ? (content as ReadableStream<unknown>).getReader() : undefined;
