import { describe, expect, it } from 'vitest';
import {
  Forbidden,
  HttpError,
  isHttpError,
  PROBLEM_TYPES,
  problem,
  render,
  type StandardIssue,
  toHttpError,
} from '../../src/index.ts';

const TYPE = 'https://shop.example/problems/out-of-credit';

class OutOfCredit extends problem<{ balance: number; accounts?: readonly string[] }>()({
  type: TYPE,
  title: 'Out of credit',
  status: 403,
}) {}

class Maintenance extends problem()({
  type: 'https://shop.example/problems/maintenance',
  title: 'Maintenance',
  status: 504,
}) {}

class Broken extends problem<{ table: string }>()({
  type: 'https://shop.example/problems/broken',
  title: 'Broken',
  status: 500,
}) {}

// As JavaScript, or a cast, would call it.
const declare = (definition: unknown): unknown => problem()(definition as never);
const Untyped = OutOfCredit as unknown as new (members?: unknown, init?: unknown) => HttpError;

describe('problem()', () => {
  it('makes an error with the type, title, status and members of RFC 9457', () => {
    const error = new OutOfCredit({ balance: 30, accounts: ['/account/1'] });
    expect(error).toMatchObject({
      type: TYPE,
      title: 'Out of credit',
      status: 403,
      statusCode: 403,
      expose: true,
      message: 'Out of credit',
      extensions: { balance: 30, accounts: ['/account/1'] },
    });
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      type: TYPE,
      title: 'Out of credit',
      status: 403,
      balance: 30,
      accounts: ['/account/1'],
    });
  });

  it('is instance of itself and of HttpError, of no class beside it', () => {
    class Other extends problem<{ balance: number }>()({ type: TYPE, title: 'Other', status: 403 }) {}
    class Narrower extends OutOfCredit {}
    const error = new OutOfCredit({ balance: 30 });
    expect(error).toBeInstanceOf(OutOfCredit);
    expect(error).toBeInstanceOf(HttpError);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(Other);
    expect(error).not.toBeInstanceOf(Narrower);
    expect(error).not.toBeInstanceOf(Forbidden);
    expect(new Forbidden()).not.toBeInstanceOf(OutOfCredit);
    expect(new Narrower({ balance: 30 })).toBeInstanceOf(OutOfCredit);
    expect(isHttpError(error)).toBe(true);
    expect(isHttpError(JSON.parse(JSON.stringify(error)))).toBe(false);
  });

  it('has the name of the class', () => {
    expect(new OutOfCredit({ balance: 30 }).name).toBe('OutOfCredit');
    expect(new OutOfCredit({ balance: 30 }).stack).toMatch(/^OutOfCredit: Out of credit\n/);
  });

  it('shows its definition on the class', () => {
    expect(OutOfCredit.problem).toEqual({ type: TYPE, title: 'Out of credit', status: 403 });
  });

  it('passes through toHttpError and render', () => {
    const error = new OutOfCredit({ balance: 30 }, 'That costs 50.');
    expect(toHttpError(error)).toBe(error);
    const reply = render(error, { method: 'GET', headers: { accept: 'application/problem+xml' } });
    expect(reply.status).toBe(403);
    expect(String(reply.body)).toContain(`<type>${TYPE}</type><title>Out of credit</title>`);
    expect(String(reply.body)).toContain('<balance>30</balance>');
  });

  it('copies the members', () => {
    const members = { balance: 30 };
    const error = new OutOfCredit(members);
    members.balance = 0;
    expect(error.extensions.balance).toBe(30);
  });

  it('shows members in their JSON form', () => {
    class Since extends problem<{ since: Date }>()({ type: TYPE, title: 'Since', status: 410 }) {}
    const { since } = new Since({ since: new Date(0) }).extensions;
    const text: string = since;
    expect(text).toBe('1970-01-01T00:00:00.000Z');
  });
});

describe('the last place', () => {
  it('a string is the detail of a 4xx', () => {
    const error = new OutOfCredit({ balance: 30 }, 'That costs 50.');
    expect(error).toMatchObject({ detail: 'That costs 50.', message: 'That costs 50.' });
    expect(error.toJSON()).toMatchObject({ detail: 'That costs 50.', balance: 30 });
  });

  it('names what is optional', () => {
    const cause = new Error('inside');
    const error = new OutOfCredit(
      { balance: 30 },
      { detail: 'a', log: 'b', instance: '/c', cause, headers: { 'X-D': 'e' } },
    );
    expect(error).toMatchObject({ detail: 'a', log: 'b', instance: '/c', cause, headers: { 'x-d': 'e' } });
    expect(JSON.stringify(error)).not.toContain('inside');
  });

  it('a string is for the log of a 5xx', () => {
    for (const error of [new Maintenance('hunter2'), new Broken({ table: 'hunter2' }, 'hunter2')]) {
      expect(error).toMatchObject({ log: 'hunter2', message: 'hunter2', detail: undefined, expose: false });
      expect(JSON.stringify(error)).not.toContain('hunter2');
    }
  });

  it('what a 5xx names is shown, except by a 500', () => {
    expect(new Maintenance(undefined, { detail: 'until 18:00' }).toJSON()).toEqual({
      type: 'https://shop.example/problems/maintenance',
      title: 'Maintenance',
      status: 504,
      detail: 'until 18:00',
    });
    expect(new Broken({ table: 'users' }, { detail: 'hunter2' }).toJSON()).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
    });
  });

  it('a type without members has the text first', () => {
    class Closed extends problem()({ type: TYPE, title: 'Closed', status: 409 }) {}
    expect(new Closed().toJSON()).toEqual({ type: TYPE, title: 'Closed', status: 409 });
    expect(new Closed('on Sundays', { instance: '/a' }).toJSON()).toMatchObject({
      detail: 'on Sundays',
      instance: '/a',
    });
  });

  // The copy of the init would have hidden an Error, and with it the cause.
  it.each([
    ['an Error', new Error('x'), /write \{ cause: error \}/],
    ['null', null, /init: expected a string or an object, got null/],
    ['a number', 5, /init: expected a string or an object, got 5/],
    ['a list', [], /init: expected a string or an object/],
    ['a detail that is no text', { detail: 5 }, /init\.detail: expected a string, got 5/],
    ['a field that no field can be', { headers: { 'x y': 'z' } }, /field name/],
  ])('refuses %s', (_what, init, message) => {
    expect(() => new Untyped({ balance: 30 }, init)).toThrow(TypeError);
    expect(() => new Untyped({ balance: 30 }, init)).toThrow(message);
  });
});

