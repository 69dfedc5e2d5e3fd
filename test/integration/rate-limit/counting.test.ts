// What a limit counts, and for whom.
import { connect } from 'node:net';
import { byHeaderHash, byIp, byUser } from '@statuskit/core/rate-limit';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import { describe, expect, it, vi } from 'vitest';
import { FRAMEWORKS, type Routes } from '../../setup/frameworks.ts';
import { problemOf, serveHere } from '../../setup/here.ts';
import { parseResponse, request, talk } from '../../setup/raw.ts';
import { hearWarnings } from '../../setup/warnings.ts';
import { OK, type Options, type Seen, serveLimited, testClock } from './limited.ts';

const TWO = [{ name: 'minute', quota: 2, windowSeconds: 60 }];
const MANY = [{ name: 'many', quota: 9, windowSeconds: 60 }];

async function statuses(port: number, ...paths: readonly string[]): Promise<number[]> {
  const all: number[] = [];
  for (const path of paths) all.push((await request(port, 'GET', path)).status);
  return all;
}

function responsesOf(bytes: string): (number | undefined)[] {
  const all: (number | undefined)[] = [];
  for (let rest = bytes; rest !== ''; ) {
    const response = parseResponse(rest);
    if (response === undefined) break;
    all.push(response.status);
    rest = response.rest;
  }
  return all;
}

