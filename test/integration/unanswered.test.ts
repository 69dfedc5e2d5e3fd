import { Readable } from 'node:stream';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import type { Request, Response } from 'express';
import type { Context } from 'koa';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { mostArguments, readsArgument } from '../../packages/core/src/middleware/most-arguments.ts';
import { CREATE_EXPRESS, KOA } from '../setup/frameworks.ts';
import { listenHere, problemOf } from '../setup/here.ts';
import { type RawResponse, request } from '../setup/raw.ts';
import { hearWarnings } from '../setup/warnings.ts';

const EXPRESS = ['express4', 'express5'] as const;
const MAJORS = ['koa2', 'koa3'] as const;

afterEach(() => void vi.useRealTimers());

async function portOfExpress(version: (typeof EXPRESS)[number], handler: unknown): Promise<number> {
  const app = CREATE_EXPRESS[version]();
  app.get('/', forExpress.handle(handler as never));
  app.use((_req, res) => void res.send('next'));
  app.use(forExpress.errorHandler({ report() {} }));
  return (await listenHere(app)).port;
}

async function portOfKoa(
  version: (typeof MAJORS)[number],
  handler: unknown,
): Promise<{ port: number; emitted: unknown[] }> {
  const app = new KOA[version]();
  const emitted: unknown[] = [];
  app.on('error', (error) => void emitted.push(error));
  app.use(forKoa.errorHandler());
  app.use(forKoa.handle(handler as never));
  app.use((ctx) => {
    ctx.body = 'next';
  });
  return { port: (await listenHere(app.callback())).port, emitted };
}

const NOTES = new Map([['7', 'hello']]);

function expectNotFound(response: RawResponse): void {
  expect([response.status, response.fields['content-type']]).toEqual([404, ['application/problem+json']]);
  expect(problemOf(response)).toEqual({ type: 'about:blank', title: 'Not Found', status: 404 });
}

class Controller {
  readonly notes = NOTES;
  get(req: { query: Record<string, string> }): string | undefined {
    return this.notes.get(req.query['id'] ?? '');
  }
}

describe.each(EXPRESS)('%s: a handler that returns undefined', (version) => {
  it.each<[string, unknown]>([
    ['of the request', (req: Request) => NOTES.get(String(req.query['id']))],
    ['of nothing', () => undefined],
    ['by a promise', async (_req: Request) => undefined],
    [
      'a function',
      function find(req: Request) {
        return NOTES.get(String(req.query['id']));
      },
    ],
    ['what is destructured', ({ query: { id = '0' } }: Request) => NOTES.get(String(id))],
    ['a bound method', new Controller().get.bind(new Controller())],
    ['by void', (_req: Request) => {}],
  ])('%s: a 404, since nothing can have answered', async (_name, handler) => {
    expectNotFound(await request(await portOfExpress(version, handler), 'GET', '/'));
  });

  it.each<[string, unknown, string]>([
    [
      'with the response',
      (_req: Request, res: Response) => void setTimeout(() => res.send('late'), 5),
      'late',
    ],
    [
      'with all arguments',
      (...args: [Request, Response]) => void setTimeout(() => args[1].send('late'), 5),
      'late',
    ],
    [
      'with `arguments`',
      function answer() {
        // biome-ignore lint/complexity/noArguments: what old code does
        const res = arguments[1] as Response;
        setTimeout(() => res.send('late'), 5);
      },
      'late',
    ],
    [
      'with a default',
      (_req: Request, res: Response = undefined as never) => void setTimeout(() => res.send('late'), 5),
      'late',
    ],
    ['with `next`', (_req: Request, _res: Response, next: () => void) => void next(), 'next'],
    [
      'with `next`, later',
      async (_req: Request, _res: Response, next: () => void) => void setTimeout(next, 5),
      'next',
    ],
    ['by a stream', (_req: Request, res: Response) => void Readable.from(['piped']).pipe(res), 'piped'],
    ['through the request', (req: Request) => void req.res?.send('through'), 'through'],
  ])('%s: what it answers is sent', async (_name, handler, body) => {
    const response = await request(await portOfExpress(version, handler), 'GET', '/');
    expect([response.status, response.body]).toEqual([200, body]);
  });

  it('warns once if a second later nothing has been sent', async () => {
    const warned = hearWarnings();
    let answer = (): void => {};
    let called = (): void => {};
    const calls = new Promise<void>((resolve) => {
      called = resolve;
    });
    const port = await portOfExpress(version, (_req: Request, res: Response) => {
      answer = () => res.send('at last');
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      queueMicrotask(called);
    });
    const response = request(port, 'GET', '/');
    await calls;
    vi.advanceTimersByTime(999);
    expect(warned()).toEqual([]);
    vi.advanceTimersByTime(2);
    expect(warned()).toEqual(['STATUSKIT_UNANSWERED']);
    vi.useRealTimers();
    answer();
    expect((await response).body).toBe('at last');
  });

  it('does not warn about what was answered, or passed on, or piped', async () => {
    const warned = hearWarnings();
    for (const handler of [
      (_req: Request, res: Response) => void res.send('x'),
      (_req: Request, _res: Response, next: () => void) => next(),
      (_req: Request, res: Response) => void Readable.from(['x']).pipe(res),
    ]) {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      const port = await portOfExpress(version, handler);
      await request(port, 'GET', '/');
      expect(vi.getTimerCount()).toBe(0);
      vi.useRealTimers();
    }
    expect(warned()).toEqual([]);
  });
});

