/** Result of a hash: two halves of 32 bits, as signed numbers. Reused by each call, since JavaScript returns one value. */
export interface Hash {
  low: number;
  high: number;
}

/**
 * Hashes a text with HalfSipHash-1-3. The hash is keyed, so that a client that chooses texts cannot choose which of them collide.
 * `low` is its output of 32 bits, `high` consists of the other two words of the same state. A text of Latin-1 is hashed as its
 * bytes, any other text as UTF-16LE under another key.
 */
export function halfSipHash(text: string, key0: number, key1: number, into: Hash): void {
  const { length } = text;
  const whole = length & ~3;
  let v0 = key0;
  let v1 = key1;
  let v2 = key0 ^ 0x6c796765;
  let v3 = key1 ^ 0x74656462;
  let any = 0;
  // The round is written out three times: a loop that has to find its position each time takes 1.5 times as
  // long.
  for (let at = 0; at < whole; at += 4) {
    const a = text.charCodeAt(at);
    const b = text.charCodeAt(at + 1);
    const c = text.charCodeAt(at + 2);
    const d = text.charCodeAt(at + 3);
    any |= a | b | c | d;
    const word = a | (b << 8) | (c << 16) | (d << 24);
    v3 ^= word;
    v0 = (v0 + v1) | 0;
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
    v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v3) | 0;
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
    v0 = (v0 + v3) | 0;
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
    v2 = (v2 + v1) | 0;
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
    v2 = (v2 << 16) | (v2 >>> 16);
    v0 ^= word;
  }
  let word = length << 24;
  for (let at = whole; at < length; at++) {
    const unit = text.charCodeAt(at);
    any |= unit;
    word |= unit << ((at & 3) << 3);
  }
  v3 ^= word;
  v0 = (v0 + v1) | 0;
  v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
  v0 = (v0 << 16) | (v0 >>> 16);
  v2 = (v2 + v3) | 0;
  v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
  v0 = (v0 + v3) | 0;
  v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
  v2 = (v2 + v1) | 0;
  v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
  v2 = (v2 << 16) | (v2 >>> 16);
  v0 ^= word;
  v2 ^= 0xff;
  for (let left = 3; left > 0; left--) {
    v0 = (v0 + v1) | 0;
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
    v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v3) | 0;
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
    v0 = (v0 + v3) | 0;
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
    v2 = (v2 + v1) | 0;
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
    v2 = (v2 << 16) | (v2 >>> 16);
  }
  if (any > 0xff) {
    halfSipHash(toBytes(text), key0, ~key1, into);
    return;
  }
  into.low = v1 ^ v3;
  into.high = v0 ^ v2;
}

function toBytes(text: string): string {
  let bytes = '';
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    bytes += String.fromCharCode(unit & 0xff, unit >>> 8);
  }
  return bytes;
}
