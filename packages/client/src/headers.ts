import { read } from './read.ts';

/** Response fields: a `Headers`, or a record of text or lists. */
export type HeadersLike =
  | { get(name: string): unknown }
  | Readonly<Record<string, string | number | readonly string[] | null | undefined>>;

/** Returns a copy of fields as a `Headers`: those of a client are entries or a record. What is not a field is left out. */
export function headersOf(given: unknown): Headers {
  const headers = new Headers();
  try {
    const entries = read(given, Symbol.iterator)
      ? (given as Iterable<[string, unknown]>)
      : Object.entries(Object(given));
    for (const [name, value] of entries) {
      for (const line of [value].flat()) {
        try {
          if (line !== undefined && line !== null) headers.append(name, String(line));
        } catch {
          // Not a field, such as a pseudo-header of HTTP/2.
        }
      }
    }
  } catch {
    // Not fields at all, such as a list of numbers.
  }
  return headers;
}
