// A child process: counts hits of one contender, and says how many nanoseconds each took.
import { CONTENDERS } from './contenders.ts';
import { keyOf } from './keys.ts';

const HITS = 20_000;

const contender = CONTENDERS[Number(process.argv[2])];
if (contender === undefined) throw new Error('expected the number of a contender');
const hit = contender.make(100_000);
const keys = Array.from({ length: 1000 }, (_, number) => keyOf('IPv4', number));
let sink: unknown;

async function measure(): Promise<number> {
  const start = process.hrtime.bigint();
  for (let at = 0; at < HITS; at++) {
    const answer = hit(keys[at % 1000] ?? '');
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
process.send?.('ready');
