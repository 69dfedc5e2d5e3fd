import { describe, expect, it } from 'vitest';
import { httpError } from '../../../src/errors/understand/rule.ts';
import {
  completeError,
  holdsFields,
  isUsable,
  levelOf,
  missingField,
  readFields,
  snapshot,
} from '../../../src/errors/understand/snapshot.ts';
import type { HttpError } from '../../../src/index.ts';
import { BadRequest, NotFound, ServiceUnavailable, Unauthorized } from '../../../src/index.ts';
import { revoked } from './rules/cases.ts';

const REMOTE = Symbol.for('statuskit.remote/1');
const changed = <T extends object>(error: T, members: object): T => Object.assign(error, members);

describe('the field that a status requires', () => {
  it.each<[number, string]>([
    [401, 'www-authenticate'],
    [405, 'allow'],
    [407, 'proxy-authenticate'],
    [416, 'content-range'],
    [426, 'upgrade'],
  ])('%i: %s', (status, name) => {
    expect(missingField(status, {})).toBe(name);
    expect(missingField(status, undefined)).toBe(name);
    expect(missingField(status, { other: 'x' })).toBe(name);
    expect(missingField(status, { [name]: 'x' })).toBeUndefined();
    expect(missingField(status, { [name.toUpperCase()]: ['x'] })).toBeUndefined();
    expect(missingField(status, { [name]: 'a\r\nb' })).toBe(name);
  });

  it.each([400, 404, 500, 503])('%i: none', (status) => {
    expect(missingField(status, {})).toBeUndefined();
  });
});

describe('an error of ours', () => {
  const remote = changed(new NotFound(), { [REMOTE]: true });
  it.each<[string, unknown, boolean, boolean]>([
    ['as it was made', new NotFound(), true, true],
    ['with the field that it requires', new Unauthorized({ scheme: 'Bearer' }), true, true],
    ['without that field', httpError(401), true, false],
    ['of another server', remote, true, false],
    ['whose status is one of success', changed(new NotFound(), { status: 200 }), false, false],
    ['that is an Error of somebody else', changed(new Error('x'), { status: 404 }), false, false],
  ])('%s', (_what, value, usable, complete) => {
    expect(isUsable(value)).toBe(usable);
    expect(completeError(value)).toBe(complete ? value : undefined);
  });
});

