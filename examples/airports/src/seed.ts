import { readFileSync } from 'node:fs';
import type { Airport } from './airport.ts';

const orNull = (cell: string): string | null => (cell === '' ? null : cell);

function airportOf(line: string): Airport {
  const [iata, icao, name, type, municipality, country, latitude, longitude, elevationFeet, ...more] =
    line.split('\t');
  if (
    iata === undefined ||
    icao === undefined ||
    name === undefined ||
    (type !== 'large' && type !== 'medium') ||
    municipality === undefined ||
    country === undefined ||
    elevationFeet === undefined ||
    more.length > 0
  ) {
    throw new TypeError(`airports.tsv: expected nine cells, got ${JSON.stringify(line)}`);
  }
  return {
    iata: orNull(iata),
    icao: orNull(icao),
    name,
    type,
    municipality: orNull(municipality),
    country,
    latitude: Number(latitude),
    longitude: Number(longitude),
    elevationFeet: elevationFeet === '' ? null : Number(elevationFeet),
  };
}

/** The airports of `data/airports.tsv`, in the order of the file. Throws a TypeError for a line of another form. */
export function seedAirports(): Airport[] {
  const text = readFileSync(new URL('../data/airports.tsv', import.meta.url), 'utf8');
  return text.trimEnd().split('\n').slice(1).map(airportOf);
}
