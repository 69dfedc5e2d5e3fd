import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, inject, onTestFinished, test } from 'vitest';
import { describeWith } from '../setup/describe-with.ts';
import { startRedis } from '../setup/redis-server.ts';

async function ask(url: string, command: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  try {
    socket.write(`${command}\r\n`);
    const [answer] = await once(socket, 'data');
    return String(answer).trim();
  } finally {
    socket.destroy();
  }
}

describeWith(['redis-server'], 'the Redis server of the tests', () => {
  test('is there for every file, on the loopback interface and below the ports of clients', async () => {
    const url = inject('redisUrl');
    expect(await ask(url, 'PING')).toBe('+PONG');
    expect(new URL(url).hostname).toBe('127.0.0.1');
    expect(Number(new URL(url).port)).toBeLessThan(32_768);
  });

  test('a server of a test’s own comes back empty on the same port, and is gone after it', async () => {
    const server = await startRedis();
    onTestFinished(() => server.stop());
    expect(await ask(server.url, 'SET key value')).toBe('+OK');
    await server.restart();
    expect(await ask(server.url, 'EXISTS key')).toBe(':0');
    await server.stop();
    await expect(ask(server.url, 'PING')).rejects.toThrow('ECONNREFUSED');
  });

  test('a port that is taken fails at once and leaves nothing running', async () => {
    const { port } = new URL(inject('redisUrl'));
    await expect(startRedis({ port: Number(port) })).rejects.toThrow('Address already in use');
    expect(await ask(inject('redisUrl'), 'PING')).toBe('+PONG');
  });
});
