// Argument errors, in the form of core: NAME: expected WHAT, got VALUE.

const LONGEST = 60;

/** Returns the sentence for a wrong argument. */
export function expected(name: string, what: string, got: unknown): string {
  return `${name}: expected ${what}, got ${show(got)}`;
}

/** Returns a value as text for a message: JSON if it has any, cut to about 60 characters. Never throws. */
export function show(value: unknown): string {
  let text: string;
  if (typeof value === 'function') text = 'a function';
  else {
    try {
      text = JSON.stringify(value) ?? String(value);
    } catch {
      text = typeof value;
    }
  }
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** Returns one property of a value that somebody else made. A getter that throws counts as absent. */
export function read(value: unknown, name: PropertyKey): unknown {
  try {
    return (value as Readonly<Record<PropertyKey, unknown>> | undefined | null)?.[name];
  } catch {
    return undefined;
  }
}

/** @throws {TypeError} If `value` is not an object. */
export function requireObject(name: string, value: unknown): asserts value is object {
  if (typeof value !== 'object' || value === null) throw new TypeError(expected(name, 'an object', value));
}

/** @throws {TypeError} If `value` is neither undefined nor of this type. */
export function allowType(name: string, value: unknown, type: 'boolean' | 'function' | 'string'): void {
  if (value !== undefined && typeof value !== type) throw new TypeError(expected(name, `a ${type}`, value));
}
