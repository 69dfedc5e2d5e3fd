// What several limiters on one way announce together, and how a refusal can be worded.
import { BadRequest, Forbidden, type HttpError, TooManyRequests } from '@statuskit/core';
import type { RateLimitForm } from '@statuskit/core/rate-limit';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import { describe, expect, it } from 'vitest';
import { FRAMEWORKS, type ServerOptions } from '../../setup/frameworks.ts';
import { serveHere } from '../../setup/here.ts';
import { type RawResponse, request } from '../../setup/raw.ts';
import { hearWarnings } from '../../setup/warnings.ts';
import { OK, type Seen, serveLimited, testClock } from './limited.ts';

const WIDE = [{ name: 'hour', quota: 100, windowSeconds: 3600 }];
const TIGHT = [{ name: 'minute', quota: 2, windowSeconds: 60 }];

function told({ fields }: RawResponse): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name.includes('ratelimit')));
}

const DRAFT_7 = { 'ratelimit-policy': ['100;w=3600, 2;w=60'], ratelimit: ['limit=2, remaining=1, reset=30'] };
const DELTA = { 'x-ratelimit-limit': ['2'], 'x-ratelimit-remaining': ['1'], 'x-ratelimit-reset': ['30'] };
const DRAFT_6 = {
  'ratelimit-policy': ['100;w=3600, 2;w=60'],
  'ratelimit-limit': ['2'],
  'ratelimit-remaining': ['1'],
  'ratelimit-reset': ['30'],
};

describe.each(FRAMEWORKS)('%s: two limiters on one way', (framework) => {
  // F5: one Dictionary with its keys twice used to be sent.
  it.each([
    ['draft-7', DRAFT_7],
    ['draft-6', DRAFT_6],
    ['x-ratelimit-delta', DELTA],
  ] as const)('%s: announces the tighter one of both, once', async (fields, expected) => {
    const now = testClock().now;
    for (const both of [
      [WIDE, TIGHT],
      [TIGHT, WIDE],
    ]) {
      const limits = both.map((policies) => ({ policies, fields, now }));
      const { port } = await serveLimited(framework, limits);
      const one = told(await request(port, 'GET', '/'));
      const sorted = Object.fromEntries(
        Object.entries(one).map(([name, [line = '']]) => [
          name,
          name === 'ratelimit-policy' ? [line.split(', ').sort().join(', ')] : [line],
        ]),
      );
      expect(sorted).toEqual(expected);
    }
  });

  it.each([
    ['draft-7', 'limit=2, remaining=0, reset=30'],
    ['draft-11', '"minute";r=0;t=30, "hour";r=98;t=3528'],
  ] as const)('%s: the fields of a refusal are those of both as well', async (fields, expected) => {
    const now = testClock().now;
    const { port } = await serveLimited(framework, [
      { policies: TIGHT, fields, now },
      { policies: [{ name: 'hour', quota: 100, windowSeconds: 3600 }], fields, now },
    ]);
    await request(port, 'GET', '/');
    const second = await request(port, 'GET', '/');
    expect(second.fields['ratelimit']).toEqual([expected]);
    const refused = await request(port, 'GET', '/');
    await expect(refused).toBeRateLimited();
    expect(refused.fields['ratelimit']?.[0]).toContain(fields === 'draft-7' ? 'limit=2' : '"minute";r=0');
  });

  const before = (name: string, value: string): ServerOptions => ({
    express: (app) =>
      void app.use((_req, res, next) => {
        res.setHeader(name, value);
        next();
      }),
    koa: (app) =>
      void app.use((ctx, next) => {
        ctx.set(name, value);
        return next();
      }),
  });

  it.each<[RateLimitForm, string, string, string]>([
    ['draft-11', 'RateLimit', '"theirs";r=1;t=2', '"theirs";r=1;t=2, "minute";r=1;t=30'],
    ['draft-11', 'RateLimit', 'limit=5, remaining=4, reset=9', '"minute";r=1;t=30'],
    ['draft-7', 'RateLimit', 'limit=5, remaining=4, reset=9', 'limit=2, remaining=1, reset=30'],
    ['draft-7', 'RateLimit-Policy', '5;w=9', '5;w=9, 2;w=60'],
    ['draft-6', 'RateLimit-Limit', '5', '2'],
  ])('%s: %s: %s of another limiter', async (fields, name, value, expected) => {
    const limit = { policies: TIGHT, fields, now: testClock().now };
    const { port } = await serveLimited(framework, limit, OK, before(name, value));
    expect((await request(port, 'GET', '/')).fields[name.toLowerCase()]).toEqual([expected]);
  });
});

