import { describe, expect, test, vi } from 'vitest';
import { type RedisClient, runner } from '../src/client.ts';
import { script } from '../src/script.ts';

const one = script('return 1');

test('an ioredis client is called by hash, with the number of keys', async () => {
  const client = { evalsha: vi.fn(async () => 1), eval: vi.fn(), defineCommand: vi.fn() };
  expect(await runner(client)(one, 'key', ['a', 'b'])).toBe(1);
  expect(client.evalsha.mock.calls).toEqual([[one.sha, 1, 'key', 'a', 'b']]);
  expect(client.eval).not.toHaveBeenCalled();
});

test('a node-redis client is called by hash, with keys and arguments by name', async () => {
  const client = { evalSha: vi.fn(async () => 1), eval: vi.fn() };
  expect(await runner(client)(one, 'key', ['a', 'b'])).toBe(1);
  expect(client.evalSha.mock.calls).toEqual([[one.sha, { keys: ['key'], arguments: ['a', 'b'] }]]);
});

test('a server that does not have the script gets its text; any other failure is passed on', async () => {
  const evalSha = vi.fn(async () => {
    throw new Error('NOSCRIPT No matching script. Please use EVAL.');
  });
  const client = { evalSha, eval: vi.fn(async () => 1) };
  expect(await runner(client)(one, 'key', [])).toBe(1);
  expect(client.eval.mock.calls).toEqual([['return 1', { keys: ['key'], arguments: [] }]]);
  evalSha.mockRejectedValueOnce(new Error('LOADING'));
  await expect(runner(client)(one, 'key', [])).rejects.toThrow('LOADING');
  expect(client.eval).toHaveBeenCalledTimes(1);
});

describe('the wait of a command for a connection, which redis 6 has a timer for', () => {
  /** A client of one server, as far as it matters. */
  function setUp(members: object = { isReady: true, socketEpoch: 1 }) {
    const asked: string[] = [];
    const named = (name: string) => ({
      async evalSha() {
        asked.push(`${name} evalSha`);
        throw new Error('NOSCRIPT');
      },
      async eval() {
        asked.push(`${name} eval`);
        return 1;
      },
    });
    const withCommandOptions = vi.fn((_: object) => named('unwatched'));
    const client = { ...named('watched'), withCommandOptions, ...members };
    return { client, asked, run: runner(client), withCommandOptions };
  }

  test('is left out where the connection is ready', async () => {
    const { run, asked, withCommandOptions } = setUp();
    await run(one, 'key', []);
    await run(one, 'key', []);
    expect(asked).toEqual(Array(2).fill(['unwatched evalSha', 'unwatched eval']).flat());
    expect(withCommandOptions.mock.calls).toEqual([[{ timeout: undefined }]]);
  });

  test('stays where there is none, or what was meant for then would be sent whenever one comes', async () => {
    const { client, run, asked } = setUp();
    Object.assign(client, { isReady: false });
    await run(one, 'key', []);
    expect(asked).toEqual(['watched evalSha', 'watched eval']);
  });

  test.each([
    ['a Cluster', { isReady: true, masters: [] }],
    ['a pool', { idleClients: 1 }],
    ['a client before version 5', { isReady: true, socketEpoch: 1, withCommandOptions: undefined }],
  ])('stays with %s', async (_, members) => {
    const { run, asked } = setUp({ ...members });
    await run(one, 'key', []);
    expect(asked).toEqual(['watched evalSha', 'watched eval']);
  });
});

const NO_CLIENTS: Record<string, unknown> = {
  nothing: undefined,
  null: null,
  'a URL': 'redis://127.0.0.1',
  'a Map': new Map(),
  'node-redis 3, which answers to a callback': { evalsha() {}, eval() {}, sendCommand() {} },
};

test.each(Object.entries(NO_CLIENTS))('%s is refused', (_, client) => {
  expect(() => runner(client as RedisClient)).toThrow(
    /^client: expected a client of the package redis .* or ioredis, got /,
  );
});
