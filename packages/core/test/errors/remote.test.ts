import { describe, expect, it } from 'vitest';
import type { HttpError } from '../../src/index.ts';
import { jobStatus, NotFound, render, ServiceUnavailable, toHttpError } from '../../src/index.ts';
import { failureHandler } from '../../src/middleware/failure.ts';
import type { Report } from '../../src/problem/report.ts';
import { fakeExchange } from '../middleware/fake-exchange.ts';

/** An error as @statuskit/client marks it. */
function remote(status: number, retryAt?: Date): HttpError {
  const error = new NotFound({ detail: 'a secret of the upstream', headers: { 'x-secret': 'yes' } });
  return Object.assign(error, {
    status,
    [Symbol.for('statuskit.remote/1')]: true,
    remote: { status, retryAt },
  });
}

const inTenSeconds = (): Date => new Date(Date.now() + 10_000);

type Row = [status: number, retryAt: Date | undefined, answer: number, wait: string | undefined];

const ROWS: readonly Row[] = [
  [400, undefined, 502, undefined],
  [401, undefined, 502, undefined],
  [404, undefined, 502, undefined],
  [405, undefined, 502, undefined],
  [412, undefined, 502, undefined],
  [429, undefined, 503, undefined],
  [429, inTenSeconds(), 503, '10'],
  [500, undefined, 502, undefined],
  [502, inTenSeconds(), 502, undefined],
  [503, undefined, 503, undefined],
  [503, inTenSeconds(), 503, '10'],
  [503, new Date(0), 503, '0'],
  [503, new Date(Number.NaN), 503, undefined],
  [504, inTenSeconds(), 504, undefined],
  [599, undefined, 502, undefined],
];

describe.each(ROWS)('a remote %i, to be retried at %s', (status, retryAt, answer, wait) => {
  it(`is a ${answer} for toHttpError, with the remote error as its cause`, () => {
    const given = remote(status, retryAt);
    const error = toHttpError(given);
    expect([error.status, error.cause, error.headers['retry-after']]).toEqual([answer, given, wait]);
    expect(toHttpError(given, { compat: 'trust-status' }).status).toBe(answer);
  });

  it('is rendered like that, and nothing else of it is sent', () => {
    const reply = render(remote(status, retryAt), { method: 'GET', headers: {} });
    expect([reply.status, reply.headers['retry-after']]).toEqual([answer, wait]);
    expect(JSON.stringify(reply)).not.toContain('secret');
  });

  it('is the problem of a failed job like that', () => {
    const { body } = jobStatus({ state: 'failed', problem: remote(status, retryAt) });
    expect(body.problem?.status).toBe(answer);
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  it('is reported once, and never as information', () => {
    const reports: Report[] = [];
    const { exchange, body } = fakeExchange();
    failureHandler({ report: (one) => void reports.push(one) })(remote(status, retryAt), exchange);
    expect(reports.map(({ error, sent }) => [error.status, sent])).toEqual([[answer, answer]]);
    expect(reports[0]?.level).toBe(answer === 503 ? 'warn' : 'error');
    expect(body()).not.toContain('secret');
  });
});

it('an error of our own stays what it is', () => {
  const own = new ServiceUnavailable({ seconds: 3 });
  expect(toHttpError(own)).toBe(own);
});
