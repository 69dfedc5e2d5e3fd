import { createServer } from 'node:http';
import * as core from '@statuskit/core';
import * as idempotency from '@statuskit/core/idempotency';
import * as limits from '@statuskit/core/rate-limit';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import * as node from '@statuskit/node';
import * as redis from '@statuskit/redis';
import { describe, expect, it } from 'vitest';
import { hearWarnings } from '../setup/warnings.ts';

// A program in plain JavaScript has no compiler that notices a misspelled option. A guard would run without what it asks for.

type Options = Readonly<Record<string, unknown>>;

const POLICIES = [{ name: 'hourly', quota: 10, windowSeconds: 3600 }];
const SCHEMA = { '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value }) } };
const REDIS = { evalSha: () => Promise.resolve(null), eval: () => Promise.resolve(null) };

const protect = (options: Options): unknown =>
  node.protect(createServer(), { drain: { signals: [] }, ...options });

/** What takes options, with the least that it needs. */
const FUNCTIONS: Readonly<Record<string, (more: Options) => unknown>> = {
  'rules.from': (more) => core.rules.from(Error, more),
  'rules.postgres': (more) => core.rules.postgres(more),
  byIp: (more) => limits.byIp(more),
  rateLimiter: (more) => limits.rateLimiter({ policies: POLICIES, ...more }),
  MemoryStore: (more) => new limits.MemoryStore(more),
  MemoryIdempotencyStore: (more) => new idempotency.MemoryIdempotencyStore(more),
  redisStore: (more) => redis.redisStore(REDIS as never, more),
  redisIdempotencyStore: (more) => redis.redisIdempotencyStore(REDIS as never, more),
  readiness: (more) => node.readiness(more),
  protect,
  'protect drain': (more) => protect({ drain: { signals: [], ...more } }),
  'protect timeouts': (more) => protect({ timeouts: more }),
  'protect health': (more) => protect({ health: more }),
  'protect shed': (more) => protect({ shed: more }),
};

const MIDDLEWARES: Readonly<Record<string, (adapter: typeof forExpress, more: Options) => unknown>> = {
  autoEtag: (adapter, more) => adapter.autoEtag(more),
  concurrency: (adapter, more) => adapter.concurrency({ max: 1, ...more }),
  conditional: (adapter, more) => adapter.conditional(() => null, more),
  errorHandler: (adapter, more) => adapter.errorHandler(more),
  idempotent: (adapter, more) => adapter.idempotent({ scope: 'shared', ...more }),
  loginGuard: (adapter, more) => adapter.loginGuard({ user: () => 'ada', ...more }),
  rateLimit: (adapter, more) => adapter.rateLimit({ policies: POLICIES, ...more }),
  relocations: (adapter, more) => adapter.relocations({ '/old': '/new' }, more),
  shed: (adapter, more) => adapter.shed(more),
  unmatched: (adapter, more) => adapter.unmatched(more),
  valid: (adapter, more) => adapter.valid({ body: SCHEMA as never }, more),
};

const all = [
  ...Object.entries(FUNCTIONS),
  ...Object.entries(MIDDLEWARES).flatMap(([name, make]) =>
    Object.entries({ express: forExpress, koa: forKoa as unknown as typeof forExpress }).map(
      ([framework, adapter]) => [`${name} of ${framework}`, (more: Options) => make(adapter, more)] as const,
    ),
  ),
];

describe('a misspelled option', () => {
  it.each(all)('is reported with the names that there are: %s', (_name, make) => {
    const warnings = hearWarnings();
    make({ mispelled: true, constructor: 1 });
    make({ mispelled: true, constructor: 1 });
    expect(warnings.texts).toEqual([
      expect.stringMatching(/^[\w. ]+: expected only \w+(?:, \w+)*, got "mispelled", "constructor"$/),
    ]);
  });

  it.each(all)('is ignored without a value, as options are that are left out: %s', (_name, make) => {
    const warnings = hearWarnings();
    make({ mispelled: undefined });
    expect(warnings.texts).toEqual([]);
  });
});

describe('options of which more is passed than a function has', () => {
  it('are all named, up to twenty of them', () => {
    const warnings = hearWarnings();
    const more = Object.fromEntries(
      Array.from({ length: 20 }, (_, at) => [`setting of another part ${at}`, at]),
    );
    forExpress.shed(more);
    expect(warnings.texts[0]).toMatch(/"setting of another part 19"$/);
    forExpress.unmatched({ ...more, last: 1 } as never);
    expect(warnings.texts[1]).toMatch(/"setting of another part 19", …$/);
  });

  it.each([
    ['MemoryStore', (settings: object) => new limits.MemoryStore(settings)],
    ['byIp', (settings: object) => limits.byIp(settings)],
    ['errorHandler', (settings: object) => forKoa.errorHandler(settings)],
    ['readiness', (settings: object) => node.readiness(settings)],
    ['shed', (settings: object) => forExpress.shed(settings)],
  ])('are not read: %s', (_name, make) => {
    const warnings = hearWarnings();
    let reads = 0;
    make({
      get pool() {
        reads++;
        throw new Error('not connected yet');
      },
    });
    expect(reads).toBe(0);
    expect(warnings.texts).toEqual([expect.stringMatching(/got "pool"$/)]);
  });

  it('may refuse to list their names', () => {
    const warnings = hearWarnings();
    const shy = new Proxy({}, { ownKeys: () => expect.unreachable() });
    expect(() => forExpress.autoEtag(shy)).not.toThrow();
    expect(warnings.texts).toEqual([]);
  });
});

describe('methods that no request has', () => {
  it.each([[['put']], [['PUT', 'Patch']], [['PUT,PATCH']], [[null]]])(
    'are a TypeError, and not a guard without requests: %j',
    (methods) => {
      for (const adapter of [forExpress, forKoa as unknown as typeof forExpress]) {
        expect(() => adapter.conditional(() => null, { require: methods as never })).toThrow(
          /^require: expected a list of methods in upper case, such as \['PUT'\], got /,
        );
        expect(() => adapter.idempotent({ scope: 'shared', methods: methods as never })).toThrow(
          /^methods: expected a list of methods in upper case, such as \['PUT'\], got /,
        );
      }
    },
  );
});

describe('options that are no object', () => {
  it.each([
    ['autoEtag', (value: never) => forExpress.autoEtag(value)],
    ['byIp', (value: never) => limits.byIp(value)],
    ['conditional', (value: never) => forExpress.conditional(() => null, value)],
    ['relocations', (value: never) => forKoa.relocations({}, value)],
    ['redisStore', (value: never) => redis.redisStore(REDIS as never, value)],
    ['redisIdempotencyStore', (value: never) => redis.redisIdempotencyStore(REDIS as never, value)],
    ['unmatched', (value: never) => forKoa.unmatched(value)],
  ])('are a TypeError of %s', (_name, make) => {
    for (const value of [null, 'weak', 3])
      expect(() => make(value as never)).toThrow(
        new TypeError(`options: expected an object, got ${JSON.stringify(value)}`),
      );
  });
});
