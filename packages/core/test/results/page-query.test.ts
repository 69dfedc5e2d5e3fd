import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyJson } from '../../src/errors/json.ts';
import {
  BadRequest,
  cursorQuery,
  decodeCursor,
  encodeCursor,
  isHttpError,
  NotFound,
  pageQuery,
} from '../../src/index.ts';

function refused(run: () => unknown): unknown {
  try {
    run();
  } catch (thrown) {
    if (!isHttpError(thrown) || thrown.status !== 400) throw thrown;
    return (thrown as BadRequest).errors;
  }
  throw new Error('expected a 400');
}

describe('pageQuery', () => {
  it.each([
    ['/a', 20, 0, 1],
    ['/a?page=1', 20, 0, 1],
    ['/a?page=3&limit=10', 10, 20, 3],
    ['/a?limit=100&x=1&page=2', 100, 100, 2],
    ['/a?%70age=2', 20, 20, 2],
    ['?page=2', 20, 20, 2],
    ['https://api.example/a?page=2', 20, 20, 2],
    ['/a?page=2#page=9', 20, 20, 2],
    ['/a?limit=1&page=9007199254740991', 1, 9007199254740990, 9007199254740991],
  ])('%s: limit %i, offset %i, page %i', (url, limit, offset, page) => {
    expect(pageQuery(url)).toEqual({ url, limit, offset, page, parameters: undefined });
  });

  it.each([
    ['/a', 20, 0],
    ['/a?offset=0', 20, 0],
    ['/a?offset=15&limit=10', 10, 15],
    ['/a?page=7&offset=15', 20, 15],
  ])('by offset, %s: limit %i, offset %i', (url, limit, offset) => {
    expect(pageQuery(url, { by: 'offset' })).toMatchObject({ limit, offset, page: undefined });
  });

  it.each([
    '',
    '0',
    '-1',
    '1.5',
    '01',
    '+1',
    '1e3',
    'ten',
    ' 1',
    '1 ',
    '%zz',
    '%31x',
    '٣',
    '9007199254740992',
    '1'.repeat(400),
  ])('a page that is "%s" is a 400 that names it', (value) => {
    expect(refused(() => pageQuery(`/a?page=${value}`))).toEqual([
      { detail: 'must be a whole number, 1 or more', parameter: 'page' },
    ]);
  });

  it.each(['', '0', '-1', '101', 'all'])('a limit that is "%s" is a 400 that says what may be', (value) => {
    expect(refused(() => pageQuery(`/a?limit=${value}`))).toEqual([
      { detail: 'must be a whole number, 1 to 100', parameter: 'limit' },
    ]);
  });

  it('each fault is named at once, also a parameter that is given twice', () => {
    expect(refused(() => pageQuery('/a?limit=0&page=x'))).toEqual([
      { detail: 'must be a whole number, 1 to 100', parameter: 'limit' },
      { detail: 'must be a whole number, 1 or more', parameter: 'page' },
    ]);
    expect(refused(() => pageQuery('/a?page=1&page=2'))).toEqual([
      { detail: 'must be given once', parameter: 'page' },
    ]);
    expect(refused(() => pageQuery('/a?offset', { by: 'offset' }))).toEqual([
      { detail: 'must be a whole number, 0 or more', parameter: 'offset' },
    ]);
  });

  it('no page begins behind the furthest offset, nor where numbers end', () => {
    const options = { maxOffset: 100, defaultLimit: 20 };
    expect(pageQuery('/a?page=6', options).offset).toBe(100);
    expect(refused(() => pageQuery('/a?page=7', options))).toEqual([
      { detail: 'must be a whole number, 1 to 6', parameter: 'page' },
    ]);
    expect(refused(() => pageQuery('/a?offset=101', { by: 'offset', maxOffset: 100 }))).toHaveLength(1);
    expect(refused(() => pageQuery('/a?page=9007199254740991'))).toHaveLength(1);
  });

  it('parameters have the names that they are given', () => {
    const parameters = { page: 'p', limit: 'per_page' };
    expect(pageQuery('/a?page=x&limit=x&p=2&per_page=5', { parameters })).toMatchObject({
      limit: 5,
      page: 2,
      parameters,
    });
    expect(refused(() => pageQuery('/a?p=x', { parameters }))).toMatchObject([{ parameter: 'p' }]);
  });

  it('defaults: 20 of at most 100, or the most if that is less', () => {
    expect(pageQuery('/a', { maxLimit: 5 }).limit).toBe(5);
    expect(pageQuery('/a', { maxLimit: 500, defaultLimit: 250 }).limit).toBe(250);
  });

  it.each([
    [{ maxLimit: 0 }, RangeError],
    [{ defaultLimit: 1.5 }, RangeError],
    [{ defaultLimit: 101 }, RangeError],
    [{ maxOffset: -1 }, RangeError],
    [{ by: 'cursor' }, TypeError],
  ])('%j is a mistake of the program', (options, kind) => {
    expect(() => pageQuery('/a', options as never)).toThrow(kind);
  });

  it.each(['a', '', 'javascript:alert(1)', undefined, {}])(
    'a url that is %j is a mistake of the program',
    (url) => {
      expect(() => pageQuery(url as never)).toThrow(TypeError);
    },
  );

  it('gives a page or a 400, whatever the client sends', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) }),
        fc.constantFrom('page=', 'limit=', ''),
        (text, name) => {
          try {
            const { limit, offset } = pageQuery(`/a?${name}${text}`);
            expect(limit >= 1 && limit <= 100 && Number.isSafeInteger(offset)).toBe(true);
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(BadRequest);
          }
        },
      ),
    );
  });
});

