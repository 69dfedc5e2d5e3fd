import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { openConnection } from '../../setup/connection.ts';
import { request } from '../../setup/raw.ts';

const FILE = fileURLToPath(new URL('./process.mjs', import.meta.url));

interface Started {
  readonly child: ChildProcess;
  readonly port: number;
  readonly exit: Promise<readonly [number | null, NodeJS.Signals | null]>;
  /** What it has printed, without its port. */
  readonly printed: () => string[];
}

async function start(options: object): Promise<Started> {
  const child = spawn(process.execPath, [FILE, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  let text = '';
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk;
      const found = /^port (\d+)$/m.exec(text)?.[1];
      if (found !== undefined) resolve(Number(found));
    });
    void exit.then(() => reject(new Error(`ended: ${text}`)));
  });
  return {
    child,
    port,
    exit,
    printed: () => text.split('\n').filter((line) => line !== '' && !line.startsWith('port')),
  };
}

it('a signal ends the process with 0 when everything was served', async () => {
  const { child, port, exit, printed } = await start({
    drain: { delay: 0.4, deadline: 5 },
    health: { ready: '/r' },
  });
  child.kill('SIGTERM');
  await expect.poll(printed).toContain('drain SIGTERM');
  const ready = await request(port, 'GET', '/r', { connection: 'keep-alive' });
  const served = await request(port, 'GET', '/', { connection: 'keep-alive' });
  expect([ready.status, served.status, served.fields['connection']]).toEqual([503, 200, ['close']]);
  expect(await exit).toEqual([0, null]);
  expect(printed()).toEqual(['drain SIGTERM', 'report 503 info', 'cut 0']);
});

it('and with another code if a request was cut off', async () => {
  const { child, port, exit, printed } = await start({ drain: { delay: 0, deadline: 0.5 } });
  const one = await openConnection(port);
  one.send('GET /never HTTP/1.1\r\nHost: a\r\n\r\n');
  await request(port, 'GET', '/');
  child.kill('SIGTERM');
  expect((await exit)[0]).toBe(1);
  expect(printed()).toEqual(['drain SIGTERM', 'report 503 error', 'cut 1']);
  await one.closed;
});

it('a second signal ends it at once', async () => {
  const { child, exit, printed } = await start({ drain: { delay: 30, deadline: 60 } });
  child.kill('SIGTERM');
  await expect.poll(printed).toContain('drain SIGTERM');
  child.kill('SIGTERM');
  expect(await exit).toEqual([143, null]);
});

it('the signals are those that are named', async () => {
  const { child, exit, printed } = await start({
    drain: { delay: 0, deadline: 1, signals: ['SIGINT', 'SIGUSR2'] },
  });
  child.kill('SIGUSR2');
  expect(await exit).toEqual([0, null]);
  expect(printed()).toEqual(['drain SIGUSR2', 'cut 0']);
});

it('with none named the process is left alone', async () => {
  const { child, exit, printed } = await start({ drain: { signals: [] } });
  child.kill('SIGTERM');
  expect(await exit).toEqual([null, 'SIGTERM']);
  expect(printed()).toEqual([]);
});

it('a process with two servers ends when both are drained', async () => {
  const { child, exit, printed } = await start({ second: true, drain: { delay: 0, deadline: 5 } });
  const begun = performance.now();
  child.kill('SIGTERM');
  expect(await exit).toEqual([0, null]);
  expect(performance.now() - begun).toBeGreaterThan(550);
  expect(printed()).toEqual(['drain SIGTERM', 'cut 0']);
});
