import { afterEach, describe, expect, it, vi } from 'vitest';
import { isBlob, isResponse } from '../src/read.ts';

afterEach(() => void vi.unstubAllGlobals());

describe.each([
  ['isBlob', isBlob, 'Blob', () => new Blob(['a'])],
  ['isResponse', isResponse, 'Response', () => new Response('a')],
] as const)('%s', (_name, is, global, make) => {
  it('knows one', () => {
    expect(is(make())).toBe(true);
  });

  it.each([undefined, null, 'a', 7, {}, [], new Uint8Array(1)])('%j is not one', (value) => {
    expect(is(value)).toBe(false);
  });

  // Jest 26 and 27 hide the classes of fetch, and `handle` answered each object with a 500.
  it('nothing is one in an environment without the class', () => {
    const one = make();
    vi.stubGlobal(global, undefined);
    expect(is(one)).toBe(false);
    expect(is({})).toBe(false);
  });
});
