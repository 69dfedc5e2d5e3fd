// What a client sees of a limit, on the wire.
import type { ServerResponse } from 'node:http';
import { rateLimitFieldNames } from '@statuskit/core/rate-limit';
import { describe, expect, it } from 'vitest';
import { FRAMEWORKS } from '../../setup/frameworks.ts';
import { problemOf } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';
import { hearWarnings } from '../../setup/warnings.ts';
import { OK, serveLimited, testClock } from './limited.ts';

const MINUTE = { name: 'minute', quota: 2, windowSeconds: 60 };
const HOUR = { name: 'hour', quota: 100, windowSeconds: 3600 };

const QUOTA_EXCEEDED = 'https://iana.org/assignments/http-problem-types#quota-exceeded';

describe.each(FRAMEWORKS)('%s', (framework) => {
  it.each([
    ['GET', '/', 200],
    ['HEAD', '/', 200],
    ['GET', '/same', 304],
    ['GET', '/none', 404],
    ['GET', '/broken', 500],
  ])('%s %s: %i tells what is left', async (method, path, status) => {
    const routes = {
      ...OK,
      'GET /same': ({ response }: { response: { statusCode: number; end(): void } }) => {
        response.statusCode = 304;
        response.end();
      },
      'GET /broken': () => {
        throw new Error('pg-7 is down');
      },
    };
    const { port } = await serveLimited(
      framework,
      { policies: [MINUTE, HOUR], now: testClock().now },
      routes,
    );
    const response = await request(port, method, path, status === 304 ? { 'if-none-match': '*' } : {});
    await expect(response).toHaveStatus(status);
    expect(response.fields['ratelimit-policy']).toEqual(['"minute";q=2;w=60, "hour";q=100;w=3600']);
    expect(response.fields['ratelimit']).toEqual(['"minute";r=1;t=30, "hour";r=99;t=3564']);
    expect(response.fields['retry-after']).toBeUndefined();
  });

  it('429 is a problem of the registered type, and after exactly Retry-After there is room', async () => {
    const clock = testClock();
    const { port } = await serveLimited(framework, { policies: [MINUTE, HOUR], now: clock.now });
    await request(port, 'GET', '/');
    await request(port, 'GET', '/');
    const refused = await request(port, 'GET', '/');
    await expect(refused).toBeRateLimited();
    expect(problemOf(refused)).toEqual({
      type: QUOTA_EXCEEDED,
      title: 'Quota Exceeded',
      status: 429,
      'violated-policies': ['minute'],
      retryAfter: 30,
    });
    expect(refused.fields['retry-after']).toEqual(['30']);
    expect(refused.fields['ratelimit']).toEqual(['"minute";r=0;t=30, "hour";r=98;t=3528']);
    expect(refused.fields['cache-control']).toEqual(['no-store']);
    clock.ms += 29_000;
    await expect(await request(port, 'GET', '/')).toBeRateLimited();
    clock.ms += 1000;
    await expect(await request(port, 'GET', '/')).toHaveStatus(200);
  });

  it.each([
    ['adapted', {}],
    ['as it is, without errorHandler', { errors: false, unmatched: false, handle: false }],
  ] as const)('%s: the fields of a refusal come with the error', async (_name, more) => {
    const { port } = await serveLimited(
      framework,
      { policies: [MINUTE], cost: 2, now: testClock().now },
      { 'GET /': ({ response }) => void response.end('fine') },
      more,
    );
    await request(port, 'GET', '/');
    const refused = await request(port, 'HEAD', '/');
    await expect(refused).toBeRateLimited();
    expect(refused.fields).toMatchObject({
      'retry-after': ['60'],
      ratelimit: ['"minute";r=0;t=30'],
      'ratelimit-policy': ['"minute";q=2;w=60'],
    });
    expect(refused.body).toBe('');
  });

  it.each([
    ['draft-11', { 'ratelimit-policy': ['"minute";q=2;w=60'], ratelimit: ['"minute";r=0;t=30'] }],
    ['draft-7', { 'ratelimit-policy': ['2;w=60'], ratelimit: ['limit=2, remaining=0, reset=30'] }],
    [
      'draft-6',
      {
        'ratelimit-policy': ['2;w=60'],
        'ratelimit-limit': ['2'],
        'ratelimit-remaining': ['0'],
        'ratelimit-reset': ['30'],
      },
    ],
    [
      'x-ratelimit-delta',
      { 'x-ratelimit-limit': ['2'], 'x-ratelimit-remaining': ['0'], 'x-ratelimit-reset': ['30'] },
    ],
    ['none', {}],
  ] as const)('%s: allowed and refused alike, Retry-After with the refusal', async (fields, expected) => {
    const { port } = await serveLimited(framework, { policies: [MINUTE], fields, now: testClock().now });
    await request(port, 'GET', '/');
    const allowed = await request(port, 'GET', '/');
    const refused = await request(port, 'GET', '/');
    const told = (response: typeof allowed): object =>
      Object.fromEntries(Object.entries(response.fields).filter(([name]) => name.includes('ratelimit')));
    expect([allowed.status, told(allowed)]).toEqual([200, expected]);
    expect([refused.status, told(refused)]).toEqual([429, expected]);
    expect(refused.fields['retry-after']).toEqual(['30']);
    const names = rateLimitFieldNames(fields).map((name) => name.toLowerCase());
    expect([...Object.keys(expected), 'retry-after'].sort()).toEqual(names.sort());
  });

  it('several limiters add to one list, also where the last one refuses', async () => {
    const now = testClock().now;
    const { port } = await serveLimited(framework, [
      { policies: [HOUR], now },
      { policies: [MINUTE], now },
    ]);
    expect((await request(port, 'GET', '/')).fields['ratelimit']).toEqual([
      '"hour";r=99;t=3564, "minute";r=1;t=30',
    ]);
    await request(port, 'GET', '/');
    const refused = await request(port, 'GET', '/');
    await expect(refused).toBeRateLimited();
    expect(refused.fields['ratelimit']).toEqual(['"hour";r=97;t=3492, "minute";r=0;t=30']);
    expect(refused.fields['ratelimit-policy']).toEqual(['"hour";q=100;w=3600, "minute";q=2;w=60']);
  });

  it('adds to all lines that another limiter has written', async () => {
    const { port } = await serveLimited(framework, {
      policies: [MINUTE],
      now: testClock().now,
      // A request of Express and a context of Koa both have it.
      key: (source) => {
        const { res } = source as unknown as { readonly res: ServerResponse };
        res.setHeader('RateLimit', ['"a";r=1', '"b";r=2']);
        return 'key';
      },
    });
    expect((await request(port, 'GET', '/')).fields['ratelimit']).toEqual([
      '"a";r=1, "b";r=2, "minute";r=1;t=30',
    ]);
    await request(port, 'GET', '/');
    const refused = await request(port, 'GET', '/');
    expect([refused.status, refused.fields['ratelimit']]).toEqual([
      429,
      ['"a";r=1, "b";r=2, "minute";r=0;t=30'],
    ]);
  });

  it('a cost that never fits is a 429 without Retry-After', async () => {
    const codes = hearWarnings();
    const { port } = await serveLimited(framework, { policies: [MINUTE], cost: 3 });
    const refused = await request(port, 'GET', '/');
    await expect(refused).toHaveStatus(429);
    expect(refused.fields['retry-after']).toBeUndefined();
    expect(problemOf(refused)).toMatchObject({ type: QUOTA_EXCEEDED, 'violated-policies': ['minute'] });
    expect(codes()).toEqual(['STATUSKIT_NEVER_FITS']);
  });
});
