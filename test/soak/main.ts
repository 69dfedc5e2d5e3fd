// Overloads servers, restarts them under load, and breaks Redis in each way that a limit must survive, and prints what came of it:
// `npm run soak`. Takes about a quarter of an hour. Fails where a promise was not kept.
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Redis } from 'ioredis';
import { CLIENTS } from '../setup/redis-clients.ts';
import { startCluster } from '../setup/redis-cluster.ts';
import { startSentinel } from '../setup/redis-sentinel.ts';
import { startRedis } from '../setup/redis-server.ts';
import { compareAnswers } from './answers.ts';
import { DEADLINE_MS, QUOTA, type ServerJob, type Topology } from './job.ts';
import { type Load, startLoad } from './load.ts';
import { compareOverload } from './overload/run.ts';
import { PROXIES } from './restart/proxies.ts';
import { compareRestarts } from './restart/run.ts';
import { compareTraces } from './traces.ts';

interface Scenario {
  readonly name: string;
  /** Starts what is broken later on. */
  readonly setUp: () => Promise<Broken>;
  /** How many quotas a key may have in all, by what the guide says of an outage. */
  readonly mostQuotas: number;
  /** How many one may have that all processes know to be used up. */
  readonly mostQuotasUsedUp: number;
}

interface Broken {
  readonly topology: Topology;
  readonly clockKey?: string | undefined;
  break(): Promise<void> | void;
  mend(): Promise<void> | void;
  stop(): Promise<void>;
}

const BEFORE_MS = 3000;
const BROKEN_MS = 4000;
const AFTER_MS = 5000;
const PROCESSES = CLIENTS.length;

async function oneServer(broken: 'SIGKILL' | 'SIGSTOP'): Promise<Broken> {
  const server = await startRedis();
  return {
    topology: { kind: 'server', url: server.url },
    break: () => server.signal(broken),
    mend: () => (broken === 'SIGKILL' ? server.restart() : server.signal('SIGCONT')),
    stop: () => server.stop(),
  };
}

async function failOver(): Promise<Broken> {
  const { name, sentinel, master, stop } = await startSentinel();
  return {
    topology: { kind: 'sentinel', name, sentinel: { port: sentinel.port, url: sentinel.url } },
    break: () => master.signal('SIGKILL'),
    mend: () => {}, // the Sentinel does
    stop,
  };
}

async function lostMaster(): Promise<Broken> {
  const { nodes, stop } = await startCluster(3);
  return {
    topology: { kind: 'cluster', nodes: nodes.map(({ port, url }) => ({ port, url })) },
    break: () => nodes[0]?.signal('SIGKILL'),
    mend: () => nodes[0]?.restart(),
    stop,
  };
}

async function clockOff(byMs: number): Promise<Broken> {
  const server = await startRedis();
  const admin = new Redis(server.url);
  return {
    topology: { kind: 'server', url: server.url },
    clockKey: 'clock',
    break: async () => void (await admin.set('clock', byMs)),
    mend: async () => void (await admin.set('clock', 0)),
    stop: async () => {
      admin.disconnect();
      await server.stop();
    },
  };
}

// What Redis admits, and what each process admits while it decides alone: nothing where it knows that nothing is left.
const ALONE = { mostQuotas: 1 + PROCESSES, mostQuotasUsedUp: 1 };
// Redis has forgotten, and says so to processes that go on alone once more.
const FORGOTTEN = { mostQuotas: 2 + PROCESSES, mostQuotasUsedUp: 2 + PROCESSES };
const DAY_MS = 86_400_000;

const SCENARIOS: readonly Scenario[] = [
  { name: 'frozen', setUp: () => oneServer('SIGSTOP'), ...ALONE },
  { name: 'killed, back empty', setUp: () => oneServer('SIGKILL'), ...FORGOTTEN },
  { name: 'fail-over to a replica', setUp: failOver, ...FORGOTTEN },
  { name: 'a Cluster master lost, back empty', setUp: lostMaster, ...FORGOTTEN },
  // On a busy machine a process may decide alone here too. An hour of a day comes back when the clock is set right.
  {
    name: 'clock an hour back, and right again',
    setUp: () => clockOff(-DAY_MS / 24),
    mostQuotas: ALONE.mostQuotas + 1 / 24,
    mostQuotasUsedUp: ALONE.mostQuotasUsedUp + 1 / 24,
  },
  { name: 'clock a day ahead, which pays all debts', setUp: () => clockOff(DAY_MS), ...FORGOTTEN },
];

