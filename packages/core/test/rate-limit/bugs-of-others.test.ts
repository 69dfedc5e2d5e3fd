// What went wrong elsewhere, each as a test of ours. The names in brackets say where it was found.
import {
  byIp,
  byUser,
  MemoryStore,
  policySet,
  type RateLimitKey,
  rateLimiter,
} from '@statuskit/core/rate-limit';
import { expect, it } from 'vitest';
import { looseClock } from './loose-clock.ts';

const from = (ip: string): Parameters<RateLimitKey>[0] => ({ ip, headers: {} });

function limiterOf(quota: number, windowSeconds: number, more: object = {}) {
  const clock = looseClock();
  const limiter = rateLimiter({ policies: [{ name: 'p', quota, windowSeconds, ...more }], now: clock.now });
  return {
    clock,
    limiter,
    hits: (count: number, key = 'key') => Array.from({ length: count }, () => limiter.consume(key)),
  };
}

it('three hits in one tick see three numbers [express-rate-limit: one live record]', () => {
  const { hits } = limiterOf(5, 60);
  expect(hits(3).map(({ policies }) => policies[0]?.remaining)).toEqual([4, 3, 2]);
});

it('a window of 30 days refuses, and of a year [express-rate-limit, rate-limiter-flexible: 32-bit timers]', () => {
  for (const days of [30, 365]) {
    const { hits } = limiterOf(2, days * 86_400, { algorithm: 'fixed-window' });
    expect(hits(6).filter(({ kind }) => kind === 'allowed')).toHaveLength(2);
  }
});

it('half a second is half a second, and 1.9 are 1.9 [rate-limiter-flexible: floored to 0 and 1]', () => {
  for (const seconds of [0.5, 1.9]) {
    const { clock, limiter, hits } = limiterOf(2, seconds, { algorithm: 'fixed-window' });
    hits(2);
    clock.ms += seconds * 1000 - 1;
    expect(limiter.consume('key').kind).toBe('limited');
    clock.ms += 1;
    expect(limiter.consume('key').kind).toBe('allowed');
  }
});

it('a refund after the window makes no negative count [express-rate-limit, rate-limit-redis]', () => {
  const { clock, limiter, hits } = limiterOf(2, 60, { algorithm: 'fixed-window' });
  const [old] = hits(2);
  clock.ms += 60_000;
  if (old !== undefined) limiter.refund(old);
  expect(limiter.peek('key').policies[0]?.remaining).toBe(2);
  expect(hits(3).map(({ kind }) => kind)).toEqual(['allowed', 'allowed', 'limited']);
});

it('Retry-After is never a fraction and never early [koa-ratelimit, rate-limiter-flexible, redis-cell]', () => {
  const { clock, limiter } = limiterOf(1, 2.5);
  limiter.consume('key');
  const refused = limiter.consume('key');
  expect(refused).toMatchObject({ kind: 'limited', retryAfterSeconds: 3 });
  clock.ms += 3000;
  expect(limiter.consume('key').kind).toBe('allowed');
});

it('the quota itself is admitted, not one less and not one more [koa-ratelimit, upstash: off by one]', () => {
  for (const algorithm of ['gcra', 'fixed-window'] as const) {
    for (const quota of [1, 2, 7]) {
      const { hits } = limiterOf(quota, 60, { algorithm });
      expect(hits(quota + 2).filter(({ kind }) => kind === 'allowed')).toHaveLength(quota);
    }
  }
});

it('7 in a second do not drift [throttled, governor, redis_rate: rounded to ns or floats]', () => {
  const { clock, limiter } = limiterOf(7, 1, { burst: 2 });
  let admitted = 0;
  // A hit in each millisecond of a hundred seconds.
  for (let ms = 0; ms < 100_000; ms++) {
    clock.ms += 1;
    if (limiter.consume('key').kind === 'allowed') admitted++;
  }
  expect(admitted).toBe(701);
});

it('a refusal is not recorded: who goes on knocking is let in on time [rolling-rate-limiter]', () => {
  const { clock, limiter, hits } = limiterOf(1, 10);
  hits(1);
  for (let second = 1; second < 10; second++) {
    clock.ms += 1000;
    expect(limiter.consume('key').kind).toBe('limited');
  }
  clock.ms += 1000;
  expect(limiter.consume('key').kind).toBe('allowed');
});

it('several policies: a refusal by one spends none of the others [rate-limiter-flexible: union]', () => {
  const clock = looseClock();
  const policies = [
    { name: 'narrow', quota: 1, windowSeconds: 60 },
    { name: 'wide', quota: 5, windowSeconds: 60 },
  ];
  const limiter = rateLimiter({ policies, now: clock.now });
  for (let hit = 0; hit < 4; hit++) limiter.consume('key');
  expect(limiter.peek('key').policies.map(({ remaining }) => remaining)).toEqual([0, 4]);
});

