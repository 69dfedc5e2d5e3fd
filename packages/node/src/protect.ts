import type { Server } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { Server as NetServer } from 'node:net';
import { performance } from 'node:perf_hooks';
import { expected, requireFunction, shedDecider, warnOfUnknown } from '@statuskit/core/adapter';
import { Drain, type DrainListener, type DrainResult, type ServerState } from './drain.ts';
import { Guard } from './guard.ts';
import { type HealthHandler, liveness, readinessHandler } from './health.ts';
import { checkOptions, NAMES, type ProtectOptions } from './options.ts';
import { requestCheck } from './request-check.ts';
import { drainOnSignals } from './signals.ts';
import { type Limits, SWEEP_MS, Sweep } from './sweep.ts';

/** What a protected server has beside Node's own methods. */
export interface Protected {
  /** `open`, `draining` from the signal or `close()` on, or `closed`. */
  readonly state: ServerState;
  /**
   * Adds a listener that is called when a drain begins. The process waits for the promise that it returns, until the deadline:
   * stop taking jobs, await `closed`, then close pools.
   */
  onDrain(listener: DrainListener): this;
  /** Drains the server as a signal does, but leaves the process alone. Resolves when the last connection is closed. */
  drain(): Promise<DrainResult>;
}

const PROTECTED = new WeakSet<object>();

/** Node's defaults for a server that was not made by `node:http`. */
const DEFAULTS = {
  headersTimeout: 60_000,
  requestTimeout: 300_000,
  keepAliveTimeout: 5000,
  maxHeadersCount: 1000,
};

/**
 * Protects a server that was created elsewhere, and returns the same server. Responses are never lost or replaced, requests
 * that Node's parser refuses receive problem documents, `100 Continue` is sent only if something reads the content, requests
 * that arrive too slowly are ended, and a signal drains the server.
 *
 * Other listeners may be added before or after. Listeners of `clientError` are no longer called; `report` is.
 *
 * @throws {TypeError} If `server` is not a server of `node:http` or `node:https`, listens already or is protected already.
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If a number of seconds is negative or above 2,147,482.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 *
 * const server = protect(createServer(app), { drain: { delay: 5 }, health: { ready: '/readyz' } });
 * server.listen(3000);
 * ```
 */
export function protect<S extends Server | HttpsServer>(
  server: S,
  options: ProtectOptions = {},
): S & Protected {
  if (!(server instanceof NetServer) || !('headersTimeout' in server)) {
    throw new TypeError(expected('server', 'a server of node:http or node:https', server));
  }
  warnOfUnknown('protect', options, NAMES);
  return guardServer(server, options);
}

/** The same for a server of any kind. */
export function guardServer<S extends Server | HttpsServer>(
  server: S,
  options: ProtectOptions,
): S & Protected {
  checkOptions(options);
  if (server.listening) throw new TypeError('server: expected a server that does not listen yet');
  if (PROTECTED.has(server)) throw new TypeError('server: expected a server that is not protected yet');
  PROTECTED.add(server);

  const { report: own, timeouts = {}, health = {}, drain: draining = {}, shed = false } = options;
  const limits = takeTimeouts(server, timeouts);
  const sweep = new Sweep(limits, own);
  const handlers = new Map<string, HealthHandler>();
  const guard: Guard = new Guard(server as Server, {
    check: requestCheck(server.maxHeadersCount ?? DEFAULTS.maxHeadersCount),
    sweep,
    own,
    drain: () => drain,
    health: handlers,
    shed: shed === false ? undefined : shedDecider(shed === true ? {} : shed),
  });
  const drain: Drain = new Drain(guard, draining, own);
  if (health.live !== undefined) handlers.set(health.live, liveness());
  if (health.ready !== undefined)
    handlers.set(
      health.ready,
      readinessHandler(() => drain.state, { ...health, report: own }),
    );

  const watch = (): (() => void) => {
    const forgetSignals = drainOnSignals(drain, draining.signals ?? ['SIGTERM']);
    const timer = setInterval(() => {
      const now = performance.now();
      const passed = sweep.run(guard.connections, now);
      guard.sessions?.sweep(passed, now);
      if (guard.isStopped) guard.sweepStopped(now);
    }, SWEEP_MS).unref();
    return () => {
      clearInterval(timer);
      forgetSignals();
    };
  };
  let unwatch: (() => void) | undefined = watch();
  server.on('close', () => {
    unwatch?.();
    unwatch = undefined;
    drain.noteClosed();
  });
  // A server may listen again after it was closed: Node's documentation does so while a port is taken.
  server.on('listening', () => {
    if (!drain.noteListening()) return;
    guard.noteListening(true);
    unwatch ??= watch();
  });

  const close = server.close.bind(server);
  const added: Protected & { close: Server['close'] } = {
    get state() {
      return drain.state;
    },
    onDrain(listener) {
      requireFunction('listener', listener);
      drain.add(listener);
      return this;
    },
    drain: () => drain.begin(),
    close(done) {
      drain.noteClose();
      close(done);
      guard.noteListening(false);
      return server as Server;
    },
  };
  return Object.defineProperties(server, Object.getOwnPropertyDescriptors(added)) as S & Protected;
}

/** Switches Node's own sweep off, and returns what ours goes by. */
function takeTimeouts(
  server: Server | HttpsServer,
  { headers, request, keepAlive }: NonNullable<ProtectOptions['timeouts']>,
): Limits {
  const limits = {
    headersMs: headers === undefined ? (server.headersTimeout ?? DEFAULTS.headersTimeout) : headers * 1000,
    requestMs: request === undefined ? (server.requestTimeout ?? DEFAULTS.requestTimeout) : request * 1000,
    keepAliveMs:
      keepAlive === undefined ? (server.keepAliveTimeout ?? DEFAULTS.keepAliveTimeout) : keepAlive * 1000,
  };
  server.headersTimeout = 0;
  server.requestTimeout = 0;
  if (keepAlive !== undefined) server.keepAliveTimeout = keepAlive * 1000;
  (server as { requireHostHeader?: boolean }).requireHostHeader = false; // ours is a problem document
  return limits;
}
