// Twice the load that a server can do, by clients that give up after a second: what is answered in time, what is late, what is
// shed. A server without a rule has its capacity measured before and after each.
//
// A machine that does other work too leaves a server less of a processor from one moment to the next. So the capacity of one that
// computes is counted in requests for each second that it ran, and in the run it is that times the share of a processor that the
// server could have had: the time that it ran, of the time that it ran or waited to run. The rate follows that share. The processor
// itself is slower while others share its caches, so the server counts how long its work took, and the capacity is corrected by that.
// A run counts only if the capacity before and after it differ by at most a tenth, if it was loaded twice, and if the clients themselves were not kept waiting.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { askInTurn, type Outcomes, sendAtRate } from './load.ts';
import { hurry, shareOf, since, turnsOf } from './processor.ts';

const FILE = fileURLToPath(new URL('./server.mjs', import.meta.url));
const WAYS = [
  'statuskit',
  'no shedding',
  'toobusy-js',
  'overload-protection',
  "under-pressure's rule",
] as const;

const KINDS = ['cpu', 'connections', 'pool'] as const;
type Kind = (typeof KINDS)[number];

const WHAT: Readonly<Record<Kind, string>> = {
  cpu: 'each request computes',
  connections: 'each request computes, on a connection of its own',
  pool: 'each request waits for one of 10 connections',
};

/** How many clients ask one request after another when the capacity is measured: enough that the server never waits for one. */
const CLIENTS: Readonly<Record<Kind, number>> = { cpu: 2, connections: 2, pool: 12 };
const WARM_MS = 1000;
const CAPACITY_MS = 2000;
const OVERLOAD_MS = 10_000;
const SHARE_EVERY_MS = 250;
const LEAST_SHARE = 0.9;
/** By how much the capacity may change during a run, and how often a run is repeated that does not count. */
const MOST_DRIFT = 0.1;
const MOST_TRIES = 5;
/** How many times the capacity was sent at least. */
const LEAST_SENT = 1.8;
/** What the clients may be kept waiting: an answer that is late by this is not late by the server. */
const MOST_DELAY_MS = 250;

interface Instance {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly port: number;
}

interface Run extends Outcomes {
  /** Requests a second that a server could have done in this run. */
  readonly capacity: number;
  readonly drift: number;
  /** The share of a processor that was to be had, and that which the server took. */
  readonly share: number;
  readonly ran: number;
}

async function start(way: string, kind: Kind): Promise<Instance> {
  const args = ['--conditions=@statuskit/source', '--no-warnings', FILE, way, kind];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const [text] = (await once(child.stdout as NonNullable<typeof child.stdout>, 'data')) as [Buffer];
  const pid = child.pid as number; // it has written
  hurry(pid);
  return { child, pid, port: Number(String(text)) };
}

/** The work that a server has done so far. */
interface Work {
  readonly count: number;
  readonly seconds: number;
}

async function workOf({ child }: Instance): Promise<Work> {
  child.send('work');
  const [work] = (await once(child, 'message')) as [Work];
  return work;
}

/** How much of its work a server did for each second of a processor that the work took. */
function speedOf(before: Work, after: Work): number {
  return (after.count - before.count) / (after.seconds - before.seconds);
}

interface Capacity {
  /** Requests for each second that the server ran, or for each second if it waits and does not compute. */
  readonly perSecond: number;
  readonly speed: number;
}

async function capacityOf(instance: Instance, kind: Kind): Promise<Capacity> {
  const { pid, port } = instance;
  const work = await workOf(instance);
  const before = turnsOf(pid);
  const begun = performance.now();
  const done = await askInTurn(port, CLIENTS[kind], CAPACITY_MS);
  const seconds = (performance.now() - begun) / 1000;
  const perSecond = done / (kind === 'pool' ? seconds : since(before, turnsOf(pid)).ran);
  return { perSecond, speed: kind === 'pool' ? 1 : speedOf(work, await workOf(instance)) };
}

/** Twice the capacity, by the share of a processor that the server has had lately. */
function twice(capacity: number, kind: Kind, pid: number): () => number {
  if (kind === 'pool') return () => 2 * capacity;
  let seen = turnsOf(pid);
  let seenMs = performance.now();
  let rate = 2 * capacity;
  return () => {
    const now = performance.now();
    if (now - seenMs < SHARE_EVERY_MS) return rate;
    const turns = turnsOf(pid);
    rate = 2 * capacity * shareOf(since(seen, turns));
    seen = turns;
    seenMs = now;
    return rate;
  };
}

