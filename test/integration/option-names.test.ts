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
      expect.stringMatching(/^[\w. ]+: expected only \w+(?:, \w+)*, got \["mispelled","constructor"\]$/),
    ]);
  });

  it.each(all)('is ignored without a value, as options are that are left out: %s', (_name, make) => {
    const warnings = hearWarnings();
    make({ mispelled: undefined });
    expect(warnings.texts).toEqual([]);
  });
});
