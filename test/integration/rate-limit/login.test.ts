// What a guard before logins counts, and what it gives back.
import { connect } from 'node:net';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import { describe, expect, it, vi } from 'vitest';
import { FRAMEWORKS, type Routes, type TestServer } from '../../setup/frameworks.ts';
import { problemOf, serveHere } from '../../setup/here.ts';
import { type RawResponse, request } from '../../setup/raw.ts';
import { hearWarnings } from '../../setup/warnings.ts';
import { type Seen, testClock } from './limited.ts';

const ABNORMAL = 'https://iana.org/assignments/http-problem-types#abnormal-usage-detected';

/** A 401 has a challenge. */
function refuse(set: (name: string, value: string) => void, status: number): void {
  if (status === 401) set('WWW-Authenticate', 'Form realm="shop"');
}

describe.each(FRAMEWORKS)('%s: loginGuard', (framework) => {
  const limits = {
    user: ({ headers }: Seen) => headers['x-user'],
    ip: ({ headers }: Seen) => headers['x-ip'] ?? null,
    perUserAndIp: { quota: 2, windowSeconds: 900 },
    perIp: { quota: 4, windowSeconds: 86_400 },
    perUser: { quota: 3, windowSeconds: 86_400 },
  };
  const ROUTES: Routes = {
    'GET /': ({ request: { headers }, set, status }) => {
      const code = Number(headers['x-result'] ?? 401);
      refuse(set, code);
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
    await expect(await attempt('Ann', '192.0.2.1')).toHaveStatus(401);
    await expect(await attempt('ann ', '192.0.2.1')).toHaveStatus(401);
    const refused = await attempt('ANN', '192.0.2.1');
    await expect(refused).toBeRateLimited();
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
    await expect(await attempt('ann', '192.0.2.2')).toHaveStatus(401);
  });

  it('refuses a name that many addresses try, and an address that tries many names', async () => {
    const attempt = await login();
    for (const last of [1, 2, 3]) await expect(await attempt('ann', `192.0.2.${last}`)).toHaveStatus(401);
    expect(problemOf(await attempt('ann', '192.0.2.4'))['violated-policies']).toEqual(['login-user']);
    for (const name of ['bob', 'cid', 'dee'])
      await expect(await attempt(name, '192.0.2.1')).toHaveStatus(401);
    expect(problemOf(await attempt('eve', '192.0.2.1'))['violated-policies']).toEqual(['login-ip']);
  });

  it('an attempt that is refused by one of the three spends nothing of the others', async () => {
    const attempt = await login();
    for (const last of [1, 2, 3]) await attempt('ann', `192.0.2.${last}`);
    for (const _again of [1, 2, 3, 4, 5]) await expect(await attempt('ann', '192.0.2.9')).toBeRateLimited();
    for (const name of ['bob', 'cid', 'dee', 'eve']) {
      await expect(await attempt(name, '192.0.2.9')).toHaveStatus(401);
    }
  });

  type Options = Partial<forExpress.LoginGuardOptions<Seen> & forKoa.LoginGuardOptions<Seen>>;

  /** A login whose handler is `run`, which can tell the guard. */
  function guarded(
    options: Options,
    run: (tell: () => void, exchange: Parameters<Routes[string]>[0]) => unknown,
  ): Promise<TestServer> {
    const all = { ...limits, now: testClock().now, ...options };
    const express = forExpress.loginGuard<Seen>(all);
    const koa = forKoa.loginGuard<Seen>(all);
    const handler: Routes[string] = (exchange) => {
      const { request: req, koa: ctx } = exchange;
      return run(() => (ctx === undefined ? express.succeeded(req) : koa.succeeded(ctx)), exchange);
    };
    return serveHere(
      framework,
      { 'GET /': handler },
      {
        errors: { report() {} },
        express: (app) => void app.use(express),
        koa: (app) => void app.use(koa),
      },
    );
  }

  async function attempts(port: number, count: number, user: string | undefined = 'ann'): Promise<number[]> {
    const seen: number[] = [];
    for (let n = 0; n < count; n++)
      seen.push((await request(port, 'GET', '/', { 'x-user': user, 'x-ip': '192.0.2.1' })).status);
    return seen;
  }

  // 04: everything below 400, and everything above 499, used to be a success.
  it.each([
    [302, 'redirect'],
    [303, 'redirect'],
    [200, 'the form again'],
    [204, 'nothing'],
    [401, 'no'],
    [404, 'no'],
    [500, 'broken'],
    [503, 'busy'],
  ])('%i counts as an attempt, since nobody said that it was a success', async (code) => {
    const { port } = await guarded({}, (_tell, { status, set }) => {
      if (code >= 500) throw new Error('the audit log is full');
      if (code < 400 && code >= 300) set('Location', '/login?failed');
      refuse(set, code);
      status(code);
      return code === 204 ? null : 'text';
    });
    const seen = await attempts(port, 4);
    expect(seen.slice(2)).toEqual([429, 429]);
    expect(seen.slice(0, 2)).not.toContain(429);
  });

  // 05: the guard could not be told.
  it('succeeded returns the attempt to all three limits, at any status', async () => {
    const { port } = await guarded({}, (tell, { status, set }) => {
      tell();
      tell(); // a second time is nothing
      set('Location', '/home');
      status(302);
      return 'welcome';
    });
    expect(await attempts(port, 20)).toEqual(Array(20).fill(302));
  });

  it('a success lets the name start again for that address, and for no other', async () => {
    const { port } = await guarded(
      { perUser: { quota: 9, windowSeconds: 900 } },
      (tell, { request: req, set, status }) => {
        if (req.headers['x-result'] === 'right') tell();
        else {
          refuse(set, 401);
          status(401);
        }
        return 'done';
      },
    );
    const from = async (ip: string, result: string): Promise<number> =>
      (await request(port, 'GET', '/', { 'x-user': 'ann', 'x-ip': ip, 'x-result': result })).status;
    await from('192.0.2.1', 'wrong');
    await from('192.0.2.2', 'wrong');
    await from('192.0.2.2', 'wrong');
    expect(await from('192.0.2.1', 'right')).toBe(200);
    expect([await from('192.0.2.1', 'wrong'), await from('192.0.2.1', 'wrong')]).toEqual([401, 401]);
    expect([await from('192.0.2.1', 'wrong'), await from('192.0.2.2', 'right')]).toEqual([429, 429]);
  });

  it('the option is asked once for each response that the application has completed', async () => {
    const asked: unknown[] = [];
    const succeeded = (...given: unknown[]): boolean => {
      const { req } = given[0] as { req?: object };
      const { statusCode } = (given[1] ?? (given[0] as { res: object }).res) as { statusCode: number };
      asked.push(statusCode);
      return statusCode === 302 && (req ?? given[0]) !== undefined;
    };
    const { port } = await guarded(
      { succeeded: succeeded as never },
      (_tell, { request: req, status, set }) => {
        const code = req.headers['x-user'] === 'bob' ? 401 : 302;
        set('Location', '/');
        refuse(set, code);
        status(code);
        return 'done';
      },
    );
    expect(await attempts(port, 6)).toEqual(Array(6).fill(302));
    expect(await attempts(port, 3, 'bob')).toEqual([401, 401, 429]);
    expect(asked).toEqual([...Array(6).fill(302), 401, 401]);
  });

  it.each([
    ['throws', () => JSON.parse('{')],
    ['rejects', () => Promise.reject(new Error('no'))],
    ['returns a promise', () => Promise.resolve(true)],
    ['returns something true that is not `true`', () => 1],
    ['returns nothing', () => undefined],
  ])('an option that %s says no', async (_name, succeeded) => {
    hearWarnings();
    const { port } = await guarded({ succeeded: succeeded as never }, () => 'done');
    expect(await attempts(port, 3)).toEqual([200, 200, 429]);
  });

  it('a client that leaves before the answer is asked about by nobody', async () => {
    const succeeded = vi.fn(() => true);
    const closed = vi.fn();
    let leave: (() => void) | undefined;
    const { port } = await guarded(
      { succeeded, perUserAndIp: { quota: 1, windowSeconds: 900 } },
      (_tell, { request: req, response }) => {
        if (req.headers['x-leave'] === undefined) return 'done';
        response.once('close', closed);
        leave?.();
        return new Promise(() => {});
      },
    );
    const socket = connect(port, '127.0.0.1');
    leave = () => socket.destroy();
    socket.write('GET / HTTP/1.1\r\nHost: a\r\nX-User: ann\r\nX-Ip: 192.0.2.1\r\nX-Leave: 1\r\n\r\n');
    await vi.waitFor(() => expect(closed).toHaveBeenCalled());
    expect(await attempts(port, 1)).toEqual([429]);
    expect(succeeded).not.toHaveBeenCalled();
  });

  it('succeeded of a request that did not come through is an error of the program', () => {
    expect(() => forExpress.loginGuard<Seen>(limits).succeeded({})).toThrow(TypeError);
    expect(() => forKoa.loginGuard<Seen>(limits).succeeded({ req: {} })).toThrow(TypeError);
  });

  // 19: a name of another type used to be exempt, and databases read ["ann"] as ann.
  it.each([
    ['a list', ['ann']],
    ['a number', 7],
    ['zero', 0],
    ['an object', { name: 'ann' }],
    ['false', false],
    ['an empty list', []],
    ['something without a text', Object.create(null)],
    ['NaN', Number.NaN],
  ])('a name that is %s is a 400, and never uncounted', async (_name, user) => {
    const ran = vi.fn();
    const { port } = await guarded({ user: () => user }, ran);
    expect(await attempts(port, 2)).toEqual([400, 400]);
    expect(ran).not.toHaveBeenCalled();
  });

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['nothing in it', ''],
  ])('a name that is %s counts by address only', async (_name, user) => {
    const { port } = await guarded({ user: () => user }, () => 'done');
    expect(await attempts(port, 5)).toEqual([200, 200, 200, 200, 429]);
  });

  it('a name may come by promise', async () => {
    const { port } = await guarded({ user: async () => 'ann' }, () => 'done');
    expect(await attempts(port, 3)).toEqual([200, 200, 429]);
  });

  const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
    case: ['Ann', 'ANN', 'ann'],
    blanks: ['ann', ' ann ', '\u3000ann\t'],
    'full width': ['ａｎｎ', 'ANN', 'ann'],
    'composed and not': ['\u00e5sa', 'a\u030asa', 'A\u030aSA'],
    'a ligature': ['ﬁnn', 'finn', 'FINN'],
    'a sharp s': ['stra\u00dfe', 'STRASSE', 'strasse'],
    'a final sigma': [
      '\u03bd\u03af\u03ba\u03bf\u03c2',
      '\u039d\u038a\u039a\u039f\u03a3',
      '\u03bd\u03af\u03ba\u03bf\u03c3',
    ],
    'long ones': ['\u00e5'.repeat(300), 'a\u030a'.repeat(300), '\u00c5'.repeat(300)],
  };
  it.each(Object.entries(SPELLINGS))('names that differ only in %s share a limit', async (_name, names) => {
    let next = 0;
    const { port } = await guarded({ user: () => names[next++] }, () => 'done');
    expect(await attempts(port, 3)).toEqual([200, 200, 429]);
  });

  // 02: a name of 96 KB took a second of NFKC, also if the answer was a 429.
  it.each([
    ['combining marks', '\u0315'.repeat(24_000) + '\u0300'.repeat(24_000)],
    ['ligatures that grow', '\ufdfa'.repeat(48_000)],
    ['blanks', ' '.repeat(96_000)],
    ['letters', 'a'.repeat(96_000)],
  ])('a name of 96 KB of %s takes no time', async (_name, user) => {
    const { port } = await guarded({ user: () => user }, () => 'done');
    await attempts(port, 1);
    const before = process.cpuUsage();
    for (let n = 0; n < 5; n++) await attempts(port, 1);
    const { user: spent } = process.cpuUsage(before);
    expect(spent / 1000).toBeLessThan(500);
  });

  it('mounted twice, an attempt counts once', async () => {
    const codes = hearWarnings();
    const options = { ...limits, now: testClock().now };
    const express = forExpress.loginGuard<Seen>(options);
    const koa = forKoa.loginGuard<Seen>(options);
    const { port } = await serveHere(framework, ROUTES, {
      express: (app) => void app.use(express).use(express),
      koa: (app) => void app.use(koa).use(koa),
    });
    expect(await attempts(port, 3)).toEqual([401, 401, 429]);
    expect(codes()).toEqual(['STATUSKIT_LIMITED_TWICE']);
  });

  it('a quota of 0 blocks, without a time to come back', async () => {
    const { port } = await guarded({ perIp: { quota: 0, windowSeconds: 60 } }, () => 'done');
    const refused = await request(port, 'GET', '/', { 'x-user': 'ann', 'x-ip': '192.0.2.1' });
    await expect(refused).toHaveStatus(429);
    expect(refused.fields['retry-after']).toBeUndefined();
  });
});

describe('a limit of loginGuard', () => {
  it.each([
    ['quota', { qouta: 3, windowSeconds: 60 }],
    ['quota', null],
    ['windowSeconds', { quota: 3, windowSecond: 60 }],
  ])('that lacks %s is refused, and no default takes its place', (name, perIp) => {
    const options = { user: () => 'ann', perIp } as never;
    expect(() => forExpress.loginGuard(options)).toThrow(name);
    expect(() => forKoa.loginGuard(options)).toThrow(name);
  });
});
