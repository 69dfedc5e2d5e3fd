// nginx and HAProxy as they are installed, each in front of a port of the loopback interface.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './programs.ts';
import { relayTo } from './relay.ts';

/** A proxy in a process of its own. */
export interface ProxyServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Where a proxy has its files, and what it listens on: neither can listen on a port that is free. */
interface Places {
  readonly folder: string;
  readonly socket: string;
}

async function start(
  program: 'nginx' | 'haproxy',
  argsOf: (places: Places) => string[],
  config: (places: Places) => string,
): Promise<ProxyServer> {
  const folder = mkdtempSync(join(tmpdir(), `statuskit-${program}-`));
  const places = { folder, socket: join(folder, 'socket') };
  writeFileSync(join(folder, 'config'), config(places));
  const child: ChildProcess = spawn(findProgram(program) ?? program, argsOf(places), {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let problem = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    problem += chunk.toString();
  });
  const relay = await relayTo(places.socket);
  const stop = async (): Promise<void> => {
    relay.close();
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  };
  for (let attempt = 0; !(await relay.isReady()); attempt++) {
    if (attempt === 400 || child.exitCode !== null) {
      await stop();
      throw new Error(`${program} does not listen: ${problem}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return { url: `http://127.0.0.1:${relay.port}`, stop };
}

/** Starts nginx with these directives of `http` and of `server`. */
export function startNginx(http: string, server: string): Promise<ProxyServer> {
  return start(
    'nginx',
    ({ folder }) => ['-c', join(folder, 'config'), '-p', folder, '-e', 'stderr'],
    ({ folder, socket }) => `daemon off; pid ${folder}/pid; error_log stderr crit; master_process off;
events { worker_connections 64; }
http {
  access_log off;
  client_body_temp_path ${folder}/t1; proxy_temp_path ${folder}/t2; fastcgi_temp_path ${folder}/t3;
  uwsgi_temp_path ${folder}/t4; scgi_temp_path ${folder}/t5;
  ${http}
  server { listen unix:${socket}; ${server} }
}
`,
  );
}

/** Starts HAProxy with these lines of its frontend, and these backends. */
export function startHaproxy(frontend: string, backends: string): Promise<ProxyServer> {
  return start(
    'haproxy',
    ({ folder }) => ['-f', join(folder, 'config'), '-db'],
    ({ socket }) => `defaults
  mode http
  timeout connect 500ms
  timeout client 5s
  timeout server 150ms
  timeout queue 150ms
  retries 0
frontend entry
  bind unix@${socket}
${frontend}
${backends}
`,
  );
}
