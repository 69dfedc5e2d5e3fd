const LONGEST = 60;

/** Shows a wrong argument inside an error message: as JSON where it has any, cut to about sixty characters, never throwing. */
export function show(value: unknown): string {
  if (typeof value === 'string') {
    // Cut before quoting: a megabyte given by mistake is not worth escaping.
    return value.length > LONGEST ? `${JSON.stringify(value.slice(0, LONGEST))}…` : JSON.stringify(value);
  }
  const text = plain(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function plain(value: unknown): string {
  if (typeof value === 'number') return String(value); // JSON has no NaN and no Infinity
  if (typeof value === 'function') return 'a function';
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return typeof value; // a cycle, a bigint, a toJSON that throws
  }
}
