import { expected } from '@statuskit/core/adapter';

/** Returns the error for a wrong argument. */
export function wrong(name: string, what: string, got: unknown): TypeError {
  return new TypeError(expected(name, what, got));
}

/** @throws {TypeError} If `value` is not an object, or is an array. */
export function requireObject(
  name: string,
  value: unknown,
  what = 'an object',
): asserts value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(name, what, value);
}

/** @throws {TypeError} If `value` is not a non-empty string. */
export function requireText(name: string, value: unknown): asserts value is string {
  if (typeof value !== 'string' || value === '') throw wrong(name, 'a non-empty string', value);
}

/** @throws {TypeError} If `value` is not a list. */
export function requireList(name: string, value: unknown): asserts value is readonly unknown[] {
  if (!Array.isArray(value)) throw wrong(name, 'a list', value);
}

/**
 * Reports whether `options` ask for OpenAPI 3.0.
 *
 * @throws {TypeError} If `options` is not an object, or the version is not known.
 */
export function isVersion30(options: unknown): boolean {
  requireObject('options', options);
  const { version = '3.1' } = options;
  if (version !== '3.0' && version !== '3.1') throw wrong('options.version', "'3.0' or '3.1'", version);
  return version === '3.0';
}
