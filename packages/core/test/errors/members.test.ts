import { describe, expect, it } from 'vitest';
import {
  BadGateway,
  BadRequest,
  Conflict,
  ContentTooLarge,
  HttpError,
  InternalServerError,
  NotFound,
  PreconditionFailed,
  PreconditionRequired,
  ServiceUnavailable,
  Unauthorized,
} from '../../src/index.ts';

describe('members', () => {
  const error = new NotFound({
    detail: 'd',
    instance: 'urn:x',
    type: 'https://example.org/p',
    title: 'T',
    cause: new Error('behind'),
  });

  it.each(['status', 'statusCode', 'headers', 'expose', 'title', 'type', 'detail', 'instance', 'cause'])(
    '%s is own and writable, because other middleware assigns',
    (name) => {
      expect(Object.getOwnPropertyDescriptor(error, name)).toMatchObject({
        writable: true,
        configurable: true,
      });
    },
  );

  it('an error is never frozen or sealed, and takes what Koa and @koa/cors do to it', () => {
    const mine = new Unauthorized({ scheme: 'Bearer' });
    expect([Object.isFrozen(mine), Object.isSealed(mine), Object.isExtensible(mine)]).toEqual([
      false,
      false,
      true,
    ]);
    const open = mine as { status: number; statusCode: number; headers: Record<string, unknown> };
    open.status = 403;
    open.statusCode = 403;
    open.headers = { ...open.headers, vary: 'Origin' };
    open.headers['access-control-allow-origin'] = '*';
    expect(mine).toMatchObject({
      status: 403,
      statusCode: 403,
      headers: {
        'www-authenticate': 'Bearer',
        vary: 'Origin',
        'access-control-allow-origin': '*',
      },
    });
  });

  it('headers is a plain object of its own, for finalhandler copies its members', () => {
    expect(Object.getPrototypeOf(new NotFound().headers)).toBe(Object.prototype);
    expect(new NotFound().headers).not.toBe(new NotFound().headers);
  });

  it('a cause is own and not enumerable, as the language has it, and absent where none was given', () => {
    expect(Object.getOwnPropertyDescriptor(error, 'cause')?.enumerable).toBe(false);
    expect('cause' in new NotFound()).toBe(false);
    expect(new NotFound({ cause: undefined })).toHaveProperty('cause', undefined);
  });

  it('expose is false for each 5xx and true for each 4xx', () => {
    for (let status = 400; status <= 599; status++) {
      class Any extends HttpError {}
      expect(new Any(status as 400).expose).toBe(status < 500);
    }
  });
});

describe('message', () => {
  const init = { detail: 'detail', log: 'log' };
  const named = { type: 'https://example.org/p', title: 'Title' };

  it.each([
    ['4xx: detail', new NotFound(init), 'detail'],
    ['4xx: title where there is no detail', new NotFound({ log: 'log' }), 'Not Found'],
    ['4xx: the title of the type', new NotFound({ ...named, log: 'log' }), 'Title'],
    ['5xx: log', new BadGateway(init), 'log'],
    ['5xx: title where there is no log', new BadGateway({ detail: 'detail' }), 'Bad Gateway'],
    ['5xx: the title of the type', new BadGateway({ ...named, detail: 'detail' }), 'Title'],
  ])('%s', (_rule, error, message) => {
    expect(error.message).toBe(message);
  });

  it('of a 4xx never holds the log, since Express and Koa print it', () => {
    expect(String(new NotFound({ log: 'secret' }))).not.toContain('secret');
  });
});

