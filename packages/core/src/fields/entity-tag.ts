import { show } from './show.ts';

/**
 * Whether `text` is one entity tag as ETag holds it, strong or weak (RFC 9110 §8.8.3). Bytes outside ASCII, which the
 * grammar lets through as obs-text, are not accepted: a string has no one wire form for them.
 *
 * @example
 * isEntityTag('W/"v7"'); // true
 */
function isEntityTag(text: unknown): text is string {
  if (typeof text !== 'string') return false;
  const start = text.startsWith('W/') ? 2 : 0;
  if (text.length < start + 2 || text[start] !== '"' || !text.endsWith('"')) return false;
  for (let at = start + 1; at < text.length - 1; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x21 || code === 0x22 || code > 0x7e) return false;
  }
  return true;
}

/** `text` again. Throws a TypeError where it is no entity tag. */
export function requireEntityTag(text: unknown, what: string): string {
  if (isEntityTag(text)) return text;
  throw new TypeError(
    `${what}: expected an entity tag such as "\\"v7\\"" or "W/\\"v7\\"", got ${show(text)}`,
  );
}
