import { expected } from '@statuskit/core/adapter';

// The longest delay of setTimeout, which takes a longer one for 1 ms.
const MOST_SECONDS = 2 ** 31 / 1000 - 1;

/**
 * Checks a number of seconds that may be left out.
 *
 * @throws {TypeError} If `value` is not a number.
 * @throws {RangeError} If `value` is negative or above 2,147,482.
 */
export function allowSeconds(name: string, value: unknown): void {
  if (value === undefined || (typeof value === 'number' && value >= 0 && value <= MOST_SECONDS)) return;
  const Wrong = typeof value === 'number' ? RangeError : TypeError;
  const most = Math.floor(MOST_SECONDS).toLocaleString('en');
  throw new Wrong(expected(name, `a number of seconds from 0 to ${most}`, value));
}
