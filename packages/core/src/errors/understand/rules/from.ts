import { allowFunction, expected, requireFunction } from '../../../arguments.ts';
import { isToken } from '../../../fields/token.ts';
import { type OptionNames, warnOfUnknown } from '../../../option-names.ts';
import { isError, isErrorStatus, read, readStatus, readText } from '../../../read.ts';
import type { HttpError } from '../../http-error.ts';
import { BadRequest, type Fault, type StandardIssue, UnprocessableContent } from '../../validation.ts';
import { chainOf } from '../chain.ts';
import { foreignHeaders, isSystemError } from '../foreign.ts';
import { type ErrorContext, errorFromStatus, type Rule } from '../rule.ts';

/** What a rule of {@link from} takes from an error. */
export interface FromOptions<T = unknown> {
  /** The status, or a function that returns it. Default: `status ?? statusCode` of the error, if it is from 400 to 499. */
  readonly status?: number | ((error: T) => number | undefined) | undefined;
  /**
   * The detail, a function that returns it, or a boolean: true shows the message of the error, false does not. Default:
   * true for a 4xx, false for a 5xx.
   */
  readonly detail?: string | boolean | ((error: T) => string | undefined) | undefined;
  /** Names of the fields that the error brings in `headers`. Default: those that belong to the status. */
  readonly fields?: readonly string[] | undefined;
  /** Returns the faults of a 400 or a 422. Default: none. */
  readonly faults?: ((error: T) => readonly (Fault | StandardIssue)[]) | undefined;
}

type Class<T> = abstract new (...args: never[]) => T;

/** Reports whether a function is a class: written as one, or with a prototype that has more than a constructor. */
function isClass(value: (...args: never[]) => unknown): boolean {
  const { prototype } = value as { prototype?: unknown };
  if (typeof prototype !== 'object' || prototype === null) return false;
  return (
    /^class\b/.test(Function.prototype.toString.call(value)) ||
    isError(prototype) ||
    Object.getOwnPropertyNames(prototype).length > 1 ||
    Object.getPrototypeOf(prototype) !== Object.prototype
  );
}

const NAMES: OptionNames<FromOptions<never>> = {
  status: true,
  detail: true,
  fields: true,
  faults: true,
};

function checkOptions({ status, detail, fields, faults }: FromOptions<never>): void {
  if (status !== undefined && typeof status !== 'function' && !isErrorStatus(status)) {
    throw new RangeError(expected('options.status', 'an integer from 400 to 599, or a function', status));
  }
  if (detail !== undefined && !['string', 'boolean', 'function'].includes(typeof detail)) {
    throw new TypeError(expected('options.detail', 'a string, a boolean or a function', detail));
  }
  if (fields !== undefined && !(Array.isArray(fields) && fields.every(isToken))) {
    throw new TypeError(expected('options.fields', 'a list of field names', fields));
  }
  allowFunction('options.faults', faults);
}

/**
 * Returns a rule that admits the errors of a class, or those for which a predicate is true. By default the rule uses
 * `status ?? statusCode` of 400 to 499, shows the message of a 4xx, and takes the fields that belong to that status: a
 * challenge for a 401, Allow for a 405, Retry-After for a 429. Errors that another error wraps as `cause`, `parent` or
 * `original` are found at most 5 deep. An error without such a status stays a 500.
 *
 * @throws {TypeError} If the first argument is not a function, or an option has another form.
 * @throws {RangeError} If `status` is a number that is not a status of an error.
 *
 * @example
 * ```ts
 * class ApiError extends Error {
 *   readonly statusCode: number;
 *
 *   constructor(statusCode: number, message: string) {
 *     super(message);
 *     this.statusCode = statusCode;
 *   }
 * }
 * const mine: Rule = rules.from(ApiError);
 * ```
 */
export function from<T = unknown>(
  known: Class<T> | ((value: unknown) => value is T) | ((value: unknown) => boolean),
  options: FromOptions<T> = {},
): Rule {
  requireFunction('the first argument', known);
  warnOfUnknown('rules.from', options, NAMES);
  checkOptions(options as FromOptions<never>);
  const isKnown: (value: unknown) => boolean = isClass(known as () => unknown)
    ? (value) => value instanceof (known as Class<unknown>)
    : (known as (value: unknown) => boolean);

  return function admitted(value: unknown, context: ErrorContext): HttpError | undefined {
    const found = chainOf(value).find((one) => one !== undefined && isKnown(one) === true);
    return found === undefined ? undefined : admit(found, value, options as FromOptions<unknown>, context);
  };
}

function statusOf(error: unknown, { status }: FromOptions<unknown>): number | undefined {
  if (typeof status === 'number') return status;
  if (typeof status === 'function') {
    const chosen = status(error);
    return isErrorStatus(chosen) ? chosen : undefined;
  }
  const own = readStatus(error, 'status') ?? readStatus(error, 'statusCode');
  return own !== undefined && own < 500 ? own : undefined;
}

function detailOf(error: unknown, status: number, { detail }: FromOptions<unknown>): string | undefined {
  if (typeof detail === 'string') return detail;
  if (typeof detail === 'function') return detail(error);
  const shown = detail ?? (status < 500 && !isSystemError(error));
  return shown ? readText(error, 'message') || undefined : undefined;
}

function admit(
  error: unknown,
  cause: unknown,
  options: FromOptions<unknown>,
  context: ErrorContext,
): HttpError | undefined {
  const faults = options.faults?.(error);
  const asked = statusOf(error, options);
  const status = asked ?? (faults === undefined ? undefined : (context.validation ?? 422));
  if (status === undefined) return undefined;
  const detail = detailOf(error, status, options);
  const init = { detail, log: readText(error, 'message') ?? '', cause };
  if (faults !== undefined && status === 400) return new BadRequest({ ...init, errors: faults });
  if (faults !== undefined && status === 422) return new UnprocessableContent({ ...init, errors: faults });
  const names = options.fields?.map((name) => name.toLowerCase());
  return errorFromStatus(status, init, foreignHeaders(read(error, 'headers'), status, names));
}
