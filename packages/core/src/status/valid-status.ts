import { expected } from '../arguments.ts';

/**
 * Checks that a value is a status: an integer from 100 to 599, registered or not (RFC 9110 §15).
 *
 * @throws {RangeError} If it is not.
 */
export function assertStatus(value: number): void {
  if (Number.isInteger(value) && value >= 100 && value <= 599) return;
  throw new RangeError(expected('status', 'an integer from 100 to 599', value));
}
