import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Seen, ServerJob } from './job.ts';

const SERVER = fileURLToPath(new URL('./server.ts', import.meta.url));
const LOOPS = 4;
const PAUSE_MS = 20;

/** Server processes under load. */
export interface Load {
  /** How many requests of a key got through. */
  readonly admitted: ReadonlyMap<string, number>;
  /** How many responses had each status, and how many requests had none. */
  readonly statuses: Readonly<Record<string, number>>;
  /** What the processes have seen since the last call. */
  seen(): Promise<Seen[]>;
  /** Sends requests of a key to each process in turn until Redis has refused it there. */
  useUp(key: string): Promise<void>;
  /** Begins to send requests with keys that `nextKey` gives. */
  begin(nextKey: () => string): void;
  stop(): Promise<void>;
}

/** Starts one process for each job. */
export async function startLoad(jobs: readonly ServerJob[]): Promise<Load> {
  const admitted = new Map<string, number>();
  const statuses: Record<string, number> = {};
  const agent = new Agent({ keepAlive: true });
  const children: ChildProcess[] = [];
  let isOver = false;

  async function request(port: number, key: string): Promise<Answer> {
    const answer = await ask(port, key, agent);
    const { status } = answer;
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (status === '200') admitted.set(key, (admitted.get(key) ?? 0) + 1);
    return answer;
  }

  async function loop(port: number, nextKey: () => string): Promise<void> {
    while (!isOver) {
      await request(port, nextKey());
      await setTimeout(PAUSE_MS);
    }
  }

  const ports = await Promise.all(
    jobs.map(async (job) => {
      const child = fork(SERVER, [JSON.stringify(job)], {
        execArgv: ['--conditions=@statuskit/source', '--no-warnings'],
      });
      children.push(child);
      const ended = once(child, 'exit').then(() => Promise.reject(new Error('a server process ended')));
      return Number((await Promise.race([once(child, 'message'), ended]))[0]);
    }),
  );
  const loops: Promise<void>[] = [];

  return {
    admitted,
    statuses,
    seen: () =>
      Promise.all(
        children.map(async (child) => {
          const answered = once(child, 'message');
          child.send('what have you seen?');
          return (await answered)[0] as Seen; // that is all a child answers
        }),
      ),
    async useUp(key) {
      for (const port of ports) {
        for (;;) {
          const { status, decided } = await request(port, key);
          if (status === '429' && decided === 'answered') break;
        }
      }
    },
    begin(nextKey) {
      for (const port of ports) for (let n = 0; n < LOOPS; n++) loops.push(loop(port, nextKey));
    },
    async stop() {
      isOver = true;
      await Promise.all(loops);
      agent.destroy();
      for (const child of children) child.kill('SIGKILL');
    },
  };
}

interface Answer {
  /** The status, or what the request failed with. */
  readonly status: string;
  readonly decided: unknown;
}

function ask(port: number, key: string, agent: Agent): Promise<Answer> {
  return new Promise((resolve) => {
    get({ host: '127.0.0.1', port, agent, headers: { 'X-Key': key } }, (response) => {
      response.resume();
      const decided = response.headers['x-decided'];
      response.once('end', () => resolve({ status: String(response.statusCode), decided }));
    }).once('error', ({ message }) => resolve({ status: message, decided: undefined }));
  });
}
