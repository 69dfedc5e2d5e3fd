// Servers in processes of their own that refuse, hang, reset, answer garbage or die, as upstream and createFetch see them.
import { type ChildProcess, spawn } from 'node:child_process';
import { createFetch, type RetryEvent, upstream } from '@statuskit/client';
import { BadGateway, GatewayTimeout, ServiceUnavailable, toHttpError } from '@statuskit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const HEAD = 'HTTP/1.1 200 OK\\r\\nContent-Type: application/json\\r\\nContent-Length: 1000\\r\\n\\r\\n';

// What a process does with a connection, as the body of a function of its socket.
const SERVERS = {
  hangs: 'socket.resume();',
  resets: "socket.once('data', () => socket.resetAndDestroy());",
  'hangs up': "socket.once('data', () => socket.end());",
  garbage: "socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.2\\r\\n\\r\\n'));",
  'not JSON':
    "socket.once('data', () => socket.end('HTTP/1.1 200 OK\\r\\nContent-Length: 6\\r\\n\\r\\n<html>'));",
  dies: `socket.once('data', () => socket.write('${HEAD}{"half":', () => process.kill(process.pid, 'SIGKILL')));`,
} as const;

type Name = keyof typeof SERVERS | 'refuses';

const children: ChildProcess[] = [];
const ports = new Map<Name, number>();

function start(name: keyof typeof SERVERS): Promise<number> {
  const script = `
    require('node:net').createServer((socket) => { socket.on('error', () => {}); ${SERVERS[name]} })
      .listen(0, '127.0.0.1', function () { console.log(this.address().port); });`;
  const child = spawn(process.execPath, ['--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.stdout?.once('data', (text) => resolve(Number(String(text))));
  });
}

beforeAll(async () => {
  const names = Object.keys(SERVERS) as (keyof typeof SERVERS)[];
  await Promise.all(names.map(async (name) => ports.set(name, await start(name))));
  // Nobody listens any more where one has been killed.
  const port = await start('hangs');
  const child = children.at(-1) as ChildProcess;
  await new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGKILL');
  });
  ports.set('refuses', port);
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

const urlOf = (name: Name): string => `http://127.0.0.1:${ports.get(name)}/`;
const caught = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);

// Each name once: a process that dies answers one request.
const ROWS: readonly (readonly [Name, unknown])[] = [
  ['refuses', BadGateway],
  ['hangs', GatewayTimeout],
  ['resets', BadGateway],
  ['hangs up', BadGateway],
  ['garbage', BadGateway],
  ['not JSON', BadGateway],
  ['dies', BadGateway],
];

describe('upstream', () => {
  it.each(ROWS)('a server that %s', async (name, Class) => {
    const guarded = upstream(name, {
      timeoutMs: name === 'hangs' ? 100 : 20_000,
      breaker: { failures: 1, openMs: 60_000 },
    });
    const error = await caught(guarded(async ({ signal }) => (await fetch(urlOf(name), { signal })).json()));
    expect(error).toBeInstanceOf(Class);
    expect(toHttpError(error)).toBe(error);
    expect(guarded.state).toBe('open');
    // The circuit is open: nothing is asked, and the rest of the wait is known.
    expect(await caught(guarded.fetch(urlOf(name)))).toMatchObject({ status: 503, retryAfterSeconds: 60 });
    expect(await caught(guarded.fetch(urlOf(name)))).toBeInstanceOf(ServiceUnavailable);
  });
});

describe('createFetch', () => {
  it.each([
    ['refuses', 'GET', 2],
    ['refuses', 'POST', 2],
    ['resets', 'GET', 2],
    ['resets', 'POST', 0],
    ['hangs up', 'PUT', 2],
    ['hangs up', 'PATCH', 0],
    ['garbage', 'GET', 2],
    ['garbage', 'POST', 0],
  ] as const)('a server that %s is asked again by %s %i times', async (name, method, times) => {
    const events: RetryEvent[] = [];
    const api = createFetch({ random: () => 0, onRetry: (event) => void events.push(event) });
    await expect(api(urlOf(name), { method, ...(method !== 'GET' && { body: 'x' }) })).rejects.toThrow();
    expect(events.map(({ why }) => why)).toEqual(
      Array(times).fill(name === 'refuses' ? 'unsent' : 'idempotent'),
    );
  });

  it('a server that hangs: each attempt is late, and so is the whole', async () => {
    const events: RetryEvent[] = [];
    const api = createFetch({
      attemptTimeoutMs: 50,
      random: () => 0,
      onRetry: (event) => void events.push(event),
    });
    await expect(api(urlOf('hangs'))).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(events.length).toBe(2);
    await expect(createFetch({ timeoutMs: 50 })(urlOf('hangs'))).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });
});
