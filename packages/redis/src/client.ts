import type { Script } from './script.ts';

interface ScriptOptions {
  keys: string[];
  arguments: string[];
}

/** The part of a client of the package `redis` that is used: one server, a pool, Sentinel or a Cluster. */
export interface NodeRedisClient {
  evalSha(sha: string, options: ScriptOptions): Promise<unknown>;
  eval(text: string, options: ScriptOptions): Promise<unknown>;
  /** True if commands are written immediately instead of being kept until there is a connection. */
  readonly isReady?: boolean;
  withCommandOptions?(options: { timeout?: number | undefined }): Pick<NodeRedisClient, 'evalSha' | 'eval'>;
}

/** The part of a client of the package `ioredis` that is used: one server, Sentinel or a Cluster. */
export interface IoredisClient {
  evalsha(sha: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>;
  eval(text: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>;
  defineCommand(name: string, definition: { lua: string }): void;
}

/** A client of the package `redis` or `ioredis`. The application connects and closes it. */
export type RedisClient = NodeRedisClient | IoredisClient;

/** Runs a script on one key. */
export type RunScript = (script: Script, key: string, args: readonly string[]) => Promise<unknown>;

/**
 * Returns a client as one function. It is recognized by its methods, since names of constructors do not survive a minifier. No
 * script is loaded beforehand: a server that does not have it receives its text with the call.
 *
 * @throws {TypeError} If the client is of another kind.
 */
export function runner(client: RedisClient): RunScript {
  if (can(client, 'evalSha') && can(client, 'eval')) {
    const best = bestOf(client);
    return withText(
      ({ sha }, key, args) => best().evalSha(sha, { keys: [key], arguments: args as string[] }),
      ({ text }, key, args) => best().eval(text, { keys: [key], arguments: args as string[] }),
    );
  }
  // Very old clients have `evalsha` too, but answer by callback; those of ioredis have `defineCommand`.
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

/**
 * `redis` 6 creates for each command an AbortSignal that ends its wait for a connection after 5 seconds: a third of what a call
 * costs. A connection that is ready writes immediately, so there is no such wait. Only a client of one server knows whether it is
 * ready; of a Cluster or a Sentinel, one node can be gone.
 */
function bestOf(client: NodeRedisClient): () => Pick<NodeRedisClient, 'evalSha' | 'eval'> {
  const isOfOneServer = 'socketEpoch' in client && 'isReady' in client;
  if (!isOfOneServer || !can(client, 'withCommandOptions')) return () => client;
  const unwatched = client.withCommandOptions({ timeout: undefined });
  return () => (client.isReady === true ? unwatched : client);
}

function withText(bySha: RunScript, byText: RunScript): RunScript {
  return function run(script, key, args) {
    return bySha(script, key, args).then(undefined, (error: unknown) => {
      // After a restart, a fail-over or SCRIPT FLUSH. EVAL also makes the script known again.
      if (error instanceof Error && error.message.startsWith('NOSCRIPT')) return byText(script, key, args);
      throw error;
    });
  };
}

/**
 * Reports whether an error is an error reply of the server: it answered, and what it said is about one key. Both packages turn the
 * text of the reply into the message, which begins with a code in capitals, such as `WRONGTYPE `; errors of sockets have a
 * `syscall`, and those of the clients begin with an ordinary word.
 */
export function isErrorReply(error: unknown): boolean {
  if (!(error instanceof Error) || 'syscall' in error || 'errno' in error) return false;
  return error.name === 'ReplyError' || /^[A-Z][A-Z0-9_]+ /.test(error.message);
}
