import { describe, expect, test } from 'vitest';
import { byteLength } from '../src/reply.ts';

// Of one, two, three and four bytes each, and halves of a pair, which are written as U+FFFD.
const TEXTS: readonly (readonly [text: string, bytes: number])[] = [
  ['', 0],
  ['{"status":404}', 14],
  ['ü', 2],
  ['€', 3],
  ['😀', 4],
  ['\ud83d', 3],
  ['\ude00\ud83d', 6],
  [`${'a'.repeat(1000)}ü`, 1002],
];

describe('the length of a body', () => {
  test.each(TEXTS)('%j', (text, bytes) => {
    expect(byteLength(text)).toBe(bytes);
    expect(byteLength(new TextEncoder().encode(text))).toBe(bytes);
  });
});
