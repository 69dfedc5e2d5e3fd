import createError, * as named from '@statuskit/core/http-errors';
import real from 'http-errors';
import { describe, expect, it } from 'vitest';

type Made = Error & { status: number; statusCode: number; expose: boolean };
const theirs = real as unknown as typeof createError;
const HIDDEN = ['UnorderedCollection'];

describe('what hangs on the function', () => {
  it('is what hangs on the one of http-errors, in the same order', () => {
    expect(Object.keys(createError)).toEqual(Object.keys(real));
    expect(createError.name).toBe(real.name);
    expect(createError.length).toBe(real.length);
  });

  it('has the names, numbers and lengths of its constructors', () => {
    const names = (from: object): unknown[] =>
      Object.values(from).map((one: { name: string; length: number }) => [one.name, one.length]);
    expect(names(createError)).toEqual(names(real));
    expect(createError[404]).toBe(createError.NotFound);
  });

  it('is exported by name as well, and nothing else is', () => {
    const { default: whole, createError: byName, ...rest } = named;
    expect(whole).toBe(createError);
    expect(byName).toBe(createError);
    expect(createError.default).toBe(createError);
    expect(createError.createError).toBe(createError);
    const wanted = Object.keys(real).filter((name) => !/^\d/.test(name));
    expect(Object.keys(rest).sort()).toEqual([...wanted, ...HIDDEN].sort());
    const members = createError as unknown as Record<string, unknown>;
    for (const [name, value] of Object.entries(rest)) expect(members[name], name).toBe(value);
  });

  it('has the odd names of http-errors 1', () => {
    expect(createError.UnorderedCollection).toBe(createError.TooEarly);
    expect(createError["I'mateapot"]).toBe(createError.ImATeapot);
  });

  it('types: status as a literal, constructors by number and name, types in the namespace', () => {
    const error: createError.HttpError<404> = createError(404, 'x');
    const status: 404 = error.status;
    const tooLong: createError.HttpError<414> = new createError.URITooLong();
    const teapot: named.HttpError<418> = createError['418']('x');
    const odd: 413 = createError.PayloadTooLarge().status;
    expect([status, tooLong.status, teapot.status, odd]).toEqual([404, 414, 418, 413]);
  });

  // The declarations of http-errors give `any` here.
  it('types: a property that was given is unknown until it is looked at', () => {
    const { code } = createError(404, 'x', { code: 'E' });
    // @ts-expect-error unknown is no string
    const text: string = code;
    expect(text).toBe('E');
  });
});

describe('each status from 0 to 700', () => {
  const silent = (): void => {};

  function made(create: typeof createError, status: number, message?: string): object {
    const error = (message === undefined ? create(status) : create(status, message)) as Made;
    const { name, expose, statusCode } = error;
    return { name, message: error.message, status: error.status, statusCode, expose, text: String(error) };
  }

  it('gives what http-errors gives', () => {
    process.on('deprecation' as never, silent as never);
    try {
      for (let status = 0; status <= 700; status++) {
        expect(made(createError, status), String(status)).toEqual(made(theirs, status));
        expect(made(createError, status, 'x'), String(status)).toEqual(made(theirs, status, 'x'));
      }
    } finally {
      process.off('deprecation' as never, silent as never);
    }
  });
});
