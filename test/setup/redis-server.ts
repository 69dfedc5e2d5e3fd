import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './programs.ts';

/** A Redis server of the tests' own, on the loopback interface, which keeps nothing on disk. */
export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** Sends a signal: SIGSTOP freezes the server, SIGCONT lets it go on, SIGKILL is a crash. */
  signal(name: NodeJS.Signals): void;
  /**
   * Starts it again on the same port, after a crash (SIGKILL, the default) or an orderly end (SIGTERM); it comes back empty and
   * knows no script.
   */
  restart(by?: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** Kills it and removes its folder. */
  stop(): Promise<void>;
}

export interface RedisServerOptions {
  /** The port; a free one by default. */
  readonly port?: number | undefined;
  /** The end of the range that a free port is taken from. Default 32,000. */
  readonly mostPort?: number | undefined;
  /** More arguments, given the port, since a Cluster's bus needs one of its own. */
  readonly args?: ((port: number) => readonly string[]) | undefined;
  /** Makes it a Sentinel, with these lines of configuration. */
  readonly sentinel?: readonly string[] | undefined;
}

// Should the process that runs the tests end without tearing down.
const running = new Set<ChildProcess>();
const killAll = (): void => {
  for (const child of running) child.kill('SIGKILL');
};

const ATTEMPTS = 20;
const START_MS = 10_000;

/** Starts a server and waits until it answers; tries other ports while one is taken. */
export async function startRedis(options: RedisServerOptions = {}): Promise<RedisServer> {
  const program = findProgram('redis-server');
  if (program === undefined) throw new Error('no redis-server on this machine');
  const folder = mkdtempSync(join(tmpdir(), 'statuskit-redis-'));
  let child: ChildProcess | undefined;
  const start = async (port: number): Promise<void> => {
    child = await launch(program, port, argumentsOf(options, folder, port));
  };
  const stop = async (): Promise<void> => {
    await kill(child);
    rmSync(folder, { recursive: true, force: true });
  };
  let port: number;
  try {
    port = await onFreePort(options, start);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    signal: (name) => void child?.kill(name),
    async restart(by) {
      await kill(child, by);
      await start(port);
    },
    stop,
  };
}

async function onFreePort(
  { port: wanted, mostPort = 32_000 }: RedisServerOptions,
  start: (port: number) => Promise<void>,
): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    // Below the ports that systems hand out to clients, so that no connection of another test can hold it.
    const port = wanted ?? randomInt(20_000, mostPort);
    try {
      await start(port);
      return port;
    } catch (error) {
      const isTaken = error instanceof Error && error.message.includes('Address already in use');
      if (wanted !== undefined || !isTaken || attempt === ATTEMPTS) throw error;
    }
  }
}

function argumentsOf({ args, sentinel }: RedisServerOptions, folder: string, port: number): string[] {
  if (sentinel) {
    // It writes what it finds out to this file.
    const file = join(folder, 'sentinel.conf');
    writeFileSync(file, [`port ${port}`, 'bind 127.0.0.1', `dir ${folder}`, ...sentinel, ''].join('\n'));
    return [file, '--sentinel'];
  }
  const common = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder];
  return [...common, '--save', '', '--appendonly', 'no', ...(args?.(port) ?? [])];
}

async function launch(program: string, port: number, args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  if (running.size === 0) process.once('exit', killAll);
  running.add(child);
  child.once('close', () => {
    running.delete(child);
    if (running.size === 0) process.removeListener('exit', killAll);
  });
  try {
    await untilReady(child);
    await ping(port);
    return child;
  } catch (error) {
    await kill(child);
    throw error;
  }
}

// Its own word that it listens, since on a taken port somebody else would answer the PING.
function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => reject(new Error(`not ready after ${START_MS} ms:\n${output}`)), START_MS);
    const settle = (error?: Error): void => {
      clearTimeout(timer);
      if (error) reject(error);
      else resolve();
    };
    const read = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-20_000);
      if (/Ready to accept connections|Sentinel ID is/.test(output)) settle();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', settle);
    child.once('close', () => settle(new Error(`redis-server ended:\n${output}`)));
  });
}

async function ping(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    socket.setTimeout(START_MS, () => socket.destroy(new Error('no answer to PING')));
    socket.write('PING\r\n');
    const [answer] = await once(socket, 'data');
    if (String(answer) !== '+PONG\r\n') throw new Error(`PING was answered ${String(answer)}`);
  } finally {
    socket.destroy();
  }
}

async function kill(child: ChildProcess | undefined, by: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(by); // SIGKILL also ends one that is frozen
  await ended;
}
