import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import { describe, expect, it } from 'vitest';
import { CREATE_EXPRESS, FRAMEWORKS, type Framework, KOA } from '../setup/frameworks.ts';
import { listenHere, problemOf, serveHere } from '../setup/here.ts';
import { type RawResponse, request } from '../setup/raw.ts';
import { applicationOf, serveUntilEnd } from '../setup/served.ts';

function block(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

/** Asks once, so that the lag is measured, then while the loop is busy. */
async function askBusy(port: number, path: string, blockMs = 120): Promise<RawResponse> {
  await request(port, 'GET', '/ok');
  await new Promise((resolve) => setTimeout(resolve, 15));
  const answer = request(port, 'GET', path);
  setImmediate(() => block(blockMs));
  return answer;
}

const ROUTES = { 'GET /ok': () => 'ok', 'GET /readyz': () => 'ok', 'GET /pay': () => 'ok' };

function start(framework: Framework, options?: forExpress.ShedOptions<never>) {
  return serveHere(framework, ROUTES, {
    express: (app) => app.use(forExpress.shed(options)),
    koa: (app) => app.use(forKoa.shed(options) as never),
  });
}

async function checkShed(answer: RawResponse): Promise<void> {
  await expect(answer).toHaveStatus(503);
  expect(answer.fields['retry-after']?.join()).toMatch(/^[123]$/);
  expect(problemOf(answer)['type']).toMatch(/not-processed$/);
  expect(answer.fields['cache-control']).toEqual(['no-store']);
}

describe.each(FRAMEWORKS)('%s: shed', (framework) => {
  it('a busy loop sheds, and admits again when it is over', async () => {
    const { port } = await start(framework);
    await checkShed(await askBusy(port, '/ok'));
    // On a busy machine the loop of this very process may lag for longer.
    await expect.poll(async () => (await request(port, 'GET', '/ok')).status, { timeout: 10_000 }).toBe(200);
  });

  it('never sheds a health check', async () => {
    const { port } = await start(framework);
    await expect(await askBusy(port, '/readyz')).toHaveStatus(200);
  });

  it('goes by a priority', async () => {
    const priority = (source: { url: string }): number =>
      source.url === '/pay' ? Number.POSITIVE_INFINITY : 1;
    const { port } = await start(framework, { priority } as never);
    await expect(await askBusy(port, '/pay')).toHaveStatus(200);
    await checkShed(await askBusy(port, '/ok'));
  });
});

describe('serve with shed', () => {
  it('sheds before the application, never a health check, and reports it', async () => {
    const app = applicationOf('http', { '/ok': (_request, response) => void response.end('ok') });
    const { port, reports } = await serveUntilEnd(app, { shed: true, health: { live: '/alive' } });
    await checkShed(await askBusy(port, '/ok'));
    await new Promise((resolve) => setTimeout(resolve, 30));
    await expect(await askBusy(port, '/alive')).toHaveStatus(200);
    expect(reports.map(({ error, level }) => [error.status, level])).toEqual([[503, 'warn']]);
  });
});

it.each([forExpress, forKoa])('arguments', ({ shed }) => {
  for (const wrong of [null, 1, { priority: 1 }, { health: '/x' }])
    expect(() => shed(wrong as never)).toThrow(TypeError);
  for (const lagMs of [0, -1, Number.NaN, '40']) expect(() => shed({ lagMs } as never)).toThrow(RangeError);
});

it('works without options', async () => {
  const app = CREATE_EXPRESS.express5();
  app.use(forExpress.shed());
  app.get('/', (_req, res) => void res.send('ok'));
  expect((await request((await listenHere(app)).port, 'GET', '/')).body).toBe('ok');
  const koa = new KOA.koa3();
  koa
    .use(forKoa.errorHandler())
    .use(forKoa.shed() as never)
    .use((ctx) => {
      ctx.body = 'ok';
    });
  expect((await request((await listenHere(koa.callback())).port, 'GET', '/')).body).toBe('ok');
});
