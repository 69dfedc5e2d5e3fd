import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  BadGateway,
  Conflict,
  InternalServerError,
  NotFound,
  type Report,
  ServiceUnavailable,
} from '../../src/index.ts';
import { failureHandler } from '../../src/middleware/failure.ts';
import type { FailureOptions } from '../../src/middleware/failure-options.ts';
import { madeByHttpErrors } from '../errors/understand/made.ts';
import { type FakeExchange, fakeExchange } from './fake-exchange.ts';

beforeEach(() => void vi.spyOn(process, 'emitWarning').mockImplementation(() => {}));
afterEach(() => void vi.restoreAllMocks());

type Options = FailureOptions<{ readonly name: string }>;

function answer(thrown: unknown, options: Options = {}, given: Parameters<typeof fakeExchange>[0] = {}) {
  const fake = fakeExchange(given);
  const reports: Report[] = [];
  failureHandler<{ readonly name: string }>({ report: (one) => void reports.push(one), ...options })(
    thrown,
    fake.exchange,
  );
  return { fake, reports, document: fake.written() ? JSON.parse(fake.body() || 'null') : undefined };
}

describe('options of the wrong form are refused when the handler is made', () => {
  it.each([
    ['null', null, /options: expected an object, got null/],
    ['a number', 5, /options: expected an object, got 5/],
    ['a report that is no function', { report: 'log' }, /report: expected a function, got "log"/],
    ['a report that is null', { report: null }, /report: expected a function, got null/],
    ['a requestId that is no function', { requestId: 'x-id' }, /requestId: expected a function, got "x-id"/],
    ['a body that is no function', { body: {} }, /body: expected a function, got \{\}/],
    ['another compat', { compat: true }, /compat: expected 'trust-status', got true/],
    ['a cache that is a string', { cache: 'no-cache' }, /cache: expected values by status.* got "no-cache"/],
    ['a cache that is null', { cache: null }, /cache: expected values by status.* got null/],
    ['a challenge without a scheme', { challenge: {} }, /scheme/],
    ['an empty list of challenges', { challenge: [] }, /challenge: expected/],
    ['a challenge as a string', { challenge: 'Bearer' }, /challenge: expected .* got "Bearer"/],
    ['rules that are no list', { rules: 5 }, /rules: expected a list of functions, got 5/],
    ['rules that hold no functions', { rules: ['boom'] }, /rules: expected a list of functions/],
    ['rules that give none', { rules: () => 5 }, /rules: expected a list of functions, got 5/],
  ])('%s', (_what, options, message) => {
    expect(() => failureHandler(options as never)).toThrow(TypeError);
    expect(() => failureHandler(options as never)).toThrow(message);
  });

  it('undefined is none given', () => {
    const none = ['report', 'requestId', 'body', 'cache', 'compat', 'challenge', 'rules'];
    expect(() => failureHandler(Object.fromEntries(none.map((name) => [name, undefined])))).not.toThrow();
    expect(() => failureHandler()).not.toThrow();
  });

  it('a function for rules is asked once, not for each failure', () => {
    const rules = vi.fn((builtIn) => builtIn);
    const handler = failureHandler({ rules, report() {} });
    handler(new Error('x'), fakeExchange().exchange);
    handler(new Error('x'), fakeExchange().exchange);
    expect(rules).toHaveBeenCalledTimes(1);
  });
});

