// A child process: fills one contender with keys of one kind, and says how many bytes they take.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { CONTENDERS } from './contenders.ts';
import { type Kind, keyOf } from './keys.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const [number = 0, keys = 0] = [Number(process.argv[2]), Number(process.argv[3])];
const kind = process.argv[4] as Kind;
const contender = CONTENDERS[number];
if (contender === undefined) throw new Error('expected the number of a contender');

function bytes(): number {
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** What one with room for so many keys has grown by when it holds them. */
async function filled(capacity: number): Promise<number> {
  const before = bytes();
  const hit = contender?.make(capacity);
  for (let at = 0; at < capacity; at++) {
    const answer = hit?.(keyOf(kind, at));
    if (answer instanceof Promise) await answer;
  }
  const grown = bytes() - before;
  await hit?.(keyOf(kind, 0)); // so that it is still there
  return grown;
}

await filled(2000);
process.send?.(await filled(keys));
process.on('disconnect', () => process.exit());