describe('a cursor', () => {
  it('is what it was made of', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        // Its members that change a prototype are left out.
        const position: unknown = copyJson(value, 'value');
        const cursor = encodeCursor(value as never);
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(decodeCursor(cursor)).toEqual(position);
      }),
    );
  });

  it('is none, or itself, where it was changed', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 1 }),
        fc.nat(),
        fc.string({ maxLength: 2 }),
        (value, at, other) => {
          const cursor = encodeCursor(value as never);
          const place = at % cursor.length;
          const changed = cursor.slice(0, place) + other + cursor.slice(place + 1);
          const position = decodeCursor(changed);
          if (position !== undefined) expect(encodeCursor(position as never)).toBe(changed);
        },
      ),
    );
  });

  it.each([
    ['nothing', ''],
    ['text', 'abc'],
    ['a member that changes a prototype', btoa('{"__proto__":{"admin":true}}').replaceAll('=', '')],
    ['padding', 'eyJhZnRlciI6N30='],
    ['another alphabet', '+/+/'],
    ['JSON with spaces', btoa('{ "after": 7 }').replaceAll('=', '')],
    ['half a character', 'wyI'],
    ['a bracket too many', btoa('['.repeat(3000))],
    ['a megabyte', 'e'.repeat(1_000_000)],
  ])('is none where it is %s', (_what, text) => {
    expect(decodeCursor(text)).toBeUndefined();
  });

  it('holds what has a JSON form, and not too much of it', () => {
    expect(decodeCursor(encodeCursor({ at: new Date(0) }))).toEqual({ at: '1970-01-01T00:00:00.000Z' });
    expect(() => encodeCursor(7n as never)).toThrow(TypeError);
    expect(() => encodeCursor('x'.repeat(5000))).toThrow(RangeError);
  });
});

describe('cursorQuery', () => {
  const parse = (position: unknown): number | undefined =>
    typeof position === 'number' ? position : undefined;
  const query = (search: string) => cursorQuery(`/a${search}`, { parse });

  it('reads the position, or that there is none', () => {
    expect(query('')).toMatchObject({ limit: 20, cursor: undefined });
    expect(query(`?limit=5&cursor=${encodeCursor(7)}`)).toMatchObject({ limit: 5, cursor: 7 });
  });

  it.each(['', 'x', '%zz', encodeCursor('seven'), `${encodeCursor(7)}&cursor=${encodeCursor(8)}`])(
    'cursor=%s is a 400 that names it',
    (text) => {
      expect(refused(() => query(`?cursor=${text}`))).toMatchObject([{ parameter: 'cursor' }]);
    },
  );

  it('what a validator throws is a 400 too, with it as the cause', () => {
    const failure = new NotFound('what a validator may throw');
    try {
      cursorQuery(`/a?cursor=${encodeCursor(7)}`, {
        parse: () => {
          throw failure;
        },
      });
    } catch (thrown) {
      expect(thrown).toMatchObject({ status: 400, cause: failure });
      expect(JSON.stringify(thrown)).not.toContain('validator');
      return;
    }
    throw new Error('expected a 400');
  });

  it('a parser that is none, or answers later, is a mistake of the program', () => {
    expect(() => cursorQuery('/a', {} as never)).toThrow('parse: expected a function');
    expect(() => cursorQuery(`/a?cursor=${encodeCursor(7)}`, { parse: async () => 7 })).toThrow(
      'got a promise',
    );
  });
});
