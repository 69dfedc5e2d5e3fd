import { MemoryStore, policySet, type RateAlgorithm, type RatePolicy } from '@statuskit/core/rate-limit';
import { describe, expect, it } from 'vitest';

const NOW = 1_800_000_000_000;
const USERS = 200;
const VISITORS = 20_000;

const ALGORITHMS: readonly RateAlgorithm[] = ['gcra', 'strict', 'fixed-window'];

/** Numbers that make a user's table tell nothing by absolute times: short and long, small and large. */
const PLANS: readonly (readonly [string, Omit<RatePolicy, 'name'>, Omit<RatePolicy, 'name'>])[] = [
  [
    'a short window beside a long one',
    { quota: 5, windowSeconds: 60 },
    { quota: 1000, windowSeconds: 86_400 },
  ],
  [
    'a long window beside a short one',
    { quota: 5, windowSeconds: 86_400 },
    { quota: 1000, windowSeconds: 600 },
  ],
  ['one unit beside many', { quota: 1, windowSeconds: 60 }, { quota: 9, windowSeconds: 31_536_000 }],
  [
    'a quota too large for a fraction',
    { quota: 20_000, windowSeconds: 60 },
    { quota: 30_000, windowSeconds: 86_400 },
  ],
  ['equal windows, unlike quotas', { quota: 3, windowSeconds: 3600 }, { quota: 300, windowSeconds: 3600 }],
];

/** How many of the users that have used up their quota are admitted after a flood of visitors that come once each. */
function admittedAfterFlood(
  store: MemoryStore,
  userSets: readonly RatePolicy[][],
  visitorSets: readonly RatePolicy[][],
): number {
  const users = userSets.map(policySet);
  const visitors = visitorSets.map(policySet);
  const pick = <T>(all: readonly T[], at: number): T => all[at % all.length] as T;
  for (let user = 0; user < USERS; user++) {
    const set = pick(users, user);
    const most = Math.min(...set.policies.map(({ burst }) => burst));
    expect(store.take(`user ${user}`, set, most, NOW).admitted).toBe(true);
  }
  for (let visitor = 0; visitor < VISITORS; visitor++)
    store.take(`visitor ${visitor}`, pick(visitors, visitor), 1, NOW);
  let admitted = 0;
  for (let user = 0; user < USERS; user++)
    if (store.take(`user ${user}`, pick(users, user), 1, NOW).admitted) admitted++;
  return admitted;
}

// 15: policies of one name share a table, in which the entry that would be paid first used to be evicted: 20,000 visitors of a day
// reset the users of a minute.
describe('20,000 keys that are used once reset none of 200 that are used up', () => {
  const rows = PLANS.flatMap(([name, user, visitor]) =>
    ALGORITHMS.flatMap((ofUsers) =>
      ALGORITHMS.map((ofVisitors) => ({ name, user, visitor, ofUsers, ofVisitors })),
    ),
  );
  const named = (name: string, plan: Omit<RatePolicy, 'name'>, algorithm: RateAlgorithm): RatePolicy[] => [
    { name, ...plan, algorithm },
  ];

  it.each(rows)(
    '$name: $ofUsers users, $ofVisitors visitors, of one name',
    ({ user, visitor, ofUsers, ofVisitors }) => {
      const store = new MemoryStore({ capacity: 1000 });
      expect(
        admittedAfterFlood(store, [named('api', user, ofUsers)], [named('api', visitor, ofVisitors)]),
      ).toBe(0);
    },
  );

  it.each(rows)(
    '$name: $ofUsers users, $ofVisitors visitors, of 40 names',
    ({ user, visitor, ofUsers, ofVisitors }) => {
      const store = new MemoryStore({ capacity: 1000 });
      const names = Array.from({ length: 20 }, (_, at) => at);
      const users = names.map((at) => named(`user ${at}`, user, ofUsers));
      const visitors = names.map((at) => named(`visitor ${at}`, visitor, ofVisitors));
      expect(admittedAfterFlood(store, users, visitors)).toBe(0);
    },
  );

  it('whatever the plans that share a name, and in whichever order they come', () => {
    const store = new MemoryStore({ capacity: 1000 });
    const plans = [1, 60, 3600, 86_400, 2_592_000].map((windowSeconds) => [
      { name: 'api', quota: 1000, windowSeconds },
    ]);
    const users = [1, 60, 3600, 86_400, 2_592_000].map((windowSeconds) => [
      { name: 'api', quota: 5, windowSeconds },
    ]);
    expect(admittedAfterFlood(store, users, plans)).toBe(0);
  });

  it('with two policies for each user, of which one is used up', () => {
    const store = new MemoryStore({ capacity: 1000 });
    const users = [
      { name: 'burst', quota: 5, windowSeconds: 1 },
      { name: 'day', quota: 5000, windowSeconds: 86_400 },
    ];
    const visitors = [
      { name: 'burst', quota: 100, windowSeconds: 3600 },
      { name: 'day', quota: 50, windowSeconds: 604_800 },
    ];
    expect(admittedAfterFlood(store, [users], [visitors])).toBe(0);
  });
});

it('among equal shares, the one that is dead first goes', () => {
  // 16 slots: one bucket, in which every key competes with every other.
  const store = new MemoryStore({ capacity: 6 });
  const set = policySet([{ name: 'api', quota: 2, windowSeconds: 60, algorithm: 'fixed-window' }]);
  for (let key = 0; key < 16; key++) store.take(`key ${key}`, set, 2, NOW + key);
  store.take('one more', set, 1, NOW + 20);
  const left = Array.from(
    { length: 16 },
    (_, key) => store.take(`key ${key}`, set, 0, NOW + 20).policies[0]?.remaining,
  );
  expect(left).toEqual([2, ...Array(15).fill(0)]);
});

it('a key is evicted by its share, not by its units', () => {
  const store = new MemoryStore({ capacity: 6 });
  const many = policySet([{ name: 'api', quota: 1000, windowSeconds: 60 }]);
  const few = policySet([{ name: 'api', quota: 4, windowSeconds: 60 }]);
  store.take('large', many, 500, NOW); // half
  for (let key = 0; key < 15; key++) store.take(`key ${key}`, few, 3, NOW); // three quarters
  store.take('one more', few, 4, NOW);
  expect(store.take('large', many, 0, NOW).policies[0]?.remaining).toBe(1000);
});

it.each([16_000, 16_001, 27_999, 1_000_000])('a window of ten years counts to %i exactly', (quota) => {
  const store = new MemoryStore({ capacity: 10 });
  const set = policySet([{ name: 'decade', quota, windowSeconds: 315_360_000, algorithm: 'fixed-window' }]);
  let spent = 0;
  for (const cost of [1, 1, 7, 4999, 1, 7000, 3990, 1]) {
    expect(store.take('key', set, cost, NOW + spent).admitted).toBe(true);
    spent += cost;
    expect(store.take('key', set, 0, NOW + spent).policies[0]?.remaining).toBe(quota - spent);
  }
  expect(store.take('key', set, quota - spent, NOW + spent).admitted).toBe(true);
  expect(store.take('key', set, 1, NOW + spent).admitted).toBe(false);
});
