import type { Part } from './inspect.ts';
import type { OutputOf, StandardSchema } from './schema.ts';

/** The schemas of a request, by its parts. At least one. */
export type Schemas = Readonly<Partial<Record<Part, StandardSchema>>>;

/** The parsed values of a request, by its parts. */
export type Parsed<S extends Schemas> = {
  readonly [P in keyof S & Part]: OutputOf<S[P]>;
};

/** Options of `valid`. */
export interface ValidOptions {
  /** Status of a refusal. Default: 422 if all the faults are in the content, otherwise 400. */
  readonly status?: 400 | 422 | undefined;
  /**
   * Also puts the parsed values on the request, in place of what the client has sent: `body`, `query` and `params`. Headers
   * always stay as they came. Default: false.
   */
  readonly replace?: boolean | undefined;
}
