// Each statement of the sheet, executed: the code of the guide as it stands there, on each framework, and what it puts on the wire.
import * as client from '@statuskit/client';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import { describe, expect, it } from 'vitest';
import { type Row, SHEET } from '../seed/index.ts';
import { CREATE_EXPRESS, FRAMEWORKS, type Framework, KOA, type Routes } from '../setup/frameworks.ts';
import { listenHere, serveHere } from '../setup/here.ts';
import { type RawResponse, request } from '../setup/raw.ts';

const SAMPLES = { note: { id: 7 }, user: { id: 42 } };

type Compiled = (...args: unknown[]) => unknown;

/** A piece of code as a function of what it may name. */
function compile(code: string, library: object, more: readonly string[] = []): Compiled {
  const scope = { ...library, ...client, ...SAMPLES };
  const run = new Function(...Object.keys(scope), ...more, code) as Compiled;
  return (...args) => run(...Object.values(scope), ...args);
}

function libraryOf(framework: Framework): object {
  return framework.startsWith('express') ? forExpress : forKoa;
}

async function start(framework: Framework, row: Row): Promise<number> {
  const library = libraryOf(framework);
  if (row.routes !== undefined) {
    const routes: Routes = Object.fromEntries(row.routes.map((route) => [route, () => 'here']));
    return (await serveHere(framework, routes)).port;
  }
  const run = compile(row.code ?? '', library, ['request', 'res']);
  const guards = row.use === undefined ? [] : [compile(`return ${row.use}`, library)()];
  if (framework === 'koa2' || framework === 'koa3') {
    const app = new KOA[framework]();
    app.silent = true;
    app.use(forKoa.errorHandler({ report() {} }));
    for (const guard of guards) app.use(guard as never);
    app.use(forKoa.handle((ctx) => run(ctx.req, ctx)));
    return (await listenHere(app.callback())).port;
  }
  const app = CREATE_EXPRESS[framework]();
  app.disable('x-powered-by');
  app.disable('etag');
  for (const guard of guards) app.use(guard as never);
  app.use(forExpress.handle((req, res) => run(req, res)));
  app.use(forExpress.errorHandler({ report() {} }));
  return (await listenHere(app)).port;
}

async function send(port: number, text: string): Promise<RawResponse> {
  const [head = '', body = ''] = text.split('\n\n', 2);
  const [line = '', ...fields] = head.split('\n');
  const [method = '', target = ''] = line.split(' ');
  const pairs = fields.map((field) => field.split(/: (.*)/s, 2) as [string, string]);
  return request(port, method, target, Object.fromEntries(pairs), body);
}

function check(response: RawResponse, wire: readonly string[]): void {
  const [line, ...parts] = wire;
  expect(response.line).toBe(`HTTP/1.1 ${line}`);
  for (const part of parts) {
    const field = /^([A-Z][\w-]*): (.*)$/.exec(part);
    if (part === 'empty')
      expect([response.body, response.status === 205 ? '' : response.rest]).toEqual(['', '']);
    else if (part.startsWith('no ')) expect(response.fields[part.slice(3).toLowerCase()]).toBeUndefined();
    else if (part.startsWith('without ')) expect(JSON.stringify(response)).not.toContain(part.slice(8));
    else if (field === null || response.body.includes(part)) expect(response.body).toContain(part);
    else {
      const [, name = '', value = ''] = field;
      const line = response.fields[name.toLowerCase()]?.join(', ');
      // Of several links the one that is named.
      if (name === 'Link') expect(line).toContain(value);
      else expect(line).toBe(value);
    }
  }
}

describe.each(FRAMEWORKS)('%s', (framework) => {
  const rows = SHEET.flatMap(({ title, rows }) => rows.map((row) => ({ title, ...row })));

  it.each(rows.filter(({ wire }) => wire !== undefined))('$title: $about: $says', async (row) => {
    const port = await start(framework, row);
    const asks = row.ask ?? ['GET /'];
    let response: RawResponse | undefined;
    for (const ask of asks) response = await send(port, ask);
    if (response === undefined) throw new Error('nothing was asked');
    check(response, row.wire ?? []);
  });

  it('gives the values that the guide names', () => {
    const values = rows.filter(({ wire, code }) => wire === undefined && code !== undefined);
    const run = ({ code }: Row): unknown => compile(`return ${code}`, libraryOf(framework))();
    expect(values.map((row) => [row.code, run(row)])).toEqual(values.map(({ code, gives }) => [code, gives]));
  });
});

describe('the sheet', () => {
  const rows = SHEET.flatMap((section) => section.rows);

  it('leaves nothing without code, or without saying who does it', () => {
    const bare = rows.filter(({ code, routes, instead }) => (code ?? routes ?? instead) === undefined);
    expect(bare).toEqual([]);
  });

  it('names the place in a specification for what it calls wrong, or a fact that anybody can check', () => {
    expect(rows.filter(({ wrong }) => wrong !== undefined).length).toBeGreaterThanOrEqual(13);
    expect(rows.filter(({ imprecise }) => imprecise !== undefined).length).toBeGreaterThanOrEqual(23);
  });
});
