// Each matcher over each kind of response, by `expect` of Vitest and as assertions. Jest and chai, which share global state with Vitest,
// have a process of their own: test/built/testing.test.ts.
import { Conflict, NotFound, problem, TooManyRequests } from '@statuskit/core';
import {
  assertCacheableFor,
  assertConformant,
  assertProblem,
  assertRateLimited,
  assertRevalidates,
  assertStatus,
  matchers,
  type ResponseMatchers,
} from '@statuskit/testing';
import supertest from 'supertest';
import { beforeAll, describe, expect, it } from 'vitest';
import { FRAMEWORKS, type Framework, type Routes } from '../../setup/frameworks.ts';
import { serveHere } from '../../setup/here.ts';
import { injectInto } from '../../setup/inject.ts';

class OutOfCredit extends problem<{ balance: number }>()({
  type: 'https://example.org/problems/out-of-credit',
  title: 'Out of credit',
  status: 403,
}) {}
class Taken extends Conflict {}

const routes: Routes = {
  'GET /conflict': () => {
    throw new Conflict({ version: 3 }, { detail: 'It was changed meanwhile', etag: '"v3"' });
  },
  'GET /credit': () => {
    throw new OutOfCredit({ balance: 30 });
  },
  'GET /flood': () => {
    throw new TooManyRequests({ seconds: 30 });
  },
  'GET /note': ({ request, response }) => {
    const isKnown = request.headers['if-none-match'] === '"v1"';
    response.statusCode = isKnown ? 304 : 200;
    response.setHeader('ETag', '"v1"');
    response.setHeader('Cache-Control', 'max-age=60, s-maxage=600');
    response.setHeader('Content-Type', 'text/plain');
    if (isKnown) response.removeHeader('Content-Type');
    response.end(isKnown ? undefined : 'buy milk');
  },
  'GET /bare': ({ response }) => {
    response.statusCode = 401;
    response.setHeader('Content-Type', 'text/plain');
    response.end('log in');
  },
};

// What is about a handler that answers itself: on Koa such a handler has to say so.
const asIs: Routes = Object.fromEntries(
  Object.entries(routes).map(([route, run]) => [
    route,
    (exchange) => {
      if (exchange.koa !== undefined && /note|bare/.test(route)) exchange.koa.respond = false;
      return run(exchange);
    },
  ]),
);

const BARE = { 'www-authenticate-on-401': 'the matchers shall find it' };

type Get = (path: string) => Promise<unknown>;

/** The ways in which tests ask. */
async function waysOf(framework: Framework): Promise<Readonly<Record<string, Get>>> {
  const { port } = await serveHere(framework, asIs, { lint: BARE });
  return {
    fetch: (path) => fetch(`http://127.0.0.1:${port}${path}`),
    supertest: (path) => supertest(`http://127.0.0.1:${port}`).get(path).then(),
    'light-my-request': (path) => injectInto(framework, asIs, { method: 'GET', url: path }, { lint: BARE }),
  };
}

type Expect = (value: unknown) => ResponseMatchers & { readonly not: ResponseMatchers };
/** The functions in the form of `expect`. */
const assertions: Expect = (response) => {
  const methods: ResponseMatchers = {
    toBeProblem: (...args) => assertProblem(response, ...args),
    toHaveStatus: (...args) => assertStatus(response, ...args),
    toBeConformant: (...args) => assertConformant(response, ...args),
    toRevalidate: (...args) => assertRevalidates(response, ...args),
    toBeCacheableFor: (...args) => assertCacheableFor(response, ...args),
    toBeRateLimited: () => assertRateLimited(response),
  };
  return { ...methods, not: methods };
};

const EXPECTS: Readonly<Record<string, Expect>> = {
  vitest: expect as unknown as Expect,
  assertions,
};

beforeAll(() => expect.extend(matchers));

