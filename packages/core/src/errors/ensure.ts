import { expected } from '../arguments.ts';
import { type HttpError, isHttpError, keepAllFrames, keepOneFrame } from './http-error.ts';

/**
 * Throws a new error of `Class` unless `value` is truthy. The compiler then knows that it is. `args` are the arguments of the
 * constructor, which is only called if the error is thrown.
 *
 * @throws {HttpError} If `value` is falsy.
 * @throws {TypeError} If `Class` is not a class of HttpError.
 *
 * @example
 * ```ts
 * const airport = airports.get('LIS');
 * ensure(airport, NotFound, 'No such airport');
 * airport.name; // not undefined
 * ensure(airport.name !== '', Conflict, airport, { detail: 'It has no name yet' });
 * ```
 */
export function ensure<Args extends readonly unknown[]>(
  value: unknown,
  Class: new (...args: Args) => HttpError<number>,
  ...args: Args
): asserts value {
  if (typeof Class !== 'function' || !isHttpError(Class.prototype))
    throw new TypeError(expected('ensure', 'a class of HttpError', Class));
  if (value) return;
  const error = new Class(...args);
  // The first line of the stack is the call of `ensure`.
  const isLimited = keepOneFrame(error.status);
  Error.captureStackTrace?.(error, ensure);
  if (isLimited) keepAllFrames();
  throw error;
}
