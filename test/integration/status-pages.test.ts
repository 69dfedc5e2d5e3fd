// The code on the pages of statuses: each program of site/src/statuses, run as it stands there.
import Router from '@koa/router';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import type { Express } from 'express';
import type Koa from 'koa';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { askOf, EXAMPLES, WITHOUT_EXAMPLE } from '../../site/src/statuses/examples.ts';
import { programOf, type Shown } from '../../site/src/statuses/programs.ts';
import { FRAMEWORKS, type Framework } from '../setup/frameworks.ts';
import { run } from '../setup/guide.ts';
import { listenHere } from '../setup/here.ts';
import { type RawResponse, request } from '../setup/raw.ts';
import { modulesFor } from './guides/modules.ts';

const KNOWN = { express: new Set(Object.keys(forExpress)), koa: new Set(Object.keys(forKoa)) };
const statuses = Object.keys(EXAMPLES).map(Number);

async function answer(framework: Framework, status: number): Promise<RawResponse> {
  const example = EXAMPLES[status];
  if (example === undefined) throw new Error(`no example for ${status}`);
  const shown: Shown = framework.startsWith('koa') ? 'koa' : 'express';
  const modules = { ...modulesFor(framework), '@koa/router': Router };
  const { app } = run(programOf(example, shown, KNOWN[shown]), modules, ['app']) as { app: Express | Koa };
  if ('silent' in app) app.silent = true;
  const { port } = await listenHere('callback' in app ? app.callback() : app);
  const { method, path, headers, body } = askOf(example);
  for (let at = 1; at < (example.times ?? 1); at++) await request(port, method, path, headers, body);
  return request(port, method, path, headers, body);
}

// The default report.
beforeEach(() => {
  for (const name of ['error', 'warn'] as const) vi.spyOn(console, name).mockImplementation(() => {});
});

describe.each(FRAMEWORKS)('on %s', (framework) => {
  it.each(statuses)('the program of %i answers with it', async (status) => {
    const response = await answer(framework, status);
    if (status === 103) expect(response.status === 103 || response.rest.includes('200')).toBe(true);
    else expect(response.status).toBe(status);
  });
});

it('each registered status has a program, or says why not', () => {
  const all = Object.keys(forExpress.STATUS_NAMES).map(Number);
  expect(
    all.filter((status) => (EXAMPLES[status] === undefined) === (WITHOUT_EXAMPLE[status] === undefined)),
  ).toEqual([]);
});