describe('what was thrown', () => {
  it('is answered, with the fields that were set before in their place', () => {
    const { fake } = answer(
      new Conflict({ id: 1 }, { etag: '"v7"', headers: { link: '</b>; rel="b"', 'x-a': 'new' } }),
      {},
      {
        fields: {
          'content-type': 'text/csv',
          'content-encoding': 'gzip',
          'cache-control': 'public',
          etag: '"old"',
          'access-control-allow-origin': '*',
          vary: 'Origin',
          link: '</a>; rel="a"',
          'x-a': 'old',
          'set-cookie': ['a=1'],
        },
      },
    );
    expect(fake.response.statusCode).toBe(409);
    expect(fake.response.statusMessage).toBe('Conflict');
    expect(fake.fields()).toEqual({
      'content-type': 'application/problem+json',
      'content-length': expect.any(String),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      etag: '"v7"',
      'access-control-allow-origin': '*',
      vary: 'Origin, Accept',
      link: ['</a>; rel="a"', '</b>; rel="b"'],
      'x-a': 'new',
      'set-cookie': ['a=1'],
    });
    expect(JSON.parse(fake.body())).toMatchObject({ status: 409, current: { id: 1 } });
  });

  it('is understood with what the exchange knows', () => {
    const foreign = (status: number): Error => madeByHttpErrors({ status }, 'x');
    expect(answer(foreign(405)).fake.fields()['allow']).toBe('GET, HEAD');
    expect(answer(foreign(401), { challenge: { scheme: 'Bearer' } }).fake.fields()['www-authenticate']).toBe(
      'Bearer',
    );
    const there = { fields: { 'www-authenticate': 'Digest' } };
    expect(answer(foreign(401), {}, there).fake.fields()['www-authenticate']).toBe('Digest');
    expect(
      answer(new Error('x'), { compat: 'trust-status' }, { statusCode: 403 }).fake.response.statusCode,
    ).toBe(403);
    expect(answer(new Error('x'), {}, { statusCode: 403 }).fake.response.statusCode).toBe(500);
  });

  it('null and undefined are answered too: never a hang', () => {
    for (const thrown of [null, undefined, '', 0, false]) {
      const { fake, reports } = answer(thrown);
      expect(fake.response.statusCode).toBe(500);
      expect(reports).toHaveLength(1);
      expect(reports[0]?.thrown).toBe(thrown);
    }
  });

  it('has no phrase on HTTP/2', () => {
    const { fake } = answer(new NotFound(), {}, { httpVersionMajor: 2, stream: { destroyed: false } });
    expect(fake.response.statusMessage ?? '').toBe('');
  });
});

describe('a report', () => {
  it('is made once for each failure, after the status is known', () => {
    const fake = fakeExchange({ method: 'POST', knownId: 'id-1', route: '/notes/:id' });
    const reports: Report[] = [];
    let written: boolean | undefined;
    const thrown = new NotFound();
    failureHandler({
      report: (one) => {
        written = fake.written();
        reports.push(one);
      },
    })(thrown, fake.exchange);
    expect(written).toBe(true);
    expect(reports).toEqual([
      {
        error: thrown,
        thrown,
        level: 'info',
        sent: 404,
        instance: undefined,
        requestId: 'id-1',
        method: 'POST',
        route: '/notes/:id',
      },
    ]);
  });

  it.each([
    [new NotFound(), 'info', 404],
    [new ServiceUnavailable('unknown'), 'warn', 503],
    [new BadGateway(), 'error', 502],
    [new InternalServerError(), 'error', 500],
    [new Error('x'), 'error', 500],
  ])('of %s has the level %s', (thrown, level, sent) => {
    expect(answer(thrown).reports).toEqual([expect.objectContaining({ thrown, level, sent })]);
  });

  it('carries what was thrown, unchanged, beside what it was taken for', () => {
    const thrown = new Error('x');
    const [report] = answer(thrown).reports;
    expect(report?.thrown).toBe(thrown);
    expect(report?.error).toMatchObject({ status: 500, cause: thrown });
  });

  it('is made synchronously', () => {
    const order: string[] = [];
    failureHandler({ report: () => order.push('report') as never })(new NotFound(), fakeExchange().exchange);
    order.push('after');
    expect(order).toEqual(['report', 'after']);
  });

  it('of the same failure of the same response is made once', () => {
    const fake = fakeExchange();
    const reports: Report[] = [];
    const handler = failureHandler({ report: (one) => void reports.push(one) });
    const thrown = new NotFound();
    handler(thrown, fake.exchange);
    handler(thrown, fake.exchange);
    expect(reports).toHaveLength(1);
    handler(thrown, fakeExchange().exchange);
    expect(reports).toHaveLength(2);
  });

  it('that fails loses neither what it was told nor its own failure', () => {
    const print = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { fake } = answer(new Error('the first'), {
      report: () => {
        throw new Error('the second');
      },
    });
    expect(fake.response.statusCode).toBe(500);
    const printed = print.mock.calls.map(([text]) => String(text));
    expect(printed).toHaveLength(2);
    expect(printed[0]).toContain('the first');
    expect(printed[1]).toContain('the second');
  });

  it('may be asynchronous, and its rejection is caught and printed', async () => {
    const print = vi.spyOn(console, 'error').mockImplementation(() => {});
    answer(new Error('the first'), { report: () => Promise.reject(new Error('the second')) as never });
    await new Promise((resolve) => setImmediate(resolve));
    expect(print).toHaveBeenCalledTimes(2);
  });

  it('is printed by default', () => {
    const print = vi.spyOn(console, 'error').mockImplementation(() => {});
    failureHandler()(new Error('the reason'), fakeExchange().exchange);
    expect(print).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('the reason'));
    failureHandler()(new NotFound(), fakeExchange().exchange);
    expect(print).toHaveBeenCalledTimes(1);
  });

  it("is announced in the framework's own way, which is told whether the user's own has heard", () => {
    const announce = vi.fn();
    const exchange = { ...fakeExchange().exchange, announce };
    failureHandler()(new Error('x'), exchange);
    expect(announce).toHaveBeenLastCalledWith(expect.objectContaining({ sent: 500 }), false);
    failureHandler({ report() {} })(new Error('x'), { ...fakeExchange().exchange, announce });
    expect(announce).toHaveBeenLastCalledWith(expect.objectContaining({ sent: 500 }), true);
    expect(announce).toHaveBeenCalledTimes(2);
  });
});