/** The message of a matcher that fails. */
async function failure(run: Promise<void>): Promise<string> {
  try {
    await run;
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('expected the matcher to fail');
}

describe.each(FRAMEWORKS)('%s', (framework) => {
  it.each(['fetch', 'supertest', 'light-my-request'])('what is right passes: %s', async (way) => {
    const get = (await waysOf(framework))[way] as Get;
    const conflict = await get('/conflict');
    await expect(conflict).toHaveStatus(409);
    await expect(conflict).toBeProblem();
    await expect(conflict).toBeProblem(409);
    await expect(conflict).toBeProblem(Conflict, {
      detail: 'It was changed meanwhile',
      current: { version: 3 },
    });
    await expect(conflict).toBeProblem(Conflict, { detail: /changed/, current: expect.any(Object) });
    await expect(conflict).toBeProblem(Taken);
    await expect(conflict).toBeConformant();
    await expect(await get('/credit')).toBeProblem(OutOfCredit, { balance: 30 });
    await expect(await get('/flood')).toBeRateLimited();
    const note = await get('/note');
    await expect(note).toBeCacheableFor(59);
    await expect(note).toBeCacheableFor(599, { shared: true });
    // The second request goes to an application in memory, if it cannot go where the first one went.
    const again = (url: string, { headers }: { headers: Record<string, string> }): unknown =>
      injectInto(framework, asIs, { method: 'GET', url, headers });
    await expect(note).toRevalidate(way === 'fetch' ? {} : { fetch: again, url: '/note' });
    await expect(note).toBeConformant({ warnings: true });
  });

  it.each(['fetch', 'supertest', 'light-my-request'])('what is wrong fails: %s', async (way) => {
    const get = (await waysOf(framework))[way] as Get;
    const conflict = await get('/conflict');
    const message = await failure(expect(conflict).toHaveStatus(201));
    expect(message).toContain('expected the status 201 Created, got 409 Conflict');
    expect(message).toContain('etag: "v3"');
    expect(message).toContain('"version": 3');
    expect(message.split('\n').length).toBeLessThan(40);
    expect(await failure(expect(conflict).toBeProblem(NotFound))).toContain('the status is 409 Conflict');
    expect(await failure(expect(conflict).toBeProblem(Conflict, { current: { version: 4 } }))).toContain(
      'the member current.version is 3, not 4',
    );
    expect(await failure(expect(conflict).not.toBeProblem())).toContain('expected the response not to be');
    expect(
      await failure(
        expect(await get('/credit')).toBeProblem(
          class extends problem()({ type: 'urn:x', title: 'x', status: 403 }) {},
        ),
      ),
    ).toContain('the member type is');
    expect(await failure(expect(conflict).toBeCacheableFor(1))).toContain('no-store');
    expect(await failure(expect(conflict).toBeRateLimited())).toContain('expected the status 429');
    expect(await failure(expect(await get('/note')).toBeCacheableFor(61))).toMatch(
      /fresh for (?:60|59) seconds/,
    );
    expect(await failure(expect(await get('/bare')).toBeProblem(401))).toContain(
      'Content-Type is text/plain',
    );
    expect(await failure(expect(await get('/bare')).toBeConformant())).toContain(
      'www-authenticate-on-401, RFC 9110 §15.5.2',
    );
    expect(await failure(expect(conflict).toRevalidate({ fetch: () => conflict, url: '/' }))).toContain(
      'expected 304',
    );
  });
});

describe.each(Object.keys(EXPECTS))('%s', (name) => {
  const check = EXPECTS[name] as Expect;
  const known = (fields: Record<string, string>, status = 200, body = ''): object => ({
    status,
    headers: fields,
    body,
  });

  it('has each matcher, passing and failing', async () => {
    const document = '{"title":"Conflict","status":409}';
    const conflict = known({ 'content-type': 'application/problem+json' }, 409, document);
    await check(conflict).toHaveStatus(409);
    await check(conflict).toBeProblem(Conflict, { title: 'Conflict' });
    await check(conflict).toBeConformant();
    const tagged = known({ etag: '"v1"', 'cache-control': 'max-age=60' });
    await check(tagged).toBeCacheableFor(60);
    const notModified = known({ etag: '"v1"', 'cache-control': 'max-age=60' }, 304);
    await check(tagged).toRevalidate({ url: '/', fetch: () => notModified });
    await check(known({ 'retry-after': '3' }, 429)).toBeRateLimited();
    const failures = [
      check(tagged).toHaveStatus(409),
      check(tagged).toBeProblem(),
      check(known({ etag: 'v1' })).toBeConformant(),
      check(tagged).toBeCacheableFor(61),
      check(tagged).toRevalidate({ url: '/', fetch: () => tagged }),
      check(known({}, 429)).toBeRateLimited(),
    ];
    for (const one of failures) expect(await failure(one)).toContain('HTTP 4'.slice(0, 4));
  });

  it('has them negated, unless they are functions', async () => {
    if (name === 'assertions') return;
    await check(known({})).not.toHaveStatus(409);
    expect(await failure(check(known({})).not.toHaveStatus(200))).toContain('not to have the status 200 OK');
  });
});

describe('what is not a response', () => {
  it.each([
    ['undefined', undefined, 'response: expected a response with status and headers, got undefined'],
    ['a promise', fetch('data:,x'), 'response: expected a response, got a promise of one; await it first'],
    ['a text', 'x', 'response: expected a response with status and headers, got "x"'],
  ])('%s', async (_name, value, message) => {
    await expect(assertStatus(value, 200)).rejects.toThrow(new TypeError(message));
  });

  it('a class without a known status', async () => {
    const response = new Response('', { status: 404 });
    await expect(assertProblem(response, class Own extends Error {} as never)).rejects.toThrow(TypeError);
  });
});

describe('content', () => {
  it('of a Response is still there after a matcher has read it', async () => {
    const response = new Response('{"status":409}', {
      status: 409,
      headers: { 'content-type': 'application/problem+json' },
    });
    await expect(response).toBeProblem(409);
    expect(await response.json()).toEqual({ status: 409 });
    // And is said to be unknown if it was read before.
    expect(await failure(expect(response).toBeProblem(409))).toContain('read before');
  });

  it('that does not end is not waited for if it is a stream of events', async () => {
    const response = new Response(new ReadableStream({}), {
      headers: { 'content-type': 'text/event-stream' },
    });
    expect(await failure(expect(response).toHaveStatus(201))).toContain('(the content is not known)');
  });

  it('with a coding that fetch has undone is not compared with its length', async () => {
    const headers = { 'content-encoding': 'gzip', 'content-length': '25', 'content-type': 'text/plain' };
    await expect(new Response('hello', { headers })).toBeConformant();
  });
});
