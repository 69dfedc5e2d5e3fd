import type { Observed } from '../observed.ts';
import { printResponse } from '../print.ts';

/** Result of a check: whether it passed, and what to say if that was not wanted. */
export interface Verdict {
  readonly pass: boolean;
  /** The whole response included. */
  readonly message: string;
}

/** Returns a verdict from what is wrong, or undefined if nothing is. `wanted` completes "expected the response not to …". */
export async function verdict(
  observed: Observed,
  wrong: string | undefined,
  wanted: string,
): Promise<Verdict> {
  const first = wrong ?? `expected the response not to ${wanted}`;
  return { pass: wrong === undefined, message: `${first}\n\n${await printResponse(observed)}` };
}
