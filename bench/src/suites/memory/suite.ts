import { MemoryStore, rateLimiter } from '@statuskit/core/rate-limit';
import { startChild } from '../../child.ts';
import { shuffled } from '../../order.ts';
import { type Estimate, estimate, ratio } from '../../statistics.ts';
import type { Suite, Verdict } from '../../suite.ts';
import { table } from '../../table.ts';
import { CONTENDERS } from './contenders.ts';
import { KINDS, type Kind, keyOf } from './keys.ts';

const MOST_TIMES_BARE = 1.4;
const FEW = 1000;
const MANY = 1_000_000;
const MOST_BYTES = 30;
const MOST_DISPLACED_PERCENT = 0.02;

interface Hits {
  readonly nanoseconds: Estimate;
  readonly times: Estimate;
}

async function measureHits(rounds: number, keys: number, texts: 'kept' | 'fresh'): Promise<readonly Hits[]> {
  const script = new URL('./hits-child.ts', import.meta.url);
  const running = CONTENDERS.map((_, number) => ({
    child: startChild(script, [String(number), String(keys), texts], 'production'),
    took: [] as number[],
  }));
  try {
    for (const { child } of running) await child.hear();
    for (let round = -Math.ceil(rounds / 4); round < rounds; round++) {
      for (const { child, took } of shuffled(running, round + rounds)) {
        const nanoseconds = Number(await child.ask('go'));
        if (round >= 0) took.push(nanoseconds);
      }
    }
  } finally {
    for (const { child } of running) child.close();
  }
  const bare = running[0]?.took ?? [];
  return running.map(({ took }) => ({ nanoseconds: estimate(took), times: ratio(took, bare) }));
}

async function bytesOf(contender: number, keys: number, kind: Kind): Promise<number> {
  const script = new URL('./bytes-child.ts', import.meta.url);
  const child = startChild(script, [String(contender), String(keys), kind], 'production');
  const bytes = Number(await child.hear());
  child.close();
  return bytes;
}

/** Bytes a key, by contender and kind of key. */
async function measureBytes(
  keys: number,
  progress: (text: string) => void,
): Promise<readonly (readonly number[])[]> {
  const all: number[][] = [];
  for (const [number, { says }] of CONTENDERS.entries()) {
    const bytes: number[] = [];
    for (const kind of KINDS) {
      progress(`${says}, ${kind}`);
      // The difference, so that what does not grow with the keys counts for nothing.
      const [one, two] = [await bytesOf(number, keys, kind), await bytesOf(number, 2 * keys, kind)];
      bytes.push((two - one) / keys);
    }
    all.push(bytes);
  }
  return all;
}

/** The share of keys, in percent, that a table with just room for all of them has forgotten. */
function displaced(keys: number): number {
  // The clock stands still: all keys are live.
  const limiter = rateLimiter({
    policies: [{ name: 'hourly', quota: 1000, windowSeconds: 3600 }],
    store: new MemoryStore({ capacity: keys }),
    now: () => 1_700_000_000_000,
  });
  for (let at = 0; at < keys; at++) limiter.consume(keyOf('IPv4', at));
  let forgotten = 0;
  for (let at = 0; at < keys; at++) {
    const [level] = limiter.peek(keyOf('IPv4', at)).policies;
    if (level?.remaining === 1000) forgotten++;
  }
  return (100 * forgotten) / keys;
}

const KINDS_OF_HITS = [
  '1,000 keys',
  '1,000 keys by fresh texts',
  `${MANY.toLocaleString('en')} keys`,
] as const;

function judge(
  hits: readonly (readonly Hits[])[],
  bytes: readonly (readonly number[])[],
  percent: number,
): readonly Verdict[] {
  const one = CONTENDERS.findIndex(({ group }) => group === 'ours');
  const most = Math.max(...(bytes[one] ?? [Number.NaN]));
  return [
    ...KINDS_OF_HITS.map((kind, at): Verdict => {
      const times = hits[at]?.[one]?.times.median ?? Number.NaN;
      return {
        goal: `a hit, one policy, ${kind}: at most ${MOST_TIMES_BARE} times a clock read, Map get and set`,
        measured: times.toFixed(2),
        reached: times <= MOST_TIMES_BARE,
      };
    }),
    {
      goal: `one policy, at capacity: at most ${MOST_BYTES} bytes a key of any kind`,
      measured: most.toFixed(1),
      reached: most <= MOST_BYTES,
    },
    {
      goal: `at capacity: at most ${MOST_DISPLACED_PERCENT} % of live keys displaced`,
      measured: `${percent.toFixed(4)} %`,
      reached: percent <= MOST_DISPLACED_PERCENT,
    },
  ];
}

/** What it costs to keep limits in memory. */
export const memory: Suite = {
  name: 'memory',
  title: 'Rate limits in memory',
  packages: ['express-rate-limit', 'rate-limiter-flexible', 'koa-ratelimit'],
  async run(full, progress) {
    const effort = full
      ? { rounds: 200, keys: 250_000, displacing: 1_000_000 }
      : { rounds: 10, keys: 20_000, displacing: 100_000 };
    progress('hits');
    const kept = await measureHits(effort.rounds, FEW, 'kept');
    progress('hits by fresh texts');
    const fresh = await measureHits(effort.rounds, FEW, 'fresh');
    progress('hits of many keys');
    const many = await measureHits(Math.ceil(effort.rounds / 4), MANY, 'kept');
    const hits = [kept, fresh, many];
    const bytes = await measureBytes(effort.keys, progress);
    progress('displaced keys');
    const percent = displaced(effort.displacing);
    const rows = CONTENDERS.map(({ says }, at) => [
      says,
      ...hits.flatMap((one) => [
        one[at]?.nanoseconds.median.toFixed(0) ?? '',
        `${one[at]?.times.median.toFixed(2)} ± ${one[at]?.times.error.toFixed(2)}`,
      ]),
      ...(bytes[at] ?? []).map((one) => one.toFixed(0)),
    ]);
    const head = [
      'in memory',
      'a hit of 1,000 keys, ns',
      'ratio',
      'by fresh texts, ns',
      'ratio',
      'of 1,000,000, ns',
      'ratio',
      ...KINDS.map((kind) => `bytes a key, ${kind}`),
    ];
    return {
      parts: [table(head, rows)],
      verdicts: judge(hits, bytes, percent),
      method: `Hits: a process each, ${effort.rounds} rounds of 20,000 hits of 1,000 keys at random, a quarter as many of
1,000,000 keys, all of them known before, in an order that changes from round to round; what is answered
by promise is awaited. A fresh text is one that nobody has looked at before, as a request brings it; of a kept one V8
remembers the hash, which a Map uses and a keyed hash cannot. Bytes: by how much more heap and buffers have grown after ${(2 * effort.keys).toLocaleString('en')} different keys than after ${effort.keys.toLocaleString('en')}, each after a
full collection and in a process of its own; statuskit's table has just that capacity. The bare Map keeps a number for each key and forgets none.
Displaced: ${effort.displacing.toLocaleString('en')} keys, all live, in a table of that capacity; how many of them are not known afterwards.`,
    };
  },
};