describe('instance and request id', () => {
  const UUID = '0190A5E4-5A4F-7B2C-8D3E-0123456789AB';

  it('of a 5xx is a fresh urn:uuid: that the report carries as well', () => {
    const { document, reports } = answer(new Error('x'), {}, { knownId: 'req-7' });
    expect(document.instance).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
    expect(reports[0]).toMatchObject({ instance: document.instance, requestId: 'req-7' });
  });

  it('is the request id where that is a UUID', () => {
    const { document } = answer(new Error('x'), {}, { knownId: UUID });
    expect(document.instance).toBe(`urn:uuid:${UUID.toLowerCase()}`);
  });

  it.each(['req-7', 5, '', 'not-a-uuid', `${UUID}x`, undefined, null, {}])(
    'is a fresh one where the id is %j',
    (knownId) => {
      const { document } = answer(new Error('x'), {}, { knownId });
      expect(document.instance).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
    },
  );

  it("a client's X-Request-Id is believed only if requestId says so", () => {
    const given = { headers: { 'x-request-id': UUID } };
    expect(answer(new Error('x'), {}, given).document.instance).not.toContain(UUID.toLowerCase());
    const { document, reports } = answer(new Error('x'), { requestId: () => UUID }, given);
    expect(document.instance).toBe(`urn:uuid:${UUID.toLowerCase()}`);
    expect(reports[0]?.requestId).toBe(UUID);
  });

  it('requestId is asked with the source, before what other middleware knows', () => {
    const requestId = vi.fn(() => 'mine');
    const { reports } = answer(new NotFound(), { requestId }, { knownId: 'other' });
    expect(requestId).toHaveBeenCalledExactlyOnceWith({ name: 'source' });
    expect(reports[0]?.requestId).toBe('mine');
  });

  it('a number is an id, as pino-http counts', () => {
    expect(answer(new NotFound(), {}, { knownId: 7 }).reports[0]?.requestId).toBe('7');
  });

  it('of a 4xx is none', () => {
    expect(answer(new NotFound(), {}, { knownId: UUID }).document).not.toHaveProperty('instance');
  });

  it('of the error itself goes first', () => {
    expect(answer(new BadGateway({ instance: 'urn:own' }), {}, { knownId: UUID }).document.instance).toBe(
      'urn:own',
    );
  });
});

