import { afterEach, describe, expect, test, vi } from 'vitest';

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

describe.each(['Node', 'a runtime without Buffer'])('the length of a body on %s', (runtime) => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  test.each(TEXTS)('%j', async (text, bytes) => {
    if (runtime !== 'Node') vi.stubGlobal('Buffer', undefined);
    vi.resetModules();
    const { byteLength } = await import('../src/reply.ts');
    expect(byteLength(text)).toBe(bytes);
    expect(byteLength(new TextEncoder().encode(text))).toBe(bytes);
  });
});
