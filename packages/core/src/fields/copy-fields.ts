import { show } from '../arguments.ts';
import { requireFieldValue } from './field-value.ts';
import { requireToken } from './token.ts';

/**
 * A checked copy of response fields: names in lower case, several lines as a list, members that are undefined left out.
 * `refused` says why a field may not come this way.
 *
 * @throws TypeError for what is no object of names and values, for a field that is refused, and for a name or a value that no
 * field can have.
 */
export function copyFields(
  given: unknown,
  refused: (field: string) => string | undefined,
): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  if (given === undefined) return fields;
  // Of a Headers or a Map nothing would be left, of a list of pairs the index would become the name.
  if (typeof given !== 'object' || given === null || Symbol.iterator in given) {
    throw new TypeError(`headers: expected an object of field names and values, got ${show(given)}`);
  }
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const field = requireToken(name, 'field name').toLowerCase();
    const why = refused(field);
    if (why !== undefined) throw new TypeError(`headers: ${field} ${why}`);
    if (field === '__proto__') throw new TypeError('headers: __proto__ is no field name');
    fields[field] = Array.isArray(value)
      ? value.map((line) => requireFieldValue(field, line))
      : requireFieldValue(field, value);
  }
  return fields;
}
