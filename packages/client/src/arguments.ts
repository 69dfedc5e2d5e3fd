// Argument errors, in the form of core: NAME: expected WHAT, got VALUE.

/** No limit. A quotient, since bundlers keep the property of `Number` whether or not it is used. */
export const FOREVER: number = 1 / 0;

/** Reports whether a value is an object or a function. */
export const isObject = (value: unknown): value is object => Object(value) === value;

/** Returns the error for an argument that has the wrong type, or a number out of its range. */
export function wrongType(
  name: string,
  what: string,
  got: unknown,
  Kind: new (message: string) => Error = TypeError,
): Error {
  // Content of a response is not for logs: of an object only its type is shown, and of text the beginning.
  const value = typeof got === 'string' ? JSON.stringify(got) : isObject(got) ? typeof got : String(got);
  return new Kind(`${name}: expected ${what}, got ${value.slice(0, 60)}`);
}

/**
 * Returns the option `name`, or `fallback` if it is undefined.
 *
 * @throws {TypeError} If `options` is not an object, or the option has another type.
 */
export function optionFrom<T>(
  options: object,
  name: string,
  type: 'boolean' | 'function' | 'number',
  fallback: T,
): T {
  if (!isObject(options)) throw wrongType('options', 'an object', options);
  // Only undefined is replaced: null is a mistake.
  const { [name]: value = fallback } = options as Readonly<Record<string, unknown>>;
  if (typeof value === type) return value as T;
  throw wrongType(name, `a ${type}`, value);
}

/**
 * Returns a number among the options, or `fallback` if it is undefined.
 *
 * @throws {TypeError} If the option is not a number, or is required.
 * @throws {RangeError} If the option is below `least`, or if `least` is 1 and it is not an integer.
 */
export function numberFrom(options: object, name: string, fallback?: number, least: 0 | 1 = 0): number {
  const value = optionFrom(options, name, 'number', fallback as number);
  if (value >= least && (least === 0 || Number.isInteger(value))) return value;
  throw wrongType(name, `${least ? 'an integer' : 'a number'} of at least ${least}`, value, RangeError);
}

/** @throws {TypeError} If `value` is not an object. */
export function requireObject(name: string, what: string, value: unknown): asserts value is object {
  if (!isObject(value)) throw wrongType(name, what, value);
}
