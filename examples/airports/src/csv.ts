import type { Airport } from './airport.ts';

const columns = [
  'iata',
  'icao',
  'name',
  'type',
  'municipality',
  'country',
  'latitude',
  'longitude',
  'elevationFeet',
] as const satisfies readonly (keyof Airport)[];

// RFC 4180 §2: a cell with a comma, a quote or a line break stands in quotes, and its quotes are doubled.
function cell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The first line of the file. */
export const csvHead = `${columns.join()}\r\n`;

/** One airport as a line of CSV, RFC 4180. */
export function csvRow(airport: Airport): string {
  return `${columns.map((column) => cell(airport[column])).join()}\r\n`;
}
