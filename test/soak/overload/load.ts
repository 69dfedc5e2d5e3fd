// Clients of the overload run: some that wait for each answer, and some that send at a rate and give up after a second.
import { Agent, get } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 1000;

export const OUTCOMES = ['done', 'shed', 'late', 'failed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What came of requests that were sent at a rate. */
export interface Outcomes {
  readonly counts: Readonly<Record<Outcome, number>>;
  /** The time in which 99 of 100 that were done were done, in milliseconds. */
  readonly slowestMs: number;
  readonly seconds: number;
  /** The share of a processor that the clients took, and the longest that one of them was kept from reading. */
  readonly ownShare: number;
  readonly ownDelayMs: number;
}

function ask(port: number, agent: Agent): Promise<Outcome> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, agent }, (response) => {
      response.resume();
      response.once('end', () => settle(response.statusCode === 200 ? 'done' : 'shed'));
    });
    const timer = setTimeout(() => {
      // What has arrived while this process was busy is in time: it is read before the immediate runs.
      setImmediate(() => {
        settle('late');
        request.destroy();
      });
    }, PATIENCE_MS);
    const settle = (outcome: Outcome): void => {
      clearTimeout(timer);
      resolve(outcome);
    };
    request.on('error', () => settle('failed'));
  });
}

/** Asks from so many clients that wait for each answer. Returns how many requests were done. */
export async function askInTurn(port: number, clients: number, forMs: number): Promise<number> {
  const agent = new Agent({ keepAlive: true });
  const begun = performance.now();
  let done = 0;
  const client = async (): Promise<void> => {
    while (performance.now() - begun < forMs) if ((await ask(port, agent)) === 'done') done++;
  };
  await Promise.all(Array.from({ length: clients }, client));
  agent.destroy();
  return done;
}

/** Sends at a rate, asked for repeatedly, whatever comes back. */
export async function sendAtRate(
  port: number,
  rate: () => number,
  { forMs, keepAlive }: { readonly forMs: number; readonly keepAlive: boolean },
): Promise<Outcomes> {
  const agent = new Agent({ keepAlive });
  const counts: Record<Outcome, number> = { done: 0, shed: 0, late: 0, failed: 0 };
  const tookMs: number[] = [];
  const open: Promise<void>[] = [];
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const used = process.cpuUsage();
  const begun = performance.now();
  let owed = 0;
  for (let last = begun; last - begun < forMs; await sleep(1)) {
    const now = performance.now();
    owed += ((now - last) / 1000) * rate();
    last = now;
    for (; owed >= 1; owed--) {
      const sent = performance.now();
      open.push(
        ask(port, agent).then((outcome) => {
          counts[outcome]++;
          if (outcome === 'done') tookMs.push(performance.now() - sent);
        }),
      );
    }
  }
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(used);
  await Promise.all(open);
  delay.disable();
  agent.destroy();
  tookMs.sort((a, b) => a - b);
  return {
    counts,
    slowestMs: tookMs[Math.floor(tookMs.length * 0.99)] ?? 0,
    seconds,
    ownShare: (user + system) / 1e6 / seconds,
    ownDelayMs: delay.max / 1e6,
  };
}
