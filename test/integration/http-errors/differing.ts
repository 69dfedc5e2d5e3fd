import { expect } from 'vitest';
import type { Call, Loose } from './calls.ts';
import { type Facet, facetsOf } from './facets.ts';

/** In what the results of a call differ between the drop-in and http-errors. */
export function differing(call: Call, ours: Loose, theirs: Loose): Facet[] {
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
