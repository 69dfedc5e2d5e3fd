import { sleep } from '../abort.ts';
import { read } from '../read.ts';
import type { RetryOptions } from '../retry-advice.ts';
import type { ForeignResponse } from '../revive.ts';
import { advise, attemptsFrom, revivedFrom } from './advise.ts';

const METHODS = ['get', 'head', 'put', 'delete', 'options', 'trace', 'query', 'post', 'patch'] as const;

/** What {@link forKy} returns: a part of the options of ky. */
export interface KyOptions {
  /** How often to repeat a request, and whether. */
  readonly retry: {
    readonly limit: number;
    readonly methods: (typeof METHODS)[number][];
    readonly delay: () => number;
    readonly shouldRetry: (state: { readonly error: Error; readonly retryCount: number }) => Promise<boolean>;
  };
  /** What is thrown in place of ky's error. */
  readonly hooks: { readonly beforeError: ((state: { readonly error: Error }) => Promise<Error>)[] };
}

// ky has read the content already.
function responseOf(error: Error): ForeignResponse | undefined {
  const response = read(error, 'response') as Response | undefined;
  if (response === undefined) return undefined;
  return { status: response.status, headers: response.headers, url: response.url, data: read(error, 'data') };
}

/**
 * Returns options for ky 2: requests are repeated as {@link retryAdvice} allows, and errors are revived.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If a number is out of its range.
 *
 * @example
 * ```ts
 * import ky from 'ky';
 * import { forKy } from '@statuskit/client';
 *
 * const api = ky.extend(forKy({ maxAttempts: 5 }));
 * ```
 */
export function forKy(options: RetryOptions = {}): KyOptions {
  return {
    retry: {
      limit: attemptsFrom(options) - 1,
      methods: [...METHODS],
      delay: () => 0,
      async shouldRetry({ error, retryCount: attempt }) {
        const { method, headers, signal } = Object(read(error, 'request')) as Request;
        const response = responseOf(error);
        const { advice } = await advise({ method, headers, attempt, error, response }, options);
        // ky has no wait for a single request, so the wait is here.
        if (advice.retry) await sleep(signal, advice.waitMs);
        return advice.retry;
      },
    },
    hooks: { beforeError: [({ error }) => revivedFrom(responseOf(error), error)] },
  };
}
