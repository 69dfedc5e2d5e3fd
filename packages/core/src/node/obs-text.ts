import type { NodeResponse } from './exchange.ts';

/*
 * Node sends the fields and the first piece of the content together, and if that piece is a string it encodes both in its
 * encoding, as a rule UTF-8. A field value is Latin-1, so `ETag: "é"` would leave as two bytes before a string, and as one
 * before bytes or nothing: the tag of a 200 would not be that of the 304. Bytes are sent apart, hence a response with such a
 * field gets its strings as bytes.
 */

// What a field value may hold besides ASCII (RFC 9110 §5.5).
const OBS_TEXT = /[\x80-\xff]/;

/** Reports whether a field value holds characters outside ASCII. */
export function hasObsText(value: string | readonly string[]): boolean {
  return typeof value === 'string' ? OBS_TEXT.test(value) : value.some((line) => OBS_TEXT.test(line));
}

const sent = new WeakSet<object>();

type Send = (this: unknown, chunk?: unknown, encoding?: unknown, ...rest: unknown[]) => unknown;

function withBytes(send: Send): Send {
  return function sendBytes(chunk, encoding, ...rest) {
    if (typeof chunk !== 'string') return send.call(this, chunk, encoding, ...rest);
    const bytes = Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8');
    return send.call(this, bytes, encoding, ...rest);
  };
}

/** Makes a response of HTTP/1 send its strings as bytes, so that its fields leave as Latin-1. HTTP/2 sends fields apart. */
export function sendFieldsAsLatin1(response: NodeResponse): void {
  if ('stream' in response || sent.has(response)) return;
  sent.add(response);
  const open = response as unknown as { write: Send; end: Send };
  open.write = withBytes(open.write);
  open.end = withBytes(open.end);
}
