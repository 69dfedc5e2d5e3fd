import type { Rule } from '@statuskit/core';
import { toHttpError } from '@statuskit/core';
import type { ErrorRequestHandler } from 'express';
import { describe, expect, it } from 'vitest';
import { CREATE_EXPRESS, FRAMEWORKS } from '../../setup/frameworks.ts';
import { readGuide, run } from '../../setup/guide.ts';
import { listenHere, problemOf, serveHere } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';
import { modulesFor } from './modules.ts';

const [line, whole] = readGuide('write-a-rule').blocks.map(({ code }) => code);

interface Warehouse {
  WarehouseError: new (code: string, message: string, freeAt?: Date) => Error;
  warehouse: Rule;
  answer: ErrorRequestHandler;
}

it('one line admits a class', async () => {
  const { StockError, answer } = run(line ?? '', modulesFor('express5')) as {
    StockError: new (message: string) => Error;
    answer: ErrorRequestHandler;
  };
  const app = CREATE_EXPRESS.express5();
  app.get('/', () => {
    throw new StockError('Two are left');
  });
  app.use(answer);
  const { port } = await listenHere(app);
  const response = await request(port, 'GET', '/');
  expect([response.status, problemOf(response)['detail']]).toEqual([409, 'Two are left']);
});

describe('the rule of the guide', () => {
  const { WarehouseError, warehouse } = run(whole ?? '', modulesFor('express5')) as unknown as Warehouse;

  it.each(FRAMEWORKS)('%s: sold out is a 409 with words of its own', async (framework) => {
    const thrown = () => {
      throw new WarehouseError('SOLD_OUT', 'row 7 of db-3 is locked');
    };
    const errors = { rules: [warehouse], report() {} };
    const { port } = await serveHere(framework, { 'GET /': thrown }, { errors });
    const response = await request(port, 'GET', '/');
    expect([response.status, problemOf(response)['detail']]).toEqual([409, 'This article is sold out']);
    expect(response.body).not.toContain('db-3');
  });

  it('knows its other codes, and nothing else', () => {
    const meant = (error: unknown) => toHttpError(error, { rules: [warehouse] });
    const freeAt = new Date(Date.now() + 90_000);
    expect(meant(new WarehouseError('STOCKTAKING', 'x', freeAt)).headers['retry-after']).toMatch(
      /^(?:89|90|91)$|GMT$/,
    );
    expect(meant(new WarehouseError('LINK_DOWN', 'x')).status).toBe(500);
    expect(meant(Object.assign(new Error('x'), { code: 'SOLD_OUT' })).status).toBe(500);
  });
});
