import { Conflict, Gone, NotFound, UnavailableForLegalReasons } from '@statuskit/core';
import type { Airport } from './airport.ts';
import { parseAirport } from './airport-input.ts';
import { retired, withheld } from './history.ts';
import { parseListQuery, type QueryPlace } from './list-query.ts';
import type { Query } from './request.ts';

/** One page of the list. */
type Page = {
  /** How many airports there are in all that fit. */
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
  readonly items: readonly Airport[];
};

/** A register of airports in memory that knows what became of closed ones; it speaks no HTTP, but throws its errors. */
export type Register = {
  /** Throws a BadRequest that names what is wrong in the query. */
  list(query: Query, place?: QueryPlace): Page;
  /** All of them, in no order that is promised. */
  all(): readonly Airport[];
  /** Throws NotFound, Gone (with the story) or UnavailableForLegalReasons. Case does not matter. */
  get(code: string): Airport;
  /** Throws UnprocessableContent, or Conflict with the airport that has the code already. */
  create(input: unknown): Airport;
  /** The airport that was removed. Throws what `get` throws. */
  remove(code: string): Airport;
};

const codesOf = ({ iata, icao }: Airport): string[] => [iata, icao].filter((code) => code !== null);

/**
 * A register that starts with the given airports.
 *
 * Throws a TypeError where two of them share a code.
 *
 * @example
 * const register = createRegister(seedAirports());
 * register.get('KEF').name; // 'Keflavik International Airport'
 * register.get('TXL'); // throws Gone
 */
export function createRegister(seed: Iterable<Airport>): Register {
  const airports = new Set<Airport>();
  const byCode = new Map<string, Airport>();

  function add(airport: Airport): void {
    for (const code of codesOf(airport)) {
      if (byCode.has(code)) throw new TypeError(`register: expected unique codes, got ${code} twice`);
      byCode.set(code, airport);
    }
    airports.add(airport);
  }

  function refuseWithheld(code: string): void {
    const blockedBy = withheld.get(code);
    if (blockedBy === undefined) return;
    throw new UnavailableForLegalReasons(blockedBy, `A court forbids to say anything about ${code}.`);
  }

  function get(given: string): Airport {
    const code = given.toUpperCase();
    refuseWithheld(code);
    const airport = byCode.get(code);
    if (airport !== undefined) return airport;
    const past = retired.get(code);
    if (past === undefined) throw new NotFound('No airport has this code.');
    const { story, since, successor } = past;
    // Only where the same airport goes on is the other code an answer to what was asked.
    throw new Gone({
      detail: story,
      extensions: successor === undefined ? { since } : { since, successor: `/airports/${successor}` },
    });
  }

  for (const airport of seed) add(airport);

  return {
    list(query, place) {
      const { limit, offset, country } = parseListQuery(query, place);
      const fitting = [...airports].filter((airport) => country === undefined || airport.country === country);
      return { total: fitting.length, limit, offset, items: fitting.slice(offset, offset + limit) };
    },

    all: () => [...airports],

    get,

    create(input) {
      const airport = parseAirport(input);
      for (const code of codesOf(airport)) {
        refuseWithheld(code);
        const current = byCode.get(code);
        if (current !== undefined) throw new Conflict(current, `${code} is taken.`);
        const past = retired.get(code);
        if (past !== undefined) throw new Conflict(`${code} is not given out again. ${past.story}`);
      }
      add(airport);
      return airport;
    },

    remove(given) {
      const airport = get(given);
      for (const code of codesOf(airport)) byCode.delete(code);
      airports.delete(airport);
      return airport;
    },
  };
}
