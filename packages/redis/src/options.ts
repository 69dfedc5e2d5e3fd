/** The names of the options that all stores of this package have. */
export const OPTIONS = { prefix: true, deadlineMs: true } as const;

/**
 * Checks the options that all stores of this package have.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If the deadline is out of range.
 */
export function checkOptions(prefix: unknown, deadlineMs: unknown): void {
  if (typeof prefix !== 'string' || prefix === '' || prefix.length > 64)
    throw new TypeError(`prefix: expected 1 to 64 characters, got ${JSON.stringify(prefix)}`);
  const message = `deadlineMs: expected 1 to 60000 milliseconds, got ${String(deadlineMs)}`;
  if (typeof deadlineMs !== 'number') throw new TypeError(message);
  if (!(deadlineMs >= 1 && deadlineMs <= 60_000)) throw new RangeError(message);
}
