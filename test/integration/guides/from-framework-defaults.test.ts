import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import * as core from '@statuskit/core';
import type { ErrorRequestHandler, Express } from 'express';
import Koa from 'koa';
import { describe, expect, it, vi } from 'vitest';
import { CREATE_EXPRESS, FRAMEWORKS, type Framework } from '../../setup/frameworks.ts';
import { readGuide, run } from '../../setup/guide.ts';
import { listenHere, problemOf } from '../../setup/here.ts';
import type { LintExceptions } from '../../setup/linted.ts';
import { type RawResponse, request } from '../../setup/raw.ts';
import { modulesFor } from './modules.ts';
import { evaluate, FROM_KOA, rowsOf } from './pairs.ts';

const guide = readGuide('from-framework-defaults');
const [EXPRESS_BEFORE, EXPRESS_AFTER, KOA_BEFORE, KOA_AFTER, BODY] = guide.blocks.map(({ code }) => code);

/** Another server's 401, and a mistake in the code. */
const FAILURES: Readonly<Record<string, unknown>> = {
  401: Object.assign(new Error('hunter2 refuses'), { status: 401, response: {}, config: {} }),
  500: new TypeError('hunter2 is undefined'),
};

async function findNote(id: string): Promise<object | undefined> {
  if (id in FAILURES) throw FAILURES[id];
  return id === '7' ? { id: 7 } : undefined;
}

async function fire(
  framework: Framework,
  code: string | undefined,
  path: string,
  lint?: LintExceptions,
): Promise<RawResponse> {
  const modules = { ...modulesFor(framework), './notes.ts': { findNote } };
  const { app } = run(code ?? '', modules, ['app']) as { app: Express | Koa };
  if (framework.startsWith('koa')) (app as Koa).silent = true;
  const { port } = await listenHere('callback' in app ? (app as Koa).callback() : app, lint);
  return request(port, 'GET', path);
}

describe.each(FRAMEWORKS)('before and after on %s', (framework) => {
  const isKoa = framework.startsWith('koa');
  const [before, after] = isKoa ? [KOA_BEFORE, KOA_AFTER] : [EXPRESS_BEFORE, EXPRESS_AFTER];

  it('what is found is the same', async () => {
    for (const code of [before, after]) {
      const { status, body } = await fire(framework, code, '/notes/7');
      expect([status, body]).toEqual([200, '{"id":7}']);
    }
  });

  it('what is not found is a 404 with its text', async () => {
    expect(JSON.parse((await fire(framework, before, '/notes/8')).body)).toEqual({ message: 'No such note' });
    expect(problemOf(await fire(framework, after, '/notes/8'))).toMatchObject({
      status: 404,
      detail: 'No such note',
    });
  });

  it.each([
    ['/notes/401', 401],
    ['/notes/500', 500],
  ])('%s: a %i that says what was thrown becomes an opaque 500', async (path, status) => {
    vi.spyOn(console, 'error').mockImplementation(() => {}); // the default report of Express
    const lint = { 'www-authenticate-on-401': 'the application before it moves to statuskit' };
    const old = await fire(framework, before, path, lint);
    await expect(old).toHaveStatus(status);
    expect(old.body).toContain('hunter2');
    const ours = await fire(framework, after, path);
    await expect(ours).toHaveStatus(500);
    expect(ours.body).not.toContain('hunter2');
  });
});

it.each(['express4', 'express5'] as const)('the old body on %s', async (framework) => {
  const { answer } = run(BODY ?? '', modulesFor(framework), ['answer']) as { answer: ErrorRequestHandler };
  const app = CREATE_EXPRESS[framework]();
  app.get('/', (_request, _response, next) => next(new core.NotFound('No such note')));
  const { port } = await listenHere(app.use(answer));
  const response = await request(port, 'GET', '/');
  await expect(response).toHaveStatus(404);
  expect(response.fields['content-type']).toEqual(['application/json']);
  expect(response.fields['cache-control']).toEqual(['no-store']);
  expect(response.body).toBe('{"message":"No such note"}');
});

describe('the table for ctx.throw', () => {
  const message = new IncomingMessage(new Socket());
  const ctx = new Koa().createContext(message, new ServerResponse(message));
  const modules = { ...modulesFor('koa3'), './ctx.ts': { ctx } };

  it.each(rowsOf(FROM_KOA))('%s becomes %s', (before, after) => {
    const [old, modern] = [before, after].map((one) => evaluate(FROM_KOA, one, modules));
    expect(core.isHttpError(modern)).toBe(true);
    expect((modern as core.HttpError).status).toBe((old as core.HttpError).status);
    expect(core.toHttpError(old, { challenge: { scheme: 'Bearer' } }).status).toBe(
      (modern as core.HttpError).status,
    );
  });
});
