// Each statement of the sheet, executed: the code of the guide as it stands there, on each framework, and what it puts on the wire.
import * as client from '@statuskit/client';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import type { Application, ServeOptions } from '@statuskit/node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Row, SHEET } from '../seed/index.ts';
import { openConnection } from '../setup/connection.ts';
import { CREATE_EXPRESS, FRAMEWORKS, type Framework, KOA, type Routes } from '../setup/frameworks.ts';
import { listenHere, serveHere } from '../setup/here.ts';
import { parseResponse, type RawResponse, request, talk } from '../setup/raw.ts';
import { serveUntilEnd } from '../setup/served.ts';

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
    return row.serve === undefined ? (await listenHere(app.callback())).port : served(row.serve, app);
  }
  const app = CREATE_EXPRESS[framework]();
  app.disable('x-powered-by');
  app.disable('etag');
  for (const guard of guards) app.use(guard as never);
  app.use(forExpress.handle((req, res) => run(req, res)));
  app.use(forExpress.errorHandler({ report() {} }));
  return row.serve === undefined ? (await listenHere(app)).port : served(row.serve, app);
}

/** Runs the call of a row that serves its application. */
async function served(call: string, app: unknown): Promise<number> {
  let port = 0;
  const serve = async (given: Application, options: ServeOptions = {}) => {
    const { server, port: bound } = await serveUntilEnd(given, options);
    port = bound;
    return server;
  };
  await compile(`return ${call}`, { serve }, ['app'])(app);
  return port;
}

/**
 * Sends a request as a row writes it. One with a version in its first line, and one that breaks a rule of framing, goes out
 * as it stands, and stops at `…`. Content that is announced by Expect waits for the answer.
 */
async function send(port: number, written: string): Promise<RawResponse> {
  const text = written.replace(/\{(.) × (\d+)\}/g, (_all, one: string, times) => one.repeat(Number(times)));
  const [head = '', body = ''] = text.split('\n\n', 2);
  const [line = '', ...fields] = head.split('\n');
  if (fields.includes('Expect: 100-continue')) return sendExpecting(port, head, body);
  if (line.includes(' HTTP/') || head.includes('\nTransfer-Encoding: ')) {
    const start = line.includes(' HTTP/') ? head : versioned(head);
    const bytes = start.endsWith(' …') ? start.slice(0, -2) : `${start}\n\n${body}`;
    const answer = await talk(port, bytes.replaceAll('\n', '\r\n'));
    const response = parseResponse(answer.bytes);
    if (response === undefined) throw new Error(`${line}: no response (${answer.error ?? 'closed'})`);
    return response;
  }
  const [method = '', target = ''] = line.split(' ');
  const pairs = fields.map((field) => field.split(/: (.*)/s, 2) as [string, string]);
  const named = Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), value]));
  return request(port, method, target, named, body);
}

function versioned(head: string): string {
  return head.replace(/\n|$/, ' HTTP/1.1\nHost: localhost\n').trimEnd();
}

/** Sends the head, and the content once a 100 has come. What follows the first response is its `rest`. */
async function sendExpecting(port: number, head: string, body: string): Promise<RawResponse> {
  const connection = await openConnection(port);
  onTestFinished(() => void connection.socket.destroy());
  const start = `${versioned(head)}\nContent-Length: ${body.length}\n\n`;
  connection.send(start.replaceAll('\n', '\r\n'));
  const first = await connection.next();
  if (first.status !== 100) return first;
  connection.send(body);
  const { line, body: content } = await connection.next();
  return { ...first, rest: `${line} ${content}` };
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
    else if (field === null || response.body.includes(part))
      expect(response.body + (response.status < 200 ? response.rest : '')).toContain(part);
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
