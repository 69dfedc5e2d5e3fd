import { MemoryStore } from '@statuskit/core/rate-limit';
import { expect, it } from 'vitest';
import { describeStore } from '../../../../../test/setup/store-contract.ts';

it.each([0, -1, 1.5, 100_000_001, Number.NaN, '50'])('a capacity of %j is a RangeError', (capacity) => {
  expect(() => new MemoryStore({ capacity: capacity as number })).toThrow(
    'capacity: expected an integer from 1 to 100000000, got',
  );
});

describeStore('MemoryStore', () => new MemoryStore({ capacity: 50 }), 3000);
