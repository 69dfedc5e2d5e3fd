import { show } from '../arguments.ts';

/** A list with at least one element, for the compiler. */
export type NonEmpty<T> = readonly [T, ...T[]];

/**
 * `list` again, typed as non-empty. Throws a RangeError where it is empty.
 *
 * @example
 * throw new PreconditionRequired(nonEmpty(config.requiredFields));
 */
export function nonEmpty<T>(list: readonly T[]): NonEmpty<T> {
  if (!Array.isArray(list)) throw new TypeError(`expected a list, got ${show(list)}`);
  if (list.length === 0) throw new RangeError('expected a list with at least one element, got an empty one');
  return list as unknown as NonEmpty<T>; // just checked
}

/** Throws a TypeError unless `list` is an array, with an element unless `mayBeEmpty`. */
export function requireList(list: unknown, what: string, mayBeEmpty = false): readonly unknown[] {
  if (!Array.isArray(list) || (list.length === 0 && !mayBeEmpty)) {
    throw new TypeError(
      `${what}: expected a ${mayBeEmpty ? '' : 'non-empty '}list, got ${Array.isArray(list) ? 'an empty one' : show(list)}`,
    );
  }
  return list;
}
