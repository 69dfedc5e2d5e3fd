import { describe, expect, it } from 'vitest';
import { BadGateway, Gone, InternalServerError, jobStatus, NotFound } from '../../src/index.ts';

const wait = { retryAfter: { seconds: 2 } };
const loose = jobStatus as (job: unknown, init?: unknown) => unknown;

describe('jobStatus', () => {
  it.each([
    [{ state: 'queued' }, { state: 'queued' }],
    [
      { state: 'running', progress: 0 },
      { state: 'running', progress: 0 },
    ],
    [
      { state: 'running', progress: 45 },
      { state: 'running', progress: 45 },
    ],
    [{ state: 'running', progress: null, owner: 'pg-7' }, { state: 'running' }],
  ])('is a 200 while it goes on: %j', (job, body) => {
    const result = loose(job, wait);
    expect(result).toMatchObject({
      status: 200,
      headers: { 'retry-after': '2', 'cache-control': 'no-store' },
    });
    expect((result as { body: unknown }).body).toEqual(body);
  });

  // RFC 9110 §15.6.1: the request for the monitor has not failed.
  it('is a 200 with the problem inside when it has failed, without Retry-After', () => {
    const result = jobStatus(
      { state: 'failed', problem: new BadGateway({ detail: 'The printer is out of paper.' }) },
      wait,
    );
    expect(result).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
    expect(result.headers['retry-after']).toBeUndefined();
    expect(result.body).toEqual({
      state: 'failed',
      problem: {
        type: 'about:blank',
        title: 'Bad Gateway',
        status: 502,
        detail: 'The printer is out of paper.',
      },
    });
  });

  it('shows nothing of the inside of a 500', () => {
    const problem = new InternalServerError({ log: 'pg-7 is down', detail: 'pg-7 is down' });
    expect(JSON.stringify(jobStatus({ state: 'failed', problem }).body)).not.toContain('pg-7');
  });

  it('takes a problem that was stored, as a copy', () => {
    const stored = { type: 'about:blank', title: 'Not Found', status: 404, detail: 'x' };
    const { body } = jobStatus({ state: 'failed', problem: stored });
    stored.detail = 'changed';
    expect(body.problem).toEqual({ ...stored, detail: 'x' });
    expect(jobStatus({ state: 'failed', problem: new NotFound() }).body.problem).toMatchObject({
      status: 404,
    });
  });

  it('is a 303 to the result when it is done', () => {
    const result = jobStatus({ state: 'done', result: '/exports/1.csv' }, wait);
    expect(result).toMatchObject({ status: 303, headers: { location: '/exports/1.csv' }, body: undefined });
    expect(result.headers['retry-after']).toBeUndefined();
    const elsewhere = new URL('https://files.example/1.csv');
    expect(() => jobStatus({ state: 'done', result: elsewhere })).toThrow(/allowHosts/);
    expect(
      jobStatus({ state: 'done', result: elsewhere }, { allowHosts: ['files.example'] }).headers['location'],
    ).toBe('https://files.example/1.csv');
  });

  it('is a 200 when it is done and there is nothing to fetch', () => {
    for (const job of [{ state: 'done' }, { state: 'done', result: null }]) {
      expect(loose(job)).toMatchObject({ status: 200, body: { state: 'done' } });
    }
  });

  it('is a 410 once it is gone', () => {
    expect(jobStatus({ state: 'gone' })).toBeInstanceOf(Gone);
  });

  it('may be stored where that is said', () => {
    const { headers } = jobStatus({ state: 'queued' }, { cacheControl: { private: true, maxAgeSeconds: 1 } });
    expect(headers['cache-control']).toBe('private, max-age=1');
  });

  it.each([
    ['no job', [undefined], /expected a job with the state/],
    ['another state', [{ state: 'paused' }], /got \{"state":"paused"\}/],
    [
      'a progress that is a text',
      [{ state: 'running', progress: '45' }],
      /progress: expected a number, got "45"/,
    ],
    [
      'a failure without a problem',
      [{ state: 'failed' }],
      /problem: expected an HttpError or a problem document/,
    ],
    ['an Error as its problem', [{ state: 'failed', problem: new Error('x') }], /problem: expected/],
    ['a misspelt member', [{ state: 'queued' }, { retry: 2 }], /got "retry"/],
    ['a result elsewhere', [{ state: 'done', result: '//evil.example' }], /begins another host/],
  ])('refuses %s', (_what, args, message) => {
    expect(() => loose(...(args as [unknown]))).toThrow(TypeError);
    expect(() => loose(...(args as [unknown]))).toThrow(message);
  });

  it.each([-1, 101, Number.NaN, Number.POSITIVE_INFINITY])('refuses a progress of %d', (progress) => {
    expect(() => loose({ state: 'running', progress })).toThrow(RangeError);
  });
});