describe.each(FRAMEWORKS)('%s: refuse', (framework) => {
  const ONE = { name: 'one', quota: 1, windowSeconds: 60 };
  const constant = new TooManyRequests('unknown', 'Always the same');

  type Refuse = (decision: { readonly kind: string }, request: Seen) => HttpError;

  /** A refused request, of each of the three middlewares. */
  const middlewares = {
    rateLimit: (refuse: Refuse): ServerOptions => {
      const options = { policies: [ONE], now: testClock().now, refuse };
      return {
        express: (app) => void app.use(forExpress.rateLimit<Seen>(options)),
        koa: (app) => void app.use(forKoa.rateLimit<Seen>(options)),
      };
    },
    loginGuard: (refuse: Refuse): ServerOptions => {
      const options = { user: () => 'ann', perUserAndIp: ONE, now: testClock().now, refuse };
      return {
        express: (app) => void app.use(forExpress.loginGuard<Seen>(options)),
        koa: (app) => void app.use(forKoa.loginGuard<Seen>(options)),
      };
    },
    concurrency: (refuse: Refuse): ServerOptions => {
      const options = { max: 1, retryAfterSeconds: 60, refuse };
      return {
        express: (app) => void app.use(forExpress.concurrency<Seen>(options)),
        koa: (app) => void app.use(forKoa.concurrency<Seen>(options)),
      };
    },
  };

  async function refusedBy(name: keyof typeof middlewares, refuse: Refuse): Promise<RawResponse> {
    let second: (() => Promise<RawResponse>) | undefined;
    const { port } = await serveHere(
      framework,
      {
        'GET /': async () => {
          if (name !== 'concurrency') return 'fine';
          const inner = second;
          second = undefined;
          if (inner !== undefined) refused = await inner();
          return 'fine';
        },
      },
      middlewares[name](refuse),
    );
    let refused: RawResponse | undefined;
    second = () => request(port, 'GET', '/?again');
    await request(port, 'GET', '/');
    return refused ?? second?.() ?? request(port, 'GET', '/?again');
  }

  const NAMES = ['rateLimit', 'loginGuard', 'concurrency'] as const;

  it.each(NAMES)('%s: words the refusal; the fields stay, and Retry-After', async (name) => {
    const seen: unknown[] = [];
    const response = await refusedBy(name, (decision, { url }) => {
      seen.push(decision.kind, url);
      return new TooManyRequests('unknown', {
        type: 'https://a.example/slow',
        title: 'Slow down',
        detail: 'Later',
      });
    });
    expect(seen).toEqual(['limited', '/?again']);
    await expect(response).toBeProblem(429, { title: 'Slow down', detail: 'Later' });
    expect(response.fields['retry-after']).toEqual(['60']);
    expect(response.fields['ratelimit'] !== undefined).toBe(name !== 'loginGuard');
  });

  it.each(NAMES)(
    '%s: an error of another status has no Retry-After, and its own wait stays',
    async (name) => {
      const forbidden = await refusedBy(name, () => new Forbidden('Not you'));
      expect([forbidden.status, forbidden.fields['retry-after']]).toEqual([403, undefined]);
      const own = await refusedBy(name, () => new TooManyRequests({ seconds: 7 }));
      expect(own.fields['retry-after']).toEqual(['7']);
    },
  );

  it.each(NAMES)('%s: the same error each time carries the fields of each time', async (name) => {
    constant.headers['ratelimit'] = 'stale';
    constant.headers['retry-after'] = '1';
    const response = await refusedBy(name, () => constant);
    expect(response.fields['retry-after']).toEqual(['60']);
    if (name !== 'loginGuard') expect(response.fields['ratelimit']).not.toEqual(['stale']);
    constant.headers = {};
  });

  it.each(
    NAMES.flatMap((name) => [
      { name, what: 'throws', refuse: (): unknown => JSON.parse('{') },
      { name, what: 'returns a promise', refuse: async (): Promise<unknown> => new BadRequest() },
      { name, what: 'returns another error', refuse: (): unknown => new Error('no') },
      { name, what: 'returns null', refuse: (): unknown => null },
      { name, what: 'returns nothing', refuse: (): unknown => undefined },
    ]),
  )('$name: a function that $what lets no request continue', async ({ name, refuse }) => {
    hearWarnings();
    const response = await refusedBy(name, refuse as never);
    expect(response.status).toBe(name === 'concurrency' ? 503 : 429);
    expect(response.fields['retry-after']).toEqual(['60']);
  });
});
