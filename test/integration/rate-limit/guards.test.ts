// A guard before logins, and one that bounds what is under way.
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import { describe, expect, it } from 'vitest';
import { FRAMEWORKS, type Routes } from '../../setup/frameworks.ts';
import { problemOf, serveHere } from '../../setup/here.ts';
import { type RawResponse, request } from '../../setup/raw.ts';
import { type Seen, testClock } from './limited.ts';

const ABNORMAL = 'https://iana.org/assignments/http-problem-types#abnormal-usage-detected';

describe.each(FRAMEWORKS)('%s: loginGuard', (framework) => {
  const limits = {
    user: ({ headers }: Seen) => headers['x-user'],
    ip: ({ headers }: Seen) => headers['x-ip'] ?? null,
    perUserAndIp: { quota: 2, windowSeconds: 900 },
    perIp: { quota: 4, windowSeconds: 86_400 },
    perUser: { quota: 3, windowSeconds: 86_400 },
  };
  const ROUTES: Routes = {
    'GET /': ({ request: { headers }, status }) => {
      const code = Number(headers['x-result'] ?? 401);
      status(code);
      return code < 400 ? 'welcome' : 'no';
    },
  };

  async function login(): Promise<(user: string, ip: string, result?: number) => Promise<RawResponse>> {
    const options = { ...limits, now: testClock().now };
    const { port } = await serveHere(framework, ROUTES, {
      express: (app) => void app.use(forExpress.loginGuard<Seen>(options)),
      koa: (app) => void app.use(forKoa.loginGuard<Seen>(options)),
    });
    return (user, ip, result = 401) =>
      request(port, 'GET', '/', { 'x-user': user, 'x-ip': ip, 'x-result': String(result) });
  }

  it('refuses one name from one address first, in whatever spelling, with one message', async () => {
    const attempt = await login();
    expect((await attempt('Ann', '192.0.2.1')).status).toBe(401);
    expect((await attempt('ann ', '192.0.2.1')).status).toBe(401);
    const refused = await attempt('ANN', '192.0.2.1');
    expect(refused.status).toBe(429);
    expect(refused.fields['retry-after']).toEqual(['450']);
    expect(refused.fields['ratelimit']).toBeUndefined();
    expect(problemOf(refused)).toEqual({
      type: ABNORMAL,
      title: 'Abnormal Usage Detected',
      status: 429,
      detail: 'Too many failed attempts to log in.',
      'violated-policies': ['login-user-ip'],
      retryAfter: 450,
    });
    expect((await attempt('ann', '192.0.2.2')).status).toBe(401);
  });

  it('refuses a name that many addresses try, and an address that tries many names', async () => {
    const attempt = await login();
    for (const last of [1, 2, 3]) expect((await attempt('ann', `192.0.2.${last}`)).status).toBe(401);
    expect(problemOf(await attempt('ann', '192.0.2.4'))['violated-policies']).toEqual(['login-user']);
    for (const name of ['bob', 'cid', 'dee']) expect((await attempt(name, '192.0.2.1')).status).toBe(401);
    expect(problemOf(await attempt('eve', '192.0.2.1'))['violated-policies']).toEqual(['login-ip']);
  });

  it('an attempt that is refused by one of the three spends nothing of the others', async () => {
    const attempt = await login();
    for (const last of [1, 2, 3]) await attempt('ann', `192.0.2.${last}`);
    for (const _again of [1, 2, 3, 4, 5]) expect((await attempt('ann', '192.0.2.9')).status).toBe(429);
    for (const name of ['bob', 'cid', 'dee', 'eve']) {
      expect((await attempt(name, '192.0.2.9')).status).toBe(401);
    }
  });

  it('a success costs nothing and clears name and address; a failure of the server costs nothing', async () => {
    const attempt = await login();
    for (const _again of [1, 2, 3, 4, 5]) expect((await attempt('ann', '192.0.2.1', 200)).status).toBe(200);
    for (const _again of [1, 2, 3, 4, 5]) expect((await attempt('ann', '192.0.2.1', 500)).status).toBe(500);
    await attempt('ann', '192.0.2.1');
    await attempt('ann', '192.0.2.1', 200);
    await attempt('ann', '192.0.2.1');
    expect((await attempt('ann', '192.0.2.1')).status).toBe(401);
    expect((await attempt('ann', '192.0.2.1')).status).toBe(429);
  });
});

describe.each(FRAMEWORKS)('%s: concurrency', (framework) => {
  it('answers 503 while too many are under way, and lets in again when one has ended', async () => {
    let release: (() => void) | undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    let entered: (() => void) | undefined;
    const inside = new Promise<void>((resolve) => {
      entered = resolve;
    });
    const { port } = await serveHere(
      framework,
      {
        'GET /': () => 'fine',
        'GET /slow': async () => {
          entered?.();
          await gate;
          return 'done';
        },
      },
      {
        express: (app) => void app.use(forExpress.concurrency({ max: 1 })),
        koa: (app) => void app.use(forKoa.concurrency({ max: 1 })),
      },
    );
    const slow = request(port, 'GET', '/slow');
    await inside;
    const refused = await request(port, 'GET', '/');
    expect(refused.status).toBe(503);
    expect(refused.fields).toMatchObject({
      'retry-after': ['1'],
      'ratelimit-policy': ['"concurrency";q=1;qu="concurrent-requests"'],
      ratelimit: ['"concurrency";r=0'],
    });
    expect(problemOf(refused)).toMatchObject({
      type: 'https://iana.org/assignments/http-problem-types#temporary-reduced-capacity',
      'violated-policies': ['concurrency'],
    });
    release?.();
    expect((await slow).status).toBe(200);
    expect((await request(port, 'GET', '/')).status).toBe(200);
  });
});
