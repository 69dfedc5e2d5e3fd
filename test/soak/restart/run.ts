// A rolling restart as an orchestrator does it: fifty clients keep their connections, new connections go to a ready instance, and
// that an instance is not ready is noticed 200 ms late. Counts the requests that failed. Behind a proxy the clients keep their
// connections to it, and it routes each request.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type FrontProxy, type ProxyName, startProxy } from './proxies.ts';

const FILE = fileURLToPath(new URL('./server.mjs', import.meta.url));
const CLIENTS = 50;
const RESTARTS = 3;
/** After the last restart the clients go on until there are so many. */
const LEAST_REQUESTS = 15_000;
const NOTICED_MS = 200;
const BETWEEN_MS = 2500;
const LONGEST_PAUSE_MS = 30;

const WAYS = [
  'statuskit',
  'close() at once',
  'delay + close()',
  'terminus',
  'stoppable',
  'http-terminator',
  'http-graceful-shutdown',
] as const;

/** What is run behind a proxy, which takes longer to tell apart. */
const BEHIND: readonly Way[] = ['statuskit', 'close() at once', 'delay + close()'];

export type Way = (typeof WAYS)[number];

interface Instance {
  readonly child: ChildProcess;
  readonly port: number;
}

interface Result {
  readonly way: string;
  readonly requests: number;
  readonly failed: number;
  /** How long the slowest instance took to end, in seconds; undefined if one had to be killed. */
  readonly goneSeconds: number | undefined;
  readonly errors: Readonly<Record<string, number>>;
}

async function start(way: string, port = 0): Promise<Instance> {
  const args = ['--conditions=@statuskit/source', '--no-warnings', FILE, way, String(port)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const [text] = (await once(child.stdout as NonNullable<typeof child.stdout>, 'data')) as [Buffer];
  return { child, port: Number(String(text)) };
}

/** Reports whether an instance says that it is ready, on a connection of its own. */
function isReady(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    get({ host: '127.0.0.1', port, path: '/readyz', agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on('error', () => resolve(false));
  });
}

/** How a run is made smaller than the usual one, or put behind a proxy. */
export interface RestartOptions {
  readonly behind?: FrontProxy | undefined;
  readonly restarts?: number | undefined;
  readonly clients?: number | undefined;
  /** How long all is quiet between two restarts, in milliseconds. */
  readonly betweenMs?: number | undefined;
  /** How many requests are made at least. */
  readonly least?: number | undefined;
}

export async function restart(
  way: Way,
  {
    behind,
    restarts = RESTARTS,
    clients: count = CLIENTS,
    betweenMs = BETWEEN_MS,
    least = LEAST_REQUESTS,
  }: RestartOptions = {},
): Promise<Result> {
  let place = 0;
  let current = await start(way, behind?.places[place]);
  await behind?.route(place);
  await behind?.seesReady(place);
  let requests = 0;
  let isOver = false;
  const errors: Record<string, number> = {};

  // A router of connections: an agent asks it for each new one.
  class Routed extends Agent {
    override createConnection(): Socket {
      return connect(behind?.port ?? current.port, '127.0.0.1');
    }
  }

  async function client(): Promise<void> {
    const agent = new Routed({ keepAlive: true, maxSockets: 1 });
    while (!isOver) {
      const outcome = await new Promise<string>((resolve) => {
        get({ host: '127.0.0.1', port: 1, agent }, (response) => {
          response.resume();
          response.once('end', () =>
            resolve(response.statusCode === 200 ? 'ok' : String(response.statusCode)),
          );
          response.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
        }).on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      });
      requests++;
      if (outcome !== 'ok') errors[outcome] = (errors[outcome] ?? 0) + 1;
      // Most are busy; one of ten pauses for longer.
      await sleep(Math.random() * (Math.random() < 0.1 ? 300 : LONGEST_PAUSE_MS));
    }
    agent.destroy();
  }

  const clients = Array.from({ length: count }, client);
  const gone: (number | undefined)[] = [];
  for (let at = 0; at < restarts; at++) {
    const old = current;
    place = 1 - place;
    const [next] = await Promise.all([start(way, behind?.places[place]), sleep(betweenMs)]);
    await behind?.seesReady(place);
    const begun = performance.now();
    const exit = once(old.child, 'exit').then(() => (performance.now() - begun) / 1000);
    old.child.kill('SIGTERM');
    while (await isReady(old.port)) {
      if (performance.now() - begun > 500) break; // one that never says so
      await sleep(20);
    }
    await sleep(NOTICED_MS);
    await behind?.route(place);
    current = next;
    gone.push(await Promise.race([exit, sleep(6000).then(() => undefined)]));
    old.child.kill('SIGKILL');
  }
  do await sleep(500);
  while (requests < least);
  isOver = true;
  await Promise.all(clients);
  current.child.kill('SIGKILL');
  const failed = Object.values(errors).reduce((sum, count) => sum + count, 0);
  const known = gone.filter((one) => one !== undefined);
  const goneSeconds = known.length === gone.length ? Math.max(...known) : undefined;
  return { way, requests, failed, goneSeconds, errors };
}

/** Runs each way, prints the table, and returns the promises that were not kept. */
export async function compareRestarts(name?: ProxyName): Promise<string[]> {
  const broken: string[] = [];
  const where = name === undefined ? '' : ` behind ${name}`;
  console.log(
    `\nrestart: ${RESTARTS} restarts${where}, ${CLIENTS} clients that keep their connections, at least ${LEAST_REQUESTS} requests`,
  );
  for (const way of name === undefined ? WAYS : BEHIND) {
    const behind = name === undefined ? undefined : await startProxy(name);
    const { requests, failed, goneSeconds, errors } = await restart(way, { behind });
    await behind?.stop();
    const gone = goneSeconds === undefined ? 'not gone' : `gone in ${goneSeconds.toFixed(2)} s`;
    const what = Object.entries(errors).map(([code, count]) => `${code} ${count}`);
    console.log(
      `  ${way.padEnd(24)}${String(failed).padStart(5)} failed of ${requests}, ${gone}  ${what.join(', ')}`,
    );
    if (way !== 'statuskit') continue;
    if (requests < LEAST_REQUESTS) broken.push(`restart${where}: only ${requests} requests were made`);
    if (failed > 0) broken.push(`restart${where}: ${failed} requests failed`);
    if (goneSeconds === undefined) broken.push(`restart${where}: an instance did not end`);
  }
  return broken;
}