it('a cost that never fits is told apart from one that has to wait [throttled, and an endless loop elsewhere]', () => {
  const store = new MemoryStore({ capacity: 10 });
  const set = policySet([{ name: 'p', quota: 3, windowSeconds: 60 }]);
  expect(store.take('key', set, 4, 0).policies[0]?.waitMs).toBe(-1);
});

it('5,000 other keys reset no victim [fastify: LRU]', () => {
  const { hits, limiter } = limiterOf(6, 60);
  hits(6);
  for (let other = 0; other < 5000; other++) limiter.consume(`other ${other}`);
  expect(limiter.consume('key').kind).toBe('limited');
});

it('no timer is made by a hit [nestjs-throttler: timers kept contexts alive]', () => {
  const active = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const { hits } = limiterOf(5, 60);
  const before = active();
  hits(1000);
  expect(active()).toBe(before);
});

it.each([
  ['mapped, dotted', '::ffff:1.2.3.4', '1.2.3.4'],
  ['mapped, in hexadecimal', '::ffff:102:304', '1.2.3.4'],
  ['mapped, written out', '0:0:0:0:0:ffff:1.2.3.4', '1.2.3.4'],
  ['mapped, in capitals', '::FFFF:1.2.3.4', '1.2.3.4'],
  ['by NAT64', '64:ff9b::1.2.3.4', '1.2.3.4'],
  ['by SIIT', '::ffff:0:1.2.3.4', '1.2.3.4'],
  ['by 6to4, any subnet of its /48', '2002:102:304:ffff::1', '1.2.3.4'],
  ['by Teredo, which inverts it', '2001:0:4136:e378:8000:63bf:fefd:fcfb', '1.2.3.4'],
  ['by a local NAT64, all of it', '64:ff9b:1::1.2.3.4', '64:ff9b:1:0:0:0:102:304/128'],
  ['beside the local NAT64', '64:ff9b:2::1.2.3.4', '64:ff9b:2:0/56'],
  ['with a port, from a gateway', '1.2.3.4:5678', '1.2.3.4'],
  ['IPv4', '1.2.3.4', '1.2.3.4'],
  ['IPv6', '2001:db8:1:2ff:3:4:5:6', '2001:db8:1:200/56'],
  ['IPv6 with a dotted tail is no IPv4', '2001:db8::1.2.3.4', '2001:db8:0:0/56'],
  ['IPv6 with a zone', 'fe80::1%eth0', 'fe80:0:0:0/56'],
  ['IPv6 in brackets with a port', '[2001:db8::1]:443', '2001:db8:0:0/56'],
  ['the unspecified address', '::', '0:0:0:0/56'],
])('an address by its bits: %s [express-rate-limit: CVE-2026-30827]', (_name, ip, key) => {
  expect(byIp()(from(ip))).toBe(key);
});

it.each([
  [48, '2001:db8:1/48'],
  [56, '2001:db8:1:200/56'],
  [60, '2001:db8:1:2f0/60'],
  [128, '2001:db8:1:2ff:0:0:0:9/128'],
  [1, '0/1'],
])('an IPv6 client can be grouped by %i bits', (ipv6Prefix, key) => {
  expect(byIp({ ipv6Prefix })(from('2001:db8:1:2ff::9'))).toBe(key);
});

it.each([[0], [129], [64.5], ['64']])('ipv6Prefix %j is refused when the key is made', (ipv6Prefix) => {
  expect(() => byIp({ ipv6Prefix: ipv6Prefix as number })).toThrow(RangeError);
});

it.each([['unknown'], ['1.2.3'], ['1.2.3.256'], ['1:2:3'], ['1::2::3'], ['12345::'], ['localhost']])(
  'what is no address is no key that strangers share: %s [fastapi-limiter: "unknown"]',
  (ip) => {
    expect(() => byIp()(from(ip))).toThrow(expect.objectContaining({ code: 'STATUSKIT_NO_KEY' }));
  },
);

it('a user without an id is no user "undefined", and ids and addresses do not meet', () => {
  const key = byUser(({ id }) => id, 'skip');
  const keyOf = (id?: string | number): string | null => key(Object.assign(from('1.2.3.4'), { id }));
  expect([keyOf(), keyOf(''), keyOf(7), keyOf('undefined')]).toEqual([null, null, 'u:7', 'u:undefined']);
});
