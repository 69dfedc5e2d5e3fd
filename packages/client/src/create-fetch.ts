import { sleep, until, watch } from './abort.ts';
import { FOREVER, numberFrom, optionFrom, wrongType } from './arguments.ts';
import { idempotencyKey, type KeySource } from './idempotency-key.ts';
import { isCount, read, textIn } from './read.ts';
import type { RemoteError } from './remote.ts';
import { type RetryOptions, type RetryReason, retryAdvice } from './retry-advice.ts';
import { type RetryBudgetOptions, retryBudget } from './retry-budget.ts';
import { type RevalidateOptions, revalidation } from './revalidation.ts';
import { checkTypes, type ProblemErrorClass, revive } from './revive.ts';

/** A function with the signature of `fetch`. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** One retry, before its wait. */
export interface RetryEvent {
  /** The number of the attempt that failed, from 1. */
  readonly attempt: number;
  readonly waitMs: number;
  readonly why: RetryReason;
  readonly method: string;
  readonly url: string;
  /** The revived error, or what `fetch` has thrown. */
  readonly error: unknown;
  /** All of that in one line, for a log. The query of the URL, which may hold secrets, and text of the server are left out. */
  readonly line: string;
}

/** Options of {@link createFetch}. */
export interface CreateFetchOptions extends RetryOptions {
  /** The function that sends one request. Default: the global `fetch`. */
  readonly fetch?: Fetch | undefined;
  /** Whether a status from 400 on rejects. Default: true. */
  readonly throwErrors?: boolean | undefined;
  /** Classes with problem types of your own. Default: none. */
  readonly types?: readonly ProblemErrorClass[] | undefined;
  /** The time for a response, over all attempts and waits, in milliseconds. Default: none. */
  readonly timeoutMs?: number | undefined;
  /** The time for the response of one attempt, in milliseconds. Default: none. */
  readonly attemptTimeoutMs?: number | undefined;
  /**
   * Sends Idempotency-Key with POST and PATCH, the same in each attempt: a random one, or what a function returns.
   * Default: false, since a server that ignores the field would process a repeated request twice.
   */
  readonly idempotencyKey?: KeySource | undefined;
  /** Limits retries to a share of the calls. False: no limit. Default: `{ ratio: 0.1, reserve: 10 }`. */
  readonly retryBudget?: RetryBudgetOptions | false | undefined;
  /** Keeps responses to GET that have a validator, and asks whether they are still current. Default: false. */
  readonly revalidate?: RevalidateOptions | boolean | undefined;
  /** Called before each wait, which begins when a promise that it returns is fulfilled. */
  readonly onRetry?: ((event: RetryEvent) => void) | undefined;
  /** Returns the current time in milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/**
 * Returns a `fetch` that throws revived errors and repeats requests as {@link retryAdvice} allows, within a time limit and a
 * budget. It has the signature of `fetch`, so that generated clients and SDKs take it as it is.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If a number is out of its range.
 *
 * @example
 * ```ts
 * import { createFetch, isRemote } from '@statuskit/client';
 *
 * const api = createFetch({ fetch: async () => new Response(null, { status: 404 }), timeoutMs: 10_000 });
 * try {
 *   console.log(await (await api('https://api.example/notes')).json());
 * } catch (error) {
 *   if (isRemote(error)) console.log(error.status, error.detail, error.remote.retryAt);
 * }
 * ```
 */
export function createFetch(options: CreateFetchOptions = {}): Fetch {
  const fetchOnce = optionFrom<Fetch>(options, 'fetch', 'function', (input, init) =>
    globalThis.fetch(input, init),
  );
  const throwErrors = optionFrom<boolean>(options, 'throwErrors', 'boolean', true);
  const onRetry = optionFrom<(event: RetryEvent) => void>(options, 'onRetry', 'function', () => {});
  const now = optionFrom(options, 'now', 'function', Date.now);
  const { types, idempotencyKey: source = false, baseDelayMs, maxDelayMs, retry500, random } = options;
  if (typeof source !== 'boolean' && typeof source !== 'function') {
    throw wrongType('idempotencyKey', 'a boolean or a function', source);
  }
  checkTypes(types);
  const most = numberFrom(options, 'maxAttempts', 3, 1);
  const retries = { baseDelayMs, maxDelayMs, retry500, random };
  // Throws for a wrong option, before there is a failure.
  retryAdvice({ ...retries, method: 'GET', response: { status: 404 }, attempt: 1 });
  const timeoutMs = numberFrom(options, 'timeoutMs', FOREVER);
  const attemptTimeoutMs = numberFrom(options, 'attemptTimeoutMs', FOREVER);
  const budget = retryBudget(options.retryBudget);
  const { revalidate = false } = options;
  const kept = revalidate === false ? undefined : revalidation(revalidate === true ? {} : revalidate);

  return async function fetch(input, given) {
    const init = given ?? {}; // null is allowed by fetch
    const request = textIn(input, 'url') ? (input as Request) : undefined;
    const method = (init.method ?? request?.method ?? 'GET').toUpperCase();
    const url = request?.url ?? String(input);
    const headers = new Headers(init.headers ?? request?.headers);
    const signal = init.signal ?? request?.signal;
    signal?.throwIfAborted();
    let keyed = Boolean(headers.get('idempotency-key'));
    if (source !== false && !keyed && /^(POST|PATCH)$/.test(method)) {
      headers.set('Idempotency-Key', await idempotencyKey(source, method, url));
      keyed = true;
    }
    const mayKeep = method === 'GET' && !/^(no-store|reload)$/.test(textIn(init, 'cache'));
    const settle = (mayKeep && kept?.prepare(url, headers)) || ((response: Response) => response);
    const maxAttempts = isOneShot(init.body) ? 1 : most;
    const deadlineMs = Number(now()) + timeoutMs;
    const deadline = deadlineMs <= 8.64e15 ? new Date(deadlineMs) : undefined;
    const whole = watch(signal, timeoutMs);
    budget.addCall();

    async function send(attempt: number): Promise<Response> {
      const one = watch(whole.signal, attemptTimeoutMs);
      try {
        // Aborting the caller's signal after the response has come still ends its content.
        const both = signal ? AbortSignal.any([signal, one.signal]) : one.signal;
        // A Request can be sent once; its copy keeps the content for the next attempt.
        const sent = request && attempt < maxAttempts ? request.clone() : input;
        return await until(one.signal, fetchOnce(sent, { ...init, headers, signal: both }));
      } finally {
        one.end();
      }
    }

    /** Returns what a response means, or the response itself if nothing can come of it. */
    async function failureOf(response: Response): Promise<RemoteError | undefined> {
      if (throwErrors) return until(whole.signal, revive(response, { types }));
      const { status } = response;
      const first = retryAdvice({ ...retries, method, response, attempt: 1, keyed, maxAttempts: 2 });
      if (!first.retry && first.why === 'final' && status !== 409) return undefined;
      const isProblem = /^application\/problem\+json/i.test(response.headers.get('content-type') ?? '');
      // The type of the problem counts, and the caller's content stays unread.
      return until(
        whole.signal,
        revive(isProblem ? response.clone() : { status, headers: response.headers }, { types }),
      );
    }

    try {
      for (let attempt = 1; ; attempt++) {
        let response: Response | undefined;
        let error: unknown;
        try {
          response = await send(attempt);
          if (response.status < 400) return settle(response);
          error = await failureOf(response);
          if (error === undefined) return response;
        } catch (thrown) {
          if (whole.signal.aborted) throw whole.signal.reason;
          error = thrown;
        }
        const at = Number(now());
        const advice = retryAdvice({
          ...retries,
          method,
          error,
          attempt,
          keyed,
          deadline,
          now: new Date(at),
          maxAttempts,
        });
        // A wait that ends with the time limit would replace the error by a TimeoutError.
        if (!advice.retry || at + advice.waitMs >= deadlineMs || !budget.takeRetry()) {
          if (response !== undefined && !throwErrors) return response;
          throw error;
        }
        if (!throwErrors) void response?.body?.cancel().catch(() => {});
        const { waitMs, why } = advice;
        const line = `${method} ${url.replace(/[?#\s].*/s, '')}: ${nameOf(error)}, attempt ${attempt + 1} in ${Math.ceil(waitMs)} ms (${why})`;
        // Awaited, so that a promise that rejects ends the call and not the process.
        await until(whole.signal, onRetry({ attempt, waitMs, why, method, url, error, line }));
        await sleep(whole.signal, waitMs);
      }
    } finally {
      whole.end();
    }
  };
}

/** Status and name of a revived error, or the name and the code of what `fetch` has thrown. */
function nameOf(error: unknown): string {
  const status = read(error, 'status');
  return [
    isCount(status) && status,
    textIn(error, 'name'),
    textIn(error, 'code') || textIn(read(error, 'cause'), 'code'),
  ]
    .filter(Boolean)
    .join(' ');
}

/** A stream cannot be sent a second time. */
const isOneShot = (body: unknown): boolean =>
  Boolean(read(body, 'getReader') ?? read(body, Symbol.asyncIterator));