describe.each(MAJORS)('%s: a handler that returns undefined', (version) => {
  it.each<[string, unknown]>([
    ['of the context', (ctx: Context) => NOTES.get(String(ctx.query['id']))],
    ['by a promise', async (_ctx: Context) => undefined],
    ['without calling next', (_ctx: Context, _next: () => Promise<void>) => {}],
  ])('%s: a 404, and no `error` event', async (_name, handler) => {
    const { port, emitted } = await portOfKoa(version, handler);
    expectNotFound(await request(port, 'GET', '/'));
    expect(emitted).toEqual([]);
  });

  it.each<[string, unknown, number, string]>([
    [
      'a body',
      (ctx: Context) => {
        ctx.body = 'own';
      },
      200,
      'own',
    ],
    [
      'a status',
      (ctx: Context) => {
        ctx.status = 202;
      },
      202,
      'Accepted',
    ],
    [
      'a 404 of its own',
      (ctx: Context) => {
        ctx.status = 404;
      },
      404,
      'Not Found',
    ],
    [
      'no content',
      (ctx: Context) => {
        ctx.body = null;
      },
      204,
      '',
    ],
    ['next', (_ctx: Context, next: () => Promise<void>) => void next(), 200, 'next'],
    ['next, awaited', async (_ctx: Context, next: () => Promise<void>) => void (await next()), 200, 'next'],
    [
      'the bare response',
      (ctx: Context) => {
        ctx.respond = false;
        setTimeout(() => ctx.res.end('late'), 5);
      },
      404, // the status that Koa begins with
      'late',
    ],
  ])('with %s: stays as it is', async (_name, handler, status, body) => {
    const response = await request((await portOfKoa(version, handler)).port, 'GET', '/');
    expect([response.status, response.body]).toEqual([status, body]);
  });

  it('warns once if Koa was told not to respond, and a second later nothing has been sent', async () => {
    const warned = hearWarnings();
    let answer = (): void => {};
    let called = (): void => {};
    const calls = new Promise<void>((resolve) => {
      called = resolve;
    });
    const { port } = await portOfKoa(version, (ctx: Context) => {
      ctx.respond = false;
      answer = () => void ctx.res.end('at last');
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      queueMicrotask(called);
    });
    const response = request(port, 'GET', '/');
    await calls;
    vi.advanceTimersByTime(1001);
    expect(warned()).toEqual(['STATUSKIT_UNANSWERED']);
    vi.useRealTimers();
    answer();
    expect((await response).body).toBe('at last');
  });
});

type Reader = (...args: never[]) => unknown;

describe('how many arguments a function reads', () => {
  it.each<[string, unknown, number]>([
    ['none', () => 0, 0],
    ['one', (a: number) => a, 1],
    ['one, asynchronously', async (a: number) => a, 1],
    [
      'a method',
      {
        read(a: number) {
          return a;
        },
      }.read,
      1,
    ],
    ['two', (a: number, b: number) => a + b, 2],
    ['a default', (a: number, b = 1) => a + b, 2],
    ['a pattern', ({ a, b }: { a: number; b: number }) => a + b, 1],
    ['a pattern with a default', ({ a = 1 } = {}) => a, 1],
    ['four, of which one is a pattern', (a: number, _b: number, _c: number, { d }: { d: 1 }) => a + d, 4],
    ['two patterns', ([a]: number[], { b } = { b: 1 }) => Number(a) + b, 2],
    ['the rest', (...all: number[]) => all, Number.POSITIVE_INFINITY],
    ['one and the rest', (a: number, ...all: number[]) => [a, ...all], Number.POSITIVE_INFINITY],
    ['a bound function', ((a: number) => a).bind(null), 1],
    ['a bound function of the rest', ((...all: number[]) => all).bind(null), Number.POSITIVE_INFINITY],
    ['a spy', vi.fn((a: number) => a), Number.POSITIVE_INFINITY],
  ])('%s', (_name, run, count) => {
    expect(mostArguments(run as Reader)).toBe(count);
  });

  it('one without parentheses', () => {
    expect(mostArguments(new Function('return a => [a].map((b) => b)')() as Reader)).toBe(1);
    expect(mostArguments(new Function('return async a => a')() as Reader)).toBe(1);
  });
});

describe('whether a function reads its second argument', () => {
  it.each<[string, unknown, boolean]>([
    ['the parameter is missing', (a: number) => a, false],
    ['it is used', (a: number, b: number) => a + b, true],
    ['it is used inside', (_a: number, b: number) => [1].map((one) => one + b), true],
    ['only its name is there', (a: number, _b: number, c: number) => a + c, false],
    ['the one behind it is a pattern', (a: number, _b: number, { c }: { c: number }) => a + c, false],
    ['it is a pattern', (_a: number, { b }: { b: number }) => b, true],
    ['it has a default', (_a: number, b = 1) => b, true],
    ['it is one of the rest', (...all: number[]) => all, true],
    ['a spy', vi.fn((a: number) => a), true],
    ['a bound function', ((a: number, b: number) => a + b).bind(null), true],
    ['its name begins like another', (_a: number, _r: number, _req: number) => _req, false],
    ['its name is $', (_a: number, $: number) => $, true],
    ['a text in front of it has commas', new Function('return (a = "x,y,z", b) => b')(), true],
    ['a comment in front of it has commas', new Function('return (a /* x, y, z */, b) => b')(), true],
  ])('%s: %s', (_name, run, reads) => {
    expect(readsArgument(run as Reader, 1)).toBe(reads);
  });
});
