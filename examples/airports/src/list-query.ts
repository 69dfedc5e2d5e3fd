import { BadRequest } from '@statuskit/core';
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

/**
 * The checked query of the list: `limit` (1 to 100, default 20), `offset` (default 0) and `country` (default: all).
 *
 * Throws a BadRequest that names each wrong parameter.
 *
 * @example
 * parseListQuery({ country: 'is' }); // { limit: 20, offset: 0, country: 'IS' }
 */
export function parseListQuery(query: Query): ListQuery {
  const errors: { readonly detail: string; readonly parameter: string }[] = [];

  function wholeNumber(parameter: string, least: number, most: number, otherwise: number): number {
    const text = query[parameter];
    if (text === undefined) return otherwise;
    const number = typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    errors.push({ detail: `must be a whole number from ${least} to ${most}, given once`, parameter });
    return otherwise;
  }

  function countryCode(): string | undefined {
    const text = query['country'];
    if (text === undefined) return undefined;
    if (typeof text === 'string' && /^[a-z]{2}$/i.test(text)) return text.toUpperCase();
    errors.push({ detail: 'must be an ISO 3166-1 code of two letters, given once', parameter: 'country' });
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
