/**
 * Refuses what cannot be a status at all: RFC 9110 §15 knows whole numbers from 100 to 599, registered or not.
 *
 * @throws RangeError when `value` is anything else; the message says what came.
 *
 * @example
 * ```ts
 * assertStatus(599); // fine: nobody registered it, but its class is known
 * assertStatus(600); // RangeError
 * ```
 */
export function assertStatus(value: number): void {
  if (Number.isInteger(value) && value >= 100 && value <= 599) return;
  // A caller without types may bring text; "404" in quotes tells him what is wrong with it.
  const came = typeof value === 'string' ? `the string ${JSON.stringify(value)}` : String(value);
  throw new RangeError(`Expected a status, a whole number from 100 to 599, but got ${came}.`);
}
