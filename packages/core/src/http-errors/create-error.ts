import { expected } from '../arguments.ts';
import { isHttpError } from '../errors/http-error.ts';
import { isError, isErrorStatus, read } from '../read.ts';
import { AnyHttpError, build, CONSTRUCTORS, constructorOf, withFrames } from './constructors.ts';
import { constructorName, DEFAULT_MESSAGES, nonErrorPhrase } from './phrases.ts';
import type { CreateError } from './types.ts';
import { claimedStatus, exposeOf, isShapedLikeOurs, type Members, membersOf } from './wrapped.ts';

interface Arguments {
  readonly status: number;
  readonly message: string | undefined;
  readonly wrapped: Error | undefined;
  readonly properties: Members;
}

/** Returns the status to use: 500 if no error can have the given one. */
function usable(status: unknown): number {
  const known = isErrorStatus(status) || (typeof status === 'number' && nonErrorPhrase(status) !== undefined);
  return known ? status : 500;
}

// Either would change what kind of thing the error is.
const UNSAFE: ReadonlySet<string> = new Set(['__proto__', 'constructor']);

function propertiesOf(given: object): Members {
  const properties: Members = {};
  // Inherited properties count, as in http-errors.
  for (const name in given) {
    if (name === 'status' || name === 'statusCode' || UNSAFE.has(name)) continue;
    properties[name] = (given as Members)[name];
  }
  return properties;
}

/** Sorts the arguments by their types. Of two of one type, the later one counts. */
function sorted(args: readonly unknown[]): Arguments {
  let status: unknown = 500;
  let message: string | undefined;
  let wrapped: Error | undefined;
  let properties: Members = {};
  const told = typeof args[0] === 'number';
  for (const [index, arg] of args.entries()) {
    if (index === 0 && told) status = arg;
    else if (typeof arg === 'string') message = arg;
    else if (isError(arg)) {
      wrapped = arg;
      if (!told) status = claimedStatus(arg) || status;
    } else if (typeof arg === 'object') properties = arg === null ? {} : propertiesOf(arg);
    else {
      throw new TypeError(
        expected(
          `createError: argument ${index + 1}`,
          'a string, an Error or an object after the status',
          arg,
        ),
      );
    }
  }
  return { status: usable(status), message, wrapped, properties };
}

function made({ status, message, wrapped, properties }: Arguments): Error {
  const base = status < 400 ? undefined : constructorOf(status);
  const options = wrapped === undefined ? undefined : { cause: wrapped };
  const phrase = DEFAULT_MESSAGES[status] ?? DEFAULT_MESSAGES[Math.floor(status / 100) * 100];
  const text = wrapped === undefined ? message : read(wrapped, 'message');
  const error =
    base === undefined
      ? new Error(String(text || nonErrorPhrase(status)), options)
      : build(base, status, text ?? phrase, options);
  const expose = wrapped === undefined ? status < 500 : exposeOf(wrapped, status);
  if (wrapped !== undefined) {
    const enumerable = Object.prototype.propertyIsEnumerable.call(wrapped, 'message');
    Object.defineProperty(error, 'message', { enumerable });
    Object.assign(error, membersOf(wrapped));
  }
  const { status: usual, expose: shown } = error as unknown as { status?: unknown; expose?: unknown };
  // An error with a status on its prototype only was made by a constructor, and keeps that.
  const settled =
    wrapped === undefined || (read(wrapped, 'status') === status && !Object.hasOwn(wrapped, 'status'));
  if (usual !== status || !settled) Object.assign(error, { expose, statusCode: status, status });
  else if (shown !== expose) Object.assign(error, { expose });
  return Object.assign(error, properties);
}

function createFrom(args: readonly unknown[]): Error {
  const given = sorted(args);
  const { wrapped, status, properties } = given;
  // Nothing to add: the same error, as http-errors returns it.
  if (isHttpError(wrapped) && Number(wrapped.status) === status && Object.keys(properties).length === 0) {
    return wrapped;
  }
  return withFrames(status, () => {
    const error = made(given);
    // The stack begins with the caller. Not every engine can leave frames out.
    if (typeof Error.captureStackTrace === 'function') Error.captureStackTrace(error, createError);
    return error;
  });
}

function isCreated(value: unknown): boolean {
  return isHttpError(value) || (isError(value) && isShapedLikeOurs(value));
}

const BY_NAME: Readonly<Record<string, unknown>> = Object.fromEntries(
  Object.entries(DEFAULT_MESSAGES).map(([code, phrase]) => [
    constructorName(phrase),
    CONSTRUCTORS[Number(code)],
  ]),
);

function hidden(value: unknown): PropertyDescriptor {
  return { value, writable: true, configurable: true };
}

/**
 * Returns an HttpError as the package http-errors does: from a status, a message, an error to wrap and properties, all
 * optional, the status first. Default: a 500 with the phrase of the status as its message.
 *
 * The arguments are never changed: an error that is wrapped becomes the `cause` of a new one, and a status that is passed
 * beside it replaces its own. The differences from http-errors are listed in docs/guides/from-http-errors.md.
 *
 * @throws {TypeError} If an argument has another type, as in http-errors.
 *
 * @example
 * ```ts
 * throw createError(404, 'No airport has this code', { code: 'NO_AIRPORT' });
 * ```
 */
export const createError: CreateError = function create(...args: unknown[]): Error {
  return createFrom(args);
} as unknown as CreateError; // the rest is assigned below

// Bundlers rename functions.
Object.defineProperty(isCreated, 'name', { value: 'isHttpError', configurable: true });
Object.assign(createError, CONSTRUCTORS, { HttpError: AnyHttpError, isHttpError: isCreated }, BY_NAME);
Object.defineProperties(createError, {
  name: { value: 'createError', configurable: true },
  createError: hidden(createError),
  default: hidden(createError),
  // Names of http-errors 1 that are gone from its second version.
  UnorderedCollection: hidden(CONSTRUCTORS[425]),
  "I'mateapot": hidden(CONSTRUCTORS[418]),
});
