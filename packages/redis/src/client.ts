import type { Script } from './script.ts';

interface ScriptOptions {
  keys: string[];
  arguments: string[];
}

/** What is used of a client of the package `redis`: one server, a pool, Sentinel or a Cluster. */
export interface NodeRedisClient {
  evalSha(sha: string, options: ScriptOptions): Promise<unknown>;
  eval(text: string, options: ScriptOptions): Promise<unknown>;
}

/** What is used of a client of the package `ioredis`: one server, Sentinel or a Cluster. */
export interface IoredisClient {
  evalsha(sha: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>;
  eval(text: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>;
  defineCommand(name: string, definition: { lua: string }): void;
}

/** A client of `redis` or `ioredis`, which whoever made it connects and closes. */
export type RedisClient = NodeRedisClient | IoredisClient;

/** Runs a script on one key. */
export type RunScript = (script: Script, key: string, args: readonly string[]) => Promise<unknown>;

/**
 * A client as one function. It is recognised by what it can do, since names of constructors do not survive a minifier.
 * Nothing is loaded beforehand: a server that does not have the script gets its text with the call.
 */
export function runner(client: RedisClient): RunScript {
  if (can(client, 'evalSha') && can(client, 'eval')) {
    return withText(
      ({ sha }, key, args) => client.evalSha(sha, { keys: [key], arguments: [...args] }),
      ({ text }, key, args) => client.eval(text, { keys: [key], arguments: [...args] }),
    );
  }
  // Clients of ages ago have `evalsha` too, but answer to a callback; these have `defineCommand`.
  if (can(client, 'evalsha') && can(client, 'eval') && can(client, 'defineCommand')) {
    return withText(
      ({ sha }, key, args) => client.evalsha(sha, 1, key, ...args),
      ({ text }, key, args) => client.eval(text, 1, key, ...args),
    );
  }
  const got = client === null ? 'null' : typeof client;
  throw new TypeError(
    `client: expected a client of the package redis (4 or later) or ioredis, got ${got} without evalSha and without defineCommand`,
  );
}

function can<Name extends string>(
  client: unknown,
  name: Name,
): client is { [N in Name]: (...args: never[]) => Promise<unknown> } {
  return typeof (client as Record<string, unknown> | null | undefined)?.[name] === 'function';
}

function withText(bySha: RunScript, byText: RunScript): RunScript {
  return async function run(script, key, args) {
    try {
      return await bySha(script, key, args);
    } catch (error) {
      // After a restart, a fail-over or SCRIPT FLUSH. EVAL also makes the script known again.
      if (error instanceof Error && error.message.startsWith('NOSCRIPT')) return byText(script, key, args);
      throw error;
    }
  };
}
