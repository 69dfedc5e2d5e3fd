import {
  type Decision,
  type RateLimitForm,
  type RatePolicy,
  rateLimitError,
  rateLimiter,
  rateLimitFieldNames,
  rateLimitFields,
} from '@statuskit/core/rate-limit';
import { describe, expect, it } from 'vitest';

const NOW = 1_800_000_000_000;

function decided(policies: readonly RatePolicy[], cost: number, nowMs = NOW): Decision {
  return rateLimiter({ policies, now: () => nowMs }).consume('key', cost);
}

const told = (decision: Decision, form: RateLimitForm): Record<string, string> =>
  rateLimitFields(decision, form);

// F4: the seconds of the balance and of the clock used to be rounded up one after the other, a second late nearly always.
describe('X-RateLimit-Reset as an epoch is rounded once', () => {
  const WINDOW: RatePolicy = {
    name: 'w',
    quota: 9,
    windowSeconds: 60,
    algorithm: 'fixed-window',
    align: 'epoch',
  };

  it.each([0, 1, 499, 500, 999, 1000, 1001, 30_500, 59_001, 59_999])(
    'an aligned window ends when it ends, seen %i ms after its beginning',
    (afterMs) => {
      const fields = told(decided([WINDOW], 1, NOW + afterMs), 'x-ratelimit-epoch');
      expect(fields['x-ratelimit-reset']).toBe(String(NOW / 1000 + 60));
    },
  );

  it.each([
    [0, 60],
    [1, 61],
    [999, 61],
    [1000, 61],
  ])('a window of the first hit, which came %i ms after a full second', (afterMs, seconds) => {
    const fields = told(decided([{ ...WINDOW, align: 'first-hit' }], 1, NOW + afterMs), 'x-ratelimit-epoch');
    expect(fields['x-ratelimit-reset']).toBe(String(NOW / 1000 + seconds));
  });

  it('is never early: at that second there is more', () => {
    for (const afterMs of [0, 1, 333, 999]) {
      let nowMs = NOW + afterMs;
      const limiter = rateLimiter({
        policies: [{ name: 'w', quota: 7, windowSeconds: 10 }],
        now: () => nowMs,
      });
      limiter.consume('key', 7);
      const refused = limiter.consume('key');
      const reset = Number(told(refused, 'x-ratelimit-epoch')['x-ratelimit-reset']);
      nowMs = reset * 1000;
      expect(limiter.consume('key').kind).toBe('allowed');
      expect(reset * 1000 - (NOW + afterMs)).toBeLessThan(10_000 / 7 + 1000);
    }
  });

  it('refers to another clock if it is given one', () => {
    const decision = decided([WINDOW], 1);
    expect(rateLimitFields(decision, 'x-ratelimit-epoch', { nowMs: 500 })['x-ratelimit-reset']).toBe('61');
  });

  it('of a copy of a decision, from the whole seconds and the time of day', () => {
    const copy = JSON.parse(JSON.stringify(decided([WINDOW], 1))) as Decision;
    const reset = Number(told(copy, 'x-ratelimit-epoch')['x-ratelimit-reset']);
    expect(Math.abs(reset - Date.now() / 1000 - 60)).toBeLessThan(3);
  });
});

// F5: a client that sends 4 and waits a second meets the 429 of the other policy.
describe('a form with room for one policy announces the tightest', () => {
  const BURST: RatePolicy = { name: 'burst', quota: 10, windowSeconds: 1 };
  const HOUR: RatePolicy = { name: 'hour', quota: 1000, windowSeconds: 3600, burst: 10 };
  const orders = [
    ['the shorter first', [BURST, HOUR]],
    ['the longer first', [HOUR, BURST]],
  ] as const;

  it.each(orders)('at a tie the one with the longer window, %s', (_name, policies) => {
    const decision = decided(policies, 6);
    expect(decision.policies.map(({ remaining }) => remaining)).toEqual([4, 4]);
    expect(told(decision, 'draft-7')['ratelimit']).toBe('limit=1000, remaining=4, reset=15');
    expect(told(decision, 'draft-6')).toMatchObject({ 'ratelimit-limit': '1000', 'ratelimit-reset': '15' });
    expect(told(decision, 'x-ratelimit-delta')['x-ratelimit-reset']).toBe('15');
    expect(told(decision, 'x-ratelimit-epoch')['x-ratelimit-reset']).toBe(
      String(Math.ceil(NOW / 1000 + 14.4)),
    );
  });

  it.each(orders)('with fewer units left the one that has fewer, %s', (_name, policies) => {
    const fewer = policies.map((policy) => (policy === BURST ? { ...policy, quota: 8 } : policy));
    expect(told(decided(fewer, 6), 'draft-7')['ratelimit']).toBe('limit=8, remaining=2, reset=1');
  });

  it('a refusal the one that refuses, or refuses for ever', () => {
    const blocked = { name: 'blocked', quota: 0, windowSeconds: 60 };
    expect(told(decided([BURST, blocked, HOUR], 1), 'draft-7')['ratelimit']).toBe(
      'limit=0, remaining=0, reset=60',
    );
  });
});

