import { expected } from '@statuskit/core/adapter';

/**
 * Checks a number of seconds that may be left out.
 *
 * @throws {TypeError} If `value` is not a number.
 * @throws {RangeError} If `value` is negative or not finite.
 */
export function allowSeconds(name: string, value: unknown): void {
  if (value === undefined || (typeof value === 'number' && Number.isFinite(value) && value >= 0)) return;
  const Wrong = typeof value === 'number' ? RangeError : TypeError;
  throw new Wrong(expected(name, 'a number of seconds of at least 0', value));
}
