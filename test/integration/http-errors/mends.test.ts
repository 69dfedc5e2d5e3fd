import {
  BadRequest,
  ContentTooLarge,
  HttpError,
  isHttpError,
  NotFound,
  TooEarly,
  toHttpError,
  Unauthorized,
} from '@statuskit/core';
import createError, { HttpError as AnyHttpError } from '@statuskit/core/http-errors';
import real from 'http-errors';
import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllEnvs();
});

function upstreamError(): Error {
  return Object.assign(new Error('Request failed with status code 401'), {
    status: 401,
    statusCode: 401,
    headers: { 'www-authenticate': 'Basic realm="theirs"' },
    response: { status: 401 },
    config: { headers: { authorization: 'secret' } },
    toJSON: () => ({ config: 'secret' }),
  });
}

describe('an error of an upstream', () => {
  // http-errors: createError(502, upstream) answers 401, with expose true, and changes the error that was passed.
  it('does not decide the status', () => {
    const cause = upstreamError();
    const error = createError(502, cause);
    expect([error.status, error.statusCode, error.expose]).toEqual([502, 502, false]);
    expect(error.cause).toBe(cause);
    expect(error.message).toBe('Request failed with status code 401');
  });

  it('brings no field, no credential and no toJSON', () => {
    const error = createError(502, upstreamError());
    expect(error.headers).toBeUndefined();
    expect(Object.keys(error).sort()).toEqual(['expose', 'status', 'statusCode']);
    expect(JSON.stringify(error)).toBe('{"type":"about:blank","title":"Bad Gateway","status":502}');
  });

  it('is a 500 alone, where marks of a client library are on it', () => {
    expect(createError(upstreamError()).status).toBe(500);
  });

  it('shows no message of its own in a 4xx', () => {
    expect(JSON.stringify(createError(404, upstreamError()))).not.toContain('Request failed');
  });
});

describe('what is passed is never changed', () => {
  it.each([
    ['a plain error', () => new Error('x')],
    ['a frozen error', () => Object.freeze(new Error('x'))],
    ['a real http-error', () => real(404, 'x')],
    ['one of statuskit', () => new NotFound('x')],
    ['one of its own', () => createError(404, 'x')],
  ])('%s', (_, make) => {
    const error = make();
    const before = Object.getOwnPropertyDescriptors(error);
    const wrapped = createError(503, error, { code: 'E', headers: { 'retry-after': '1' } });
    expect(Object.getOwnPropertyDescriptors(error)).toEqual(before);
    expect(wrapped.cause).toBe(error);
    expect(wrapped.status).toBe(503);
  });

  it('fields that are shared by several errors are not added to when one is handled', () => {
    const headers = Object.freeze({ 'x-a': '1' });
    const error = toHttpError(createError(405, 'x', { headers }));
    expect(error.headers).toEqual({ 'x-a': '1', allow: '' });
    expect(headers).toEqual({ 'x-a': '1' });
  });

  it('a 401 without a challenge is given one itself, not in a copy', () => {
    const error = createError(401, 'x');
    expect(toHttpError(error, { challenge: { scheme: 'Bearer' } })).toBe(error);
    expect(error.headers).toEqual({ 'www-authenticate': 'Bearer' });
  });

  it('and the result is not frozen', () => {
    const error = createError(404, 'x');
    Object.assign(error, { status: 410, statusCode: 410, expose: false, headers: { a: 'b' }, title: 'mine' });
    expect(error.status).toBe(410);
    expect(error['title']).toBe('mine');
  });
});

describe('causes are kept', () => {
  it.each([
    ['wrapped', (cause: Error) => createError(500, cause)],
    ['as a property', (cause: Error) => createError(500, 'x', { cause })],
    ['as a property beside another one', (cause: Error) => createError(500, new Error('x'), { cause })],
  ])('%s', (_, make) => {
    const cause = new Error('why');
    expect(make(cause).cause).toBe(cause);
  });

  it('through three of them', () => {
    const root = new Error('root');
    const error = createError(502, createError(503, createError(504, root)));
    expect((error.cause as Error & { cause: Error }).cause.cause).toBe(root);
  });
});

describe('subclasses', () => {
  class NoteNotFound extends createError.NotFound {
    readonly id: number;
    constructor(id: number) {
      super(`No note ${id}`);
      this.id = id;
    }
    describe(): string {
      return `note ${this.id}`;
    }
  }

  it('are what they say', () => {
    const error = new NoteNotFound(7);
    expect(error).toBeInstanceOf(NoteNotFound);
    expect(error).toBeInstanceOf(createError.NotFound);
    expect(error).toBeInstanceOf(AnyHttpError);
    expect(error.describe()).toBe('note 7');
    expect([error.name, error.message, error.status, error.expose]).toEqual([
      'NoteNotFound',
      'No note 7',
      404,
      true,
    ]);
    expect(error.stack).toMatch(/^NoteNotFound: No note 7\n/);
  });

  it('are matched exactly', () => {
    expect(createError(404)).not.toBeInstanceOf(NoteNotFound);
    expect(new NotFound()).not.toBeInstanceOf(NoteNotFound);
  });
});

