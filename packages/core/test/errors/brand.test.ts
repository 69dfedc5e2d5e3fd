import { beforeAll, describe, expect, expectTypeOf, it, vi } from 'vitest';
import * as first from '../../src/index.ts';
import { Conflict, HttpError, isHttpError, NotFound, render, toHttpError } from '../../src/index.ts';

let second: typeof first;
beforeAll(async () => {
  vi.resetModules();
  second = await import('../../src/index.ts');
});

class OutOfStock extends HttpError<409> {
  constructor() {
    super(409, 'sold out');
  }
}
class NoSuchNote extends NotFound {}
class NoSuchDraft extends NoSuchNote {}

describe('one copy', () => {
  it.each([
    ['a class of ours', new NotFound(), [NotFound, HttpError], [Conflict, NoSuchNote, OutOfStock]],
    ['a subclass', new NoSuchNote(), [NoSuchNote, NotFound, HttpError], [NoSuchDraft, Conflict]],
    ['a subclass of it', new NoSuchDraft(), [NoSuchDraft, NoSuchNote, NotFound, HttpError], [Conflict]],
    ['a class of HttpError', new OutOfStock(), [OutOfStock, HttpError], [Conflict, NotFound]],
  ])('instanceof is exact for %s', (_what, error, yes, no) => {
    expect(isHttpError(error)).toBe(true);
    expect(error instanceof Error).toBe(true);
    for (const Class of yes) expect(error instanceof (Class as never)).toBe(true);
    for (const Class of no) expect(error instanceof (Class as never)).toBe(false);
  });

  it('a user subclass keeps its methods', () => {
    class Mine extends NotFound {
      hint(): string {
        return `${this.status}!`;
      }
    }
    expect(new Mine().hint()).toBe('404!');
  });
});

describe('two copies, as of ESM beside CommonJS', () => {
  it('are two', () => {
    expect(second.NotFound).not.toBe(first.NotFound);
    expect(Object.getPrototypeOf(new second.NotFound())).not.toBe(NotFound.prototype);
  });

  it.each([
    ['the second', () => new second.NotFound(), () => first],
    ['the first', () => new first.NotFound(), () => second],
  ])('an error of %s is known to the other', (_which, make, other) => {
    const error: unknown = make();
    expect(other().isHttpError(error)).toBe(true);
    expect(error instanceof other().NotFound).toBe(true);
    expect(error instanceof other().HttpError).toBe(true);
    expect(error instanceof other().Conflict).toBe(false);
    expect(other().toHttpError(error)).toBe(error);
    expect(other().render(error as first.HttpError, { method: 'GET' }).status).toBe(404);
  });

  it('every class knows its twin, and only that', () => {
    const pairs = Object.entries(first).filter(
      ([, value]) => typeof value === 'function' && Object.hasOwn(value, 'tag') && value !== HttpError,
    );
    expect(pairs).toHaveLength(39);
    for (const [name] of pairs) {
      const twin: unknown = Object.create((second as never)[name as never]['prototype']);
      const known = pairs.filter(([, One]) => (twin as object) instanceof (One as never)).map(([one]) => one);
      expect(known).toEqual([name]);
    }
  });

  it('a subclass made beside the other copy is of its base here, and of no subclass here', () => {
    class Theirs extends second.NotFound {}
    const error: unknown = new Theirs();
    expect(error instanceof NotFound).toBe(true);
    expect(error instanceof HttpError).toBe(true);
    expect(error instanceof NoSuchNote).toBe(false);
    expect(new NoSuchNote() instanceof second.NotFound).toBe(true);
    expect((new NoSuchNote() as unknown) instanceof Theirs).toBe(false);
    expect((new second.NotFound() as unknown) instanceof NoSuchNote).toBe(false);
  });
});

