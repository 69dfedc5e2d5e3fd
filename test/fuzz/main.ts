// Sends each parser changed and random values for a fixed time: `npm run fuzz`.
//
//     npm run fuzz -- --seconds 60                                   all parsers, the time divided among them
//     npm run fuzz -- --target parseLink --seed 7 --round 1234       one round again, as a fault prints it
//
// A parser never throws, or only what is documented; takes linear time; returns no more than it was sent; and what its serializer
// writes is read as the same value.
import { parseArgs } from 'node:util';
import { TARGETS, type Target } from './targets.ts';
import { longText, randomOf, seedOf, textOf } from './text.ts';
import { startWire } from './wire.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string' },
    target: { type: 'string' },
    round: { type: 'string' },
  },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));

// One round in so many is a long text. 64 KB in a quarter of a second is far from what linear time needs, and from what a square does.
const LONG_EVERY = 200;
const LONG = 65_536;
const LONG_MS = 250;
// JSON escapes make up to six characters of one; names and numbers of a value come once for each element.
const MOST_TIMES = 40;
const MOST_MORE = 4096;

const isLong = (round: number): boolean => round % LONG_EVERY === LONG_EVERY - 1;

/** A serialized form of whatever a parser returns, of which only the length counts. */
const sizeOf = (value: unknown): number =>
  (JSON.stringify(value instanceof Map ? [...value] : value) ?? '').length;

async function read({ read: parse, throws }: Target, text: string): Promise<unknown> {
  try {
    return await parse(text);
  } catch (error) {
    if (throws?.(error)) return undefined;
    throw error;
  }
}

/** Least of three: the first call may be compiled, and the machine may be busy. What takes much longer is not called again. */
async function cpuMs(target: Target, text: string): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let time = 0; time < 3 && least > LONG_MS && (time === 0 || least < 8 * LONG_MS); time++) {
    const start = process.cpuUsage();
    await read(target, text);
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

async function check(target: Target, text: string): Promise<void> {
  const value = await read(target, text);
  const size = sizeOf(value);
  if (size > text.length * MOST_TIMES + MOST_MORE) throw new Error(`${size} characters from ${text.length}`);
  if (value !== undefined) target.again?.(value as never, text);
}

async function play(name: string, target: Target, round: number): Promise<void> {
  const random = randomOf(seedOf(seed, name, round));
  const text = isLong(round) ? longText(random, target.corpus, LONG) : textOf(random, target.corpus);
  try {
    if (!isLong(round)) return await check(target, text);
    const spent = await cpuMs(target, text);
    if (spent > LONG_MS) throw new Error(`${Math.round(spent)} ms for ${text.length} characters`);
  } catch (error) {
    console.error(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    console.error(`  with ${JSON.stringify(text.slice(0, 200))}`);
    console.error(`  npm run fuzz -- --target ${name} --seed ${seed} --round ${round}`);
    process.exitCode = 1;
    throw new Error('a fault', { cause: error });
  }
}

const wire = await startWire();
const all: Record<string, Target> = {
  ...TARGETS,
  requestBytes: { corpus: wire.corpus, read: wire.send },
};
const chosen = Object.entries(all).filter(([name]) => values.target === undefined || values.target === name);
if (chosen.length === 0) throw new Error(`--target: one of ${Object.keys(all).join(', ')}`);

const share = (Number(values.seconds) * 1000) / chosen.length;
let rounds = 0;
let faults = 0;
for (const [name, target] of chosen) {
  const end = performance.now() + share;
  try {
    if (values.round !== undefined) await play(name, target, Number(values.round));
    else for (let round = 0; performance.now() < end; round++, rounds++) await play(name, target, round);
  } catch {
    faults++; // it is printed; the other parsers have their turn
  }
}
await wire.stop();
console.log(`seed ${seed}: ${chosen.length} parsers, ${rounds} rounds, ${faults} faults`);
