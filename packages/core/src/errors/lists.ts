import { expected, show } from '../arguments.ts';

/** A list that has at least one element by type. */
export type NonEmpty<T> = readonly [T, ...T[]];

/**
 * Returns `list`, typed as non-empty.
 *
 * @throws {TypeError} If `list` is not an array.
 * @throws {RangeError} If `list` is empty.
 *
 * @example
 * ```ts
 * throw new PreconditionRequired(nonEmpty(config.requiredFields));
 * ```
 */
export function nonEmpty<T>(list: readonly T[]): NonEmpty<T> {
  if (!Array.isArray(list)) throw new TypeError(expected('list', 'a list', list));
  if (list.length === 0)
    throw new RangeError('list: expected a list with at least one element, got an empty one');
  return list as unknown as NonEmpty<T>; // just checked
}

/**
 * Returns `list`.
 *
 * @throws {TypeError} If `list` is not an array, or is empty although `mayBeEmpty` is false.
 */
export function requireList(list: unknown, what: string, mayBeEmpty = false): readonly unknown[] {
  if (!Array.isArray(list) || (list.length === 0 && !mayBeEmpty)) {
    throw new TypeError(
      `${what}: expected a ${mayBeEmpty ? '' : 'non-empty '}list, got ${Array.isArray(list) ? 'an empty one' : show(list)}`,
    );
  }
  return list;
}
