import type { ErrorRequestHandler, Express, RequestHandler } from 'express';
import type Koa from 'koa';
import { describe, expect, it, vi } from 'vitest';
import { CREATE_EXPRESS } from '../../setup/frameworks.ts';
import { readGuide, run } from '../../setup/guide.ts';
import { listenHere, problemOf } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';
import { modulesFor } from './modules.ts';

const guide = readGuide('validate-a-request');
const [forExpress = '', forKoa = '', inHandler = ''] = guide.blocks.map(({ code }) => code);
const JSON_TYPE = { 'content-type': 'application/json' };
const shown = JSON.parse(/```json\n(.*?)```/s.exec(guide.text)?.[1] ?? '') as Record<string, unknown>;

describe.each(['express4', 'express5', 'koa2', 'koa3'] as const)('%s', (framework) => {
  const isKoa = framework.startsWith('koa');

  async function serve(): Promise<number> {
    const { app } = run(isKoa ? forKoa : forExpress, modulesFor(framework)) as { app: Express | Koa };
    const { port } = await listenHere('callback' in app ? app.callback() : app);
    return port;
  }

  it('passes on what the schemas have parsed', async () => {
    const sent = JSON.stringify({ text: 'hello' });
    const answer = await request(await serve(), 'PUT', '/notes/7?notify=true', JSON_TYPE, sent);
    expect([answer.status, problemOf(answer)]).toEqual([
      200,
      { id: 7, text: 'hello', ...(!isKoa && { tags: [], notified: true }) },
    ]);
  });

  it('has the statuses of the table', async () => {
    vi.spyOn(process, 'emitWarning').mockImplementation(() => {}); // content that no parser has read
    const port = await serve();
    const put = async (path: string, body: string, type = 'application/json'): Promise<unknown> => {
      const answer = await request(port, 'PUT', path, { 'content-type': type }, body);
      return [answer.status, (problemOf(answer)['errors'] as readonly object[] | undefined)?.length];
    };
    expect(await put('/notes/7', '{"text":"hi"}')).toEqual([422, 1]);
    expect(await put('/notes/seven', '{"text":"hello"}')).toEqual([400, 1]);
    expect(await put('/notes/seven', '{"text":"hi"}')).toEqual([400, 2]);
    expect(await put('/notes/7', '')).toEqual([400, undefined]);
    expect(await put('/notes/7', '{"text":"hello"}', 'text/csv')).toEqual([415, undefined]);
    expect(await put('/notes/7', '{"text":')).toEqual([400, undefined]);
  });
});

it('the problem of the guide', async () => {
  const { app } = run(forExpress, modulesFor('express5')) as { app: Express };
  const { port } = await listenHere(app);
  const answer = await request(port, 'PUT', '/notes/seven', JSON_TYPE, '{"text":"hi"}');
  expect(problemOf(answer)).toEqual(shown);
});

it('check in a handler', async () => {
  const modules = modulesFor('express5');
  const { list } = run(inHandler, modules) as { list: RequestHandler };
  const app = CREATE_EXPRESS.express5();
  app.get('/', list);
  const errors = "import { errorHandler } from '@statuskit/express'; export const answer = errorHandler();";
  app.use((run(errors, modules) as { answer: ErrorRequestHandler }).answer);
  const { port } = await listenHere(app);
  expect(problemOf(await request(port, 'GET', '/?limit=7'))).toEqual({ limit: 7 });
  const refused = await request(port, 'GET', '/?limit=700');
  expect([refused.status, problemOf(refused)['errors']]).toEqual([
    400,
    [
      expect.objectContaining({
        parameter: 'limit',
        code: 'too_big',
        limits: { maximum: 100, inclusive: true },
      }),
    ],
  ]);
});
