import { UnprocessableContent } from '@statuskit/core';
import type { Airport } from './airport.ts';

type Members = Readonly<Record<string, unknown>>;

const text = (least: number, most: number) => ({
  wanted: `must be a text of ${least} to ${most} characters`,
  fits: (value: unknown) =>
    typeof value === 'string' && value.trim().length >= least && value.trim().length <= most,
});
const code = (letters: number) => ({
  wanted: `must be ${letters} capital letters`,
  fits: (value: unknown) => typeof value === 'string' && new RegExp(`^[A-Z]{${letters}}$`).test(value),
});
const degrees = (most: number) => ({
  wanted: `must be a number from -${most} to ${most}`,
  fits: (value: unknown) => typeof value === 'number' && Math.abs(value) <= most,
});

const rules = {
  iata: { ...code(3), required: true },
  icao: { ...code(4), required: false },
  name: { ...text(3, 100), required: true },
  type: {
    wanted: 'must be "large" or "medium"',
    fits: (value: unknown) => value === 'large' || value === 'medium',
    required: true,
  },
  municipality: { ...text(1, 100), required: false },
  country: { ...code(2), required: true },
  latitude: { ...degrees(90), required: true },
  longitude: { ...degrees(180), required: true },
  elevationFeet: {
    wanted: 'must be a whole number',
    fits: (value: unknown) => Number.isSafeInteger(value),
    required: false,
  },
} satisfies Record<keyof Airport, object>;

/**
 * The airport that a client sent. Members that need not be given become `null`.
 *
 * Throws an UnprocessableContent that points at each wrong, missing or unknown member.
 *
 * @example
 * parseAirport({ iata: 'kef' }); // 422, errors: [{ detail: 'must be 3 capital letters', pointer: '#/iata' }, …]
 */
export function parseAirport(input: unknown): Airport {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new UnprocessableContent({ errors: [{ detail: 'must be an object', pointer: '#' }] });
  }
  const given = input as Members; // any object has string keys and unknown values
  const airport: Record<string, unknown> = {};
  const errors: { readonly message: string; readonly path: readonly [string] }[] = [];

  for (const [name, { wanted, fits, required }] of Object.entries(rules)) {
    const value = Object.hasOwn(given, name) ? (given[name] ?? null) : null;
    if (value === null ? required : !fits(value)) errors.push({ message: wanted, path: [name] });
    airport[name] = typeof value === 'string' ? value.trim() : value;
  }
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(rules, name)) errors.push({ message: 'is not known here', path: [name] });
  }

  if (errors.length > 0) throw new UnprocessableContent({ errors });
  return airport as Airport; // each member has just been checked
}