describe('hooks', () => {
  const broken = (): never => {
    throw new Error('hook');
  };

  it('body gets the document and the source', () => {
    const body = vi.fn(() => ({ contentType: 'application/json', body: '{"own":true}' }));
    const { document } = answer(new NotFound('x'), { body });
    expect(document).toEqual({ own: true });
    expect(body).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ detail: 'x' }), {
      name: 'source',
    });
  });

  it.each([
    ['body', { body: broken }],
    ['cache', { cache: broken }],
    ['requestId', { requestId: broken }],
  ] as const)('%s that throws changes nothing, and both failures are reported', (_name, options) => {
    const thrown = new NotFound('kept');
    const { fake, reports } = answer(thrown, options as Options);
    expect(fake.response.statusCode).toBe(404);
    expect(fake.body()).toContain('kept');
    expect(reports.map((one) => [one.level, one.thrown])).toEqual([
      ['info', thrown],
      ['error', expect.objectContaining({ message: 'hook' })],
    ]);
  });

  it('a rule that throws is passed over and reported beside the failure', () => {
    const { fake, reports } = answer(new Error('x'), { rules: [broken] });
    expect(fake.response.statusCode).toBe(500);
    expect(reports.map(({ thrown }) => (thrown as Error).message)).toEqual(['x', 'hook']);
  });

  it('a router that throws costs no answer', () => {
    const fake = fakeExchange();
    const reports: Report[] = [];
    const foreign = madeByHttpErrors({ status: 405 }, 'x');
    failureHandler({ report: (one) => void reports.push(one) })(foreign, {
      ...fake.exchange,
      allowedMethods: broken,
    });
    expect(fake.response.statusCode).toBe(405);
    expect(fake.fields()['allow']).toBe('');
    expect(reports).toHaveLength(2);
  });
});

describe('a response that has begun', () => {
  it('is cut off, never completed and never left hanging', () => {
    const { fake, reports } = answer(new Error('x'), {}, { headersSent: true, statusCode: 200 });
    expect(fake.written()).toBe(false);
    expect(fake.socket.calls).toEqual(['destroy']);
    expect(reports).toEqual([expect.objectContaining({ sent: 200, level: 'error', instance: undefined })]);
  });

  it('is left alone where it is complete, and the failure is reported', () => {
    const { fake, reports } = answer(new Error('x'), {}, { headersSent: true, writableEnded: true });
    expect(fake.socket.calls).toEqual([]);
    expect(fake.written()).toBe(false);
    expect(reports).toHaveLength(1);
  });

  it('over HTTP/2 its stream is reset with INTERNAL_ERROR', () => {
    const close = vi.fn();
    answer(new Error('x'), {}, { headersSent: true, httpVersionMajor: 2, stream: { close } });
    expect(close).toHaveBeenCalledExactlyOnceWith(2);
  });
});

describe('a client that has gone', () => {
  it('gets nothing; the log says aborted, without alarm', () => {
    const { fake, reports } = answer(new Error('x'), {}, { destroyed: true });
    expect(fake.written()).toBe(false);
    expect(fake.socket.calls).toEqual([]);
    expect(reports).toEqual([expect.objectContaining({ sent: 'aborted', level: 'info' })]);
  });

  it('is not the reason where our own side destroyed the response with an error', () => {
    const errored = new Error('disk');
    const { fake, reports } = answer(errored, {}, { destroyed: true, errored });
    expect(fake.written()).toBe(false);
    expect(reports).toEqual([expect.objectContaining({ sent: 'aborted', level: 'error' })]);
  });
});

describe('a write that fails', () => {
  function failing(fake: FakeExchange, times: number): FakeExchange['exchange'] {
    const end = fake.response.end.bind(fake.response);
    let left = times;
    Object.assign(fake.response, {
      end: (body?: string) => {
        if (left-- > 0) throw new Error('write');
        return end(body);
      },
    });
    return fake.exchange;
  }

  it('is followed by the constant body, and both are reported', () => {
    const fake = fakeExchange();
    const reports: Report[] = [];
    failureHandler({ report: (one) => void reports.push(one) })(new NotFound(), failing(fake, 1));
    expect(fake.response.statusCode).toBe(500);
    expect(fake.body()).toBe('{"type":"about:blank","title":"Internal Server Error","status":500}');
    expect(reports.map(({ sent }) => sent)).toEqual([500, 500]);
  });

  it('twice ends the connection', () => {
    const fake = fakeExchange();
    const reports: Report[] = [];
    failureHandler({ report: (one) => void reports.push(one) })(new NotFound(), failing(fake, 2));
    expect(fake.socket.calls).toEqual(['destroy']);
    expect(reports).toHaveLength(3);
  });
});