describe('toJSON lists exactly what may reach the wire', () => {
  const cause = new Error('secret of the cause');
  const everything = {
    detail: 'shown',
    log: 'secret of the log',
    cause,
    type: 'https://example.org/p',
    title: 'Title',
    instance: 'urn:example:1',
    extensions: { balance: 30 },
    headers: { 'x-secret': 'secret of the field' },
  };

  it('of a 4xx type, title, status, detail, instance and extensions', () => {
    expect(new NotFound(everything).toJSON()).toEqual({
      type: 'https://example.org/p',
      title: 'Title',
      status: 404,
      detail: 'shown',
      instance: 'urn:example:1',
      balance: 30,
    });
  });

  it('of a 500 nothing but the phrase, the status, about:blank and instance', () => {
    expect(new InternalServerError(everything).toJSON()).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      instance: 'urn:example:1',
    });
  });

  it('of a subclass of 500 neither', () => {
    class Mine extends HttpError<500> {
      constructor() {
        super(500, everything);
      }
    }
    expect(new Mine().toJSON()).toEqual(new InternalServerError({ instance: 'urn:example:1' }).toJSON());
  });

  it.each([
    ['BadGateway', new BadGateway(everything), 502],
    ['ServiceUnavailable', new ServiceUnavailable('unknown', everything), 503],
  ])('of %s detail, type, title and extensions where given by name', (_name, error, status) => {
    expect(error.toJSON()).toEqual({
      type: 'https://example.org/p',
      title: 'Title',
      status,
      detail: 'shown',
      instance: 'urn:example:1',
      balance: 30,
    });
  });

  it('of another 5xx neither the string argument, nor message, nor cause', () => {
    expect(new BadGateway('secret').toJSON()).toEqual({
      type: 'about:blank',
      title: 'Bad Gateway',
      status: 502,
    });
    expect(JSON.stringify(new BadGateway({ log: 'secret', cause: new Error('secret') }))).not.toContain(
      'secret',
    );
  });

  it.each([
    ['4xx', new NotFound(everything)],
    ['502', new BadGateway(everything)],
    ['500', new InternalServerError(everything)],
  ])('JSON.stringify of a %s shows no log, cause, field or stack', (_name, error) => {
    expect(JSON.stringify(error)).not.toMatch(/secret|stack|headers|test\.ts/);
  });

  it('extensions cannot replace the members of RFC 9457', () => {
    const extensions = { type: 'x', title: 'x', status: 200, detail: 'x', instance: 'x', mine: 1 } as never;
    expect(new NotFound({ extensions }).toJSON()).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      mine: 1,
    });
  });

  it('extensions cannot replace the members of the class', () => {
    const extensions = { current: 'x', required: 'x', errors: 'x', limit: 'x' };
    expect(new Conflict({ id: 1 }, { extensions }).toJSON()['current']).toEqual({ id: 1 });
    expect(new PreconditionRequired(['If-Match'], { extensions }).toJSON()['required']).toEqual(['If-Match']);
    expect(new BadRequest({ errors: [], extensions }).toJSON()['errors']).toEqual([]);
    expect(new ContentTooLarge({ limit: 5, extensions }).toJSON()['limit']).toBe(5);
  });

  it.each([
    ['a list', []],
    ['a string', 'text'],
    ['null', null],
    ['a number', 5],
    ['a Map', new Map()],
  ])('extensions that are %s are refused', (_name, extensions) => {
    expect(() => new NotFound({ extensions: extensions as never })).toThrow(/init\.extensions/);
  });
});

describe('a string in the first place of 409 and 412 is the detail', () => {
  it.each([
    ['Conflict', Conflict],
    ['PreconditionFailed', PreconditionFailed],
  ])('%s', (_name, Class) => {
    expect(new Class('taken').toJSON().detail).toBe('taken');
    expect(new Class('taken').current).toBeUndefined();
    expect('current' in new Class('taken').toJSON()).toBe(false);
    expect(new Class('taken', { log: 'l' })).toMatchObject({ detail: 'taken', log: 'l' });
  });

  it('and what the last place says wins over it, as a string and by name', () => {
    expect(new Conflict('first', 'second').detail).toBe('second');
    expect(new Conflict('first', { detail: 'second' }).detail).toBe('second');
  });

  it('an Error in the last place is refused beside it, so that no cause is lost', () => {
    const error = new Error('cause') as never;
    expect(() => new Conflict('taken', error)).toThrow('write { cause: error }');
    expect(() => new PreconditionFailed('taken', error)).toThrow('write { cause: error }');
    expect(() => new PreconditionRequired(['If-Match'], error)).toThrow('write { cause: error }');
  });
});
