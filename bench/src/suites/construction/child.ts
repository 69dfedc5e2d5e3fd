// A child process: makes errors in turn, and says how many nanoseconds each took in each round.

import { shuffled } from '../../order.ts';
import { MAKERS, type Maker } from './makers.ts';

const DEPTH = 12;
const FULL_STACK = Error.stackTraceLimit;

const [rounds = 0, errors = 0] = process.argv.slice(2).map(Number);

/** Calls `make` from so many functions down, as a handler in a router in an application is. */
function deep(make: () => unknown): () => unknown {
  let call = make;
  for (let level = 1; level < DEPTH; level++) {
    const inner = call;
    call = () => inner();
  }
  return call;
}

// Ours keeps one frame of a 4xx in production. The bare classes get the same, for nothing.
function stackLimit({ group, status }: Maker): number {
  return group === 'bare' && status < 500 && process.env['NODE_ENV'] === 'production' ? 1 : FULL_STACK;
}

let sink: unknown;

function time(call: () => unknown): number {
  const start = process.hrtime.bigint();
  for (let made = 0; made < errors; made++) sink = call();
  return Number(process.hrtime.bigint() - start) / errors;
}

const contenders = MAKERS.map((maker) => ({
  call: deep(maker.make),
  limit: stackLimit(maker),
  nanoseconds: [] as number[],
}));
const WARM_UP = Math.ceil(rounds / 4);

for (let round = -WARM_UP; round < rounds; round++) {
  for (const { call, limit, nanoseconds } of shuffled(contenders, round + WARM_UP)) {
    Error.stackTraceLimit = limit;
    const took = time(call);
    Error.stackTraceLimit = FULL_STACK;
    if (round >= 0) nanoseconds.push(took);
  }
}

if (sink === undefined) throw new Error('nothing was made');
process.send?.(contenders.map(({ nanoseconds }) => nanoseconds));
process.on('disconnect', () => process.exit());
