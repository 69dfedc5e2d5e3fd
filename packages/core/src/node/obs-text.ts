import { type Tap, tap } from './tap.ts';

/*
 * Node sends the fields and the first piece of the content together, and if that piece is a string it encodes both in its
 * encoding, as a rule UTF-8. A field value is Latin-1, so `ETag: "é"` would leave as two bytes before a string, and as one
 * before bytes or nothing: the tag of a 200 would not be that of the 304. Node sends bytes separately, so a response with
 * such a field is sent its strings as bytes.
 */

const sent = new WeakSet<object>();

const asBytes: Tap = (inner, [chunk, encoding, ...rest]) => {
  if (typeof chunk !== 'string') return inner(chunk, encoding, ...rest);
  const bytes = Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8');
  return inner(bytes, encoding, ...rest);
};

/** Makes a response of HTTP/1 send its strings as bytes, so that its fields leave as Latin-1. HTTP/2 sends fields apart. */
export function sendFieldsAsLatin1(response: object): void {
  if ('stream' in response || sent.has(response)) return;
  sent.add(response);
  tap(response, { write: asBytes, end: asBytes });
}