async function measure(way: string, kind: Kind, bare: Instance): Promise<Run> {
  const instance = await start(way, kind);
  try {
    await askInTurn(instance.port, 1, WARM_MS); // the code is compiled, and a rule has seen what is usual
    const before = await capacityOf(bare, kind);
    const work = await workOf(instance);
    const begun = turnsOf(instance.pid);
    const rate = twice(before.perSecond, kind, instance.pid);
    const keepAlive = kind !== 'connections';
    const outcomes = await sendAtRate(instance.port, rate, { forMs: OVERLOAD_MS, keepAlive });
    const turns = since(begun, turnsOf(instance.pid));
    const speed = kind === 'pool' ? 1 : speedOf(work, await workOf(instance));
    instance.child.kill('SIGKILL');
    const after = await capacityOf(bare, kind);
    const share = shareOf(turns);
    const [first, last] = [before, after].map((one) => (one.perSecond / one.speed) * speed) as [
      number,
      number,
    ];
    const mean = (first + last) / 2;
    return {
      ...outcomes,
      capacity: kind === 'pool' ? mean : mean * share,
      drift: Math.abs(first - last) / mean,
      share,
      ran: turns.ran / outcomes.seconds,
    };
  } finally {
    instance.child.kill('SIGKILL');
  }
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

function inTime({ counts, seconds, capacity }: Run): number {
  return counts.done / seconds / capacity;
}

/** How many times the capacity was sent. */
function sent({ counts, seconds, capacity }: Run): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0) / seconds / capacity;
}

function line(way: string, run: Run): string {
  const { counts, capacity, slowestMs, ran, share, ownShare, ownDelayMs, drift } = run;
  return (
    `  ${way.padEnd(24)}${percent(inTime(run)).padStart(6)} of ${capacity.toFixed(0)}/s in time, ` +
    `${counts.late} late, ${counts.shed} shed, ${counts.failed} failed, p99 ${slowestMs.toFixed(0)} ms; ` +
    `sent ${sent(run).toFixed(1)} times the capacity, which changed by ${percent(drift)}; ` +
    `the server ran ${percent(ran)} of the ${percent(share)} it could, ` +
    `the clients ${percent(ownShare)}, at most ${ownDelayMs.toFixed(0)} ms late`
  );
}

/** Repeats a run until one counts. Returns none if none did. */
async function countedRun(way: string, kind: Kind, bare: Instance): Promise<Run | undefined> {
  for (let at = 0; at < MOST_TRIES; at++) {
    const run = await measure(way, kind, bare);
    if (run.drift <= MOST_DRIFT && run.ownDelayMs <= MOST_DELAY_MS && sent(run) >= LEAST_SENT) return run;
    console.log(`${line(way, run)}: does not count`);
  }
  return undefined;
}

/** Runs each way, prints the table, and returns the promises that were not kept. `words` choose a kind. */
export async function compareOverload(words: readonly string[] = []): Promise<string[]> {
  const broken: string[] = [];
  hurry(process.pid);
  const kinds = KINDS.filter((kind) => words.includes(kind));
  for (const kind of kinds.length > 0 ? kinds : KINDS) {
    const load = loadavg()[0]?.toFixed(1);
    console.log(
      `\noverload: ${WHAT[kind]}; twice the capacity for ${OVERLOAD_MS / 1000} s; load average ${load}`,
    );
    const bare = await start('no shedding', kind);
    try {
      await askInTurn(bare.port, 1, WARM_MS);
      for (const way of WAYS) {
        const run = await countedRun(way, kind, bare);
        if (run === undefined) broken.push(`overload, ${kind}, ${way}: no run of ${MOST_TRIES} counts`);
        else {
          console.log(line(way, run));
          if (way === 'statuskit') broken.push(...judge(kind, run));
        }
      }
    } finally {
      bare.child.kill('SIGKILL');
    }
  }
  return broken;
}

function judge(kind: Kind, run: Run): string[] {
  const broken: string[] = [];
  const share = inTime(run);
  if (share < LEAST_SHARE) broken.push(`overload, ${kind}: ${percent(share)} of the capacity in time`);
  if (run.counts.late > 0) broken.push(`overload, ${kind}: ${run.counts.late} answers were late`);
  const verdict = broken.length === 0 ? 'kept' : 'NOT kept';
  console.log(`    ${verdict}: at least ${percent(LEAST_SHARE)} of the capacity in time, none late`);
  return broken;
}
