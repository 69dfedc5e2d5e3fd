import { expected, read } from './arguments.ts';

/** The lines of each field, by its name in lower case. */
export type Fields = ReadonlyMap<string, readonly string[]>;

/** Fields as users have them: a `Headers`, or a record of text or lists with one text per line. */
export type FieldsInit =
  | { forEach(callback: (value: string, name: string) => void): void }
  | Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** @throws {TypeError} If `given` is neither a `Headers` nor a record. */
export function toFields(given: unknown, name: string): Fields {
  const fields = new Map<string, string[]>();
  const add = (field: string, value: unknown): void => {
    const key = field.toLowerCase();
    const lines = fields.get(key);
    const added = Array.isArray(value) ? value.map(String) : [String(value)];
    if (lines === undefined) fields.set(key, added);
    else lines.push(...added);
  };
  if (typeof given !== 'object' || given === null)
    throw new TypeError(expected(name, 'a Headers or a record of fields', given));
  const entries = read(given, Symbol.iterator) ?? read(given, 'entries');
  if (typeof entries === 'function') {
    for (const [field, value] of entries.call(given) as Iterable<readonly [string, unknown]>)
      add(field, value);
  } else for (const [field, value] of Object.entries(given)) if (value !== undefined) add(field, value);
  return fields;
}
