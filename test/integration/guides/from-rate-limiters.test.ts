import type { Express } from 'express';
import * as expressRateLimit from 'express-rate-limit';
import type Koa from 'koa';
import koaRatelimit from 'koa-ratelimit';
import * as rateLimiterFlexible from 'rate-limiter-flexible';
import { describe, expect, it } from 'vitest';
import { readGuide, run } from '../../setup/guide.ts';
import { listenHere } from '../../setup/here.ts';
import { type RawResponse, request } from '../../setup/raw.ts';
import { modulesFor } from './modules.ts';

const guide = readGuide('from-rate-limiters');
const [ERL_BEFORE, ERL_AFTER, RLF_BEFORE, RLF_AFTER, KOA_BEFORE, KOA_AFTER] = guide.blocks.map(
  ({ code }) => code,
);

async function start(code: string | undefined, framework: 'express5' | 'koa3'): Promise<number> {
  const modules = {
    ...modulesFor(framework),
    'express-rate-limit': expressRateLimit,
    'rate-limiter-flexible': rateLimiterFlexible,
    'koa-ratelimit': koaRatelimit,
  };
  const { app } = run(code ?? '', modules) as { app: Express | Koa };
  return (await listenHere('callback' in app ? app.callback() : app)).port;
}

async function ask(
  port: number,
  times: number,
  path = '/',
  fields: Record<string, string> = {},
): Promise<RawResponse> {
  for (let at = 1; at < times; at++) await request(port, 'GET', path, fields);
  return request(port, 'GET', path, fields);
}

const wait = ({ fields }: RawResponse): number => Number(fields['retry-after']?.[0]);

describe.each([
  ['express-rate-limit, before', ERL_BEFORE, 'express5', 'text'],
  ['express-rate-limit, after', ERL_AFTER, 'express5', 'problem'],
  ['rate-limiter-flexible, before', RLF_BEFORE, 'express5', 'text'],
  ['rate-limiter-flexible, after', RLF_AFTER, 'express5', 'problem'],
  ['koa-ratelimit, before', KOA_BEFORE, 'koa3', 'text'],
  ['koa-ratelimit, after', KOA_AFTER, 'koa3', 'problem'],
] as const)('%s', (_name, code, framework, form) => {
  const isLogged = code === KOA_AFTER; // strict: one request in an instant

  it('admits what its quota says, and then answers 429 with a wait', async () => {
    const port = await start(code, framework);
    const admitted = isLogged ? 1 : 2;
    await expect(await ask(port, admitted)).toHaveStatus(200);
    const refused = await ask(port, 1);
    await expect(refused).toBeRateLimited();
    expect(wait(refused)).toBeGreaterThan(50);
    expect(wait(refused)).toBeLessThanOrEqual(isLogged ? 61 : 60);
    const type = refused.fields['content-type']?.[0] ?? '';
    expect(type.startsWith('application/problem+json')).toBe(form === 'problem');
    expect(refused.fields['cache-control']).toEqual(form === 'problem' ? ['no-store'] : undefined);
  });
});

describe('what the table of express-rate-limit says', () => {
  it('keys and exceptions: a key each, and no limit for /health', async () => {
    for (const code of [ERL_BEFORE, ERL_AFTER]) {
      const port = await start(code, 'express5');
      await expect(await ask(port, 3, '/', { 'x-api-key': 'one' })).toBeRateLimited();
      await expect(await ask(port, 1, '/', { 'x-api-key': 'two' })).toHaveStatus(200);
      await expect(await ask(port, 5, '/health', { 'x-api-key': 'one' })).toHaveStatus(200);
    }
  });

  it('both announce the limit in the form of draft-7', async () => {
    const [before, after] = await Promise.all(
      [ERL_BEFORE, ERL_AFTER].map(async (code) => (await ask(await start(code, 'express5'), 1)).fields),
    );
    for (const fields of [before, after]) {
      expect(fields?.['ratelimit-policy']?.[0]).toMatch(/^2;w=60/);
      expect(fields?.['ratelimit']?.[0]).toMatch(/^limit=2, remaining=1, reset=\d+$/);
    }
  });

  it('has a row for each option of that package', () => {
    const rows = guide
      .rowsUnder('express-rate-limit')
      .map(([option = '']) => option)
      .join(' ');
    const options = [
      'windowMs',
      'limit',
      'message',
      'statusCode',
      'handler',
      'legacyHeaders',
      'standardHeaders',
      'identifier',
      'store',
      'passOnStoreError',
      'keyGenerator',
      'ipv6Subnet',
      'requestPropertyName',
      'skip',
      'skipSuccessfulRequests',
      'skipFailedRequests',
      'requestWasSuccessful',
      'validate',
    ];
    expect(options.filter((option) => !rows.includes(option))).toEqual([]);
  });
});

it('a second limit of express-rate-limit refuses after the first has spent; policies decide together', async () => {
  const { rateLimit } = expressRateLimit;
  const spent: number[] = [];
  const express = modulesFor('express5')['express'] as () => Express;
  const app = express();
  const quiet = { windowMs: 60_000, legacyHeaders: false, standardHeaders: 'draft-7' as const };
  app.use(rateLimit({ ...quiet, limit: 10, handler: (_req, res) => void res.sendStatus(429) }));
  app.use((req, _res, next) => {
    spent.push((req as unknown as { rateLimit: { used: number } }).rateLimit.used);
    next();
  });
  app.use(rateLimit({ ...quiet, limit: 1, requestPropertyName: 'second' }));
  app.get('/', (_req, res) => void res.send('fine'));
  const { port } = await listenHere(app);
  await expect(await ask(port, 2)).toBeRateLimited();
  expect(spent).toEqual([1, 2]);
});
