import type { StatusOfClass } from '../status/names.ts';

// One name for each copy of this module (ESM beside CJS, two versions in one tree); `/1` changes with its meaning.
const BRAND: unique symbol = Symbol.for('statuskit.result/1') as never;

/** A status that a result can have. Errors have those above. */
export type ResultStatus = StatusOfClass<'2'> | Exclude<StatusOfClass<'3'>, 306>;

/** Response fields of a result: names in lower case, several lines as a list. */
export type ResultHeaders = Readonly<Record<string, string | readonly string[]>>;

/**
 * A response as a value, made by `ok`, `created`, `seeOther` and others. A handler returns it and the adapter writes it.
 *
 * With `Result<201, Note>` as the return type of a handler the compiler checks the response. The body is not copied; it is written when
 * the handler has returned.
 */
export interface Result<S extends ResultStatus = ResultStatus, Body = unknown> {
  /** Distinguishes a result from plain data for the compiler. At run time a symbol does, which parsed JSON cannot have. */
  readonly statuskit: 'result';
  readonly status: S;
  readonly headers: ResultHeaders;
  /** `undefined` if the response has no content, or has content that depends on the request, as a redirection does. */
  readonly body: Body;
}

/** A result of these parts, which are already checked. */
export function makeResult<S extends ResultStatus, Body>(
  status: S,
  headers: Record<string, string | readonly string[]>,
  body: Body,
): Result<S, Body> {
  const result: Result<S, Body> = { statuskit: 'result', status, headers: Object.freeze(headers), body };
  // Enumerable, so that a copy by spread is a result still.
  return Object.freeze(Object.assign(result, { [BRAND]: true }));
}

/**
 * Reports whether `value` is a result, made by any copy of this package. Never throws. Parsed JSON is never a result.
 *
 * @example
 * ```ts
 * isResult(noContent()); // true
 * isResult({ status: 204, headers: {} }); // false
 * ```
 */
export function isResult(value: unknown): value is Result {
  if (typeof value !== 'object' || value === null) return false;
  try {
    return (value as { [BRAND]?: unknown })[BRAND] === true;
  } catch {
    return false; // a proxy or a getter that throws is not ours
  }
}
