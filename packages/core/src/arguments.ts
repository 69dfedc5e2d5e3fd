/*
 * Argument errors. Every public entry point rejects a wrong argument with one sentence of one form:
 *
 *     NAME: expected WHAT, got VALUE
 *
 * A wrong type, or a value that is not among the ones listed, is a TypeError. A number outside its range is a RangeError.
 */

const LONGEST = 60;

/** Returns a wrong argument as text for an error message: JSON if it has any, cut to about 60 characters. Never throws. */
export function show(value: unknown): string {
  if (typeof value === 'string') {
    // Cut before quoting: a megabyte passed by mistake is not worth escaping.
    return value.length > LONGEST ? `${JSON.stringify(value.slice(0, LONGEST))}…` : JSON.stringify(value);
  }
  const text = plain(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function plain(value: unknown): string {
  if (typeof value === 'number') return String(value); // JSON has no NaN and no Infinity
  if (typeof value === 'function') return 'a function';
  try {
    if (value instanceof Date && Number.isNaN(value.getTime())) return 'an invalid Date'; // JSON has null for it
    return JSON.stringify(value) ?? String(value);
  } catch {
    return typeof value; // a cycle, a bigint, a toJSON that throws, a Proxy
  }
}

/** Returns the sentence for a wrong argument. */
export function expected(name: string, what: string, got: unknown): string {
  return `${name}: expected ${what}, got ${show(got)}`;
}

/** @throws {TypeError} If `value` is not a function. */
export function requireFunction(name: string, value: unknown): void {
  if (typeof value !== 'function') throw new TypeError(expected(name, 'a function', value));
}

/** @throws {TypeError} If `value` is neither undefined nor a function. */
export function allowFunction(name: string, value: unknown): void {
  if (value !== undefined) requireFunction(name, value);
}

/**
 * Returns the time of a clock in milliseconds.
 *
 * @throws {TypeError} If `now` is not a function, or does not return a time. Nothing can be decided by it then.
 */
export function readClock(now: unknown): number {
  const ms: unknown = typeof now === 'function' ? now() : now;
  if (typeof now === 'function' && Number.isFinite(ms)) return ms as number;
  throw new TypeError(expected('now', 'a function that returns milliseconds', ms));
}

/** @throws {TypeError} If `value` is neither undefined nor a boolean. */
export function allowBoolean(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'boolean')
    throw new TypeError(expected(name, 'a boolean', value));
}

/** @throws {TypeError} If `value` is not an object, or is null. `what` describes the object. */
export function requireObject(name: string, value: unknown, what = 'an object'): void {
  if (typeof value !== 'object' || value === null) throw new TypeError(expected(name, what, value));
}

/**
 * Returns `value`.
 *
 * @throws {RangeError} If `value` is not a safe integer from `least` to `most`. `unit` follows the word "integer" in the message.
 */
export function requireInteger(
  name: string,
  value: unknown,
  {
    least = 0,
    most = Number.MAX_SAFE_INTEGER,
    unit = '',
  }: { readonly least?: number; readonly most?: number; readonly unit?: string } = {},
): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most)
    return value;
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new RangeError(expected(name, `an integer ${range}${unit === '' ? '' : ` (${unit})`}`, value));
}

/** @throws {TypeError} If `value` is not one of `choices`. */
function requireOneOf<T extends string | number>(
  name: string,
  value: unknown,
  choices: readonly T[],
): asserts value is T {
  if (choices.includes(value as T)) return;
  const shown = choices.map((choice) => (typeof choice === 'string' ? `'${choice}'` : String(choice)));
  const list = shown.length < 2 ? shown.join() : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
  throw new TypeError(expected(name, list, value));
}

/** @throws {TypeError} If `value` is neither undefined nor one of `choices`. */
export function allowOneOf(name: string, value: unknown, choices: readonly (string | number)[]): void {
  if (value !== undefined) requireOneOf(name, value, choices);
}
