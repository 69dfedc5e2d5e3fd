// Argument errors, in the form of core: NAME: expected WHAT, got VALUE.

/** No limit. A quotient, since bundlers keep the property of `Number` whether or not it is used. */
export const FOREVER: number = 1 / 0;

/** Returns the error for an argument that has the wrong type, or a number out of its range. */
export function wrongType(
  name: string,
  what: string,
  got: unknown,
  Kind: new (message: string) => Error = TypeError,
): Error {
  let text: unknown = got;
  try {
    if (typeof got !== 'number') text = JSON.stringify(got)?.slice(0, 60) ?? typeof got;
  } catch {
    text = typeof got; // a circle, or a bigint
  }
  return new Kind(`${name}: expected ${what}, got ${text}`);
}

/**
 * Returns the option `name`, or `fallback` if it is undefined.
 *
 * @throws {TypeError} If the option is not a number, or is required.
 * @throws {RangeError} If the option is below `least`, or if it is not an integer and `isInteger` is true.
 */
export function numberFrom(
  options: object,
  name: string,
  fallback?: number,
  least = 0,
  isInteger = false,
): number {
  // Only undefined is replaced: null is a mistake.
  const { [name]: value = fallback } = options as Readonly<Record<string, unknown>>;
  const isNumber = typeof value === 'number';
  if (isNumber && value >= least && (!isInteger || Number.isSafeInteger(value))) return value;
  const what = `${isInteger ? 'an integer' : 'a number'} of at least ${least}`;
  throw wrongType(name, what, value, isNumber ? RangeError : TypeError);
}

/** @throws {TypeError} If `options` is not an object, or one of these options is neither undefined nor of this type. */
export function checkOptions(
  options: unknown,
  type: 'function' | 'boolean' = 'function',
  ...names: readonly string[]
): asserts options is object {
  requireObject('options', options);
  for (const name of names) {
    const value = (options as Readonly<Record<string, unknown>>)[name];
    if (value !== undefined && typeof value !== type) throw wrongType(name, `a ${type}`, value);
  }
}

/** @throws {TypeError} If `value` is not an object. */
export function requireObject(name: string, value: unknown, what = 'an object'): asserts value is object {
  if (Object(value) !== value) throw wrongType(name, what, value);
}
