import { describe, expect, it } from 'vitest';
import { Conflict, NotAcceptable, NotFound, PreconditionFailed } from '../../src/index.ts';

/** What is thrown where `value` is the state of a 409, as plain JavaScript would give it. */
function current(value: unknown): unknown {
  return new Conflict(value as object).toJSON()['current'];
}

describe('the current state', () => {
  class User {
    id = 7;
    passwordHash = '$2b$10$secret';
    toJSON(): { id: number } {
      return { id: this.id };
    }
  }

  it.each([
    ['an object', { id: 1 }, { id: 1 }],
    ['a list', [1, 'a', null], [1, 'a', null]],
    ['null', null, null],
    ['an empty object', {}, {}],
    ['an empty list', [], []],
    ['nested', { a: [{ b: { c: [] } }] }, { a: [{ b: { c: [] } }] }],
    ['a Date', { at: new Date(0) }, { at: '1970-01-01T00:00:00.000Z' }],
    ['a bare Date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['undefined members', { a: undefined, b: 1 }, { b: 1 }],
    ['a class with toJSON', new User(), { id: 7 }],
    ['a class with toJSON inside', { owners: [new User()] }, { owners: [{ id: 7 }] }],
    ['a URL', { href: new URL('https://a/') }, { href: 'https://a/' }],
    ['no prototype', Object.assign(Object.create(null), { id: 1 }), { id: 1 }],
  ])('is shown as its JSON form: %s', (_name, value, form) => {
    expect(current(value)).toEqual(form);
    expect(new PreconditionFailed(value as object).toJSON()['current']).toEqual(form);
  });

  it('shows no password where toJSON leaves it out', () => {
    expect(JSON.stringify(new Conflict(new User() as object))).not.toContain('secret');
  });

  it('is the state when it was thrown: later changes do not show', () => {
    const note = { text: 'before', tags: ['a'] };
    const error = new Conflict(note);
    note.text = 'after';
    note.tags.push('b');
    expect(error.current).toEqual({ text: 'before', tags: ['a'] });
    expect(error.toJSON()['current']).toEqual({ text: 'before', tags: ['a'] });
    expect(error.current).not.toBe(note);
  });

  it('is asked for its JSON form once', () => {
    let asked = 0;
    const state = {
      toJSON: () => {
        asked++;
        return { id: 1 };
      },
    };
    const error = new Conflict(state as object);
    error.toJSON();
    JSON.stringify(error);
    expect(asked).toBe(1);
  });

  it('null is a state, undefined is none', () => {
    expect(new Conflict(null).toJSON()).toHaveProperty('current', null);
    expect(new PreconditionFailed().toJSON()).not.toHaveProperty('current');
    expect(new PreconditionFailed(null).toJSON()).toHaveProperty('current', null);
  });

  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  class Query {
    // biome-ignore lint/suspicious/noThenProperty: what some ORMs hand out
    then(): void {}
  }
  const REFUSED: readonly (readonly [string, unknown, RegExp])[] = [
    ['a cycle', cycle, /circular/i],
    ['a bigint', { n: 1n }, /member "n" is a bigint/],
    ['a Map', { m: new Map() }, /member "m" is a Map/],
    ['a bare Map', new Map(), /it is a Map/],
    ['a Set', { s: new Set() }, /member "s" is a Set/],
    ['bytes', { b: new Uint8Array(2) }, /member "b" is bytes/],
    ['a Buffer, whose toJSON would list the bytes', { b: Buffer.from('ab') }, /member "b" is bytes/],
    ['a bare Buffer', Buffer.from('ab'), /it is bytes/],
    ['an ArrayBuffer', { b: new ArrayBuffer(2) }, /member "b" is bytes/],
    ['a promise', Promise.resolve(1), /it is a promise \(is an await missing\?\)/],
    ['a promise inside', { p: Promise.resolve(1) }, /member "p" is a promise/],
    ['a query of an ORM that was not awaited', new Query(), /it is a promise \(is an await missing\?\)/],
    ['a function', { f: () => 1 }, /member "f" is a function/],
    ['a symbol', { s: Symbol('x') }, /member "s" is a symbol/],
    ['a function in a list', [() => 1], /member "0" is a function/],
    ['a toJSON that gives undefined', { toJSON: () => undefined }, /no JSON form/],
    [
      'a toJSON that throws',
      {
        toJSON: () => {
          throw new Error('broken');
        },
      },
      /broken/,
    ],
    [
      'a getter that throws',
      {
        get id() {
          throw new Error('broken');
        },
      },
      /broken/,
    ],
    ['an Error', new Error('of a database'), /write \{ cause: error \}/],
  ];
  it.each(REFUSED)('is refused at the throw site where it has no JSON form: %s', (_name, value, message) => {
    expect(() => new Conflict(value as object)).toThrow(TypeError);
    expect(() => new Conflict(value as object)).toThrow(message);
    expect(() => new PreconditionFailed(value as object)).toThrow(message);
  });

  const WITHIN = REFUSED.filter(([name]) => name !== 'an Error' && name !== 'a toJSON that gives undefined');
  it.each(WITHIN)('nor may extensions have it: %s', (_name, value) => {
    expect(() => new NotFound({ extensions: { member: value as never } })).toThrow(
      /init\.extensions has no JSON form/,
    );
  });
});

describe('__proto__', () => {
  const hostile = JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}},"a":1}');

  it('in extensions is left out, and changes no prototype', () => {
    const error = new NotFound({ extensions: hostile });
    expect(Object.keys(error.toJSON())).toEqual(['type', 'title', 'status', 'a']);
    expect((error.toJSON() as { admin?: boolean }).admin).toBeUndefined();
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
    expect(Object.getPrototypeOf(error.toJSON())).toBe(Object.prototype);
    expect(JSON.stringify(error)).not.toContain('admin');
  });

  it('in the state changes no prototype', () => {
    const error = new Conflict(hostile);
    const shown = error.toJSON()['current'] as object;
    expect(Object.getPrototypeOf(shown)).toBe(Object.prototype);
    expect((shown as { admin?: boolean }).admin).toBeUndefined();
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('nested in extensions changes no prototype', () => {
    const error = new NotFound({ extensions: { nested: hostile } });
    expect((error.toJSON()['nested'] as { admin?: boolean }).admin).toBeUndefined();
  });
});

describe('extensions and available are copied as well', () => {
  it('extensions', () => {
    const extensions = { tags: ['a'], at: new Date(0) as never };
    const error = new NotFound({ extensions });
    extensions.tags.push('b');
    expect(error.toJSON()).toMatchObject({ tags: ['a'], at: '1970-01-01T00:00:00.000Z' });
  });

  it('available', () => {
    const csv = { type: 'text/csv', href: '/a.csv' };
    const error = new NotAcceptable(['application/json', csv]);
    csv.href = '/changed';
    expect(error.toJSON()['available']).toEqual(['application/json', { type: 'text/csv', href: '/a.csv' }]);
  });
});
