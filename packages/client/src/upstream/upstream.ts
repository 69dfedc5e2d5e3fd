import { isHttpError } from '@statuskit/core';
import { until, watch } from '../abort.ts';
import { FOREVER, numberFrom, optionFrom, requireObject, wrongType } from '../arguments.ts';
import type { Fetch } from '../create-fetch.ts';
import { read } from '../read.ts';
import { isRemote } from '../remote.ts';
import { dateAfter } from '../retry-after.ts';
import { revive } from '../revive.ts';
import {
  type BreakerOptions,
  type Circuit,
  type CircuitState,
  createCircuit,
  NO_CIRCUIT,
  type Outcome,
  Refused,
} from './circuit.ts';
import { failureOfError, failureOfResponse, late, type UpstreamFailure, unavailable } from './failure.ts';
import { type CockatielBreaker, foreignCircuit, type OpossumBreaker } from './foreign-circuit.ts';

/** Options of {@link upstream}. */
export interface UpstreamOptions {
  /** The time for one call, in milliseconds. Default: none. */
  readonly timeoutMs?: number | undefined;
  /** When the circuit opens, or a breaker of cockatiel or opossum, or false for none. Default: `{ failures: 5, openMs: 10_000 }`. */
  readonly breaker?: BreakerOptions | CockatielBreaker | OpossumBreaker | false | undefined;
  /** The most calls at a time. Default: no limit. */
  readonly maxInFlight?: number | undefined;
  /** What `fetch` of the result sends requests with. Default: the global `fetch`. */
  readonly fetch?: Fetch | undefined;
  /** Returns the current time in milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/** What has become of the calls so far. */
export interface UpstreamCounters {
  readonly inFlight: number;
  /** Calls that the upstream has answered, 4xx included. */
  readonly answered: number;
  /** Calls that have failed because of the upstream. */
  readonly failed: number;
  /** Calls that were not made: the circuit was open, or there were too many. */
  readonly refused: number;
}

/** Guards the calls to one other server. */
export interface Upstream {
  /**
   * Makes a call. Its signal is aborted when the call is late, or with the signal of the caller.
   */
  <T>(
    call: (context: { readonly signal: AbortSignal }) => T,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<Awaited<T>>;
  /** Sends one request, as `fetch` does. */
  readonly fetch: Fetch;
  readonly state: CircuitState;
  /** When an open circuit tries again; undefined if it is not open. */
  readonly retryAt: Date | undefined;
  readonly counters: UpstreamCounters;
}

/**
 * Returns a guard for calls to another server, so that a failure of that server becomes the right status of ours: a
 * `BadGateway` if it cannot be reached or answers nonsense or a 5xx, a `GatewayTimeout` if it is late, and a `ServiceUnavailable`
 * with the time that is left while it must not be asked (RFC 9110 §15.6.3 to §15.6.5).
 *
 * Failures in a row open the circuit; so does a 429 or 503 with Retry-After, for that time. Then one call is the probe, and all
 * others fail immediately. Any other response is returned and any other error is rethrown, unchanged.
 *
 * @param name Appears in the log of the errors, and nowhere else.
 * @throws {TypeError} If an argument has the wrong type.
 * @throws {RangeError} If a number is out of its range.
 *
 * @example
 * ```ts
 * import { upstream } from '@statuskit/client';
 *
 * const weather = upstream('weather', { timeoutMs: 2000, breaker: { failures: 5, openMs: 10_000 }, maxInFlight: 100 });
 * const report = await weather(async () => ({ degrees: 21 }));
 * console.log(report.degrees, weather.state);
 * ```
 */
export function upstream(name: string, options: UpstreamOptions = {}): Upstream {
  if (typeof name !== 'string' || name === '') throw wrongType('name', 'a name', name);
  const now = optionFrom(options, 'now', 'function', Date.now);
  const fetchOnce = optionFrom<Fetch>(options, 'fetch', 'function', (input, init) =>
    globalThis.fetch(input, init),
  );
  const timeoutMs = numberFrom(options, 'timeoutMs', FOREVER);
  const maxInFlight = numberFrom(options, 'maxInFlight', FOREVER);
  if (maxInFlight < 1) throw wrongType('maxInFlight', 'a number of at least 1', maxInFlight, RangeError);
  const circuit = circuitOf(options.breaker, now);
  const started = new Set<{ readonly atMs: number }>();
  let answered = 0;
  let failed = 0;
  let refused = 0;
  let usualMs = 0;

  /** How long until one of the calls has ended, estimated from the usual time of a call. */
  function waitForRoom(): number {
    const [oldest] = started;
    return Math.max(1, usualMs - (now() - (oldest?.atMs ?? 0)));
  }

  function fail({ error, waitMs }: UpstreamFailure): never {
    if (waitMs !== undefined && waitMs > 0) circuit.openFor(waitMs);
    throw error;
  }

  async function attempt(
    call: (context: { signal: AbortSignal }) => unknown,
    signal: AbortSignal | undefined,
  ): Promise<Outcome> {
    const one = watch(signal, timeoutMs);
    const run = async (): Promise<unknown> => call({ signal: one.signal });
    let value: unknown;
    try {
      value = await until(one.signal, run());
    } catch (thrown) {
      if (signal?.aborted) return { isAnswer: false, error: signal.reason };
      if (one.signal.aborted) return fail(late(`${name}: no answer within ${timeoutMs} ms`, thrown));
      const failure = failureOfError(name, thrown, now());
      if (failure !== undefined) return fail(failure);
      return { isAnswer: isRemote(thrown), error: thrown };
    } finally {
      one.end();
    }
    const isResponse = typeof read(value, 'headers') === 'object';
    const failure = isResponse ? failureOfResponse(name, value, now()) : undefined;
    if (failure === undefined) return { isAnswer: true, value };
    failure.error.cause = await revive(value as Response, { timeoutMs: 1000 });
    return fail(failure);
  }

  async function guarded<T>(
    call: (context: { readonly signal: AbortSignal }) => T,
    { signal }: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<Awaited<T>> {
    if (typeof call !== 'function') throw wrongType('call', 'a function', call);
    signal?.throwIfAborted();
    const mark = { atMs: now() };
    let outcome: Outcome;
    try {
      if (circuit.state !== 'open' && started.size >= maxInFlight)
        throw new Refused('too many calls at a time', waitForRoom());
      outcome = await circuit.run(async () => {
        started.add(mark);
        try {
          return await attempt(call, signal);
        } finally {
          started.delete(mark);
          usualMs += (now() - mark.atMs - usualMs) / (usualMs === 0 ? 1 : 8);
        }
      });
    } catch (error) {
      if (error instanceof Refused) {
        refused += 1;
        throw unavailable(`${name}: ${error.message}`, error.waitMs, error);
      }
      failed += 1;
      // A breaker of the user's may have its own time limit.
      throw isHttpError(error) ? error : (failureOfError(name, error, now())?.error ?? error);
    }
    if (outcome.isAnswer) answered += 1;
    if ('error' in outcome) throw outcome.error;
    return outcome.value as Awaited<T>;
  }

  const fetch: Fetch = (input, init) =>
    guarded(({ signal }) => fetchOnce(input, { ...init, signal }), {
      signal: init?.signal ?? (read(input, 'signal') as AbortSignal | undefined),
    });
  Object.defineProperties(guarded, {
    name: { value: name },
    fetch: { value: fetch },
    state: { get: () => circuit.state },
    retryAt: { get: () => (circuit.opensAtMs === undefined ? undefined : dateAfter(0, circuit.opensAtMs)) },
    counters: { get: (): UpstreamCounters => ({ inFlight: started.size, answered, failed, refused }) },
  });
  return guarded as unknown as Upstream;
}

function circuitOf(given: UpstreamOptions['breaker'] = {}, now: () => number): Circuit {
  if (given === false) return NO_CIRCUIT;
  requireObject('breaker', 'options, a circuit breaker of cockatiel or opossum, or false', given);
  if ('execute' in given || 'fire' in given) return foreignCircuit(given, now);
  const { failures, openMs } = given as BreakerOptions;
  return createCircuit(
    numberFrom({ 'breaker.failures': failures }, 'breaker.failures', 5, 1),
    numberFrom({ 'breaker.openMs': openMs }, 'breaker.openMs', 10_000),
    now,
  );
}