describe('the members of RFC 9457', () => {
  const own = { type: 'https://evil.example', title: 'x', status: 200, detail: 'x', instance: 'x' };

  it('cannot be replaced by members', () => {
    expect(new Untyped({ balance: 30, ...own }).toJSON()).toEqual({
      type: TYPE,
      title: 'Out of credit',
      status: 403,
      balance: 30,
    });
  });

  it('cannot be replaced by the init, but for those of the occurrence', () => {
    const error = new Untyped({ balance: 30 }, { ...own, extensions: { balance: 0, more: 1 } });
    expect(error.toJSON()).toEqual({
      type: TYPE,
      title: 'Out of credit',
      status: 403,
      detail: 'x',
      instance: 'x',
      balance: 30,
    });
    expect(error.status).toBe(403);
  });

  it('__proto__, constructor and prototype are no members', () => {
    const members = JSON.parse('{"balance":30,"__proto__":{"admin":true},"constructor":1,"prototype":1}');
    const error = new Untyped(members);
    expect((error as unknown as { admin?: unknown }).admin).toBeUndefined();
    expect(Object.keys(error.toJSON())).toEqual(['type', 'title', 'status', 'balance']);
    expect(Object.getPrototypeOf(error.toJSON())).toBe(Object.prototype);
    expect(JSON.stringify(error)).not.toContain('admin');
  });

  it('those of an error of this package are members like any other', () => {
    const error = new Untyped({
      headers: { a: 'b' },
      stack: 'c',
      message: 'd',
      errors: [] as StandardIssue[],
    });
    expect(error).toMatchObject({ headers: {}, message: 'Out of credit' });
    expect(error.stack).not.toBe('c');
    expect(error.toJSON()).toMatchObject({ headers: { a: 'b' }, stack: 'c', message: 'd', errors: [] });
  });
});

describe('at run time too', () => {
  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', TYPE],
    ['no type', { title: 'x', status: 403 }],
    ['an empty type', { type: '', title: 'x', status: 403 }],
    ['no title', { type: TYPE, status: 403 }],
    ['an empty title', { type: TYPE, title: '', status: 403 }],
  ])('a definition is refused where it is declared: %s', (_what, definition) => {
    expect(() => declare(definition)).toThrow(TypeError);
    expect(() => declare(definition)).toThrow(/expected \{ type, title, status \}/);
  });

  it.each([200, 399, 600, 403.5, Number.NaN, '403', undefined])('the status %s is refused', (status) => {
    expect(() => declare({ type: TYPE, title: 'x', status })).toThrow(RangeError);
    expect(() => declare({ type: TYPE, title: 'x', status })).toThrow(/from 400 to 599/);
  });

  it.each([401, 405, 407, 415, 416, 426, 429, 451, 503])(
    '%i demands a field, so that it is refused',
    (status) => {
      expect(() => declare({ type: TYPE, title: 'x', status })).toThrow(RangeError);
      expect(() => declare({ type: TYPE, title: 'x', status })).toThrow(/subclass the class of that status/);
    },
  );

  it.each([
    ['null', null],
    ['a number', 5],
    ['a function', () => 5],
    ['an Error', new Error('x')],
    ['a list', [1]],
    ['a bigint inside', { balance: 1n }],
    ['a Map inside', { balance: new Map() }],
    ['a promise inside', { balance: Promise.resolve(1) }],
  ])('members that are %s are refused', (_what, members) => {
    expect(() => new Untyped(members)).toThrow(TypeError);
  });

  it('a cycle is refused', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    expect(() => new Untyped(cycle)).toThrow(TypeError);
  });
});

describe('the registered problem types', () => {
  // https://www.iana.org/assignments/http-problem-types, the entries from RFCs: RFC 9458 §9.
  const REGISTERED = [
    ['date', 'https://iana.org/assignments/http-problem-types#date', 'Date Not Acceptable'],
    [
      'ohttpKey',
      'https://iana.org/assignments/http-problem-types#ohttp-key',
      'Oblivious HTTP key configuration not acceptable',
    ],
  ] as const;

  it('are these', () => {
    expect(Object.keys(PROBLEM_TYPES)).toEqual(REGISTERED.map(([name]) => name));
  });

  it.each(REGISTERED)('%s is a problem with one call', (name, type, title) => {
    class Registered extends problem()(PROBLEM_TYPES[name]) {}
    const { body } = render(new Registered('an hour behind'), { method: 'GET' });
    expect(JSON.parse(String(body))).toEqual({ type, title, status: 400, detail: 'an hour behind' });
  });
});
