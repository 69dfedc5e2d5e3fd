import { formatList } from './list.ts';
import { type FieldLines, tokenElements } from './scan.ts';
import { isToken } from './token.ts';

/**
 * Parses Vary (RFC 9110 §12.5.5): each name once, spelled as first written. Returns `['*']` if `*` is among them.
 *
 * @example
 * ```ts
 * parseVary('Accept, Origin, accept'); // ['Accept', 'Origin']
 * parseVary('Accept, *'); // ['*']
 * ```
 */
export function parseVary(lines: FieldLines): string[] {
  const names = new Map<string, string>();
  for (const name of tokenElements(lines)) {
    if (name === '*') return ['*'];
    const key = name.toLowerCase();
    if (!names.has(key)) names.set(key, name);
  }
  return [...names.values()];
}

/**
 * Formats Vary: each name once, as first spelled, or `*` if it is among them.
 *
 * @throws {TypeError} If `names` is not an array, or one of them is not a field name.
 *
 * @example
 * ```ts
 * formatVary(['Accept', 'Accept-Language', 'accept']); // 'Accept, Accept-Language'
 * ```
 */
export function formatVary(names: readonly string[]): string {
  return unionVary(
    formatList(names, { field: 'Vary', element: 'a field name', accepts: isToken }),
    undefined,
  );
}

/**
 * Returns one value of Vary that covers both. A `*` in either absorbs all names. Returns `''` if both are empty.
 *
 * @example
 * ```ts
 * unionVary('Origin', ['Accept', 'origin']); // 'Origin, Accept'
 * unionVary('Origin', '*'); // '*'
 * ```
 */
export function unionVary(a: FieldLines, b: FieldLines): string {
  return parseVary([...parseVary(a), ...parseVary(b)]).join(', ');
}
