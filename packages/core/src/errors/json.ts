import { expected } from '../arguments.ts';
import { isThenable } from '../hook.ts';

/** A value that has one JSON form. */
export type Json =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Json[]
  | { readonly [name: string]: Json };

/** Appears in an error message of the compiler if a value has no JSON form. */
type NotJson<Why extends string> = { readonly ' not JSON': Why };

// Map and Set by their common methods: neither fits the other's type, nor one with other elements its own.
interface Collection {
  readonly size: number;
  has(...args: never[]): unknown;
  forEach(...args: never[]): unknown;
}

type Callable = ((...args: never[]) => unknown) | (abstract new (...args: never[]) => unknown);

/**
 * `T`, if it is JSON by type: plain data, interfaces, optional properties, unions, dates and everything with a `toJSON`
 * method. Functions, methods, `bigint`, `Map`, `Set`, bytes and promises make it a type that no value fits.
 *
 * A class whose instances hold secrets in plain properties still fits: pick what the client may see.
 */
export type Plain<T> = unknown extends T
  ? T
  : T extends Json
    ? T
    : T extends Callable
      ? NotJson<'a function or method has no JSON form; pass plain data'>
      : T extends bigint
        ? NotJson<'a bigint has no JSON form; pass a string or a number'>
        : T extends symbol
          ? NotJson<'a symbol has no JSON form'>
          : T extends ArrayBufferView | ArrayBuffer
            ? NotJson<'bytes have no JSON form; pass a string'>
            : T extends { toJSON(...args: never[]): unknown }
              ? T
              : T extends { then(...args: never[]): unknown }
                ? NotJson<'a promise has no JSON form; is an await missing?'>
                : T extends Collection
                  ? NotJson<'a Map or Set has no JSON form; pass an object or a list'>
                  : T extends object
                    ? { [K in keyof T]: Plain<T[K]> }
                    : T;

/** The type of `T` after JSON.stringify and JSON.parse: a `Date` is a string, a `toJSON` is what it returns. */
export type Jsonified<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends { toJSON(...args: never[]): infer R }
    ? R
    : T extends object
      ? { [K in keyof T]: Jsonified<T[K]> }
      : T;

function refused(value: unknown): string | undefined {
  switch (typeof value) {
    case 'function':
      return 'a function';
    case 'symbol':
      return 'a symbol';
    case 'bigint':
      return 'a bigint';
    case 'object':
      if (value instanceof Map) return 'a Map';
      if (value instanceof Set) return 'a Set';
      if (isThenable(value)) return 'a promise (is an await missing?)';
      if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return 'bytes';
      return undefined;
    default:
      return undefined;
  }
}

/**
 * Returns the copy of `value` that reaches the client. It is made by one `JSON.stringify`, so `toJSON` decides and later
 * changes of `value` do not show.
 *
 * @param what Name of the argument in the message.
 * @throws {TypeError} If `value` has no JSON form: cycles, functions, `bigint`, `Map`, `Set`, bytes, promises, `undefined`.
 */
export function copyJson(value: unknown, what: string): Json {
  let text: string | undefined;
  try {
    text = JSON.stringify(value, function check(this: unknown, name: string, member: unknown): unknown {
      // JSON.stringify has already called toJSON; a Buffer shows only in the holder.
      const source =
        typeof this === 'object' && this !== null ? (this as Record<string, unknown>)[name] : member;
      // A reader that merges it would change its own prototypes.
      if (pollutes(name, member)) return undefined;
      const why = refused(ArrayBuffer.isView(source) ? source : member);
      if (why === undefined) return member;
      throw new TypeError(`${name === '' ? 'it' : `member ${JSON.stringify(name)}`} is ${why}`);
    });
  } catch (cause) {
    throw new TypeError(
      `${what} has no JSON form: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
  if (text === undefined) throw new TypeError(`${what} has no JSON form: it is ${typeof value}`);
  return JSON.parse(text) as Json;
}

/** Reports whether a property would change a prototype when it is copied; `constructor` alone is an ordinary name. */
function pollutes(name: string, member: unknown): boolean {
  if (name === '__proto__') return true;
  return (
    name === 'constructor' &&
    typeof member === 'object' &&
    member !== null &&
    Object.hasOwn(member, 'prototype')
  );
}

const UNSAFE = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Returns a copy of `members` that cannot change a prototype, neither now nor when it is assigned later.
 *
 * @throws {TypeError} If `members` is not an object, or has no JSON form.
 */
export function copyMembers(members: object, what: string): Readonly<Record<string, Json>> {
  const copy = copyJson(members, what);
  if (typeof copy !== 'object' || copy === null || Array.isArray(copy)) {
    throw new TypeError(expected(what, 'an object of named members', copy));
  }
  const safe: Record<string, Json> = Object.create(null);
  for (const [name, member] of Object.entries(copy)) if (!UNSAFE.has(name)) safe[name] = member;
  return safe;
}