describe('the results are of statuskit too', () => {
  it.each([400, 404, 413, 418, 425, 499, 500, 509, 511])('%i is an HttpError', (status) => {
    const error = createError(status, 'x');
    expect(isHttpError(error)).toBe(true);
    expect(error).toBeInstanceOf(HttpError);
    expect(toHttpError(error)).toBe(error);
  });

  it('each is an instance of the class for its status, and the other way round', () => {
    expect(createError(404)).toBeInstanceOf(NotFound);
    expect(createError(413)).toBeInstanceOf(ContentTooLarge);
    expect(new createError.UnorderedCollection()).toBeInstanceOf(TooEarly);
    expect(new NotFound()).toBeInstanceOf(createError.NotFound);
    expect(createError(404)).not.toBeInstanceOf(BadRequest);
    expect(new BadRequest()).not.toBeInstanceOf(createError.NotFound);
  });

  it('an HttpError that needs nothing is given back as it is', () => {
    const error = new Unauthorized({ scheme: 'Bearer' });
    expect(createError(error)).toBe(error);
    expect(createError(401, error)).toBe(error);
  });

  it('has title, type, detail and log, none of them enumerable', () => {
    const { type, title, detail, log, instance, extensions } = createError(404, 'x') as unknown as NotFound;
    expect({ type, title, detail, log, instance, extensions }).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      detail: 'x',
      log: undefined,
      instance: undefined,
      extensions: undefined,
    });
    expect(createError(503, 'x')).toMatchObject({
      title: 'Service Unavailable',
      detail: undefined,
      log: 'x',
    });
    expect(Object.keys(createError(404, 'x'))).toEqual(['message']);
  });
});

describe('the problem document', () => {
  const document = (error: unknown): unknown => JSON.parse(JSON.stringify(error));

  it.each([
    ['the message of a 4xx', createError(404, 'No such note'), 'No such note'],
    ['not that of a 5xx', createError(503, 'Pool is empty'), undefined],
    ['not even with expose', createError(500, 'Pool is empty', { expose: true }), undefined],
    ['not where it is hidden', createError(404, 'x', { expose: false }), undefined],
    ['not the default', createError(413), undefined],
    ['not the default of its class', createError(499), undefined],
    [
      'not that of a system error',
      createError(404, Object.assign(new Error('/srv/a'), { code: 'ENOENT' })),
      undefined,
    ],
    ['that of another error, as told', createError(400, new SyntaxError('Unexpected end')), 'Unexpected end'],
  ])('shows %s', (_, error, detail) => {
    expect((document(error) as { detail?: string }).detail).toBe(detail);
  });

  // Handlers hide a message after the fact: `error.expose = false`.
  it('shows what is so at the end', () => {
    const error = createError(404, '/srv/a');
    error.message = 'No such file';
    expect(document(error)).toMatchObject({ detail: 'No such file' });
    error.expose = false;
    expect(document(error)).toEqual({ type: 'about:blank', title: 'Not Found', status: 404 });
  });

  it('is what JSON.stringify prints, where http-errors prints the message', () => {
    expect(JSON.stringify(real(500, 'Pool is empty'))).toBe('{"message":"Pool is empty"}');
    expect(JSON.stringify(createError(500, 'Pool is empty'))).not.toContain('Pool');
  });

  it('shows no property', () => {
    const properties = {
      errors: [{ value: 'secret' }],
      type: 't',
      title: 't',
      detail: 'd',
      log: 'l',
      extensions: { a: 1 },
    };
    for (const status of [400, 409, 413, 422, 428, 503]) {
      const shown = document(
        createError(status, 'x', { ...properties, current: 's', required: 's', limit: 1 }),
      );
      expect(Object.keys(shown as object).sort(), String(status)).toEqual(
        status < 500 ? ['detail', 'status', 'title', 'type'] : ['status', 'title', 'type'],
      );
      expect(JSON.stringify(shown)).not.toContain('secret');
    }
  });
});

describe('the stack', () => {
  const frames = (error: Error): string[] => (error.stack ?? '').split('\n').slice(1);

  it.each([
    ['the function', () => createError(404)],
    ['the function, wrapping', () => createError(404, new Error('x'))],
    ['new', () => new createError.NotFound()],
    ['without new', () => createError.NotFound()],
  ])('begins with who called: %s', (_, make) => {
    expect(frames(make())[0]).toContain('mends.test.ts');
    expect(frames(make()).length).toBeGreaterThan(1);
  });

  it('of a 4xx is one frame in production, of a 5xx all of them', () => {
    vi.stubEnv('NODE_ENV', 'production');
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 10;
    try {
      for (const error of [createError(404), new createError.NotFound(), createError(404, new Error('x'))]) {
        expect(frames(error)).toHaveLength(1);
        expect(frames(error)[0]).toContain('mends.test.ts');
      }
      expect(frames(createError(500)).length).toBeGreaterThan(1);
      expect(frames(real(404)).length).toBeGreaterThan(1);
      expect(Error.stackTraceLimit).toBe(10);
    } finally {
      Error.stackTraceLimit = limit;
    }
  });
});
