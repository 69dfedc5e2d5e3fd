// Twice the load that a server can do, by clients that give up after a second: what is answered in time, what is late, what is
// shed. A server without a rule shows the capacity before and after each, since it differs from minute to minute.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const FILE = fileURLToPath(new URL('./server.mjs', import.meta.url));
const WAYS = [
  'statuskit',
  'no shedding',
  'toobusy-js',
  'overload-protection',
  "under-pressure's rule",
] as const;
const KINDS = ['cpu', 'pool'] as const;
/** How many clients ask one request after another when the capacity is measured: enough that the server never waits for one. */
const CLIENTS = { cpu: 2, pool: 12 } as const;
const WARM_MS = 1000;
const CAPACITY_MS = 2000;
const OVERLOAD_MS = 10_000;
const PATIENCE_MS = 1000;
const LEAST_SHARE = 0.9;

type Outcome = 'done' | 'shed' | 'late' | 'failed';

interface Result {
  readonly way: string;
  readonly capacity: number;
  readonly counts: Readonly<Record<Outcome, number>>;
  /** The time in which 99 of 100 that were done were done, in milliseconds. */
  readonly slowestMs: number;
}

async function start(way: string, kind: string): Promise<{ child: ChildProcess; port: number }> {
  const args = ['--conditions=@statuskit/source', '--no-warnings', FILE, way, kind];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const [text] = (await once(child.stdout as NonNullable<typeof child.stdout>, 'data')) as [Buffer];
  return { child, port: Number(String(text)) };
}

function ask(port: number, agent: Agent): Promise<Outcome> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, agent }, (response) => {
      response.resume();
      response.once('end', () => settle(response.statusCode === 200 ? 'done' : 'shed'));
    });
    const timer = setTimeout(() => {
      settle('late');
      request.destroy();
    }, PATIENCE_MS);
    const settle = (outcome: Outcome): void => {
      clearTimeout(timer);
      resolve(outcome);
    };
    request.on('error', () => settle('failed'));
  });
}

/** How many requests a second are done if each client waits for its answer. */
async function capacityOf(port: number, clients: number, forMs: number = CAPACITY_MS): Promise<number> {
  const agent = new Agent({ keepAlive: true });
  const begun = performance.now();
  let done = 0;
  const client = async (): Promise<void> => {
    while (performance.now() - begun < forMs) if ((await ask(port, agent)) === 'done') done++;
  };
  await Promise.all(Array.from({ length: clients }, client));
  agent.destroy();
  return done / ((performance.now() - begun) / 1000);
}

/** Sends at a rate, whatever comes back. */
async function overload(port: number, rate: number): Promise<Pick<Result, 'counts' | 'slowestMs'>> {
  const agent = new Agent({ keepAlive: true });
  const counts: Record<Outcome, number> = { done: 0, shed: 0, late: 0, failed: 0 };
  const tookMs: number[] = [];
  const open: Promise<void>[] = [];
  const begun = performance.now();
  for (let sent = 0; performance.now() - begun < OVERLOAD_MS; await sleep(1)) {
    for (const due = ((performance.now() - begun) / 1000) * rate; sent < due; sent++) {
      const since = performance.now();
      open.push(
        ask(port, agent).then((outcome) => {
          counts[outcome]++;
          if (outcome === 'done') tookMs.push(performance.now() - since);
        }),
      );
    }
  }
  await Promise.all(open);
  agent.destroy();
  tookMs.sort((a, b) => a - b);
  return { counts, slowestMs: tookMs[Math.floor(tookMs.length * 0.99)] ?? 0 };
}

async function measure(way: string, kind: (typeof KINDS)[number], bare: number): Promise<Result> {
  const { child, port } = await start(way, kind);
  try {
    await capacityOf(port, 1, WARM_MS); // the code is compiled, and a rule has seen what is usual
    const before = await capacityOf(bare, CLIENTS[kind]);
    const { counts, slowestMs } = await overload(port, 2 * before);
    child.kill('SIGKILL');
    const after = await capacityOf(bare, CLIENTS[kind]);
    return { way, capacity: (before + after) / 2, counts, slowestMs };
  } finally {
    child.kill('SIGKILL');
  }
}

/** Runs each way, prints the table, and returns the promises that were not kept. */
export async function compareOverload(): Promise<string[]> {
  const broken: string[] = [];
  for (const kind of KINDS) {
    const what = kind === 'cpu' ? 'each request computes' : 'each request waits for one of 10 connections';
    const load = loadavg()[0]?.toFixed(1);
    console.log(`\noverload: ${what}; twice the capacity for ${OVERLOAD_MS / 1000} s; load average ${load}`);
    const bare = await start('no shedding', kind);
    for (const way of WAYS) {
      const { capacity, counts, slowestMs } = await measure(way, kind, bare.port);
      const share = counts.done / (OVERLOAD_MS / 1000) / capacity;
      console.log(
        `  ${way.padEnd(24)}${(100 * share).toFixed(0).padStart(4)} % of ${capacity.toFixed(0)}/s in time, ` +
          `${counts.late} late, ${counts.shed} shed, ${counts.failed} failed, p99 ${slowestMs.toFixed(0)} ms`,
      );
      if (way !== 'statuskit') continue;
      if (share < LEAST_SHARE)
        broken.push(`overload, ${kind}: ${(100 * share).toFixed(0)} % of the capacity`);
      if (counts.late > 0) broken.push(`overload, ${kind}: ${counts.late} answers were late`);
    }
    bare.child.kill('SIGKILL');
  }
  return broken;
}
