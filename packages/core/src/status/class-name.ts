import { type ErrorStatus, STATUS_NAMES, type StatusName } from './names.ts';

/** Turns `'URI Too Long'` into `'UriTooLong'`: each word is in lower case but for its first letter. */
type PascalCase<Phrase extends string> = Phrase extends `${infer Word} ${infer Rest}`
  ? `${Capitalize<Lowercase<Word>>}${PascalCase<Rest>}`
  : Capitalize<Lowercase<Phrase>>;

/** The name of the error class for a status: `ErrorClassName<414>` is `'UriTooLong'`. */
export type ErrorClassName<S extends ErrorStatus> = PascalCase<StatusName<S>>;

/**
 * Returns the name of the error class for a status, made from its phrase by the same rule as the type.
 *
 * @example
 * ```ts
 * errorClassName(505); // 'HttpVersionNotSupported'
 * ```
 */
export function errorClassName<S extends ErrorStatus>(status: S): ErrorClassName<S> {
  const words = STATUS_NAMES[status].split(' ');
  const pascal = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()).join('');
  // The compiler cannot follow a loop over words; a test compares the two for every status.
  return pascal as ErrorClassName<S>;
}
