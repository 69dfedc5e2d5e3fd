// nginx and HAProxy in front of two places for instances, with retries off, so that each request that an instance loses is seen.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram } from '../../setup/programs.ts';

export type ProxyName = 'nginx' | 'haproxy';

export const PROXIES: readonly ProxyName[] = ['nginx', 'haproxy'];

/** A proxy that routes to one of two places. */
export interface FrontProxy {
  readonly port: number;
  /** The ports of the two places. */
  readonly places: readonly [number, number];
  /** Whether the proxy itself asks an instance if it is ready. */
  readonly checks: boolean;
  /** Resolves when the proxy takes an instance for ready; only if it checks. */
  seesReady(place: number): Promise<void>;
  /** Sends new requests to this place; only if the proxy does not check. */
  route(place: number): Promise<void>;
  stop(): Promise<void>;
}

/** Ports of the loopback interface that are free now. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  for (const server of servers) await once(server.listen(0, '127.0.0.1'), 'listening');
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  for (const server of servers) await once(server.close(), 'close');
  return ports;
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the proxy ended with code ${child.exitCode}`);
    const socket = connect(port, '127.0.0.1');
    const isOpen = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
    await sleep(20);
  }
}

/** Starts a program with its configuration in a folder of its own, where it also writes. */
async function run(name: ProxyName, folder: string, args: readonly string[], port: number) {
  const program = findProgram(name);
  if (program === undefined) throw new Error(`no ${name} on this machine`);
  const child = spawn(program, args, { stdio: 'ignore' });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  await listening(port, child);
  return async (): Promise<void> => {
    process.removeListener('exit', kill);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
}

/**
 * nginx does not ask an instance whether it is ready, except in its commercial edition, so the deployment moves the traffic. Here
 * that is a file whose presence chooses the group of servers: unlike a reload, it closes no connection of a client.
 */
async function startNginx(): Promise<FrontProxy> {
  const [port = 0, first = 0, second = 0] = await freePorts(3);
  const folder = await mkdtemp(join(tmpdir(), 'statuskit-nginx-'));
  const flag = join(folder, 'second');
  const upstream = (name: string, place: number): string => `
    upstream ${name} { server 127.0.0.1:${place} max_fails=0; keepalive 64; keepalive_timeout 4s; }`;
  await writeFile(
    join(folder, 'nginx.conf'),
    `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 1024; }
http {
    access_log off; keepalive_timeout 75s; keepalive_requests 1000000;
    client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
    fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
    ${upstream('first', first)}${upstream('second', second)}
    server {
        listen 127.0.0.1:${port};
        location / {
            set $group first;
            if (-f ${flag}) { set $group second; }
            proxy_pass http://$group;
            proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $host;
            proxy_next_upstream off;
        }
    }
}
`,
  );
  const stop = await run('nginx', folder, ['-p', folder, '-c', join(folder, 'nginx.conf')], port);
  return {
    port,
    places: [first, second],
    checks: false,
    seesReady: async () => {},
    route: (place) => (place === 0 ? rm(flag, { force: true }) : writeFile(flag, '')),
    stop,
  };
}

async function startHaproxy(): Promise<FrontProxy> {
  const [port = 0, first = 0, second = 0, statsPort = 0] = await freePorts(4);
  const folder = await mkdtemp(join(tmpdir(), 'statuskit-haproxy-'));
  await writeFile(
    join(folder, 'haproxy.cfg'),
    `defaults
    mode http
    timeout connect 5s
    timeout client 60s
    timeout server 60s
    timeout check 5s # by default as short as inter, so that a busy instance counts as down
    retries 0
    no option redispatch
frontend clients
    bind 127.0.0.1:${port}
    default_backend instances
backend instances
    option httpchk GET /readyz
    http-check expect status 200
    default-server inter 200ms fall 1 rise 1 pool-purge-delay 2s
    server s0 127.0.0.1:${first} check
    server s1 127.0.0.1:${second} check
frontend statistics
    bind 127.0.0.1:${statsPort}
    stats enable
    stats uri /stats
`,
  );
  const stop = await run('haproxy', folder, ['-db', '-f', join(folder, 'haproxy.cfg')], port);

  async function isUp(place: number): Promise<boolean> {
    const text = await new Promise<string>((resolve, reject) => {
      get({ host: '127.0.0.1', port: statsPort, path: '/stats;csv', agent: false }, (response) => {
        let all = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          all += chunk;
        });
        response.once('end', () => resolve(all));
      }).on('error', reject);
    });
    return text.split('\n').some((line) => line.startsWith(`instances,s${place},`) && line.includes(',UP,'));
  }

  return {
    port,
    places: [first, second],
    checks: true,
    async seesReady(place) {
      while (!(await isUp(place))) await sleep(50);
    },
    route: async () => {},
    stop,
  };
}

export function startProxy(name: ProxyName): Promise<FrontProxy> {
  return name === 'nginx' ? startNginx() : startHaproxy();
}
