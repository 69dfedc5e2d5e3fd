import createError from '@statuskit/core/http-errors';
import real from 'http-errors';
import { describe, expect, it } from 'vitest';
import { CALLS, type Loose } from './calls.ts';
import { DIFFERENCES, type Difference } from './differences.ts';
import { type Facet, facetsOf } from './facets.ts';

const ours = createError as unknown as Loose;
const theirs = real as unknown as Loose;

// Each is held by a test of its own, since no single call shows it.
const ELSEWHERE: readonly Difference[] = ['problem-document', 'frames', 'unknown-members'];

function differing(call: (typeof CALLS)[number]): Facet[] {
  const expected = facetsOf(call, theirs);
  const actual = facetsOf(call, ours);
  // What comes of it cannot be compared where one of them throws.
  if (actual.outcome !== expected.outcome) return ['outcome'];
  const facets = [...new Set([...Object.keys(expected), ...Object.keys(actual)])] as Facet[];
  return facets.filter((facet) => {
    try {
      expect(actual[facet]).toStrictEqual(expected[facet]);
      return false;
    } catch {
      return true;
    }
  });
}

describe('beside http-errors 2.0.1', () => {
  it('has enough calls, each with a name of its own', () => {
    expect(CALLS.length).toBeGreaterThanOrEqual(60);
    expect(new Set(CALLS.map((call) => call.name)).size).toBe(CALLS.length);
  });

  it.each(CALLS)('$name: the same but for what is listed, and that differs', (call) => {
    expect(differing(call).sort()).toEqual(Object.keys(call.differs ?? {}).sort());
  });

  it('each difference has a call that shows it', () => {
    const shown = new Set(CALLS.flatMap((call) => Object.values(call.differs ?? {})));
    expect([...new Set([...shown, ...ELSEWHERE])].sort()).toEqual([...DIFFERENCES].sort());
  });
});
