// Argument errors, in the form of core: NAME: expected WHAT, got VALUE.

/** Returns the error for an argument that has the wrong type. */
export function wrongType(name: string, what: string, got: unknown): TypeError {
  return new TypeError(`${name}: expected ${what}, got ${JSON.stringify(got)?.slice(0, 60) ?? typeof got}`);
}

/**
 * Returns `value`, or `fallback` if it is undefined.
 *
 * @throws {TypeError} If `value` is not a number.
 * @throws {RangeError} If `value` is below `least`, or if it is not an integer and `isInteger` is true.
 */
export function numberFrom(
  name: string,
  value: unknown,
  fallback: number,
  least = 0,
  isInteger = false,
): number {
  if (value === undefined) return fallback;
  const what = `${isInteger ? 'an integer' : 'a number'} of at least ${least}`;
  if (typeof value !== 'number') throw wrongType(name, what, value);
  if (value >= least && (!isInteger || Number.isSafeInteger(value))) return value;
  throw new RangeError(`${name}: expected ${what}, got ${value}`);
}

/** @throws {TypeError} If `options` is not an object, or one of these options is neither undefined nor of this type. */
export function checkOptions(
  options: unknown,
  type: 'function' | 'boolean' = 'function',
  ...names: readonly string[]
): void {
  requireObject('options', options);
  for (const name of names) {
    const value = (options as Readonly<Record<string, unknown>>)[name];
    if (value !== undefined && typeof value !== type) throw wrongType(name, `a ${type}`, value);
  }
}

/** @throws {TypeError} If `value` is not an object. */
export function requireObject(name: string, value: unknown, what = 'an object'): asserts value is object {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null)
    throw wrongType(name, what, value);
}
