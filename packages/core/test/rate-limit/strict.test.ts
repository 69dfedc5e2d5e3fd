import { MemoryStore, rateLimiter } from '@statuskit/core/rate-limit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { looseClock } from './loose-clock.ts';

/** The most that was admitted in any closed window, wherever it begins. */
function mostIn(admittedAt: readonly number[], windowMs: number): number {
  let most = 0;
  let from = 0;
  for (const [at, ms] of admittedAt.entries()) {
    while (ms - (admittedAt[from] ?? 0) > windowMs) from++;
    most = Math.max(most, at - from + 1);
  }
  return most;
}

function admitted(policy: object, quota: number, pauses: readonly number[]): number[] {
  const clock = looseClock();
  const limiter = rateLimiter({
    policies: [{ name: 'p', quota, windowSeconds: 1, ...policy }],
    now: clock.now,
    store: new MemoryStore({ capacity: 10 }),
  });
  const at: number[] = [];
  for (const pause of pauses) {
    clock.ms += pause;
    if (limiter.consume('key').kind === 'allowed') at.push(clock.ms);
  }
  return at;
}

const pauses = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 })), { maxLength: 120 });

it('strict: no window of that length has more than the quota, wherever it begins', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), pauses, (quota, moments) => {
      expect(mostIn(admitted({ algorithm: 'strict' }, quota, moments), 1000)).toBeLessThanOrEqual(quota);
    }),
    { numRuns: 100 },
  );
});

it('gcra: some window has up to twice the quota, none has more, and never more than the burst at once', () => {
  const steady = Array.from({ length: 2000 }, () => 1);
  const waited = [2000, ...Array<number>(10).fill(0), ...steady];
  expect(mostIn(admitted({}, 10, waited), 1000)).toBe(20);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), pauses, (quota, moments) => {
      const at = admitted({}, quota, moments);
      expect(mostIn(at, 1000)).toBeLessThanOrEqual(2 * quota);
      expect(mostIn(at, 0)).toBeLessThanOrEqual(quota);
    }),
    { numRuns: 100 },
  );
});
