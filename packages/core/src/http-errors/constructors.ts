import { CLASSES } from '../errors/classes.ts';
import { HttpError, isHttpError, keepAllFrames, keepOneFrame } from '../errors/http-error.ts';
import { errorClassName } from '../status/class-name.ts';
import { type ErrorStatus, isRegisteredStatus } from '../status/names.ts';
import { constructorName, DEFAULT_MESSAGES } from './phrases.ts';
import { MEMBERS } from './prototype.ts';

type Newable = abstract new (...args: never[]) => unknown;

/** A constructor of errors of one status, which can be called without `new`. */
export interface Constructor {
  (message?: unknown): Error;
  new (message?: unknown): Error;
}

const BY_NAME: Readonly<Record<string, unknown>> = CLASSES;

/** Returns the class of statuskit of which these errors are instances as well. */
function baseOf(status: number): Newable {
  const named =
    isRegisteredStatus(status) && status !== 418 && BY_NAME[errorClassName(status as ErrorStatus)];
  return typeof named === 'function' ? (named as Newable) : HttpError;
}

/** Calls `make` with the stack limit of an error of this status. */
export function withFrames<T>(status: number, make: () => T): T {
  if (!keepOneFrame(status)) return make();
  try {
    return make();
  } finally {
    keepAllFrames();
  }
}

/**
 * Returns an error with the prototype of `newable`. The constructor of its base does not run, since its compulsory argument
 * is not known: the field that it would set is added when the error is handled.
 */
export function build(newable: Newable, status: number, message: unknown, options?: ErrorOptions): Error {
  return withFrames(status, () => {
    const error = Reflect.construct(Error, [message, options], newable as new () => Error) as Error;
    Object.defineProperty(error, 'message', { value: message, enumerable: true });
    return error;
  });
}

function constructorFor(status: number, phrase: string): Constructor {
  const base = baseOf(status);
  const name = constructorName(phrase);

  // A function instead of a class, since `new` is optional in http-errors. With it, a subclass keeps its prototype.
  function StatusError(message?: unknown): Error {
    return build((new.target as Constructor | undefined) ?? value, status, message ?? phrase);
  }
  const value = StatusError as unknown as Constructor; // a function is one
  Object.defineProperties(value, {
    name: { value: name.endsWith('Error') ? name : `${name}Error`, configurable: true },
    prototype: { value: Object.create(base.prototype as object, MEMBERS) },
    // A class of statuskit is the same as the one of http-errors; a subclass of either is matched exactly.
    [Symbol.hasInstance]: {
      value: function hasInstance(this: unknown, error: unknown): boolean {
        if (Function.prototype[Symbol.hasInstance].call(this as () => void, error)) return true;
        if (this !== value) return false;
        return base === HttpError
          ? isHttpError(error) && Number(error.status) === status
          : error instanceof base;
      },
    },
  });
  Object.defineProperty(value.prototype, 'constructor', { value, writable: true, configurable: true });
  Object.assign(value.prototype as object, { status, statusCode: status, expose: status < 500 });
  return Object.setPrototypeOf(value, base) as Constructor;
}

/** Each constructor by its status, in ascending order. */
export const CONSTRUCTORS: Readonly<Record<number, Constructor>> = Object.fromEntries(
  Object.entries(DEFAULT_MESSAGES).map(([code, phrase]) => [code, constructorFor(Number(code), phrase)]),
);

/** Returns the constructor for a status; without one, that of the class of the status (RFC 9110 §15). */
export function constructorOf(status: number): Constructor | undefined {
  return CONSTRUCTORS[status] ?? CONSTRUCTORS[Math.floor(status / 100) * 100];
}

/** The base of all of them. It cannot be constructed, as in http-errors. */
export const AnyHttpError: Constructor = Object.defineProperties(
  function AnyHttpError(): never {
    throw new TypeError('HttpError: expected one of its subclasses to be constructed, such as NotFound');
  } as unknown as Constructor,
  {
    name: { value: 'HttpError', configurable: true },
    prototype: { value: HttpError.prototype },
    [Symbol.hasInstance]: {
      value: function hasInstance(this: unknown, error: unknown): boolean {
        if (this === AnyHttpError) return isHttpError(error);
        return Function.prototype[Symbol.hasInstance].call(this as () => void, error);
      },
    },
  },
);
Object.setPrototypeOf(AnyHttpError, HttpError);
