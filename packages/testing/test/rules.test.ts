import { inspectExchange, RULES } from '@statuskit/testing';
import { describe, expect, it } from 'vitest';
import { EXAMPLES, exchangeFrom } from './examples.ts';

const ids = RULES.map(({ id }) => id);

it('every rule has an example, and every example a rule', () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual([...ids].sort());
  expect(ids.length).toBeGreaterThanOrEqual(100);
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(RULES)('$id', ({ id, level, section, demand }) => {
  const { right = '', wrong = '', ...known } = EXAMPLES[id] ?? {};

  it('is found in what breaks it', () => {
    const found = inspectExchange(exchangeFrom(wrong, known));
    const [finding] = found.filter(({ rule }) => rule === id);
    expect(finding).toMatchObject({ rule: id, level, section, route: undefined, source: undefined });
    expect(finding?.message).not.toBe('');
  });

  it('is not found, nor is another, in what follows it', () => {
    expect(inspectExchange(exchangeFrom(right, known))).toEqual([]);
  });

  it('has a name, a section and a sentence', () => {
    expect(id).toMatch(/^[a-z\d]+(?:-[a-z\d]+)*$/);
    expect(section).toMatch(/^RFC \d+ §\d+(?:\.\d+)*$/);
    expect(demand).toMatch(/^[A-Z\d].*\.$/);
  });
});
