import { describe, expect, it } from 'vitest';
import { codeOf } from '../src/airport.ts';
import { retired, withheld } from '../src/history.ts';
import { seedAirports } from '../src/seed.ts';

const airports = seedAirports();
const codes = airports.flatMap(({ iata, icao }) => [iata, icao].filter((code) => code !== null));
const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

describe('data/airports.tsv', () => {
  it('has the large and medium airports of the world', () => {
    expect(airports).toHaveLength(4979);
    expect(airports.filter(({ type }) => type === 'large').length).toBeGreaterThan(400);
    expect(new Set(airports.map(({ country }) => country)).size).toBeGreaterThan(200);
  });

  it('gives no code twice', () => {
    expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
  });

  it('gives each airport a code of three or four capital letters', () => {
    for (const airport of airports) expect(codeOf(airport)).toMatch(/^[A-Z]{3,4}$/);
  });

  it('names countries that there are', () => {
    const unknown = airports.filter(({ country }) => regions.of(country) === undefined);
    expect(unknown.map(({ country }) => country)).toEqual([]);
  });

  it('has each airport on the globe, with a name', () => {
    const wrong = airports.filter(
      ({ name, latitude, longitude, elevationFeet }) =>
        name.trim() === '' ||
        !(Math.abs(latitude) <= 90) ||
        !(Math.abs(longitude) <= 180) ||
        Number.isNaN(elevationFeet),
    );
    expect(wrong).toEqual([]);
  });

  it('does not list as open what is closed, renamed or withheld', () => {
    const listed = new Set(codes);
    expect([...retired.keys(), ...withheld.keys()].filter((code) => listed.has(code))).toEqual([]);
  });

  it('lists each successor', () => {
    const listed = new Set(codes);
    for (const { successor } of retired.values())
      if (successor !== undefined) expect(listed).toContain(successor);
  });
});
