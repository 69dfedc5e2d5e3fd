import { inspect } from 'node:util';
import {
  type AsyncRateLimitStore,
  MemoryStore,
  policySet,
  type RateLimitStore,
  rateLimiter,
  type SyncRateLimitStore,
} from '@statuskit/core/rate-limit';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { hearWarnings } from '../../../../test/setup/warnings.ts';
import { exactOf, type PolicyBalance } from '../../src/rate-limit/balance.ts';

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

  const BLOCKED = { ...MINUTE, name: 'blocked', quota: 0 };
  it.each([
    ['of one policy', [MINUTE, HOUR], 4, ["'minute'"]],
    ['of two', [MINUTE, HOUR], 101, ["'minute', 'hour'"]],
    ['without the quota of 0, which is meant to block', [BLOCKED, MINUTE], 4, ["'minute'"]],
    ['of none, if that is a quota of 0', [BLOCKED, MINUTE], 1, []],
  ] as const)('that never fits is warned of: %s', (_what, policies, cost, names) => {
    const warnings = hearWarnings();
    expect(rateLimiter({ policies, now: clockAt(0).now }).consume('key', cost).kind).toBe('never');
    expect(warnings.texts).toEqual(
      names.map(
        (list) =>
          `A cost of ${cost} is more than policy ${list} can ever have: the client is told no time to retry.`,
      ),
    );
  });

  // Of minute a unit comes back in 20 seconds, of half in 30, of hour in 36.
  const HALF = { ...MINUTE, name: 'half', quota: 2 };
  it.each([
    ['the only one', [MINUTE, HOUR], 3, ['minute'], 20],
    ['the second', [HOUR, MINUTE], 3, ['minute'], 20],
    ['both, the second for longer', [MINUTE, { ...HALF, burst: 3 }], 3, ['minute', 'half'], 30],
    ['both, the first for longer', [{ ...HALF, burst: 3 }, MINUTE], 3, ['half', 'minute'], 30],
  ] as const)(
    'is limited by what has no room, for as long as the longest: %s',
    (_what, policies, spent, violated, seconds) => {
      const limiter = rateLimiter({ policies, now: clockAt(0).now });
      limiter.consume('key', spent);
      expect(limiter.consume('key')).toMatchObject({ kind: 'limited', violated, retryAfterSeconds: seconds });
    },
  );

  // What is not the balance itself, but looks like it, has only the seconds, and the time of day.
  it.each<[string, (balance: PolicyBalance) => PolicyBalance, number, number]>([
    ['the balance', (balance) => balance, 5000, 875],
    ['a copy', (balance) => ({ ...balance }), 1_800_000_000_000, 1000],
    ['a proxy', (balance) => new Proxy(balance, {}), 1_800_000_000_000, 1000],
    ['an heir', (balance) => Object.create(balance), 1_800_000_000_000, 1000],
  ])('knows milliseconds: %s', (_what, of, nowMs, effectiveWindowMs) => {
    const now = vi.spyOn(Date, 'now').mockReturnValue(1_800_000_000_000);
    onTestFinished(() => now.mockRestore());
    const policies = [{ name: 'second', quota: 8, windowSeconds: 1 }];
    const [balance] = rateLimiter({ policies, now: () => 5000 }).consume('key').policies;
    expect(exactOf(of(balance as PolicyBalance))).toEqual({ nowMs, effectiveWindowMs });
  });

  it('is made at the time of the clock: by default one that never steps back, from the time at which the process began', () => {
    const now = vi.spyOn(performance, 'now').mockReturnValue(86_400_000.7);
    onTestFinished(() => now.mockRestore());
    const [balance] = rateLimiter({ policies: [MINUTE] }).consume('key').policies;
    if (balance === undefined) throw new Error('no balance');
    expect(exactOf(balance).nowMs).toBe(Math.floor(performance.timeOrigin + 86_400_000.7));
  });
});

