import { readFileSync } from 'node:fs';
import type { Decision } from '@statuskit/core/rate-limit';
import * as rateLimitModule from '@statuskit/core/rate-limit';
import * as forExpress from '@statuskit/express';
import { expect, it } from 'vitest';
import { FRAMEWORKS } from '../../setup/frameworks.ts';
import { readGuide, run } from '../../setup/guide.ts';
import { serveHere } from '../../setup/here.ts';
import { admittedAt, RATE_PLOT, ratePlot } from '../../setup/rate-plot.ts';
import { request } from '../../setup/raw.ts';

const guide = readGuide('rate-limits');
const [plans = { code: '' }, bare = { code: '' }] = guide.blocks;

it('the plot shows what the limiter does (pnpm run docs writes it)', () => {
  expect(readFileSync(RATE_PLOT, 'utf8')).toBe(ratePlot());
});

it.each([
  ['fixed-window', 39],
  ['gcra', 39],
  ['strict', 20],
] as const)('%s: what the guide says of some window of the plot holds', (algorithm, most) => {
  const at = admittedAt(algorithm);
  const inWindow = at.map((from) => at.filter((one) => one >= from && one < from + 60).length);
  const peak = Math.max(...inWindow);
  if (algorithm === 'strict') expect(peak).toBeLessThanOrEqual(most);
  else expect(peak).toBe(most);
});

it.each(FRAMEWORKS.filter((framework) => framework.startsWith('express')))(
  '%s: plans, costs and exceptions are as written',
  async (framework) => {
    const { limit } = run(plans.code, { '@statuskit/express': forExpress }, ['limit']);
    const { port } = await serveHere(
      framework,
      { 'GET /': () => 'fine', 'GET /export': () => 'all', 'GET /health': () => 'up' },
      {
        express: (app) => {
          app.use((req, _res, next) => {
            const [id, role] = String(req.headers['x-test']).split(' ');
            Object.assign(req, { user: { id, isPaid: role === 'paid', isStaff: role === 'staff' } });
            next();
          });
          app.use(limit as ReturnType<typeof forExpress.rateLimit>);
        },
      },
    );
    const told = async (path: string, fields: Record<string, string>): Promise<unknown> => {
      const { status, fields: got } = await request(port, 'GET', path, fields);
      return [status, got['ratelimit']?.[0]?.replace(/;t=\d+/, '')];
    };
    expect(await told('/export', { 'x-test': 'ann' })).toEqual([200, '"hourly";r=50']);
    expect(await told('/export', { 'x-test': 'bob paid' })).toEqual([200, '"hourly";r=450']);
    expect(await told('/', { 'x-test': 'eve staff' })).toEqual([200, undefined]);
    expect(await told('/health', { 'x-test': 'ann' })).toEqual([200, undefined]);
  },
);

it('without a framework: each line says what happens', () => {
  const names = ['first', 'second', 'third', 'refusal'];
  const result = run(bare.code, { '@statuskit/core/rate-limit': rateLimitModule }, names);
  expect(['first', 'second', 'third'].map((name) => (result[name] as Decision).kind)).toEqual([
    'allowed',
    'limited',
    'allowed',
  ]);
  expect(result['second']).toMatchObject({ retryAfterSeconds: 30 });
  expect(result['refusal']).toMatchObject({ status: 429, headers: { 'retry-after': '30' } });
});
