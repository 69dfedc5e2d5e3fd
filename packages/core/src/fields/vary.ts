import { formatList } from './list.ts';
import { type FieldLines, tokenElements } from './scan.ts';
import { isToken } from './token.ts';

/**
 * Reads Vary (RFC 9110 §12.5.5): each name once, spelled as first written; `['*']` where a `*` is among them.
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
 * Writes Vary: each name once, as first spelled; `*` where it is among them.
 *
 * @throws TypeError where `names` is no array or one of them is no field name.
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
 * Joins two values of Vary into one that covers both; a `*` in either absorbs all names. `''` where both are empty.
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
