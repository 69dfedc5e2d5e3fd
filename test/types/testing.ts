// What the matchers accept, in Vitest, in Jest and in chai, and that `lint` fits each framework.
import { expect as jestExpect } from '@jest/globals';
import { Conflict, NotFound, problem } from '@statuskit/core';
import {
  assertProblem,
  chaiMatchers,
  type Finding,
  inspectExchange,
  lint,
  matchers,
  type ResponseMatchers,
} from '@statuskit/testing';
import * as chai from 'chai';
import express, { type Express } from 'express';
import express4 from 'express4';
import Koa from 'koa';
import Koa2 from 'koa2';
import { expect } from 'vitest';

class OutOfCredit extends problem<{ balance: number }>()({ type: 'urn:x', title: 'x', status: 403 }) {}

const response: unknown = new Response();

// Vitest and Jest, by expect.extend.
expect.extend(matchers);
jestExpect.extend(matchers);
chai.use(chaiMatchers);

const passed: Promise<void>[] = [
  expect(response).toBeProblem(NotFound, { detail: 'x' }),
  expect(response).toBeProblem(OutOfCredit),
  expect(response).toBeProblem(409),
  expect(response).toBeProblem(undefined, { detail: expect.any(String) }),
  expect(response).not.toHaveStatus(200),
  expect(response).toBeConformant({ ignore: ['etag-syntax'], warnings: true }),
  expect(response).toRevalidate({ fetch, headers: { accept: 'text/html' } }),
  expect(response).toBeCacheableFor(60, { shared: true }),
  expect(response).toBeRateLimited(),
  chai.expect(response).toBeProblem(Conflict),
  chai.expect(response).not.toHaveStatus(200),
  assertProblem(response, Conflict, { current: {} }),
];
void passed;

// @ts-expect-error a class that is no error class
void expect(response).toBeProblem(Date);
// @ts-expect-error a text
void expect(response).toHaveStatus('200');
// @ts-expect-error an option that does not exist
void expect(response).toBeCacheableFor(60, { public: true });

export const names: readonly (keyof ResponseMatchers)[] = ['toBeProblem', 'toHaveStatus'];

const findings: Finding[] = inspectExchange({
  request: { method: 'GET', headers: new Headers() },
  response: { status: 200, headers: { 'set-cookie': ['a=1', 'b=2'] }, body: new Uint8Array() },
  allow: ['GET'],
});
export const levels: ('error' | 'warning')[] = findings.map(({ level }) => level);

// @ts-expect-error without a status
void inspectExchange({ request: { method: 'GET' }, response: { headers: {} } });

const apps: [Express, Express] = [express(), express4() as unknown as Express];
for (const app of apps) app.use(lint());
express4().use(lint({ mode: 'throw', report: ({ rule }) => void rule }));
new Koa().use(lint());
new Koa2().use(lint({ ignore: ['etag-syntax'] }));
// @ts-expect-error a mode that does not exist
lint({ mode: 'error' });
