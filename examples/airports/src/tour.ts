import type { Stop } from './stop.ts';
import { exporting } from './tour/exports.ts';
import { failing } from './tour/failing.ts';
import { limits } from './tour/limits.ts';
import { notices } from './tour/notices.ts';
import { reading } from './tour/reading.ts';
import { server } from './tour/server.ts';
import { writing } from './tour/writing.ts';

/** The tour, in order: some stops write, and later ones see it. */
export const tour: readonly Stop[] = [
  ...reading,
  ...writing,
  ...notices,
  ...exporting,
  ...limits,
  ...failing,
  ...server,
];