/** A few keys that are hot, one that is used up beforehand, and many that are seen now and then. */
function keys(): () => string {
  let count = 0;
  return () => {
    count++;
    if (count % 4 === 0) return 'used-up';
    if (count % 4 === 1) return 'hot';
    return `some-${count % 97}`;
  };
}

async function run({ name, setUp, mostQuotas, mostQuotasUsedUp }: Scenario): Promise<string[]> {
  const broken = await setUp();
  let load: Load | undefined;
  try {
    const jobs = CLIENTS.map(
      (_, library): ServerJob => ({ library, topology: broken.topology, clockKey: broken.clockKey }),
    );
    load = await startLoad(jobs);
    await load.useUp('used-up');
    load.begin(keys());
    await setTimeout(BEFORE_MS);
    await load.seen();
    await broken.break();
    await setTimeout(BROKEN_MS);
    const during = await load.seen();
    await broken.mend();
    await setTimeout(AFTER_MS);
    const after = await load.seen();
    return report(name, load, { during, after, mostQuotas, mostQuotasUsedUp });
  } finally {
    await load?.stop();
    await broken.stop();
  }
}

type Phases = Pick<Scenario, 'mostQuotas' | 'mostQuotasUsedUp'> & {
  readonly during: Awaited<ReturnType<Load['seen']>>;
  readonly after: Awaited<ReturnType<Load['seen']>>;
};

/** Prints what was seen, and gives the promises that were not kept. */
function report(name: string, { admitted, statuses }: Load, phases: Phases): string[] {
  const broken: string[] = [];
  console.log(`\n${name}`);
  for (const phase of ['during', 'after'] as const) {
    const seen = phases[phase];
    const reasons: Record<string, number> = {};
    for (const { byReason } of seen)
      for (const [reason, count] of Object.entries(byReason))
        reasons[reason] = (reasons[reason] ?? 0) + count;
    const longest = seen.map(({ longestMs }) => Math.round(longestMs));
    const delay = seen.map(({ loopDelayMs }) => Math.round(loopDelayMs));
    console.log(
      `  ${phase}: longest ms ${longest.join(' ')}, longest turn of the loop ${delay.join(' ')}; ${list(reasons)}`,
    );
    for (const [at, { longestMs, loopDelayMs }] of seen.entries()) {
      // The deadline, one turn of the loop to read what is there, one to write.
      if (longestMs > DEADLINE_MS + 20 + 2 * loopDelayMs)
        broken.push(`${name}: a request took ${Math.round(longestMs)} ms with ${CLIENTS[at]?.name}`);
    }
  }
  const usedUp = (admitted.get('used-up') ?? 0) / QUOTA;
  const most = Math.max(...admitted.values()) / QUOTA;
  console.log(`  statuses: ${list(statuses)}`);
  console.log(
    `  quotas had: used up before ${usedUp.toFixed(2)} of at most ${phases.mostQuotasUsedUp}, any key ${most.toFixed(2)} of at most ${phases.mostQuotas}`,
  );
  if (usedUp > phases.mostQuotasUsedUp || most > phases.mostQuotas)
    broken.push(`${name}: more than the bound`);
  for (const status of Object.keys(statuses)) {
    if (status !== '200' && status !== '429') broken.push(`${name}: ${status}`);
  }
  return broken;
}

function list(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([what, count]) => `${what} ${count}`)
    .join(', ');
}

// So that what was started is killed then too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

// `npm run soak -- frozen clock` runs what has one of these words in its name.
// `npm run soak -- restart --behind nginx` restarts servers behind a proxy.
const { values, positionals: words } = parseArgs({
  options: { behind: { type: 'string' } },
  allowPositionals: true,
});
const proxy = PROXIES.find((name) => name === values.behind);
if (values.behind !== undefined && proxy === undefined)
  throw new RangeError(`--behind: ${PROXIES.join(' or ')}`);
const isWanted = (name: string): boolean => words.length === 0 || words.some((word) => name.includes(word));

const failures = isWanted('traces') ? await compareTraces() : [];
if (isWanted('answers')) failures.push(...(await compareAnswers()));
if (isWanted('overload')) failures.push(...(await compareOverload(words)));
if (isWanted('restart')) failures.push(...(await compareRestarts(proxy)));
for (const scenario of SCENARIOS) if (isWanted(scenario.name)) failures.push(...(await run(scenario)));
for (const failure of failures) console.error(`\nNOT KEPT: ${failure}`);
if (failures.length > 0) process.exitCode = 1;
else console.log('\nall promises kept');
