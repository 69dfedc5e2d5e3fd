/** The state of a target, as data. */
export type State =
  | { readonly exists: false }
  | {
      readonly exists: true;
      readonly etag?: string;
      /** RFC 3339, down to the millisecond where that matters. */
      readonly lastModified?: string;
      readonly length?: number;
      readonly lastModifiedIsStrong?: boolean;
    };

/** Options of the evaluator, as data. */
export interface Options {
  readonly require?: boolean | readonly string[];
  readonly plainStatus?: number;
  readonly alreadyApplied?: boolean;
  readonly ranges?: boolean;
  readonly maxRanges?: number;
  readonly malformed?: 'rfc' | '400';
}

/**
 * What must happen: the status, for a 206 with the positions of the ranges; `proceed` where the request is answered as it
 * would be without conditions.
 */
export type Expected = 'proceed' | '304' | '400' | '412' | '416' | '428' | `206 ${string}`;

/** One request, one state, one right answer. */
export interface Case {
  readonly name: string;
  /** Of RFC 9110, unless it says another. */
  readonly section: string;
  readonly method: string;
  /** Field lines as they stand on the wire. */
  readonly lines: readonly string[];
  readonly state: State;
  readonly options: Options;
  readonly expected: Expected;
}

/** A case for several methods: methods, separated by spaces, to what must happen. */
export type Row = readonly [
  name: string,
  lines: readonly string[],
  state: State,
  expected: Readonly<Record<string, Expected>>,
  options?: Options,
];

/** Rows that one section of RFC 9110 decides. */
export function table(section: string, rows: readonly Row[]): readonly Case[] {
  return rows.flatMap(([name, lines, state, expected, options = {}]) =>
    Object.entries(expected).flatMap(([methods, outcome]) =>
      methods
        .split(' ')
        .map((method) => ({ name, section, method, lines, state, options, expected: outcome })),
    ),
  );
}

export const READS = 'GET HEAD QUERY';
export const WRITES = 'PUT PATCH DELETE POST';
export const ALL = `${READS} ${WRITES}`;

/** The second of every modification date here, in the three forms of RFC 9110 §5.6.7. */
export const AT = '1994-11-06T08:49:37Z';
export const DATE = 'Sun, 06 Nov 1994 08:49:37 GMT';
export const BEFORE = 'Sun, 06 Nov 1994 08:49:36 GMT';
export const AFTER = 'Sun, 06 Nov 1994 08:49:38 GMT';

export const ABSENT: State = { exists: false };
export const BARE: State = { exists: true };
export const TAGGED: State = { exists: true, etag: '"v1"' };
export const WEAK: State = { exists: true, etag: 'W/"v1"' };
export const DATED: State = { exists: true, lastModified: AT };
export const BOTH: State = { exists: true, etag: '"v1"', lastModified: AT };
