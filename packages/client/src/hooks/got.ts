import { read } from '../read.ts';
import type { RetryOptions } from '../retry-advice.ts';
import { type ForeignResponse, revive } from '../revive.ts';
import { advise } from './advise.ts';

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

/**
 * Returns options for got 14 and later: requests are repeated as {@link retryAdvice} allows, and errors are revived.
 *
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
  const responseOf = (error: Error): ForeignResponse | undefined =>
    read(error, 'response') as ForeignResponse | undefined;
  async function calculateDelay({
    attemptCount,
    error,
  }: {
    readonly attemptCount: number;
    readonly error: Error;
  }): Promise<number> {
    const { method, headers } = Object(read(error, 'options')) as {
      readonly method: string;
      readonly headers: object;
    };
    const { advice } = await advise(
      { method, headers, attempt: attemptCount, error, response: responseOf(error) },
      options,
    );
    return advice.retry ? Math.max(1, Math.ceil(advice.waitMs)) : 0; // 0 means: not again
  }
  return {
    retry: { limit: (options.maxAttempts ?? 3) - 1, enforceRetryRules: false, calculateDelay },
    hooks: {
      // got asks for an error of the same type, and passes any on.
      beforeError: [
        async (error) => ((await revive(responseOf(error) ?? { status: 200 })) ?? error) as never,
      ],
    },
  };
}
