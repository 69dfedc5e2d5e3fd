import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noContent, ok } from '@statuskit/core';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FRAMEWORKS, type Routes } from '../../setup/frameworks.ts';
import { serveGuarded } from '../../setup/guarded.ts';
import { request } from '../../setup/raw.ts';

// A modification that lies in the future is sent as the Date of the response (RFC 9110 §8.8.2.1): clients ignore one that is
// later, and would take it for the time until which nothing changes. Results passed it on as it was.
const FUTURE = new Date(Date.now() + 86_400_000);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'statuskit-modified-'));
  for (const [name, date] of [
    ['future', FUTURE],
    ['now', new Date()],
  ] as const) {
    await writeFile(join(folder, name), 'text');
    await utimes(join(folder, name), date, date);
  }
});
afterAll(() => rm(folder, { recursive: true }));

const file =
  (name: string): Routes[string] =>
  ({ express, koa }) =>
    express !== undefined
      ? forExpress.sendFile(express.req, name, { root: folder })
      : forKoa.sendFile(koa as object, name, { root: folder });

const ROUTES: Routes = {
  'GET /value': () => 'text',
  'GET /result': () => ok('text', { lastModified: FUTURE }),
  'GET /raw': () => ok('text', { headers: { 'Last-Modified': FUTURE.toUTCString() } }),
  'PUT /result': () => noContent({ lastModified: FUTURE }),
  'GET /file': file('future'),
  'GET /new': file('now'),
  'HEAD /file': file('future'),
};

describe.each(FRAMEWORKS)('%s', (framework) => {
  it.each(Object.keys(ROUTES))('Last-Modified is not later than Date: %s', async (route) => {
    const [method = '', path = ''] = route.split(' ');
    const load = () => (path === '/value' ? { lastModified: FUTURE } : {});
    const server = await serveGuarded(framework, ROUTES, { load });
    try {
      const { fields, status } = await request(server.port, method, path);
      expect(status).toBeLessThan(300);
      const [modified, date] = [fields['last-modified'], fields['date']].map((lines) =>
        Date.parse(lines?.[0] ?? ''),
      );
      expect(date).toBeGreaterThan(Date.now() - 10_000);
      expect(modified).toBeLessThanOrEqual(date as number);
      if (path !== '/new') expect(modified).toBe(date);
      expect(fields['date']).toHaveLength(1);
    } finally {
      await server.close();
    }
  });
});
