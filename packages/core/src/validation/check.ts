import { allowOneOf, requireObject } from '../arguments.ts';
import type { HttpError } from '../errors/http-error.ts';
import { BadRequest, UnprocessableContent, type ValidationInit } from '../errors/validation.ts';
import { isThenable } from '../hook.ts';
import { type Inspected, inspect, PARTS, type Part } from './inspect.ts';
import { type Checked, requireSchema, type StandardSchema } from './schema.ts';

/** Options of `check`. */
export interface CheckOptions {
  /** The part of the request that is checked. It decides what a fault names: a pointer, a parameter or a header. Default: `'body'`. */
  readonly in?: Part | undefined;
  /** Status of a refusal. Default: 422 for the body, 400 for the other parts. */
  readonly status?: 400 | 422 | undefined;
}

/**
 * Returns the error for faults of a request. A 422 is about content that is well-formed, so it is the default only if all the
 * faults are in the content (RFC 9110 §15.5.21).
 */
export function refusalOf(
  isContentAlone: boolean,
  status: 400 | 422 | undefined,
  init: ValidationInit,
): HttpError {
  return (status ?? (isContentAlone ? 422 : 400)) === 422
    ? new UnprocessableContent(init)
    : new BadRequest(init);
}

/**
 * Returns what a schema makes of a part of a request, and refuses what is not valid with a 422 or 400 that lists each fault and
 * its place. Any Standard Schema will do: zod, valibot, arktype, joi, yup. Names of headers are found in any case.
 *
 * A schema that validates asynchronously returns a promise. The types of valibot say so; those of zod do not, so write `await`
 * in front of a zod schema with asynchronous refinements.
 *
 * @throws {BadRequest | UnprocessableContent} If the value is not valid.
 * @throws {TypeError} If `schema` is not a Standard Schema, or an option is invalid.
 *
 * @example
 * ```ts
 * const Query = z.object({ limit: z.coerce.number().max(100) });
 * const { limit } = check(Query, { limit: '20' }, { in: 'query' }); // in a handler: check(Query, req.query, { in: 'query' })
 * ```
 */
export function check<S extends StandardSchema>(
  schema: S,
  value: unknown,
  options?: CheckOptions,
): Checked<S>;
export function check(schema: StandardSchema, value: unknown, options: CheckOptions = {}): unknown {
  requireSchema('schema', schema);
  requireObject('options', options);
  const { in: part = 'body', status } = options;
  allowOneOf('in', part, PARTS);
  allowOneOf('status', status, [400, 422]);
  const settle = ({ faults, value: parsed }: Inspected): unknown => {
    if (faults !== undefined) throw refusalOf(part === 'body', status, { errors: faults });
    return parsed;
  };
  const seen = inspect(schema, part, value);
  if (!isThenable(seen)) return settle(seen);
  const late = seen.then(settle);
  // If the caller forgets to await it, a request that is not valid must not end the process.
  late.catch(() => {});
  return late;
}