describe('a snapshot', () => {
  const failures: unknown[] = [];
  const take = (error: HttpError<number>) => {
    failures.length = 0;
    return snapshot(error as HttpError, (failure) => failures.push(failure));
  };

  it('has the error, its status, its fields and its problem', () => {
    const error = new NotFound({ detail: 'No such note.', headers: { 'x-a': '1' } });
    expect(take(error)).toEqual({
      error,
      status: 404,
      instance: undefined,
      fields: [['x-a', '1']],
      problem: { type: 'about:blank', title: 'Not Found', status: 404, detail: 'No such note.' },
    });
    expect(failures).toEqual([]);
  });

  it('has the instance of an occurrence', () => {
    const taken = take(new NotFound({ instance: '/log/1' }));
    expect(taken).toMatchObject({ instance: '/log/1', problem: { instance: '/log/1' } });
  });

  it('of an error whose status was spoiled is a 500', () => {
    const taken = take(changed(new NotFound('shown'), { status: '404' }));
    expect(taken).toMatchObject({ status: 500 });
    expect(taken.problem).toEqual({ type: 'about:blank', title: 'Internal Server Error', status: 500 });
  });

  it('of a 500 shows the phrase and the instance, whatever toJSON says', () => {
    const error = changed(httpError(500, { instance: '/log/1' }), {
      toJSON: () => ({ type: 'x', title: 'y', status: 500, detail: 'secret', a: 1 }),
    });
    expect(take(error).problem).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      instance: '/log/1',
    });
    expect(Object.keys(take(httpError(500)).problem)).toEqual(['type', 'title', 'status']);
  });

  it.each<[string, unknown, string]>([
    ['text', 'x', 'got "x"'],
    ['null', null, 'got null'],
    ['undefined', undefined, 'got undefined'],
    ['a list', [1], 'got'],
  ])(
    'of an error whose toJSON returns %s has the title and the status, and reports it',
    (_what, own, got) => {
      const error = changed(new NotFound({ detail: 'x', instance: '/log/1' }), { toJSON: () => own });
      expect(take(error).problem).toEqual({
        type: 'about:blank',
        title: 'Not Found',
        status: 404,
        instance: '/log/1',
      });
      expect(failures).toHaveLength(1);
      expect(String(failures[0])).toMatch(
        /^TypeError: toJSON: expected the members of a problem document, got /,
      );
      expect(String(failures[0])).toContain(got);
    },
  );

  it('of an error whose toJSON throws, or whose document cannot be read, has the same', () => {
    const trap = new Error('trap');
    const broken = (): never => {
      throw trap;
    };
    const unreadable = Object.defineProperty({}, 'a', { enumerable: true, get: broken });
    for (const toJSON of [broken, () => unreadable]) {
      const error = changed(new NotFound('x'), { toJSON });
      expect(take(error).problem).toEqual({ type: 'about:blank', title: 'Not Found', status: 404 });
      expect(failures).toEqual([trap]);
    }
  });

  it.each<[string, object, object]>([
    ['another status', { status: 200, title: 'Not Found' }, { status: 404, title: 'Not Found' }],
    ['no status', { title: 'Not Found' }, { status: 404, title: 'Not Found' }],
    [
      'another title of about:blank',
      { type: 'about:blank', title: 'x' },
      { type: 'about:blank', title: 'Not Found', status: 404 },
    ],
    ['another title without a type', { title: 'x' }, { title: 'Not Found', status: 404 }],
    ['the title of another type', { type: '/x', title: 'x' }, { type: '/x', title: 'x', status: 404 }],
    ['no title', { type: 'about:blank', a: 1 }, { type: 'about:blank', a: 1, status: 404 }],
    ['a detail that is the phrase', { title: 'x', detail: 'Not Found' }, { title: 'Not Found', status: 404 }],
    [
      'a detail that is the phrase, without a title',
      { detail: 'Not Found' },
      { detail: 'Not Found', status: 404 },
    ],
    [
      'a detail that is the title of another type',
      { type: '/x', title: 'x', detail: 'x' },
      { type: '/x', title: 'x', detail: 'x', status: 404 },
    ],
    // RFC 9457 §3.1: readers ignore a member of another type.
    ['members that are not text', { type: 1, title: 2, detail: 3, instance: 4 }, { status: 404 }],
    ['a null member', { detail: null, a: null }, { a: null, status: 404 }],
    ['a toJSON of its own', { toJSON: () => 1, a: 1 }, { a: 1, status: 404 }],
    ['a member of that name', { toJSON: 1 }, { toJSON: 1, status: 404 }],
  ])('corrects a document with %s', (_what, made, shown) => {
    expect(take(changed(new NotFound(), { toJSON: () => made })).problem).toEqual(shown);
  });

  it('leaves a member that is undefined, which JSON does not write', () => {
    const { problem } = take(changed(new NotFound(), { toJSON: () => ({ detail: undefined, a: 1 }) }));
    expect(Object.keys(problem)).toEqual(['detail', 'a', 'status']);
  });

  it('is a copy', () => {
    const made = { type: '/x', a: 1 };
    const error = changed(new NotFound(), { toJSON: () => made });
    expect(take(error).problem).not.toBe(take(error).problem);
    expect(made).toEqual({ type: '/x', a: 1 });
  });

  describe('of a 5xx other than 500 shows what was named for clients', () => {
    const wait = new ServiceUnavailable(
      { seconds: 5 },
      { type: '/down', title: 'Down', detail: 'Later.', instance: '/log/1', extensions: { a: 1 } },
    );
    const shown = { type: '/down', title: 'Down', status: 503, detail: 'Later.', instance: '/log/1', a: 1 };

    it('type, title, detail, instance, extensions and the wait', () => {
      expect(take(wait).problem).toEqual({ ...shown, retryAfter: 5 });
      expect(Object.keys(take(wait).problem)).toEqual(Object.keys(wait.toJSON()));
    });

    it.each<[string, object, object]>([
      ['a member that it does not name', { b: 2 }, {}],
      ['a stack', { stack: 'secret' }, {}],
      ['another detail', { detail: 'secret' }, { detail: undefined }],
      ['a wait that is not a number', { retryAfter: 'secret' }, { retryAfter: undefined }],
      ['a number under another name', { count: 7 }, {}],
      ['the detail under another name', { copy: 'Later.' }, {}],
    ])('but not %s', (_what, more, less) => {
      const document = { ...wait.toJSON(), ...more };
      const error = changed(Object.create(wait) as HttpError<number>, { toJSON: () => document });
      expect(take(error).problem).toEqual({ ...shown, retryAfter: 5, ...less });
    });

    it.each<[unknown]>([[undefined], [null], ['ab'], [new Error('x')]])(
      'with the extensions %s',
      (extensions) => {
        const error = changed(new ServiceUnavailable('unknown'), {
          toJSON: () => ({ title: 'x', 0: 'a', b: 1 }),
          extensions,
        });
        expect(take(error).problem).toEqual({ title: 'Service Unavailable', status: 503 });
        expect(failures).toEqual([]);
      },
    );

    it('and no member that is undefined', () => {
      const error = changed(Object.create(wait) as HttpError<number>, {
        toJSON: () => ({ ...shown, title: undefined, a: undefined }),
      });
      expect(Object.keys(take(error).problem)).toEqual(['type', 'status', 'detail', 'instance']);
    });

    it('a 4xx shows all members', () => {
      const error = changed(new BadRequest('x'), { toJSON: () => ({ type: '/x', b: 2 }) });
      expect(take(error).problem).toEqual({ type: '/x', b: 2, status: 400 });
    });
  });
});

