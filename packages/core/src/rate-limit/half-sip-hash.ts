/** Where a hash is left: two halves of 32 bits, as signed numbers. */
export interface Hash {
  low: number;
  high: number;
}

/**
 * HalfSipHash-1-3 with 64 bits of output: keyed, so that nobody who chooses texts can choose where they collide. A text of
 * Latin-1 is hashed as its bytes, any other as UTF-16LE under another key.
 */
export function halfSipHash(text: string, key0: number, key1: number, into: Hash): void {
  const { length } = text;
  let v0 = key0;
  let v1 = key1 ^ 0xee;
  let v2 = key0 ^ 0x6c796765;
  let v3 = key1 ^ 0x74656462;
  let word = 0;
  let any = 0;
  for (let at = 0; at < length; at++) {
    const unit = text.charCodeAt(at);
    any |= unit;
    word |= unit << ((at & 3) << 3);
    if ((at & 3) !== 3) continue;
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
    word = 0;
  }
  if (any > 0xff) {
    halfSipHash(toBytes(text), key0, ~key1, into);
    return;
  }
  word |= length << 24;
  v3 ^= word;
  // One round for the last word and three to finish, then one half; three more, then the other.
  for (let round = 0; round < 7; round++) {
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
    if (round === 0) {
      v0 ^= word;
      v2 ^= 0xee;
    } else if (round === 3) {
      into.low = v1 ^ v3;
      v1 ^= 0xdd;
    }
  }
  into.high = v1 ^ v3;
}

function toBytes(text: string): string {
  let bytes = '';
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    bytes += String.fromCharCode(unit & 0xff, unit >>> 8);
  }
  return bytes;
}