describe('what is not ours never is', () => {
  const THROWS = {
    get(): never {
      throw new Error('trap');
    },
    has(): never {
      throw new Error('trap');
    },
    getOwnPropertyDescriptor(): never {
      throw new Error('trap');
    },
  };
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const TAGS = Symbol.for('statuskit.tags/1');

  it.each([
    ['parsed JSON of one', JSON.parse(JSON.stringify(new NotFound()))],
    [
      'parsed JSON of all its members',
      JSON.parse(JSON.stringify({ ...new NotFound('x'), name: 'NotFound' })),
    ],
    ['parsed JSON that names the brand', JSON.parse('{"statuskit.tags/1":["HttpError"],"tag":"HttpError"}')],
    [
      'parsed JSON with a constructor',
      JSON.parse('{"constructor":{"tag":"HttpError"},"__proto__":{"status":404}}'),
    ],
    ['its members', { ...new NotFound() }],
    ['a structured clone', structuredClone(new NotFound())],
    ['an Error with its members', Object.assign(new Error('x'), { ...new NotFound(), name: 'NotFound' })],
    ['null', null],
    ['undefined', undefined],
    ['a string', 'NotFound'],
    ['a number', 404],
    ['a symbol', TAGS],
    ['a bigint', 404n],
    ['a function', () => new NotFound()],
    ['the class', NotFound],
    ['an object without a prototype', Object.create(null)],
    ['a proxy that throws', new Proxy({}, THROWS)],
    ['a proxy of an error that throws', new Proxy(new Error('x'), THROWS)],
    [
      'a proxy that throws and passes for one',
      new Proxy({}, { ...THROWS, getPrototypeOf: () => NotFound.prototype }),
    ],
    ['a revoked proxy', revoked.proxy],
    ['a brand that throws', Object.defineProperty({}, TAGS, THROWS)],
    ['a brand that is no list', { [TAGS]: 'HttpError' }],
    ['a brand that is a proxy', { [TAGS]: new Proxy([], THROWS) }],
    ['a brand that is a revoked proxy', { [TAGS]: revoked.proxy }],
  ])('%s', (_what, value) => {
    expect(isHttpError(value)).toBe(false);
  });

  it.each([
    ['parsed JSON', JSON.parse('{"status":404,"expose":true}')],
    ['a primitive', 404],
    ['null', null],
    ['an object without a prototype', Object.create(null)],
  ])('instanceof says so of %s', (_what, value) => {
    expect((value as unknown) instanceof HttpError).toBe(false);
    expect((value as unknown) instanceof NotFound).toBe(false);
  });

  it('so that a body that is thrown chooses no status', () => {
    const thrown: unknown = JSON.parse('{"status":404,"statusCode":404,"expose":true,"message":"mine"}');
    expect(toHttpError(thrown).status).toBe(500);
  });
});

describe('name', () => {
  it('is the class, for the classes of ours and for user subclasses', () => {
    expect(new NotFound().name).toBe('NotFound');
    expect(new OutOfStock().name).toBe('OutOfStock');
    expect(new NoSuchDraft().name).toBe('NoSuchDraft');
  });

  it('is the tag, which a minifier keeps when it renames the class', () => {
    class a extends HttpError<404> {
      static override readonly tag: string = 'Kept';
    }
    expect(new a(404).name).toBe('Kept');
    expect(NotFound.tag).toBe('NotFound');
  });

  it('opens the stack', () => {
    expect(new NoSuchNote('gone').stack).toMatch(/^NoSuchNote: gone\n/);
    expect(String(new NotFound('gone'))).toBe('NotFound: gone');
  });

  it('can be written, for this error only', () => {
    const error = new NotFound();
    error.name = 'Renamed';
    expect(error.name).toBe('Renamed');
    expect(Object.keys(error)).not.toContain('name');
    expect(new NotFound().name).toBe('NotFound');
    error.name = 'Again';
    expect(String(error)).toBe('Again: Not Found');
  });

  it('is on the prototype, like the brand: an error has no member for them', () => {
    const own = Reflect.ownKeys(new NotFound());
    expect(own).not.toContain('name');
    expect(own.filter((key) => typeof key === 'symbol')).toEqual([]);
  });
});

describe('types', () => {
  it('status is a literal, and instanceof narrows', () => {
    const error: unknown = new Conflict({ id: 1 });
    if (error instanceof Conflict) expectTypeOf(error.status).toEqualTypeOf<409>();
    if (error instanceof NotFound) expectTypeOf(error.status).toEqualTypeOf<404>();
    if (isHttpError(error)) expectTypeOf(error.headers).toEqualTypeOf<HttpError['headers']>();
    expect(render(error as HttpError, {}).status).toBe(409);
  });

  it('a union narrows to its members', () => {
    const pick = (error: NotFound | Conflict): 404 | 409 =>
      error instanceof NotFound ? error.status : error.status;
    expect(pick(new NotFound())).toBe(404);
    expect(pick(new Conflict(null))).toBe(409);
  });
});
