import { read } from '../read.ts';
import type { RetryOptions } from '../retry-advice.ts';
import type { ForeignResponse } from '../revive.ts';
import { advise, attemptsFrom, revivedFrom } from './advise.ts';

/** What {@link forGot} returns: a part of the options of got. */
export interface GotOptions {
  /** How often to repeat a request, and when. */
  readonly retry: {
    readonly limit: number;
    readonly enforceRetryRules: false;
    readonly calculateDelay: (state: {
      readonly attemptCount: number;
      readonly error: Error;
    }) => Promise<number>;
  };
  /** What is thrown in place of got's error. */
  readonly hooks: { readonly beforeError: (<E extends Error>(error: E) => Promise<E>)[] };
}

interface GotRequest {
  readonly method: string;
  readonly headers: object;
}

const responseOf = (error: Error): ForeignResponse | undefined =>
  read(error, 'response') as ForeignResponse | undefined;

/**
 * Returns options for got 14 and later: requests are repeated as {@link retryAdvice} allows, and errors are revived.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If a number is out of its range.
 *
 * @example
 * ```ts
 * import got from 'got';
 * import { forGot } from '@statuskit/client';
 *
 * const api = got.extend(forGot({ maxAttempts: 5 }));
 * ```
 */
export function forGot(options: RetryOptions = {}): GotOptions {
  return {
    retry: {
      limit: attemptsFrom(options) - 1,
      enforceRetryRules: false,
      async calculateDelay({ attemptCount: attempt, error }) {
        const { method, headers } = Object(read(error, 'options')) as GotRequest;
        const response = responseOf(error);
        const { advice } = await advise({ method, headers, attempt, error, response }, options);
        return advice.retry ? Math.max(1, Math.ceil(advice.waitMs)) : 0; // 0 means: not again
      },
    },
    hooks: { beforeError: [(error) => revivedFrom(responseOf(error), error)] },
  };
}
