import { expected } from '../arguments.ts';
import type { StandardIssue } from '../errors/validation.ts';
import { read } from '../read.ts';

/** What a schema makes of a value: the parsed value, or what is wrong with it. */
export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

/**
 * A schema of zod, valibot, arktype or any other library that implements Standard Schema. Only what is read of it is declared.
 *
 * @example
 * ```ts
 * const anything: StandardSchema = {
 *   '~standard': { version: 1, vendor: 'example', validate: (value) => ({ value }) },
 * };
 * ```
 */
export interface StandardSchema<Output = unknown> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
  };
}

/** A schema whose type says that it validates asynchronously. The types of zod do not say that. */
export type AsyncSchema = StandardSchema &
  (
    | { readonly async: true }
    | { readonly '~standard': { readonly validate: (value: unknown) => Promise<SchemaResult<unknown>> } }
  );

type Validated<S> = S extends { readonly '~standard': { readonly validate: (value: never) => infer R } }
  ? Awaited<R>
  : never;

/** The type of the values that a schema returns. */
export type OutputOf<S> = Extract<Validated<S>, { readonly value: unknown }>['value'];

/** What `check` returns for a schema: a promise if its type says that it validates asynchronously. */
export type Checked<S extends StandardSchema> = 0 extends 1 & S
  ? OutputOf<S>
  : S extends AsyncSchema
    ? Promise<OutputOf<S>>
    : OutputOf<S>;

/** @throws {TypeError} If `schema` does not implement Standard Schema. */
export function requireSchema(name: string, schema: unknown): void {
  if (typeof read(read(schema, '~standard'), 'validate') !== 'function')
    throw new TypeError(expected(name, 'a Standard Schema, such as one of zod, valibot or arktype', schema));
}
