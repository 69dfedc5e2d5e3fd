import { APPLIES } from './applies.ts';
import type { Case } from './case.ts';
import { DATES } from './dates.ts';
import { IF_MATCH } from './if-match.ts';
import { IF_NONE_MATCH } from './if-none-match.ts';
import { PRECEDENCE } from './precedence.ts';
import { RANGES } from './ranges.ts';

export type { Case } from './case.ts';

/** Every case, in one list. The numbers are those of RFC 9110 where nothing else is said. */
export const CASES: readonly Case[] = [
  ...APPLIES,
  ...IF_MATCH,
  ...IF_NONE_MATCH,
  ...DATES,
  ...PRECEDENCE,
  ...RANGES,
];
