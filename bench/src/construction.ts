import { startChild } from './child.ts';
import { MAKERS, type Maker } from './makers.ts';
import type { Effort } from './options.ts';
import { type Estimate, estimate, ratio } from './statistics.ts';

/** What making one kind of error costs, against the bare classes with as many frames. */
export interface Construction {
  readonly maker: Maker;
  readonly nanoseconds: Estimate;
  readonly ratio: Estimate;
}

/** Measures all ways to make an error under one NODE_ENV, in a process of their own. */
export async function measureConstruction(
  nodeEnv: 'production' | 'development',
  effort: Effort['construction'],
): Promise<readonly Construction[]> {
  const script = new URL('./construction-child.ts', import.meta.url);
  const child = startChild(script, [String(effort.rounds), String(effort.errors)], nodeEnv);
  const all = (await child.hear()) as readonly (readonly number[])[];
  child.close();
  const bare = (status: number): readonly number[] =>
    all[MAKERS.findIndex((one) => one.group === 'bare' && one.status < 500 === status < 500)] ?? [];
  return MAKERS.map((maker, at) => {
    const rounds = all[at] ?? [];
    return { maker, nanoseconds: estimate(rounds), ratio: ratio(rounds, bare(maker.status)) };
  });
}