describe('a quota of 0', () => {
  it.each(['gcra', 'strict', 'fixed-window'] as const)(
    '%s: blocks every cost but 0, and has no wait',
    (algorithm) => {
      const policies = [{ name: 'plan', quota: 0, windowSeconds: 60, algorithm }];
      const limiter = rateLimiter({ policies, now: () => NOW });
      const decision = limiter.consume('key');
      expect(decision).toMatchObject({ kind: 'never', violated: ['plan'], policies: [{ remaining: 0 }] });
      expect(told(decision, 'draft-11')).toEqual({
        'ratelimit-policy': '"plan";q=0;w=60',
        ratelimit: '"plan";r=0;t=60',
      });
      expect(limiter.peek('key').kind).toBe('allowed');
      const error = rateLimitError(decision);
      expect(error).toMatchObject({
        status: 429,
        detail: 'No requests are allowed here. Waiting does not help.',
      });
      expect(error?.headers).not.toHaveProperty('retry-after');
      expect(error?.toJSON()).not.toHaveProperty('retryAfter');
    },
  );

  it('blocks whatever the burst, and spends nothing of the others', () => {
    const policies = [
      { name: 'open', quota: 5, windowSeconds: 60 },
      { name: 'plan', quota: 0, windowSeconds: 60, burst: 9 },
    ];
    const limiter = rateLimiter({ policies, now: () => NOW });
    expect(limiter.consume('key').kind).toBe('never');
    expect(limiter.peek('key').policies.map(({ remaining }) => remaining)).toEqual([5, 0]);
  });
});

describe('each form', () => {
  const BURST: RatePolicy = { name: 'burst', quota: 10, windowSeconds: 1 };
  const ODD: RatePolicy = { name: 'odd', quota: 100, windowSeconds: 3600.5, algorithm: 'fixed-window' };
  const FORMS: readonly (readonly [RateLimitForm, Readonly<Record<string, string>>, string[]])[] = [
    [
      'draft-11',
      {
        'ratelimit-policy': '"burst";q=10;w=1, "odd";q=100;w=3601',
        ratelimit: '"burst";r=7;t=1, "odd";r=97;t=3601',
      },
      ['RateLimit-Policy', 'RateLimit', 'Retry-After'],
    ],
    [
      'draft-7',
      { 'ratelimit-policy': '10;w=1, 100;w=3601', ratelimit: 'limit=10, remaining=7, reset=1' },
      ['RateLimit-Policy', 'RateLimit', 'Retry-After'],
    ],
    [
      'draft-6',
      {
        'ratelimit-policy': '10;w=1, 100;w=3601',
        'ratelimit-limit': '10',
        'ratelimit-remaining': '7',
        'ratelimit-reset': '1',
      },
      ['RateLimit-Policy', 'RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset', 'Retry-After'],
    ],
    [
      'x-ratelimit-delta',
      { 'x-ratelimit-limit': '10', 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': '1' },
      ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset', 'Retry-After'],
    ],
    [
      'x-ratelimit-epoch',
      {
        'x-ratelimit-limit': '10',
        'x-ratelimit-remaining': '7',
        'x-ratelimit-reset': String(NOW / 1000 + 1),
      },
      ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset', 'Retry-After'],
    ],
    ['none', {}, ['Retry-After']],
  ];

  it.each(FORMS)('%s has its fields, and none where nothing is known', (form, fields, names) => {
    expect(told(decided([BURST, ODD], 3), form)).toEqual(fields);
    expect(told({ ...decided([BURST], 3), policies: [] }, form)).toEqual({});
    expect(rateLimitFieldNames(form)).toEqual(names);
  });

  it.each([[5], [undefined], ['toString'], ['draft-5'], [['draft-7']]])('%j is a TypeError', (form) => {
    const message =
      "fields: expected one of 'draft-11', 'draft-7', 'draft-6', 'x-ratelimit-delta', 'x-ratelimit-epoch', 'none', got";
    expect(() => rateLimitFieldNames(form as never)).toThrow(message);
    for (const decision of [decided([BURST], 3), { ...decided([BURST], 3), policies: [] }]) {
      expect(() => told(decision, form as never)).toThrow(TypeError);
      expect(() => told(decision, form as never)).toThrow(message);
    }
  });
});

describe('the tightest', () => {
  const { policies } = decided([{ name: 'p', quota: 9, windowSeconds: 60 }], 1);
  type Said = readonly [wait: number | undefined, remaining: number, window: number];
  const one = ([retryAfterSeconds, remaining, effectiveWindowSeconds]: Said, name: number) => ({
    policy: { ...policies[0]?.policy, quota: name },
    retryAfterSeconds,
    remaining,
    effectiveWindowSeconds,
  });

  it.each<[string, Said, Said]>([
    ['has the longer wait', [5, 9, 1], [3, 0, 9]],
    ['waits', [1, 9, 1], [0, 0, 9]],
    ['never has room', [undefined, 9, 1], [5, 0, 9]],
    ['has fewer units, of two that never have room', [undefined, 1, 1], [undefined, 2, 9]],
    ['has fewer units, of two with one wait', [5, 1, 1], [5, 2, 9]],
    ['has the longer window', [5, 1, 9], [5, 1, 8]],
  ])('%s', (_what, tight, other) => {
    const list = [one(tight, 1), one(other, 2)];
    for (const all of [list, list.toReversed()]) {
      expect(told({ policies: all } as never, 'x-ratelimit-delta')['x-ratelimit-limit']).toBe('1');
    }
  });

  it('is the first of equals', () => {
    const list = [one([5, 1, 9], 1), one([5, 1, 9], 2)];
    expect(told({ policies: list } as never, 'x-ratelimit-delta')['x-ratelimit-limit']).toBe('1');
  });
});
