// A child process: counts hits of one contender, and says how many nanoseconds each took.
import { CONTENDERS } from './contenders.ts';
import { keyOf } from './keys.ts';

const HITS = 20_000;

const contender = CONTENDERS[Number(process.argv[2])];
if (contender === undefined) throw new Error('expected the number of a contender');
const count = Number(process.argv[3]);
const hit = contender.make(count);
const keys = Array.from({ length: count }, (_, number) => keyOf('IPv4', number));
let sink: unknown;
let next = 0;

/** Each key is as likely as any other, and every contender gets the same ones. */
function nextKey(): string {
  next = (Math.imul(next, 1_103_515_245) + 12_345) >>> 0;
  return keys[(next >>> 8) % count] ?? '';
}

async function fill(): Promise<void> {
  for (const key of keys) {
    const answer = hit(key);
    if (answer instanceof Promise) await answer;
  }
}

async function measure(): Promise<number> {
  const start = process.hrtime.bigint();
  for (let at = 0; at < HITS; at++) {
    const answer = hit(nextKey());
    sink = answer instanceof Promise ? await answer : answer;
  }
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
await fill();
process.send?.('ready');
