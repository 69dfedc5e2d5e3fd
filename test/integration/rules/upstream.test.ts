import { once } from 'node:events';
import { type IncomingMessage, request as nodeRequest, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { type Report, render, rules, toHttpError } from '@statuskit/core';
import axios, { AxiosError } from 'axios';
import { request as undiciRequest } from 'undici';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { closedOrigin } from '../../setup/closed-origin.ts';
import { FRAMEWORKS, listen, type TestServer } from '../../setup/frameworks.ts';
import { serveHere } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';

const LATE_MS = 20;

// Another server, and one whose answers are no HTTP.
function answerOfUpstream(incoming: IncomingMessage, response: ServerResponse): void {
  if (incoming.url === '/refuses') {
    response
      .writeHead(401, {
        'www-authenticate': 'Bearer realm="hunter2"',
        'set-cookie': 'hunter2=1',
        'retry-after': '120',
        vary: 'X-Hunter2',
        'access-control-allow-origin': 'https://hunter2.example',
      })
      .end('{"secret":"hunter2"}');
  } else if (incoming.url === '/hangs-up') incoming.socket.destroy();
  else if (incoming.url === '/cut') {
    response.writeHead(200, { 'content-length': 100 });
    response.write('hunter2', () => setImmediate(() => incoming.socket.destroy()));
  } else if (incoming.url === '/slow') {
    response.writeHead(200, { 'content-length': 100 });
    response.write('hunter2');
  }
  // Everything else is never answered.
}
const garbage = createTcpServer((socket) => {
  socket.on('error', () => {});
  socket.once('data', () => socket.end('hunter2 is no HTTP\r\n\r\n'));
});

const ORIGIN = { upstream: '', garbage: '', closed: '' };

let upstream: TestServer;
beforeAll(async () => {
  upstream = await listen(answerOfUpstream);
  await once(garbage.listen(0, '127.0.0.1'), 'listening');
  ORIGIN.upstream = `http://127.0.0.1:${upstream.port}`;
  ORIGIN.garbage = `http://127.0.0.1:${(garbage.address() as AddressInfo).port}`;
  ORIGIN.closed = await closedOrigin();
});
afterAll(async () => {
  garbage.close();
  await upstream.close();
});

async function attempt(call: () => unknown): Promise<unknown> {
  try {
    return await call();
  } catch (failure) {
    return failure;
  }
}

const late = (): AbortSignal => AbortSignal.timeout(LATE_MS);
const byAxios = (path: string, config: object = {}): Promise<unknown> =>
  axios.get(path, { proxy: false, headers: { authorization: 'Bearer hunter2' }, ...config });
const byNode = (url: string): Promise<unknown> =>
  new Promise((resolve, reject) => nodeRequest(url, resolve).on('error', reject).end());

const CALLS: readonly (readonly [what: string, call: () => Promise<unknown>, status: 502 | 504])[] = [
  ['fetch, refused', () => fetch(ORIGIN.closed), 502],
  ['fetch, hung up', () => fetch(`${ORIGIN.upstream}/hangs-up`), 502],
  ['fetch, no HTTP', () => fetch(ORIGIN.garbage), 502],
  ['fetch, late', () => fetch(ORIGIN.upstream, { signal: late() }), 504],
  ['fetch, cut in the body', async () => (await fetch(`${ORIGIN.upstream}/cut`)).text(), 502],
  [
    'fetch, late in the body',
    async () => (await fetch(`${ORIGIN.upstream}/slow`, { signal: late() })).text(),
    504,
  ],
  ['undici, refused', () => undiciRequest(ORIGIN.closed), 502],
  ['undici, hung up', () => undiciRequest(`${ORIGIN.upstream}/hangs-up`), 502],
  ['undici, no HTTP', () => undiciRequest(ORIGIN.garbage), 502],
  ['undici, late with fields', () => undiciRequest(ORIGIN.upstream, { headersTimeout: LATE_MS }), 504],
  [
    'undici, late with the body',
    async () => (await undiciRequest(`${ORIGIN.upstream}/slow`, { bodyTimeout: LATE_MS })).body.text(),
    504,
  ],
  ['undici, late by a signal', () => undiciRequest(ORIGIN.upstream, { signal: late() }), 504],
  ['axios, 401', () => byAxios(`${ORIGIN.upstream}/refuses`), 502],
  ['axios, refused', () => byAxios(ORIGIN.closed), 502],
  ['axios, hung up', () => byAxios(`${ORIGIN.upstream}/hangs-up`), 502],
  ['axios, no HTTP', () => byAxios(ORIGIN.garbage), 502],
  ['axios, cut in the body', () => byAxios(`${ORIGIN.upstream}/cut`), 502],
  ['axios, late', () => byAxios(ORIGIN.upstream, { timeout: LATE_MS }), 504],
  ['axios, late by a signal', () => byAxios(ORIGIN.upstream, { signal: late() }), 504],
  ['node:http, refused', () => byNode(ORIGIN.closed), 502],
  ['node:http, hung up', () => byNode(`${ORIGIN.upstream}/hangs-up`), 502],
  ['node:http, no HTTP', () => byNode(ORIGIN.garbage), 502],
];

// undici's timers take a second however short they are: all calls are made once, at the same time.
const failures = new Map<string, unknown>();
beforeAll(async () => {
  await Promise.all(CALLS.map(async ([what, call]) => failures.set(what, await attempt(call))));
});

const FIELDS_OF_AN_ERROR = new Set([
  'cache-control',
  'connection',
  'content-length',
  'content-type',
  'date',
  'keep-alive',
  'vary',
  'x-content-type-options',
]);

describe.each(FRAMEWORKS)('on %s', (framework) => {
  it.each(CALLS)('%s: nothing of it passes', async (what, _call, status) => {
    const call = (): Promise<never> => Promise.reject(failures.get(what));
    const reports: Report[] = [];
    const report = (one: Report): void => void reports.push(one);
    const answers = [];
    for (const errors of [{ report, rules: [rules.upstream] }, { report }]) {
      const server = await serveHere(framework, { 'GET /': call }, { errors });
      answers.push(await request(server.port, 'GET', '/'));
    }
    // With the rule, and without it.
    expect(answers.map((one) => one.status)).toEqual([status, 500]);
    for (const one of answers) {
      expect(JSON.parse(one.body)).toEqual({
        type: 'about:blank',
        title: expect.any(String),
        status: one.status,
        instance: expect.any(String),
      });
      expect(Object.keys(one.fields).filter((name) => !FIELDS_OF_AN_ERROR.has(name))).toEqual([]);
      expect(one.fields['vary']).toEqual(['Accept']);
    }
    expect(reports.map((one) => one.level)).toEqual(['error', 'error']);
    expect(reports[0]?.error.cause).toBe(reports[0]?.thrown);
  });

  it.each<[what: string, call: (signal: AbortSignal) => Promise<unknown>]>([
    ['fetch', (signal) => fetch(ORIGIN.upstream, { signal })],
    ['undici', (signal) => undiciRequest(ORIGIN.upstream, { signal })],
    ['axios', (signal) => byAxios(ORIGIN.upstream, { signal })],
  ])('what %s gives up because our own client has gone is a 499 for the log', async (_what, call) => {
    for (const own of [[rules.upstream], []]) {
      let told: (report: Report) => void = () => {};
      const heard = new Promise<Report>((resolve) => {
        told = resolve;
      });
      const socket = { destroy: (): void => {} };
      const server = await serveHere(
        framework,
        {
          'GET /': ({ response }) => {
            const controller = new AbortController();
            response.once('close', () => controller.abort());
            socket.destroy();
            return call(controller.signal);
          },
        },
        { errors: { rules: own, report: told } },
      );
      const client = connect(server.port, '127.0.0.1');
      socket.destroy = () => void client.destroy();
      client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      const { sent, level, error } = await heard;
      expect([sent, level, error.status]).toEqual(['aborted', 'info', 499]);
    }
  });

  it('credentials are neither sent nor printed', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    const server = await serveHere(
      framework,
      { 'GET /': () => byAxios(`${ORIGIN.upstream}/refuses`) },
      {
        errors: { rules: [rules.upstream] },
        koaOutside: (app) => {
          app.silent = false;
        },
      },
    );
    const response = await request(server.port, 'GET', '/');
    expect(response.body).not.toContain('hunter2');
    expect(printed).toHaveBeenCalledOnce();
    expect(printed.mock.calls.flat().map(String).join('\n')).toMatch(/^502 Bad Gateway.*\n {2}AxiosError/);
    for (const one of printed.mock.calls.flat()) {
      expect(typeof one).toBe('string');
      expect(one).not.toContain('hunter2');
    }
  });
});

