import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import { etag } from '@statuskit/core/conditional';
import type { Express } from 'express';
import type Koa from 'koa';
import { describe, expect, it } from 'vitest';
import { FRAMEWORKS, type Framework } from '../../setup/frameworks.ts';
import { readGuide, run } from '../../setup/guide.ts';
import { listenHere } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';
import { modulesFor } from './modules.ts';

const guide = readGuide('idempotency');
const [ON_EXPRESS = '', ON_KOA = ''] = guide.blocks.map(({ code }) => code);

async function start(framework: Framework) {
  let payments = 0;
  let version = 1;
  const bank = {
    userOf: (authorization = 'nobody') => authorization,
    load: () => ({ etag: etag.strong(`v${version}`) }),
    accounts: {
      pay: (amount: number) => ({ payment: ++payments, amount }),
      rename: (id: string, name: string) => ({ id, name, version: ++version }),
    },
  };
  const isKoa = framework.startsWith('koa');
  const modules = {
    ...modulesFor(framework),
    '@koa/bodyparser': { bodyParser },
    '@koa/router': Router,
    './bank.ts': bank,
  };
  const { app } = run(isKoa ? ON_KOA : ON_EXPRESS, modules) as { app: Express | Koa };
  const { port } = await listenHere('callback' in app ? app.callback() : app);
  return (method: string, path: string, content: object, fields: Record<string, string> = {}) =>
    request(
      port,
      method,
      path,
      { 'content-type': 'application/json', authorization: 'ada', ...fields },
      JSON.stringify(content),
    );
}

describe.each(FRAMEWORKS)('the application of the guide on %s', (framework) => {
  it('pays once for each key, and the limiter outside counts each request', async () => {
    const ask = await start(framework);
    const fields = { 'idempotency-key': '"k"' };
    const answers = [
      await ask('POST', '/payments', { amount: 7 }, fields),
      await ask('POST', '/payments', { amount: 7 }, fields),
      await ask('POST', '/payments', { amount: 8 }, fields),
      await ask('POST', '/payments', { amount: 7 }),
      await ask('POST', '/payments', { amount: 7 }, { ...fields, authorization: 'bob' }),
    ];
    expect(answers.map(({ status, body }) => (status === 200 ? body : status))).toEqual([
      '{"payment":1,"amount":7}',
      '{"payment":1,"amount":7}',
      422,
      400,
      '{"payment":2,"amount":7}',
    ]);
    expect(answers[1]?.fields['idempotent-replayed']).toEqual(['true']);
    expect(answers.map(({ fields }) => /r=(\d+)/.exec(fields['ratelimit']?.[0] ?? '')?.[1])).toEqual([
      '99',
      '98',
      '97',
      '96',
      '99',
    ]);
  });

  it('repeats a PATCH whose condition no longer holds, since it has been done; a 412 frees its key', async () => {
    const ask = await start(framework);
    const fields = { 'idempotency-key': 'k', 'if-match': '"v1"' };
    const first = await ask('PATCH', '/accounts/7', { name: 'ada' }, fields);
    const again = await ask('PATCH', '/accounts/7', { name: 'ada' }, fields);
    expect([first.status, again.status, again.body]).toEqual([200, 200, first.body]);
    const stale = { 'idempotency-key': 'other', 'if-match': '"v1"' };
    expect((await ask('PATCH', '/accounts/7', { name: 'eva' }, stale)).status).toBe(412);
    const mended = { ...stale, 'if-match': '"v2"' };
    expect((await ask('PATCH', '/accounts/7', { name: 'eva' }, mended)).status).toBe(200);
  });
});
