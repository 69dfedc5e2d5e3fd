// A child process: counts hits of one contender, and says how many nanoseconds each took.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { CONTENDERS } from './contenders.ts';
import { keyOf } from './keys.ts';

const HITS = 20_000;

const contender = CONTENDERS[Number(process.argv[2])];
if (contender === undefined) throw new Error('expected the number of a contender');
const count = Number(process.argv[3]);
const hit = contender.make(count);
// A server gets its keys from requests, as texts that nobody has hashed before; a benchmark keeps them, and V8 their hashes.
const areFresh = process.argv[4] === 'fresh';
const keys = Array.from({ length: count }, (_, number) => keyOf('IPv4', number));
let sink: unknown;
let next = 0;

/** Each key is as likely as any other, and every contender gets the same ones. */
function nextKey(): string {
  next = (Math.imul(next, 1_103_515_245) + 12_345) >>> 0;
  return keys[(next >>> 8) % count] ?? '';
}

/** Has each key seen once, and says whether the contender answers by promise. */
async function fill(): Promise<boolean> {
  let byPromise = false;
  for (const key of keys) {
    const answer = hit(key);
    byPromise = answer instanceof Promise;
    if (byPromise) await answer;
  }
  return byPromise;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function fresh(key: string): string {
  return Buffer.from(key, 'latin1').toString('latin1');
}

// Two loops, since to ask of each answer whether it is a promise costs more of an object than of a number.
function hitAtOnce(asked: readonly string[]): void {
  for (const key of asked) sink = hit(key);
}

async function hitByPromise(asked: readonly string[]): Promise<void> {
  for (const key of asked) sink = await hit(key);
}

async function measure(): Promise<number> {
  const asked = Array.from({ length: HITS }, () => (areFresh ? fresh(nextKey()) : nextKey()));
  collect(); // or who allocates anything would pay for the texts being moved about
  const start = process.hrtime.bigint();
  if (byPromise) await hitByPromise(asked);
  else hitAtOnce(asked);
  return Number(process.hrtime.bigint() - start) / HITS;
}

process.on('message', () => {
  measure().then(
    (nanoseconds) => process.send?.(sink === undefined ? Number.NaN : nanoseconds),
    (failure) => {
      throw failure;
    },
  );
});
process.on('disconnect', () => process.exit());
const byPromise = await fill();
process.send?.('ready');