describe('a refund', () => {
  it('gives back once what a decision has spent', () => {
    const limiter = rateLimiter({ policies: [MINUTE, HOUR], now: clockAt(0).now });
    const decision = limiter.consume('key', 2);
    const codes = hearWarnings();
    expect([limiter.refund(decision), limiter.refund(decision)]).toEqual([true, false]);
    expect(limiter.peek('key').policies.map(({ remaining }) => remaining)).toEqual([3, 100]);
    expect(codes()).toEqual([]);
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
    [{ kind: 7 }, '{"kind":7}'],
    [Object.assign(() => {}, { kind: 'allowed' }), 'a function'],
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
    [{ store: { take() {}, refund() {} } }, 'store: expected an object with take, refund and forget'],
    [{ now: 5 }, 'now: expected a function that returns milliseconds, got 5'],
    [{ now: Date }, 'now: expected a function that returns milliseconds'],
    [{ now: () => Number.NaN }, 'now: expected a function that returns milliseconds'],
    [{ onStoreError: 'fail' }, "onStoreError: expected 'memory', 'open' or 'closed', got \"fail\""],
    [{ policies: undefined }, 'expected a list of 1 to 16 policies'],
  ])('options %j', (options, message) => {
    expect(() => rateLimiter({ policies: [MINUTE], ...options } as never)).toThrow(message);
  });

  it.each([[undefined], [null], ['minute']])('options that are %j', (options) => {
    expect(() => rateLimiter(options as never)).toThrow('options: expected { policies, … }, got');
  });

  it.each([
    ['x', 'x'],
    ['x'.repeat(64), 'x'.repeat(64)],
    // printf %065d 0 | openssl dgst -sha256 -binary | basenc --base64url
    ['0'.repeat(65), '#5THvD5YkCRcJF6v53jKHr-wj3RxCyeH-pmxf6rmej3w'],
  ])('the store knows the key %s as %s', (key, known) => {
    const keys: string[] = [];
    const inner = new MemoryStore();
    const store: SyncRateLimitStore = {
      take: (given, ...rest) => {
        keys.push(given);
        return inner.take(given, ...rest);
      },
      refund: (given) => void keys.push(given),
      forget: (given) => void keys.push(given),
    };
    const limiter = rateLimiter({ policies: [MINUTE], store });
    limiter.refund(limiter.consume(key));
    limiter.reset(key);
    expect(keys).toEqual([known, known, known]);
  });

  it('a long key costs no more than a short one, and is another key than its beginning', () => {
    const long = 'x'.repeat(100_000);
    limiter.consume(long, 3);
    expect(limiter.consume(long).kind).toBe('limited');
    expect(limiter.consume(long.slice(1)).kind).toBe('allowed');
    expect(limiter.consume('x'.repeat(64)).kind).toBe('allowed');
  });

  it('a reset forgets the key', () => {
    limiter.consume('spent', 3);
    expect(limiter.reset('spent')).toBe(true);
    expect(limiter.peek('spent').policies[0]?.remaining).toBe(3);
    expect(() => limiter.reset('')).toThrow('key: expected a string that is not empty, got ""');
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

  it.each<[unknown, number]>([
    [1, 1],
    [1000, 1],
    [1001, 2],
    [86_399_999, 86_400],
    // No time that a client could be told: a second.
    [86_400_000, 1],
    [0, 1],
    [-2500, 1],
    [Number.NaN, 1],
    ['2500', 1],
    [undefined, 1],
  ])('a retryAfterMs of %j is a Retry-After of %i', async (retryAfterMs, seconds) => {
    hearWarnings();
    const limiter = rateLimiter({
      policies: [MINUTE],
      store: failing({ retryAfterMs }),
      onStoreError: 'closed',
    });
    expect(await limiter.consume('key')).toMatchObject({ retryAfterSeconds: seconds });
  });

  it.each([[undefined], [null], ['down']])('a store may fail with %j', async (cause) => {
    hearWarnings();
    const limiter = rateLimiter({ policies: [MINUTE], store: failing(cause), onStoreError: 'open' });
    expect(await limiter.consume('key')).toMatchObject({ kind: 'unknown', cause, retryAfterSeconds: 1 });
  });

  const DOWN = 'A store of rate limits did not answer: Error: down';
  const throwing = (): never => {
    throw new Error('down');
  };
  const isDown = (call: 'take' | 'refund' | 'forget', fail: () => never | Promise<never>): RateLimitStore => {
    const inner = new MemoryStore();
    return { take: inner.take, refund: inner.refund, forget: inner.forget, [call]: fail };
  };
  describe.each<[string, () => never | Promise<never>]>([
    ['throws', throwing],
    ['rejects', () => Promise.reject(new Error('down'))],
  ])('that %s has failed', (_how, fail) => {
    it('to decide', async () => {
      const warnings = hearWarnings();
      const limiter = rateLimiter({ policies: [MINUTE], store: isDown('take', fail), onStoreError: 'open' });
      expect(await limiter.consume('key')).toMatchObject({ kind: 'unknown', cause: new Error('down') });
      expect(warnings.texts).toEqual([DOWN]);
    });

    it('to take a refund', async () => {
      const warnings = hearWarnings();
      const limiter = rateLimiter({ policies: [MINUTE], store: isDown('refund', fail) });
      expect(await limiter.refund(await limiter.consume('key'))).toBe(false);
      expect(warnings.texts).toEqual([DOWN]);
    });

    it('to forget', async () => {
      const warnings = hearWarnings();
      const limiter = rateLimiter({ policies: [MINUTE], store: isDown('forget', fail) });
      expect(await limiter.reset('key')).toBe(false);
      expect(warnings.texts).toEqual([DOWN]);
    });
  });

  const one = new MemoryStore().take('key', policySet([MINUTE]), 1, 0);
  describe.each<[string, unknown, string]>([
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['no policies', { admitted: true }, '{"admitted":true}'],
    ['fewer policies', one, '{"admitted":true,"policies":[{'],
    [
      'more policies',
      { ...one, policies: [...one.policies, ...one.policies, ...one.policies] },
      '{"admitted"',
    ],
  ])('that answers with %s has failed', (_what, answer, got) => {
    it.each([
      ['in the same call', () => answer],
      ['later', () => Promise.resolve(answer)],
    ])('%s', async (_when, take) => {
      const warnings = hearWarnings();
      const store = { take, refund() {}, forget() {} } as never as AsyncRateLimitStore;
      const decision = await rateLimiter({ policies: [MINUTE, HOUR], store }).consume('key');
      const message = `expected { admitted, policies } from the store, got ${got}`;
      expect(decision).toMatchObject({
        kind: 'allowed',
        policies: [{ remaining: 2 }, { remaining: 99 }],
        cause: expect.objectContaining({ message: expect.stringContaining(message) }),
      });
      expect(decision.cause).toBeInstanceOf(TypeError);
      expect(warnings.texts).toEqual([expect.stringContaining(message)]);
    });
  });

  it('that answers has nothing to warn of, and is refunded and reset by promise', async () => {
    const codes = hearWarnings();
    const inner = new MemoryStore();
    const store: AsyncRateLimitStore = {
      take: async (...args) => inner.take(...args),
      refund: async (...args) => inner.refund(...args),
      forget: async (...args) => inner.forget(...args),
    };
    const limiter = rateLimiter({ policies: [MINUTE], store });
    const decision = await limiter.consume('key', 3);
    expect(decision).toMatchObject({ kind: 'allowed', cause: undefined });
    expect(await limiter.refund(decision)).toBe(true);
    expect((await limiter.consume('key', 3)).kind).toBe('allowed');
    expect(await limiter.reset('key')).toBe(true);
    expect((await limiter.consume('key', 3)).kind).toBe('allowed');
    const nothing = limiter.refund(await limiter.peek('key'));
    expect(nothing).toBeInstanceOf(Promise);
    expect(await nothing).toBe(false);
    expect(codes()).toEqual([]);
  });

  it('that throws after it has answered by promise still leads to promises', async () => {
    hearWarnings();
    let answers = 0;
    const store: AsyncRateLimitStore = {
      take: (...args) => (answers++ === 0 ? Promise.resolve(new MemoryStore().take(...args)) : throwing()),
      refund: throwing,
      forget: throwing,
    };
    const limiter = rateLimiter({ policies: [MINUTE], store });
    const first = await limiter.consume('key');
    const all = [limiter.consume('key'), limiter.refund(first), limiter.reset('key')];
    for (const one of all) expect(one).toBeInstanceOf(Promise);
    expect(await Promise.all(all)).toEqual([expect.objectContaining({ kind: 'allowed' }), false, false]);
  });

  it('that does not answer: this process forgets what it has counted', async () => {
    hearWarnings();
    const limiter = rateLimiter({ policies: [MINUTE], store: failing(new Error('down')) });
    await limiter.consume('key', 3);
    expect((await limiter.consume('key')).kind).toBe('limited');
    expect(await limiter.reset('key')).toBe(false);
    expect((await limiter.consume('key')).kind).toBe('allowed');
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

// The limiter counted nothing any more, even once the clock was right again.
describe.each(['gcra', 'fixed-window'] as const)('a clock that fails, with %s', (algorithm) => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, undefined])('%s', (wrong) => {
    const clock = clockAt(1_700_000_000_000);
    const policies = [{ name: 'two', quota: 2, windowSeconds: 60, algorithm }];
    const limiter = rateLimiter({ policies, now: clock.now });
    expect([1, 2, 3].map(() => limiter.consume('key').kind)).toEqual(['allowed', 'allowed', 'limited']);
    const right = clock.ms;
    clock.ms = wrong as number;
    expect(() => limiter.consume('key')).toThrow(TypeError);
    expect(() => limiter.peek('key')).toThrow(`now: expected a function that returns milliseconds, got`);
    clock.ms = right;
    expect(limiter.consume('key').kind).toBe('limited');
  });
});
