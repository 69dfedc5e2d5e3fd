import { createRequire } from 'node:module';
import { MemoryStore, type RatePolicy, rateLimiter } from '@statuskit/core/rate-limit';
import { halfSipHash } from '../../../../packages/core/src/rate-limit/memory/half-sip-hash.ts';
import {
  bucketOf,
  claimSlot,
  findSlot,
  slotTable,
} from '../../../../packages/core/src/rate-limit/memory/slot-table.ts';
import { expressRateLimitStore, flexible } from '../../untyped.ts';

const QUOTA = 100_000;
const WINDOW_SECONDS = 3600;

/** Counts a hit of one key, and says what is left. */
export type Hit = (key: string) => unknown;

/** One way to keep limits in memory. */
export interface MemoryContender {
  readonly says: string;
  readonly group: 'bare' | 'ours' | 'others';
  /** Makes it anew, with room for so many keys where that must be said. */
  make(capacity: number): Hit;
}

const HOURLY: RatePolicy = { name: 'hourly', quota: QUOTA, windowSeconds: WINDOW_SECONDS };
const DAILY: RatePolicy = { name: 'daily', quota: 10 * QUOTA, windowSeconds: 24 * WINDOW_SECONDS };

function ours(policies: readonly RatePolicy[]): MemoryContender['make'] {
  return (capacity) => {
    const limiter = rateLimiter({ policies, store: new MemoryStore({ capacity }) });
    return (key) => limiter.consume(key);
  };
}

interface KoaLimiter {
  get(): Promise<unknown>;
}

const KoaMemoryLimiter = createRequire(import.meta.url)('koa-ratelimit/limiter/memory') as new (
  options: object,
) => KoaLimiter;

/** What the least that any of them does is. */
function bare(): Hit {
  const hits = new Map<string, number>();
  return (key) => {
    const now = performance.now();
    hits.set(key, (hits.get(key) ?? 0) + 1);
    return now;
  };
}

/**
 * What is left of statuskit's way where nothing is decided: the clock, a keyed hash in the place of the text, and a table that
 * never grows.
 */
function hashed(capacity: number): Hit {
  const table = slotTable(capacity);
  const [key0 = 0, key1 = 0] = globalThis.crypto.getRandomValues(new Int32Array(2));
  const hash = { low: 0, high: 0 };
  return (key) => {
    const now = performance.now();
    halfSipHash(key, key0, key1, hash);
    const first = bucketOf(table, hash.low);
    let slot = findSlot(table, first, hash.high);
    if (slot < 0) slot = claimSlot(table, first, hash.high, 0, 1);
    table.values[slot] = (table.values[slot] ?? 0) + 1;
    return now;
  };
}

/** The first is what the others are held against. */
export const CONTENDERS: readonly MemoryContender[] = [
  { says: 'clock read, Map get and set', group: 'bare', make: bare },
  { says: 'the same again (A/A)', group: 'bare', make: bare },
  { says: 'clock read, keyed hash and table, no decision', group: 'bare', make: hashed },
  { says: 'statuskit: consume(), one policy', group: 'ours', make: ours([HOURLY]) },
  { says: 'statuskit: consume(), two policies', group: 'ours', make: ours([HOURLY, DAILY]) },
  {
    says: 'express-rate-limit: MemoryStore.increment()',
    group: 'others',
    make() {
      const store = new expressRateLimitStore();
      store.init({ windowMs: WINDOW_SECONDS * 1000 });
      return (key) => store.increment(key);
    },
  },
  {
    says: 'rate-limiter-flexible: RateLimiterMemory.consume()',
    group: 'others',
    make() {
      const limiter = new flexible.RateLimiterMemory({ points: QUOTA, duration: WINDOW_SECONDS });
      return (key) => limiter.consume(key);
    },
  },
  {
    says: 'koa-ratelimit: its memory limiter',
    group: 'others',
    make() {
      const db = new Map();
      // Its middleware makes one for each request.
      return (id) => new KoaMemoryLimiter({ id, db, max: QUOTA, duration: WINDOW_SECONDS * 1000 }).get();
    },
  },
];
