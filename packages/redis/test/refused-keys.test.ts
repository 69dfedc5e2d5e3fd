import { expect, test } from 'vitest';
import { refusedKeys } from '../src/refused-keys.ts';

const refusal = { reply: [0, 0, 5], cost: 2, atMs: 1000, waitMs: 300 };

test('a refused key stays refused until its cost can fit, and not a millisecond longer', () => {
  const refused = refusedKeys();
  refused.add('key', refusal);
  expect(refused.find('key', 2, 1299)?.reply).toBe(refusal.reply);
  expect(refused.find('key', 2, 1300)).toBeUndefined();
});

test('a lower cost may fit, a higher one does not', () => {
  const refused = refusedKeys();
  refused.add('key', refusal);
  expect(refused.find('key', 1, 1000)).toBeUndefined();
  expect(refused.find('key', 3, 1000)).toBeDefined();
  expect(refused.find('other', 2, 1000)).toBeUndefined();
});

test('Redis is asked again each second, since another process may have reset or refunded', () => {
  const refused = refusedKeys();
  refused.add('key', { ...refusal, waitMs: 60_000 });
  expect(refused.find('key', 2, 1999)).toBeDefined();
  expect(refused.find('key', 2, 2000)).toBeUndefined();
});

test('what is forgotten is asked again', () => {
  const refused = refusedKeys();
  refused.add('key', refusal);
  refused.forget('key');
  expect(refused.find('key', 2, 1000)).toBeUndefined();
});

test('of too many the oldest go', () => {
  const refused = refusedKeys();
  for (let n = 0; n <= 10_000; n++) refused.add(`${n}`, refusal);
  expect(refused.find('0', 2, 1000)).toBeUndefined();
  expect(refused.find('1', 2, 1000)).toBeDefined();
  refused.add('1', refusal); // the youngest now
  refused.add('more', refusal);
  expect(refused.find('1', 2, 1000)).toBeDefined();
  expect(refused.find('2', 2, 1000)).toBeUndefined();
});
