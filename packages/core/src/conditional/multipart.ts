import { formatContentRange } from '../fields/content-range.ts';
import type { ByteRange } from './outcome.ts';

const encoder = new TextEncoder();

/** The content of a 206 with several parts (RFC 9110 §14.6): each states its media type and its position in the whole. */
export function multipartContent(
  content: Uint8Array,
  ranges: readonly ByteRange[],
  contentType: string,
  boundary: string,
): Uint8Array {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const add = (piece: Uint8Array): void => {
    pieces.push(piece);
    length += piece.byteLength;
  };
  for (const { first, last } of ranges) {
    const range = formatContentRange(first, last, content.byteLength);
    const head = `--${boundary}\r\nContent-Type: ${contentType}\r\nContent-Range: ${range}\r\n\r\n`;
    add(encoder.encode(pieces.length === 0 ? head : `\r\n${head}`));
    add(content.subarray(first, last + 1));
  }
  add(encoder.encode(`\r\n--${boundary}--\r\n`));

  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}
