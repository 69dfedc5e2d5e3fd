import type { RequestView } from '../../request-view.ts';
import { errorClassName } from '../../status/class-name.ts';
import { type ErrorStatus, isRegisteredStatus } from '../../status/names.ts';
import { CLASSES } from '../classes.ts';
import { HttpError } from '../http-error.ts';
import type { ErrorHeaders, HttpErrorInit } from '../init.ts';

/** What is known about the exchange in which a value was thrown. All of it is optional. */
export interface ErrorContext {
  readonly request?: RequestView | undefined;
  /** The content of the request as a parser has left it; undefined if nothing has parsed it. */
  readonly content?: unknown;
  /** The pattern of the route that was chosen, such as `/notes/:id`. */
  readonly route?: string | undefined;
  /** True if the client has gone away. */
  readonly aborted?: boolean | undefined;
  /** The status that the handler has set; undefined if nobody has set one. */
  readonly responseStatus?: number | undefined;
  /** Returns a field that is already on the response. */
  readonly responseField?: ((name: string) => unknown) | undefined;
  /** Status for a request that a validator refused. Default: 422. */
  readonly validation?: 400 | 422 | undefined;
  /** Returns the methods that the router knows for the target. */
  readonly allowedMethods?: (() => readonly string[] | undefined) | undefined;
  /** True if the error handler of the framework itself would show the message of a 4xx. Default: false. */
  readonly showsMessages?: boolean | undefined;
}

/**
 * A function that returns the HttpError which the error of one producer means, or undefined if it does not know the
 * producer. A rule that throws is skipped.
 *
 * @example
 * ```ts
 * const outOfStock: Rule = (value) =>
 *   value instanceof StockError ? new Conflict(value.message, { cause: value }) : undefined;
 * ```
 */
export type Rule = (value: unknown, context: ErrorContext) => HttpError<number> | undefined;

/** Key of a second function of a rule, which is tried when no rule has known the value: for marks that several producers
 * share. One symbol for all copies of this module; `/1` changes with its meaning. */
export const LAST: unique symbol = Symbol.for('statuskit.last/1') as never;

/** A status without a class: unregistered, or reserved like 418. */
class OtherStatus extends HttpError {
  static override readonly tag: string = 'OtherStatus';
}

/**
 * Returns an error of the class for `status`. The constructor of the class does not run, since its compulsory argument is
 * not known: the fields that it would set come with `headers`, or are added when the error is handled.
 */
export function errorFromStatus(
  status: number,
  init: string | HttpErrorInit,
  headers: ErrorHeaders,
): HttpError {
  const named: Partial<typeof CLASSES> = CLASSES;
  const Class = (isRegisteredStatus(status) && named[errorClassName(status as ErrorStatus)]) || OtherStatus;
  const error = Reflect.construct(HttpError, [status, init], Class) as HttpError;
  Object.assign(error.headers, headers);
  return error;
}

/** Returns the error for a response that nobody is waiting for. It is for the log and never sent. */
export function clientClosedRequest(cause: unknown): HttpError {
  return errorFromStatus(499, { log: 'Client Closed Request', cause }, {});
}

/**
 * Returns an error of a status that is only known at run time: of the class for a registered status, else of `HttpError`.
 * Status codes are extensible (RFC 9110 §15). A field that the status requires is added when the error is handled, if
 * `headers` does not have it.
 *
 * @throws {RangeError} If `status` is not an integer from 400 to 599.
 * @throws {TypeError} If `init` has another form.
 *
 * @example
 * ```ts
 * throw httpError(419, 'Your session has expired');
 * ```
 */
export function httpError(status: number, init?: string | HttpErrorInit): HttpError<number> {
  if (arguments.length > 2) {
    throw new TypeError(
      `httpError: expected at most 2 arguments, got ${arguments.length}; write httpError(status, { detail, cause })`,
    );
  }
  return errorFromStatus(status, init ?? {}, {});
}
