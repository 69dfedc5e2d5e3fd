import { describe, expect, it } from 'vitest';
import { Gradient, type Running } from '../../../src/middleware/shed/gradient.ts';
import type { NodeResponse } from '../../../src/node/exchange.ts';

interface Load {
  /** Requests a second, by the time in milliseconds. */
  readonly rate: (nowMs: number) => number;
  readonly seconds: number;
  /** How many are worked on at the same time, and for how long each. */
  readonly pool: number;
  readonly workMs: (at: number) => number;
}

/** A pool under an open load, in a time of its own: what was done, late and shed in the last half, and the limit at its end. */
function run({ rate, seconds, pool, workMs }: Load) {
  let nowMs = 0;
  const gradient = new Gradient(() => nowMs);
  const running: { endMs: number; done: () => void; begunMs: number }[] = [];
  const waiting: { begin: () => void }[] = [];
  let admitted = 0;
  const seen = { done: 0, late: 0, shed: 0, limit: 0, most: 0 };
  const half = (): boolean => nowMs > (seconds * 1000) / 2;
  let owed = 0;
  for (; nowMs < seconds * 1000; nowMs++) {
    for (const one of running.filter(({ endMs }) => endMs <= nowMs)) {
      running.splice(running.indexOf(one), 1);
      one.done();
      if (half()) seen[nowMs - one.begunMs > 1000 ? 'late' : 'done']++;
    }
    for (owed += rate(nowMs) / 1000; owed >= 1; owed--) {
      if (gradient.inFlight + 1 > gradient.limit) {
        if (half()) seen.shed++;
        continue;
      }
      const entered = gradient.enter({
        headersSent: false,
        writableEnded: true,
        writableFinished: true,
      } as NodeResponse);
      const done = (): void => gradient.leave(entered);
      const begunMs = nowMs;
      const takes = workMs(admitted++);
      waiting.push({ begin: () => void running.push({ endMs: nowMs + takes, done, begunMs }) });
    }
    while (running.length < pool && waiting.length > 0) waiting.shift()?.begin();
    if (half()) seen.most = Math.max(seen.most, gradient.inFlight);
  }
  seen.limit = gradient.limit;
  return seen;
}

describe('a pool of 10 that takes 40 ms', () => {
  const pool = { pool: 10, workMs: () => 40 };

  it('below its capacity sheds nothing', () => {
    expect(run({ ...pool, rate: () => 200, seconds: 20 })).toMatchObject({ shed: 0, late: 0 });
  });

  it.each([20, 120])('at twice its capacity for %d s does at least 90 % of it, none late', (seconds) => {
    const { done, late, most } = run({ ...pool, rate: (nowMs) => (nowMs < 1000 ? 50 : 500), seconds });
    expect(done / (seconds / 2)).toBeGreaterThan(0.9 * 250);
    expect(late).toBe(0);
    expect(most).toBeLessThan(120);
  });

  it('at twice its capacity from the first request on', () => {
    const { done, late } = run({ ...pool, rate: () => 500, seconds: 60 });
    expect(done / 30).toBeGreaterThan(0.9 * 250);
    expect(late).toBe(0);
  });

  it('admits all again when the load is over', () => {
    const rate = (nowMs: number): number => (nowMs > 1000 && nowMs < 9000 ? 500 : 100);
    expect(run({ ...pool, rate, seconds: 20 }).shed).toBe(0);
  });
});

it('a mix of fast and slow routes is no overload', () => {
  const workMs = (at: number): number => (at % 10 === 0 ? 800 : 5);
  const { shed } = run({ rate: () => 100, seconds: 30, pool: 1000, workMs });
  expect(shed).toBe(0);
});

it('a stream that has begun takes no place, nor does a client that gave up count', () => {
  let nowMs = 0;
  const gradient = new Gradient(() => nowMs);
  for (let at = 0; at < 10; at++) gradient.enter({ headersSent: true } as NodeResponse);
  expect(gradient.inFlight).toBe(10);
  nowMs = 200;
  gradient.leave(gradient.enter({ headersSent: false, writableFinished: false } as NodeResponse));
  expect(gradient.inFlight).toBe(0);
});

describe('an entry of a request', () => {
  const response = (): NodeResponse =>
    ({ headersSent: true, writableEnded: true, writableFinished: true }) as NodeResponse;

  it.each([
    ['its response has closed', (gradient: Gradient, one: Running) => gradient.leave(one)],
    ['its response has begun', (gradient: Gradient) => gradient.enter(response(), 1100)],
  ])('holds neither its response nor its neighbors once %s', (_, release) => {
    const gradient = new Gradient(() => 1000);
    const [, one] = [gradient.enter(response(), 900), gradient.enter(response(), 900)];
    release(gradient, one);
    expect(one).toMatchObject({ response: undefined, before: one, after: undefined });
    gradient.leave(one);
    expect(gradient.inFlight).toBe(1);
  });
});
