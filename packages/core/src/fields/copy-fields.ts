import { expected } from '../arguments.ts';
import { isEntityTag } from './entity-tag.ts';
import { requireFieldValue } from './field-value.ts';
import { requireToken } from './token.ts';

/**
 * Returns a checked copy of response fields: names in lower case, several lines as a list, properties that are undefined left
 * out. `refused` returns the reason why a field is not allowed here.
 *
 * @throws {TypeError} If `given` is not an object of names and values, a field is refused, or a name or a value is not valid.
 */
export function copyFields(
  given: unknown,
  refused: (field: string) => string | undefined,
): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  if (given === undefined) return fields;
  // A Headers or a Map would have no properties, and in a list of pairs each index would be a name.
  if (typeof given !== 'object' || given === null || Symbol.iterator in given) {
    throw new TypeError(expected('headers', 'an object of field names and values', given));
  }
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const field = requireToken(name, 'field name').toLowerCase();
    const why = refused(field);
    if (why !== undefined) throw new TypeError(`headers: ${field} ${why}`);
    if (field === '__proto__') throw new TypeError('headers: expected a field name, got __proto__');
    fields[field] = Array.isArray(value)
      ? value.map((line) => requireLine(field, line))
      : requireLine(field, value);
  }
  return fields;
}

// RFC 9110 §8.8.3: a tag may hold obs-text.
function requireLine(field: string, line: unknown): string {
  return field === 'etag' && isEntityTag(line) ? line : requireFieldValue(field, line);
}
