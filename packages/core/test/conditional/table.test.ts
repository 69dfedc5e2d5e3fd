import { describe, expect, it } from 'vitest';
import {
  asCurrent,
  asDistinct,
  asExpected,
  asNode,
  asOptions,
} from '../../../../test/conformance/conditional/as-given.ts';
import { CASES } from '../../../../test/conformance/conditional/index.ts';
import { evaluatePreconditions } from '../../src/conditional/index.ts';

it('the table has no case twice', () => {
  const keys = CASES.map(({ name, section, expected, ...asked }) => JSON.stringify(asked));
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  expect(CASES.length).toBeGreaterThan(505);
});

// One test for a section: a test for each of a thousand cases would cost more than the cases.
describe.each([
  ['lines as Node joins them', asNode],
  ['lines apart', asDistinct],
])('%s', (_, asRequest) => {
  it.each([...new Set(CASES.map(({ section }) => section))])('%s', (section) => {
    for (const { name, expected, state, options, ...asked } of CASES.filter(
      (one) => one.section === section,
    )) {
      const outcome = evaluatePreconditions(asRequest(asked), asCurrent(state), asOptions(options));
      expect(`${asked.method}, ${name}: ${asExpected(outcome)}`).toBe(
        `${asked.method}, ${name}: ${expected}`,
      );
    }
  });
});