describe.each(FRAMEWORKS)('%s', (framework) => {
  it('pipelined requests are counted one by one', async () => {
    // express-rate-limit hands out its live record: with a limit of 2 it answers such four with four 429.
    const { port } = await serveLimited(framework, { policies: TWO, now: testClock().now });
    const get = 'GET / HTTP/1.1\r\nHost: localhost\r\n';
    const { bytes } = await talk(port, `${get}\r\n${get}\r\n${get}\r\n${get}Connection: close\r\n\r\n`);
    expect(responsesOf(bytes)).toEqual([200, 200, 429, 429]);
  });

  // A clock that stepped back by more than half a year made the store's own time stand still: what was spent then did not come
  // back until the clock had made up for it.
  it('a client is admitted again after a window, if the clock has stepped back by a year', async () => {
    const clock = testClock();
    const { port } = await serveLimited(framework, { policies: TWO, now: clock.now });
    expect(await statuses(port, '/', '/', '/')).toEqual([200, 200, 429]);
    clock.ms -= 31_536_000_000;
    expect((await request(port, 'GET', '/')).fields['retry-after']).toEqual(['30']);
    clock.ms += 60_000;
    expect(await statuses(port, '/', '/', '/')).toEqual([200, 200, 429]);
  });

  // 18: a field that any client can send used to exempt a request from every limit.
  it.each([
    ['OPTIONS', { origin: 'https://app.example', 'access-control-request-method': 'GET' }],
    ['OPTIONS', { 'access-control-request-method': '' }],
    ['OPTIONS', {}],
    ['HEAD', { 'access-control-request-method': 'GET' }],
    ['GET', { 'x-http-method-override': 'OPTIONS', 'sec-purpose': 'prefetch' }],
  ])('%s with %j counts like any other request', async (method, fields) => {
    const { port } = await serveLimited(framework, { policies: TWO, now: testClock().now });
    const seen: number[] = [];
    for (const _again of [1, 2, 3]) seen.push((await request(port, method, '/', fields)).status);
    expect(seen[0]).toBeLessThan(300);
    expect(seen[2]).toBe(429);
  });

  it('skip exempts preflight requests, if the application says so', async () => {
    const skip = ({ method, headers }: Seen): boolean =>
      method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
    const { port } = await serveLimited(framework, { policies: TWO, skip, now: testClock().now });
    const preflight = { 'access-control-request-method': 'GET' };
    for (const _again of [1, 2, 3]) {
      const response = await request(port, 'OPTIONS', '/', preflight);
      expect(response.status).toBeLessThan(300);
      expect(response.fields['ratelimit']).toBeUndefined();
    }
  });

  it.each([
    ['at once', (value: unknown) => value],
    ['by promise', (value: unknown) => Promise.resolve(value)],
  ])('plans, keys, costs and exceptions by request, %s', async (_name, give) => {
    const free = [{ name: 'plan', quota: 2, windowSeconds: 60 }];
    const paid = [{ name: 'plan', quota: 4, windowSeconds: 60 }];
    const options = {
      policies: ({ headers }: Seen) => give({ free, paid }[headers['x-plan'] ?? ''] ?? null),
      key: ({ headers }: Seen) => give(headers['x-user'] ?? null),
      cost: ({ url }: Seen) => give(url.startsWith('/dear') ? 2 : 1),
      skip: ({ url }: Seen) => give(url.startsWith('/health')),
      now: testClock().now,
    } as Options;
    const routes = { ...OK, 'GET /dear': () => 'dear', 'GET /health': () => 'up' };
    const { port } = await serveLimited(framework, options, routes);
    const left = async (path: string, plan: string, user: string): Promise<unknown> => {
      const { status, fields } = await request(port, 'GET', path, { 'x-plan': plan, 'x-user': user });
      return status === 200 ? fields['ratelimit']?.[0]?.match(/r=(\d+)/)?.[1] : status;
    };
    expect(await left('/dear', 'free', 'ann')).toBe('0');
    expect(await left('/', 'free', 'ann')).toBe(429);
    expect(await left('/dear', 'paid', 'bob')).toBe('2');
    expect(await left('/', 'paid', 'bob')).toBe('1');
    expect(await left('/health', 'free', 'ann')).toBeUndefined();
    expect(await left('/', 'unlimited', 'cid')).toBeUndefined();
  });

  describe('countOnly', () => {
    const routes: Routes = {
      ...OK,
      'GET /bad': ({ status }) => {
        status(400);
        return 'bad';
      },
    };

    it.each([
      ['failed', ['/', '/', '/', '/bad', '/bad', '/'], [200, 200, 200, 400, 400, 429]],
      ['successful', ['/bad', '/bad', '/bad', '/', '/', '/bad'], [400, 400, 400, 200, 200, 429]],
    ] as const)('%s: the others cost nothing', async (countOnly, paths, expected) => {
      const { port } = await serveLimited(
        framework,
        { policies: TWO, countOnly, now: testClock().now },
        routes,
      );
      expect(await statuses(port, ...paths)).toEqual(expected);
    });

    it('a function is asked with the status and the request', async () => {
      const asked: unknown[] = [];
      const countOnly = (status: number, { url }: Seen): boolean => {
        asked.push([status, url]);
        return status === 400;
      };
      const limit = { policies: TWO, countOnly, now: testClock().now };
      const { port } = await serveLimited(framework, limit, routes);
      expect(await statuses(port, '/', '/bad', '/', '/bad', '/')).toEqual([200, 400, 200, 400, 429]);
      expect(asked).toEqual([
        [200, '/'],
        [400, '/bad'],
        [200, '/'],
        [400, '/bad'],
      ]);
    });

    it.each([
      ['throws', () => JSON.parse('{')],
      ['returns nothing', () => undefined],
      ['returns a promise', () => Promise.resolve(false)],
    ])('a function that %s: the request counts', async (_name, countOnly) => {
      hearWarnings();
      const limit = { policies: TWO, countOnly: countOnly as never, now: testClock().now };
      const { port } = await serveLimited(framework, limit, routes);
      expect(await statuses(port, '/', '/', '/')).toEqual([200, 200, 429]);
    });

    // 39: 20 of 20 exports ran with a quota of 3, since the client left before each response.
    it.each([
      ['failed', 'half'],
      ['successful', 'half'],
      ['failed', ''],
      ['successful', ''],
      [(): boolean => false, 'half'],
      [(): boolean => false, ''],
    ] as const)('%s: a response that its client cut off after "%s" counts', async (countOnly, sent) => {
      let leave = (): void => {};
      let ended: (() => void) | undefined;
      const closed = new Promise<void>((resolve) => {
        ended = resolve;
      });
      const limit = { policies: MANY, countOnly, key: () => 'one', now: testClock().now } as const;
      const express = forExpress.rateLimit<Seen>(limit);
      const koa = forKoa.rateLimit<Seen>(limit);
      const { port } = await serveHere(
        framework,
        {
          'GET /slow': ({ response, koa: ctx }) => {
            if (ctx !== undefined) ctx.respond = false;
            response.once('close', () => ended?.());
            if (sent !== '') response.write(sent);
            else leave();
          },
        },
        { handle: false, express: (app) => void app.use(express), koa: (app) => void app.use(koa) },
      );
      const socket = connect(port, '127.0.0.1');
      leave = () => void socket.destroy();
      socket.write('GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n');
      socket.once('data', leave);
      await closed;
      const limiter = framework.startsWith('express') ? express : koa;
      expect((await limiter.peek({} as Seen))?.policies[0]?.remaining).toBe(8);
    });
  });

  it('refund returns what a request has spent, once', async () => {
    const limit = { policies: TWO, key: () => 'one', cost: 2, now: testClock().now };
    const express = forExpress.rateLimit<Seen>(limit);
    const koa = forKoa.rateLimit<Seen>(limit);
    const seen: boolean[] = [];
    const { port } = await serveHere(
      framework,
      {
        'GET /': async ({ request: req, koa: ctx }) => {
          const refund = (): Promise<boolean> => (ctx === undefined ? express.refund(req) : koa.refund(ctx));
          seen.push(await refund(), await refund());
          return 'fine';
        },
      },
      { express: (app) => void app.use(express), koa: (app) => void app.use(koa) },
    );
    expect(await statuses(port, '/', '/', '/')).toEqual([200, 200, 200]);
    expect(seen).toEqual([true, false, true, false, true, false]);
    const refund = framework.startsWith('express') ? express.refund : koa.refund;
    expect(await refund({ req: {} } as never)).toBe(false);
  });

  it('peek looks, reset forgets, decision says what was decided', async () => {
    const limit = { policies: TWO, key: () => 'one', now: testClock().now };
    const express = forExpress.rateLimit<Seen>(limit);
    const koa = forKoa.rateLimit<Seen>(limit);
    const isExpress = framework.startsWith('express');
    const seen: unknown[] = [];
    const { port } = await serveHere(
      framework,
      {
        'GET /': ({ request: req, koa: ctx }) => {
          const decision = ctx === undefined ? express.decision(req) : koa.decision(ctx);
          seen.push(decision?.kind, decision?.policies[0]?.remaining);
          return 'fine';
        },
      },
      { express: (app) => void app.use(express), koa: (app) => void app.use(koa) },
    );
    expect(await statuses(port, '/', '/', '/')).toEqual([200, 200, 429]);
    expect(seen).toEqual(['allowed', 1, 'allowed', 0]);
    const { peek, reset } = isExpress ? express : koa;
    expect((await peek({} as Seen))?.policies[0]?.remaining).toBe(0);
    expect(await reset({} as Seen)).toBe(true);
    expect((await peek({} as Seen))?.policies[0]?.remaining).toBe(2);
    expect(await statuses(port, '/')).toEqual([200]);
  });

  it('a limiter that is mounted twice counts once, and says so', async () => {
    const codes = hearWarnings();
    const limit = { policies: MANY, now: testClock().now };
    const express = forExpress.rateLimit(limit);
    const koa = forKoa.rateLimit(limit);
    const { port } = await serveHere(framework, OK, {
      express: (app) => void app.use(express).use(express),
      koa: (app) => void app.use(koa).use(koa),
    });
    expect((await request(port, 'GET', '/')).fields['ratelimit']).toEqual(['"many";r=8;t=54']);
    expect(codes()).toEqual(['STATUSKIT_LIMITED_TWICE']);
  });

  it('a limiter that is made for each request says that it limits nothing', async () => {
    const codes = hearWarnings();
    const { port } = await serveHere(framework, OK, {
      express: (app) =>
        void app.use((req, res, next) => forExpress.rateLimit({ policies: TWO })(req, res, next)),
      koa: (app) => void app.use((ctx, next) => forKoa.rateLimit({ policies: TWO })(ctx, next)),
    });
    expect(await statuses(port, '/', '/', '/')).toEqual([200, 200, 200]);
    expect(codes()).toEqual(['STATUSKIT_LIMITER_PER_REQUEST']);
  });

  it('shadow decides and tells, but refuses nothing and sends nothing', async () => {
    const kinds: string[] = [];
    const onDecision = ({ kind }: { kind: string }): void => void kinds.push(kind);
    const { port } = await serveLimited(framework, { policies: TWO, shadow: true, onDecision });
    expect(await statuses(port, '/', '/', '/')).toEqual([200, 200, 200]);
    expect((await request(port, 'GET', '/')).fields['ratelimit']).toBeUndefined();
    expect(kinds).toEqual(['allowed', 'allowed', 'limited', 'limited']);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('metrics are down');
      },
    ],
    ['rejects', () => Promise.reject(new Error('metrics are down'))],
  ])('an onDecision that %s is reported and harms no request', async (_name, onDecision) => {
    const codes = hearWarnings();
    const { port } = await serveLimited(framework, { policies: TWO, onDecision });
    expect(await statuses(port, '/', '/', '/')).toEqual([200, 200, 429]);
    expect(codes()).toEqual(['STATUSKIT_HOOK_FAILED']);
  });

  describe('a key that is missing', () => {
    it.each([
      ['a function that gives nothing', () => undefined as never],
      ['an empty text', () => ''],
      ['byUser', byUser(() => undefined as unknown as string)],
      ['byHeaderHash', byHeaderHash('x-api-key')],
    ])('%s: a 500 that says what to write, not one limit for all', async (_name, key) => {
      const report = vi.fn<(report: { thrown: unknown }) => void>();
      const { port } = await serveLimited(framework, { policies: TWO, key }, OK, { errors: { report } });
      const response = await request(port, 'GET', '/');
      await expect(response).toHaveStatus(500);
      expect(problemOf(response)['detail']).toBeUndefined();
      expect(report.mock.calls[0]?.[0].thrown).toMatchObject({ code: 'STATUSKIT_NO_KEY' });
    });

    it.each([
      ['skip', 'skip', [200, 200, 200]],
      ['shared', 'shared', [200, 200, 429]],
      ['another key', byIp(), [200, 200, 429]],
    ] as const)('%s, where that was said', async (_name, otherwise, expected) => {
      const key = byHeaderHash('x-api-key', otherwise);
      const { port } = await serveLimited(framework, { policies: TWO, key, now: testClock().now });
      expect(await statuses(port, '/', '/', '/')).toEqual(expected);
      await expect(await request(port, 'GET', '/', { 'x-api-key': 'mine' })).toHaveStatus(200);
    });
  });
});
