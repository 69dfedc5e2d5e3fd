import { BadRequest, type Fault } from '@statuskit/core';
import type { Query } from './request.ts';

/** Which part of the list is wanted. */
export type ListQuery = {
  readonly limit: number;
  readonly offset: number;
  readonly country: string | undefined;
};

/** What may be asked for at once, at most. */
const MAX_LIMIT = 100;

const DEFAULT_LIMIT = 20;

/** Where a query stands: in the query of the URL, or as JSON in the content. */
export type QueryPlace = 'url' | 'content';

/**
 * The checked query of the list: `limit` (1 to 100, default 20), `offset` (default 0) and `country` (default: all).
 *
 * Throws a BadRequest that names each wrong parameter, or points at each wrong member.
 *
 * @example
 * parseListQuery({ country: 'is' }); // { limit: 20, offset: 0, country: 'IS' }
 */
export function parseListQuery(query: Query, place: QueryPlace = 'url'): ListQuery {
  const errors: Fault[] = [];

  function refuse(name: string, detail: string): void {
    errors.push(place === 'url' ? { detail, parameter: name } : { detail, pointer: `#/${name}` });
  }

  function wholeNumber(name: string, least: number, most: number, otherwise: number): number {
    const given = query[name];
    if (given === undefined) return otherwise;
    const isNumber =
      place === 'url' ? typeof given === 'string' && /^\d{1,9}$/.test(given) : Number.isInteger(given);
    const number = isNumber ? Number(given) : Number.NaN;
    if (number >= least && number <= most) return number;
    refuse(name, `must be a whole number from ${least} to ${most}, given once`);
    return otherwise;
  }

  function countryCode(): string | undefined {
    const text = query['country'];
    if (text === undefined) return undefined;
    if (typeof text === 'string' && /^[a-z]{2}$/i.test(text)) return text.toUpperCase();
    refuse('country', 'must be an ISO 3166-1 code of two letters, given once');
    return undefined;
  }

  const wanted = {
    limit: wholeNumber('limit', 1, MAX_LIMIT, DEFAULT_LIMIT),
    offset: wholeNumber('offset', 0, 1_000_000, 0),
    country: countryCode(),
  };
  if (errors.length > 0) throw new BadRequest({ errors });
  return wanted;
}
