import { inspect } from 'node:util';
import {
  type AsyncRateLimitStore,
  MemoryStore,
  type RateLimitStore,
  rateLimiter,
} from '@statuskit/core/rate-limit';
import { describe, expect, it } from 'vitest';
import { hearWarnings } from '../../../../test/setup/warnings.ts';

const MINUTE = { name: 'minute', quota: 3, windowSeconds: 60 };
const HOUR = { name: 'hour', quota: 100, windowSeconds: 3600 };

function clockAt(ms: number): { ms: number; now: () => number } {
  const clock = { ms, now: () => clock.ms };
  return clock;
}

describe('a decision', () => {
  it('is allowed with all balances, whole seconds, and names none that is violated', () => {
    const limiter = rateLimiter({ policies: [MINUTE, HOUR], now: clockAt(0).now });
    const decision = limiter.consume('key', 2);
    expect(decision).toMatchObject({ kind: 'allowed', cost: 2, cause: undefined });
    expect(decision.policies.map(({ policy, ...balance }) => [policy.name, balance])).toEqual([
      ['minute', { remaining: 1, retryAfterSeconds: 0, resetSeconds: 40, effectiveWindowSeconds: 20 }],
      ['hour', { remaining: 98, retryAfterSeconds: 0, resetSeconds: 72, effectiveWindowSeconds: 3528 }],
    ]);
    expect(JSON.stringify(decision)).not.toContain('key');
  });

  it.each([
    // milliseconds after the last unit was spent, and the wait that is left of 20,000
    [0, 20],
    [1, 20],
    [999, 20],
    [1000, 19],
    [1001, 19],
    [19_000, 1],
    [19_001, 1],
    [19_999, 1],
  ])(
    'after %i ms Retry-After is %i: that much later it succeeds, a second less does not',
    (after, seconds) => {
      const clock = clockAt(1_800_000_000_000);
      const limiter = rateLimiter({ policies: [MINUTE], now: clock.now });
      limiter.consume('key', 3);
      clock.ms += after;
      const refused = limiter.consume('key');
      expect(refused).toMatchObject({ kind: 'limited', violated: ['minute'], retryAfterSeconds: seconds });
      clock.ms += (seconds - 1) * 1000;
      expect(limiter.consume('key').kind).toBe('limited');
      clock.ms += 1000;
      expect(limiter.consume('key').kind).toBe('allowed');
    },
  );

  it('r/t never exceeds q/w, so that nobody is told to be faster than the quota', () => {
    const clock = clockAt(0);
    for (const policy of [
      MINUTE,
      HOUR,
      { ...HOUR, quota: 7, burst: 20 },
      { ...HOUR, algorithm: 'strict' as const },
    ]) {
      const limiter = rateLimiter({ policies: [policy], now: clock.now });
      for (let hit = 0; hit < 120; hit++) {
        clock.ms += (hit * 7919) % 40_000;
        const [level] = limiter.consume('key').policies;
        if (level === undefined) throw new Error('no level');
        const { remaining, effectiveWindowSeconds } = level;
        expect(remaining * policy.windowSeconds).toBeLessThanOrEqual(effectiveWindowSeconds * policy.quota);
        if (remaining === 0) expect(effectiveWindowSeconds).toBeGreaterThan(0);
      }
    }
  });

  it('peek of an exhausted key is allowed with nothing remaining', () => {
    const limiter = rateLimiter({ policies: [MINUTE], now: clockAt(0).now });
    limiter.consume('key', 3);
    expect(limiter.peek('key')).toMatchObject({ kind: 'allowed', policies: [{ remaining: 0 }] });
  });

  it('is never, once warned of, where a cost cannot fit', () => {
    const codes = hearWarnings();
    const limiter = rateLimiter({ policies: [MINUTE, HOUR], now: clockAt(0).now });
    const decision = limiter.consume('key', 4);
    expect(decision).toMatchObject({ kind: 'never', violated: ['minute'] });
    expect(decision.policies.map((level) => level.retryAfterSeconds)).toEqual([undefined, 0]);
    expect(limiter.peek('key').policies.map(({ remaining }) => remaining)).toEqual([3, 100]);
    expect(codes()).toEqual(['STATUSKIT_NEVER_FITS']);
  });
});

describe('a refund', () => {
  it('gives back once what a decision has spent', () => {
    const limiter = rateLimiter({ policies: [MINUTE, HOUR], now: clockAt(0).now });
    const decision = limiter.consume('key', 2);
    expect([limiter.refund(decision), limiter.refund(decision)]).toEqual([true, false]);
    expect(limiter.peek('key').policies.map(({ remaining }) => remaining)).toEqual([3, 100]);
  });

  it('is nothing for a refusal and for a peek', () => {
    const limiter = rateLimiter({ policies: [MINUTE], now: clockAt(0).now });
    limiter.consume('key', 3);
    expect(limiter.refund(limiter.consume('key'))).toBe(false);
    expect(limiter.refund(limiter.peek('key'))).toBe(false);
    expect(limiter.peek('key').policies[0]?.remaining).toBe(0);
  });

  it('is nothing for a copy, which would give back a second time', () => {
    const limiter = rateLimiter({ policies: [MINUTE], now: clockAt(0).now });
    const decision = limiter.consume('key');
    const copies = [{ ...decision }, new Proxy(decision, {}), Object.create(decision)];
    expect(copies.map((copy) => limiter.refund(copy))).toEqual([false, false, false]);
    expect(limiter.refund(decision)).toBe(true);
    expect(limiter.peek('key').policies[0]?.remaining).toBe(3);
  });

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    ['key', '"key"'],
    [Promise.resolve(), 'its promise'],
  ])('of %s is a TypeError', (given, got) => {
    const limiter = rateLimiter({ policies: [MINUTE] });
    expect(() => limiter.refund(given as never)).toThrow(
      new TypeError(`decision: expected what consume has returned, got ${got}`),
    );
  });

  it('shows nothing of itself in a decision', () => {
    const decision = rateLimiter({ policies: [MINUTE] }).consume('key');
    expect(Reflect.ownKeys(decision)).toEqual(['kind', 'policies', 'cost', 'cause']);
    expect(inspect(decision, { depth: 9, showHidden: true })).not.toMatch(/'key'|store/);
  });

  it('of many slow requests saves up no burst', () => {
    const clock = clockAt(0);
    const limiter = rateLimiter({ policies: [MINUTE], now: clock.now });
    const slow = [limiter.consume('key'), limiter.consume('key'), limiter.consume('key')];
    clock.ms += 60_000; // time has paid for all three
    limiter.consume('key', 3);
    for (const decision of slow) limiter.refund(decision);
    expect(limiter.consume('key').kind).toBe('limited');
  });
});