const withRule = (thrown: unknown, aborted = false): number =>
  toHttpError(thrown, { rules: [rules.upstream], context: { aborted } }).status;

function named(name: string, members: object = {}): Error {
  return Object.assign(Object.defineProperty(new Error('hunter2'), 'name', { value: name }), members);
}

describe('errors by their shape', () => {
  const got = { options: { headers: { authorization: 'hunter2' } } };
  const $metadata = { httpStatusCode: 400, attempts: 3 };

  it.each([
    ["got's TimeoutError", named('TimeoutError', { ...got, code: 'ETIMEDOUT', event: 'request' }), 504],
    ["got's RequestError", named('RequestError', { ...got, code: 'ECONNREFUSED' }), 502],
    ["got's HTTPError", named('HTTPError', { ...got, response: { statusCode: 401 } }), 502],
    ["the AWS SDK's TimeoutError", named('TimeoutError', { $metadata }), 504],
    [
      "the AWS SDK's ThrottlingException",
      named('ThrottlingException', { $metadata, $fault: 'client', $retryable: { throttling: true } }),
      502,
    ],
    ["the AWS SDK's AccessDeniedException", named('AccessDeniedException', { $metadata }), 502],
    ["superagent's timeout", named('Error', { code: 'ECONNABORTED', timeout: 20 }), 504],
    ["axios's ETIMEDOUT", new AxiosError('hunter2', 'ETIMEDOUT', {} as never), 504],
    ['a name that is not found', named('Error', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }), 502],
    [
      'a frozen one',
      Object.freeze(named('ThrottlingException', { $metadata, status: 401, headers: { vary: 'hunter2' } })),
      502,
    ],
  ] as const)('%s is a %3$i, and without the rule a 500', (_what, thrown, status) => {
    expect(withRule(thrown)).toBe(status);
    for (const error of [toHttpError(thrown, { rules: [rules.upstream] }), toHttpError(thrown)]) {
      expect(error.headers).toEqual({});
      expect(String(render(error, { method: 'GET' }).body)).not.toContain('hunter2');
    }
    expect(toHttpError(thrown).status).toBe(500);
  });

  it('what is given up for another reason than time is a 502 where it is known who gave up', () => {
    const signal = AbortSignal.abort(new Error('hunter2'));
    const members = { code: 'ERR_CANCELED', config: { signal } };
    expect(withRule(named('CanceledError', members))).toBe(502);
    expect(withRule(named('CanceledError', members), true)).toBe(499);
    expect(withRule(named('AbortError', { code: 'UND_ERR_ABORTED' }))).toBe(502);
    expect(withRule(new DOMException('hunter2', 'AbortError'))).toBe(500);
    expect(withRule(new DOMException('hunter2', 'AbortError'), true)).toBe(499);
  });

  it.each<[what: string, thrown: () => unknown]>([
    ['a TypeError of a programmer', () => new TypeError('x is not a function')],
    ['a URL that is none', () => attempt(() => fetch('hunter2'))],
    ['a URL that is none, for undici', () => attempt(() => undiciRequest('hunter2'))],
    [
      'an option that is none, for undici',
      () => attempt(() => undiciRequest(ORIGIN.upstream, { headersTimeout: -1 })),
    ],
    ['content that is no JSON', () => attempt(() => new Response('hunter2').json())],
    ['a file that is not there', () => named('Error', { code: 'ENOENT', syscall: 'open', path: '/x' })],
    ['parsed JSON', () => ({ name: 'TimeoutError', code: 'ETIMEDOUT', config: {}, status: 401 })],
    ['a status', () => Object.assign(new Error('hunter2'), { status: 401, statusCode: 401 })],
    ['nothing', () => undefined],
  ])('%s stays a 500', async (_what, thrown) => {
    expect(withRule(await thrown())).toBe(500);
  });

  it('members that throw are a 500, and no failure of the rule', () => {
    const onRuleError = vi.fn();
    const hostile = new Proxy(named('AbortError'), {
      get() {
        throw new Error('hunter2');
      },
    });
    const options = { rules: () => [rules.upstream], onRuleError, context: { aborted: true } };
    expect(toHttpError(hostile, options).status).toBe(500);
    const config = Object.defineProperty({}, 'signal', {
      get() {
        throw new Error('hunter2');
      },
    });
    const thrown = named('CanceledError', { code: 'ERR_CANCELED', config });
    expect(toHttpError(thrown, { ...options, context: {} }).status).toBe(502);
    expect(onRuleError).not.toHaveBeenCalled();
  });

  it('a cause that is the error itself ends', () => {
    const thrown = named('Error');
    thrown.cause = thrown;
    expect(withRule(thrown)).toBe(500);
  });
});
