// A child process: counts hits of one contender, so many at a time, and says how many a second there were.
import { CONTENDERS, connect } from './contenders.ts';

const [url = '', number = ''] = process.argv.slice(2);
const contender = CONTENDERS[Number(number)];
if (contender === undefined) throw new Error('expected a URL and the number of a contender');
const hit = contender.make(await connect(url));

// What most limits go by.
const keys = Array.from({ length: 1000 }, (_, at) => `203.0.${at >> 8}.${at & 255}`);

async function rate(workers: number, calls: number): Promise<number> {
  const start = process.hrtime.bigint();
  const work = async (worker: number): Promise<void> => {
    for (let at = 0; at < calls; at++) await hit(keys[(worker * calls + at) % keys.length] ?? '');
  };
  await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)));
  return (workers * calls) / (Number(process.hrtime.bigint() - start) / 1e9);
}

process.on('message', (words) => {
  const [workers = 0, calls = 0] = String(words).split(' ').map(Number);
  rate(workers, calls).then(
    (callsASecond) => process.send?.(callsASecond),
    (failure) => {
      throw failure;
    },
  );
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
