// The SDKs of OpenAI and Stripe, whose errors have none of the marks that axios and got share.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { render, rules, toHttpError } from '@statuskit/core';
import createError from 'http-errors';
import OpenAI, { APIConnectionTimeoutError, APIUserAbortError } from 'openai';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closedOrigin } from '../../setup/closed-origin.ts';
import { FRAMEWORKS } from '../../setup/frameworks.ts';
import { problemOf, serveHere } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';

const LATE_MS = 20;

// The status is the first segment of the path; `/late` is never answered.
const upstream = createServer((incoming, response) => {
  const status = Number(incoming.url?.split('/')[1]);
  incoming.resume();
  if (!Number.isInteger(status)) return;
  response
    .writeHead(status, { 'content-type': 'application/json', 'retry-after': '7', 'x-request-id': 'hunter2' })
    .end('{"error":{"message":"hunter2","type":"hunter2","code":"hunter2"}}');
});

const ORIGIN = { upstream: '', closed: '' };
beforeAll(async () => {
  upstream.listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  ORIGIN.upstream = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  ORIGIN.closed = await closedOrigin();
});
afterAll(() => {
  upstream.close();
  upstream.closeAllConnections();
});

const byOpenai = (baseURL: string, timeout?: number, signal?: AbortSignal): Promise<unknown> =>
  new OpenAI({
    apiKey: 'hunter2',
    baseURL,
    maxRetries: 0,
    ...(timeout === undefined ? {} : { timeout }),
  }).models.list(signal === undefined ? {} : { signal });

// Stripe's client takes no path: the status stands in the id's place.
function byStripe(origin: string, status: string, timeout = 5000): Promise<unknown> {
  const { hostname, port } = new URL(origin);
  const stripe = new Stripe('hunter2', {
    host: hostname,
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    timeout,
  });
  return stripe.rawRequest('GET', `/${status}/v1/charges`);
}

const CALLS: readonly (readonly [what: string, call: () => Promise<unknown>, status: 502 | 504])[] = [
  ...[400, 401, 404, 429, 500, 503].flatMap((status) => [
    [`openai, ${status}`, () => byOpenai(`${ORIGIN.upstream}/${status}`), 502] as const,
    [`stripe, ${status}`, () => byStripe(ORIGIN.upstream, String(status)), 502] as const,
  ]),
  ['stripe, 402', () => byStripe(ORIGIN.upstream, '402'), 502],
  ['openai, refused', () => byOpenai(ORIGIN.closed), 502],
  ['stripe, refused', () => byStripe(ORIGIN.closed, '200'), 502],
  ['openai, late', () => byOpenai(`${ORIGIN.upstream}/late`, LATE_MS), 504],
  ['stripe, late', () => byStripe(ORIGIN.upstream, 'late', LATE_MS), 504],
  ['openai, given up', () => byOpenai(`${ORIGIN.upstream}/late`, undefined, AbortSignal.abort()), 502],
];

async function failureOf(call: () => Promise<unknown>): Promise<Error> {
  try {
    await call();
  } catch (failure) {
    return failure as Error;
  }
  throw new Error('the call has not failed');
}

const failures = new Map<string, Error>();
beforeAll(async () => {
  await Promise.all(CALLS.map(async ([what, call]) => failures.set(what, await failureOf(call))));
});

function wrapped(cause: Error, depth: number): Error {
  return depth === 0 ? cause : new Error('no summary', { cause: wrapped(cause, depth - 1) });
}

describe.each(FRAMEWORKS)('on %s', (framework) => {
  it.each(CALLS)('%s: nothing of it passes', async (what, _call, status) => {
    const failure = failures.get(what) as Error;
    for (const [own, expected] of [
      [[rules.upstream], status],
      [[], 500],
    ] as const) {
      for (const thrown of [failure, wrapped(failure, 1), wrapped(failure, 5)]) {
        const run = (): Promise<never> => Promise.reject(thrown);
        const server = await serveHere(framework, { 'GET /': run }, { errors: { rules: own, report() {} } });
        const response = await request(server.port, 'GET', '/');
        expect(response.status).toBe(expected);
        expect(Object.keys(problemOf(response))).toEqual(['type', 'title', 'status', 'instance']);
        expect(response.fields).not.toHaveProperty('retry-after');
        expect(JSON.stringify(response)).not.toContain('hunter2');
      }
    }
  });
});

const withRule = (thrown: unknown, aborted = false): number =>
  toHttpError(thrown, { rules: [rules.upstream], context: { aborted } }).status;

describe('errors by themselves', () => {
  it('a call that was given up because our own client has gone is a 499', () => {
    expect(withRule(failures.get('openai, given up'), true)).toBe(499);
    expect(withRule(new APIUserAbortError(), true)).toBe(499);
    expect(withRule(new APIConnectionTimeoutError())).toBe(504);
  });

  it('a webhook whose signature is wrong is no failure of the upstream', async () => {
    const stripe = new Stripe('hunter2');
    const thrown = await failureOf(async () =>
      stripe.webhooks.constructEvent('{}', 't=1,v1=00', 'whsec_hunter2'),
    );
    expect(withRule(thrown)).toBe(500);
  });

  it('a status that the program has chosen stays, whatever its cause', () => {
    const cause = failures.get('openai, 404');
    expect(withRule(createError(404, 'no such model', { cause }))).toBe(404);
  });

  it.each([
    ['openai 4', { status: 429, headers: {}, error: {}, request_id: 'hunter2' }, 502],
    ['a Headers and a request id', { status: 429, headers: new Headers(), requestID: 'hunter2' }, 502],
    [
      "an error of Stripe's second API",
      { type: 'QuotaExceededError', rawType: 'quota_exceeded', raw: {} },
      502,
    ],
    ['a request id of our own', { status: 429, headers: {}, requestID: 'hunter2' }, 500],
    ['a type of our own', { type: 'StripeOfPaint', statusCode: 402 }, 500],
  ])('by its shape: %s', (_what, properties, status) => {
    const error = toHttpError(Object.assign(new Error('hunter2'), properties), { rules: [rules.upstream] });
    expect(error.status).toBe(status);
    expect(render(error, { method: 'GET' }).body).not.toContain('hunter2');
  });
});
