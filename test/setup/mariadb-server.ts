// MariaDB as it is installed, in a folder of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './programs.ts';
import { relayTo } from './relay.ts';

/** A MariaDB that asks nobody for a password. It has no database yet. */
export interface MariadbServer {
  readonly port: number;
  stop(): Promise<void>;
}

const START_MS = 60_000;

/** Starts MariaDB on an empty folder: without its own tables it has no accounts, which `--skip-grant-tables` makes up for. */
export async function startMariadb(): Promise<MariadbServer> {
  const folder = mkdtempSync(join(tmpdir(), 'statuskit-mariadb-'));
  const [data, socket] = [join(folder, 'data'), join(folder, 'socket')];
  mkdirSync(data);
  const child = spawn(
    findProgram('mariadbd') ?? 'mariadbd',
    [
      '--no-defaults', // must be the first
      `--datadir=${data}`,
      `--socket=${socket}`,
      `--pid-file=${join(folder, 'pid')}`,
      `--user=${userInfo().username}`,
      '--skip-networking',
      '--skip-grant-tables',
      '--innodb-buffer-pool-size=8M',
      '--innodb-log-file-size=4M',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-20_000);
  });
  child.on('error', () => {}); // it has no exit code then
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const relay = await relayTo(socket);
  const stop = async (): Promise<void> => {
    process.removeListener('exit', kill);
    relay.close();
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      kill();
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + START_MS;
  while (!(await relay.isReady())) {
    if (Date.now() > deadline || child.exitCode !== null || child.pid === undefined) {
      await stop();
      throw new Error(`mariadbd does not listen:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return { port: relay.port, stop };
}
