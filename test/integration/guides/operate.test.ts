import * as idempotencyModule from '@statuskit/core/idempotency';
import * as rateLimitModule from '@statuskit/core/rate-limit';
import type { Express } from 'express';
import { expect, it } from 'vitest';
import { readGuide, run } from '../../setup/guide.ts';
import { listenHere } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';
import { modulesFor } from './modules.ts';

it('the three hooks of the guide count what happens', async () => {
  const [block] = readGuide('operate').blocks;
  const modules = {
    ...modulesFor('express5'),
    '@statuskit/core/idempotency': idempotencyModule,
    '@statuskit/core/rate-limit': rateLimitModule,
    './bank.ts': { userOf: (name = 'nobody') => name, accounts: { pay: (amount: number) => ({ amount }) } },
  };
  const { app, counters } = run(block?.code ?? '', modules) as {
    app: Express;
    counters: Map<string, number>;
  };
  const { port } = await listenHere(app);
  const pay = () =>
    request(
      port,
      'POST',
      '/payments',
      { 'content-type': 'application/json', 'idempotency-key': '"k"', authorization: 'ann' },
      '{"amount":7}',
    );
  expect((await pay()).status).toBe(200);
  expect((await pay()).fields['idempotent-replayed']).toEqual(['true']);
  expect((await pay()).status).toBe(429);
  expect([...counters].sort()).toEqual([
    [
      'failures_total{"level":"info","sent":429,"route":"none","type":"https://iana.org/assignments/http-problem-types#quota-exceeded"}',
      1,
    ],
    ['idempotency_total{"kind":"completed"}', 1],
    ['idempotency_total{"kind":"replayed"}', 1],
    ['idempotency_total{"kind":"started"}', 1],
    ['limit_decisions_total{"kind":"allowed","degraded":false}', 2],
    ['limit_decisions_total{"kind":"limited","degraded":false}', 1],
  ]);
});
