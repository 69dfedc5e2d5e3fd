import type { StatusOfClass } from '../status/names.ts';

// One name for each copy of this module (ESM beside CJS, two versions in one tree); `/1` changes with its meaning.
const BRAND: unique symbol = Symbol.for('statuskit.result/1') as never;

/** A status that a result can have; an error has those above. */
export type ResultStatus = StatusOfClass<'2'> | Exclude<StatusOfClass<'3'>, 306>;

/** Response fields of a result: names in lower case, several lines as a list. */
export type ResultHeaders = Readonly<Record<string, string | readonly string[]>>;

/**
 * A response as a value, made by `ok`, `created`, `seeOther` and the others. A handler returns it and the adapter writes it.
 *
 * `Result<201, Note>` in the return type of a handler lets the compiler check what the handler answers. The body is held as it
 * was given, and written when the handler has returned.
 */
export interface Result<S extends ResultStatus = ResultStatus, Body = unknown> {
  /** Tells a result from plain data, for the compiler; at run time a symbol does, which no parsed JSON can have. */
  readonly statuskit: 'result';
  readonly status: S;
  readonly headers: ResultHeaders;
  /** `undefined` where the response has no content, or where only the request tells which it has, as for a redirection. */
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
 * Whether `value` is a result, made by any copy of this package. Never throws, and parsed JSON never is one.
 *
 * @example
 * isResult(noContent()); // true
 * isResult({ status: 204, headers: {} }); // false
 */
export function isResult(value: unknown): value is Result {
  if (typeof value !== 'object' || value === null) return false;
  try {
    return (value as { [BRAND]?: unknown })[BRAND] === true;
  } catch {
    return false; // a proxy or a getter that throws is none of ours
  }
}
