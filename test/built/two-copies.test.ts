import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CJS, ESM, errorClasses, make } from './installed.ts';

// One process often holds both: an application in ESM with a library that requires the CommonJS build.
describe.each([
  ['ESM', 'CommonJS', ESM.core, CJS.core],
  ['CommonJS', 'ESM', CJS.core, ESM.core],
] as const)('an error made by the %s copy, seen from the %s copy', (_made, _seen, maker, viewer) => {
  const names = [...errorClasses(maker).keys()];

  it('comes from another class, or this suite would prove nothing', () => {
    expect(maker.NotFound).not.toBe(viewer.NotFound);
    expect(names).toEqual([...errorClasses(viewer).keys()]);
    const statuses = Object.keys(maker.STATUS_NAMES).map(Number);
    expect(names.length).toBe(statuses.filter((status) => status >= 400 && status !== 418).length);
  });

  it.each(names)('is a %s, and no other class', (name) => {
    const error = make(maker, name);
    const fitting = [...errorClasses(viewer)]
      .filter(([, Class]) => error instanceof Class)
      .map(([one]) => one);
    expect(fitting).toEqual([name]);
    expect(error).toBeInstanceOf(viewer.HttpError);
    expect(error).toBeInstanceOf(Error);
    expect(viewer.isHttpError(error)).toBe(true);
    expect(error.name).toBe(name);
    expect(viewer.toHttpError(error)).toBe(error);
  });

  it('is not forged by parsed JSON', () => {
    const parsed: unknown = JSON.parse(JSON.stringify(make(maker, 'NotFound')));
    expect(viewer.isHttpError(parsed)).toBe(false);
    expect(parsed instanceof viewer.NotFound).toBe(false);
  });

  it('is matched by its base where it is of a class of the user, which in turn matches only its own', () => {
    class NoAirport extends maker.NotFound {}
    class NoRunway extends viewer.NotFound {}
    expect(new NoAirport()).toBeInstanceOf(viewer.NotFound);
    expect(new NoAirport()).not.toBeInstanceOf(NoRunway);
    expect(new maker.NotFound()).not.toBeInstanceOf(NoRunway);
    expect(new NoRunway()).toBeInstanceOf(NoRunway);
    expect(new NoAirport().name).toBe('NoAirport');
  });

  it('renders alike', () => {
    for (const name of names) {
      const error = make(maker, name);
      const options = { instance: 'urn:uuid:00000000-0000-4000-8000-000000000000' };
      const request = { method: 'GET', headers: {} };
      expect(viewer.render(error, request, options)).toEqual(maker.render(error, request, options));
    }
  });
});

describe.each([
  ['ESM', 'CommonJS', ESM.core, CJS.core],
  ['CommonJS', 'ESM', CJS.core, ESM.core],
] as const)('a result made by the %s copy, seen from the %s copy', (_made, _seen, maker, viewer) => {
  it('is a result there, and is written as one', () => {
    const result = maker.created('/notes/7', { id: 7 }, { etag: '"v1"' });
    expect(viewer.isResult(result)).toBe(true);
    expect(viewer.toReply(result, { method: 'POST' })).toMatchObject({
      status: 201,
      headers: { location: '/notes/7', etag: '"v1"' },
      body: '{"id":7}',
    });
  });

  it('is not forged by parsed JSON', () => {
    expect(viewer.isResult(JSON.parse(JSON.stringify(maker.noContent())))).toBe(false);
  });
});

it.each([
  ['ESM', 'CommonJS', ESM, CJS],
  ['CommonJS', 'ESM', CJS, ESM],
] as const)(
  'what the %s middleware has decided is given back by a limiter of the %s copy',
  async (_one, _other, one, other) => {
    const store = new one.rateLimit.MemoryStore();
    const policies = [{ name: 'minute', quota: 3, windowSeconds: 60 }];
    const limit = one.express.rateLimit({ policies, store, key: () => 'key' });
    await nextTurn(); // a limiter that is used in the turn in which it was made warns that it is new
    const request = { method: 'GET', headers: {} };
    await limit(request as never, { getHeader() {}, setHeader() {} } as never, () => {});
    const decision = limit.decision(request);
    if (decision === undefined) throw new Error('expected a decision');
    const limiter = other.rateLimit.rateLimiter({ policies, store });
    expect(limiter.peek('key').policies[0]?.remaining).toBe(2);
    expect([limiter.refund(decision), limiter.refund(decision)]).toEqual([true, false]);
    expect(limiter.peek('key').policies[0]?.remaining).toBe(3);
  },
);