it.each<[number, boolean, string]>([
  [404, false, 'info'],
  [499, false, 'info'],
  [500, false, 'error'],
  [502, false, 'error'],
  [503, false, 'warn'],
  [500, true, 'info'],
  [503, true, 'info'],
])('the level of %i, of the client: %s, is %s', (status, isOfClient, level) => {
  expect(levelOf(status, isOfClient)).toBe(level);
});

it.each<[string, unknown, boolean]>([
  ['an object', { a: 1 }, true],
  ['an object without a prototype', Object.create(null), true],
  ['a Headers', new Headers(), false],
  ['a Map', new Map(), false],
  ['a list', [], false],
  ['a text', 'a', false],
  ['a function', () => 1, false],
  ['null', null, false],
  ['undefined', undefined, false],
])('can hold fields as properties: %s', (_what, value, holds) => {
  expect(holdsFields(value)).toBe(holds);
});

describe('the fields of an object that other code has made', () => {
  const broken = {
    get a(): string {
      throw new Error('trap');
    },
    b: '1',
  };
  const list = Proxy.revocable([], {});
  list.revoke();
  it.each<[string, unknown, unknown[]]>([
    ['names in lower case', { 'X-A': '1' }, [['x-a', '1']]],
    ['numbers', { a: 1 }, [['a', '1']]],
    ['lists', { a: ['1', 2] }, [['a', ['1', '2']]]],
    ['a list of one line', { a: ['1'] }, [['a', '1']]],
    ['an empty line', { a: '' }, [['a', '']]],
    ['an empty list', { a: [] }, []],
    ['the lines of a list that can be sent', { a: ['1', 'é', {}, '2'] }, [['a', ['1', '2']]]],
    ['a line that cannot be sent', { a: 'a\nb' }, []],
    ['a name that is not valid', { 'a b': '1', é: '1', '': '1', c: '1' }, [['c', '1']]],
    ['other values', { a: undefined, b: null, c: true, d: {}, e: '1' }, [['e', '1']]],
    // A tag may hold obs-text (RFC 9110 §8.8.3).
    ['an entity tag', { ETag: '"é"' }, [['etag', '"é"']]],
    ['an entity tag that is not one', { etag: 'x' }, []],
    ['obs-text in another field', { a: '"é"' }, []],
    ['a getter that throws', broken, [['b', '1']]],
    ['a list that is a proxy', { a: list.proxy, b: '1' }, [['b', '1']]],
    ['a proxy', revoked(), []],
    ['a Headers', new Headers({ a: '1' }), []],
    ['a text', 'ab', []],
    ['null', null, []],
  ])('%s', (_what, given, fields) => {
    expect(readFields(given)).toEqual(fields);
  });
});
