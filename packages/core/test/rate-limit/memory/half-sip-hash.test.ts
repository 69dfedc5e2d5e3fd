import { expect, it } from 'vitest';
import { halfSipHash } from '../../../src/rate-limit/memory/half-sip-hash.ts';

const rotate = (word: number, by: number): number => ((word << by) | (word >>> (32 - by))) >>> 0;

/** HalfSipHash-c-d with 32 bits of output, after the paper's own description; and the other two words of the state. */
function reference(bytes: readonly number[], key: readonly [number, number], c: number, d: number): number[] {
  const v = [key[0], key[1], (key[0] ^ 0x6c796765) >>> 0, (key[1] ^ 0x74656462) >>> 0];
  const word = (at: number): number => v[at] ?? 0;
  const add = (to: number, from: number): void => {
    v[to] = (word(to) + word(from)) >>> 0;
  };
  const mix = (to: number, by: number, other: number): void => {
    v[to] = (rotate(word(to), by) ^ word(other)) >>> 0;
  };
  const round = (): void => {
    add(0, 1);
    mix(1, 5, 0);
    v[0] = rotate(word(0), 16);
    add(2, 3);
    mix(3, 8, 2);
    add(0, 3);
    mix(3, 7, 0);
    add(2, 1);
    mix(1, 13, 2);
    v[2] = rotate(word(2), 16);
  };
  const padded = [...bytes];
  while (padded.length % 4 !== 3) padded.push(0);
  padded.push(bytes.length & 0xff);
  for (let at = 0; at < padded.length; at += 4) {
    const [a = 0, b = 0, e = 0, f = 0] = padded.slice(at, at + 4);
    const message = (a | (b << 8) | (e << 16) | (f << 24)) >>> 0;
    v[3] = (word(3) ^ message) >>> 0;
    for (let i = 0; i < c; i++) round();
    v[0] = (word(0) ^ message) >>> 0;
  }
  v[2] = (word(2) ^ 0xff) >>> 0;
  for (let i = 0; i < d; i++) round();
  return [(word(1) ^ word(3)) | 0, (word(0) ^ word(2)) | 0];
}

it('the reference gives the published vectors of HalfSipHash-2-4', () => {
  // Key 00 01 … 07, messages of the bytes 0, 1, 2 …: the first outputs of 32 bits in the designers' vectors.h.
  const key = [0x03020100, 0x07060504] as const;
  const outputs = [[], [0], [0, 1]].map((bytes) => (reference(bytes, key, 2, 4)[0] ?? 0) >>> 0);
  expect(outputs).toEqual([0x5b9f35a9, 0xb85a4727, 0x03a662fa]);
});

it('hashes Latin-1 as the reference does, of any length', () => {
  for (let length = 0; length < 70; length++) {
    const bytes = Array.from({ length }, (_, at) => (at * 37 + length) & 0xff);
    const into = { low: 0, high: 0 };
    halfSipHash(String.fromCharCode(...bytes), -7, 99, into);
    expect([into.low, into.high]).toEqual(reference(bytes, [-7 >>> 0, 99], 1, 3));
  }
});

it('hashes other text as UTF-16LE, under another key', () => {
  const into = { low: 0, high: 0 };
  halfSipHash('a\u0161\u6162', -7, 99, into);
  const bytes = [0x61, 0, 0x61, 1, 0x62, 0x61];
  expect([into.low, into.high]).toEqual(reference(bytes, [-7 >>> 0, ~99 >>> 0], 1, 3));
});

it('tells texts apart that have the same low bytes', () => {
  const seen = new Set(
    ['a', 'š', '\u0161\u0000', 'a\u0001', 'šš', '\u6161', 'aaaa', 'šaaa'].map((text) => {
      const into = { low: 0, high: 0 };
      halfSipHash(text, 1, 2, into);
      return `${into.low} ${into.high}`;
    }),
  );
  expect(seen.size).toBe(8);
});