describe('arguments', () => {
  const limiter = rateLimiter({ policies: [MINUTE] });

  it.each([[undefined], [''], [null], [7], [{}]])('a key %j is a TypeError', (key) => {
    expect(() => limiter.consume(key as string)).toThrow('key: expected a string that is not empty');
  });

  it.each([[-1], [0.5], [Number.NaN], [Number.POSITIVE_INFINITY], ['2']])(
    'a cost %j is a RangeError',
    (cost) => {
      expect(() => limiter.consume('key', cost as number)).toThrow('cost: expected an integer of at least 0');
    },
  );

  it.each([
    [{ store: {} }, 'store: expected an object with take, refund and forget'],
    [{ now: Date }, 'now: expected a function that returns milliseconds'],
    [{ now: () => Number.NaN }, 'now: expected a function that returns milliseconds'],
    [{ onStoreError: 'fail' }, "onStoreError: expected 'memory', 'open' or 'closed', got \"fail\""],
    [{ policies: undefined }, 'expected a list of 1 to 16 policies'],
  ])('options %j', (options, message) => {
    expect(() => rateLimiter({ policies: [MINUTE], ...options } as never)).toThrow(message);
  });

  it('a long key costs no more than a short one, and is another key than its beginning', () => {
    const long = 'x'.repeat(100_000);
    limiter.consume(long, 3);
    expect(limiter.consume(long).kind).toBe('limited');
    expect(limiter.consume(long.slice(1)).kind).toBe('allowed');
    expect(limiter.consume('x'.repeat(64)).kind).toBe('allowed');
  });
});

describe('a remote store', () => {
  const failing = (cause: unknown): AsyncRateLimitStore => ({
    take: () => Promise.reject(cause),
    refund: () => Promise.reject(cause),
    forget: () => Promise.reject(cause),
  });

  it('is answered by promise, also where this process decides in its place', async () => {
    const codes = hearWarnings();
    const limiter = rateLimiter({ policies: [MINUTE], store: failing(new Error('down')) });
    const asked = limiter.consume('key', 3);
    expect(asked).toBeInstanceOf(Promise);
    const decision = await asked;
    expect(decision).toMatchObject({ kind: 'allowed', cause: new Error('down') });
    expect((await limiter.consume('key')).kind).toBe('limited');
    expect(await limiter.refund(decision)).toBe(true); // to where it was spent
    expect((await limiter.consume('key')).kind).toBe('allowed');
    expect(await limiter.reset('key')).toBe(false);
    expect(codes()).toEqual(['STATUSKIT_STORE_FAILED']);
  });

  it.each([
    ['open', true],
    ['closed', false],
  ] as const)('%s: unknown, with when to try again', async (onStoreError, admit) => {
    hearWarnings();
    const cause = Object.assign(new Error('down'), { retryAfterMs: 2500 });
    const limiter = rateLimiter({ policies: [MINUTE], store: failing(cause), onStoreError });
    expect(await limiter.consume('key')).toEqual({
      kind: 'unknown',
      policies: [],
      cost: 1,
      cause,
      admit,
      retryAfterSeconds: 3,
    });
  });

  it('a store that throws has failed too', () => {
    hearWarnings();
    const store: RateLimitStore = {
      take() {
        throw new Error('down');
      },
      refund() {},
      forget() {},
    };
    expect(rateLimiter({ policies: [MINUTE], store, onStoreError: 'open' }).consume('key')).toMatchObject({
      kind: 'unknown',
    });
  });

  it.each([
    ['gcra', [MINUTE]],
    ['strict', [{ ...MINUTE, algorithm: 'strict' as const, burst: 2 }]],
    ['fixed-window', [{ ...MINUTE, algorithm: 'fixed-window' as const }, HOUR]],
  ])('%s: memory goes on from the last answer of the store', async (_name, policies) => {
    hearWarnings();
    const clock = clockAt(1_800_000_000_000);
    const inner = new MemoryStore();
    let isDown = false;
    const store: AsyncRateLimitStore = {
      take: (...args) => (isDown ? Promise.reject(new Error('down')) : Promise.resolve(inner.take(...args))),
      refund: async () => {},
      forget: async () => {},
    };
    const limiter = rateLimiter({ policies, store, now: clock.now });
    for (const pauseMs of [0, 12_345, 1]) {
      clock.ms += pauseMs;
      const said = await limiter.consume('key');
      isDown = true;
      expect((await limiter.peek('key')).policies).toEqual(
        said.policies.map((balance) => ({ ...balance, retryAfterSeconds: 0 })),
      );
      isDown = false;
    }
  });
});
