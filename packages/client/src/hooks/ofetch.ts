import { read } from '../read.ts';
import type { RetryOptions } from '../retry-advice.ts';
import { advise, attemptsFrom } from './advise.ts';

/** What a hook of ofetch gets, by its shape. */
export interface OfetchContext {
  // biome-ignore lint/suspicious/noExplicitAny: the types of ofetch are generic in everything
  options: any;
  error?: Error | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  response?: any;
}

/** What {@link forOfetch} returns: a part of the options of ofetch. */
export interface OfetchOptions {
  /** Called if there is no response. */
  readonly onRequestError: (context: OfetchContext) => Promise<void>;
  /** Called if the status is 400 or above. */
  readonly onResponseError: (context: OfetchContext) => Promise<void>;
}

/**
 * Returns options for ofetch: requests are repeated as {@link retryAdvice} allows, and errors are revived.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If a number is out of its range.
 *
 * @example
 * ```ts
 * import { ofetch } from 'ofetch';
 * import { forOfetch } from '@statuskit/client';
 *
 * const api = ofetch.create(forOfetch({ maxAttempts: 5 }));
 * ```
 */
export function forOfetch(options: RetryOptions = {}): OfetchOptions {
  attemptsFrom(options);
  async function onError({ options: request, error: thrown, response }: OfetchContext): Promise<void> {
    const { method, headers, statuskitAttempt: attempt = 1 } = request;
    const { error, advice } = await advise({ method, headers, attempt, error: thrown, response }, options);
    if (!advice.retry || typeof read(request.body, 'getReader') === 'function') throw error;
    // ofetch reads these after its hooks, and counts an error without a response as a 500.
    Object.assign(request, {
      retry: 1,
      retryDelay: Math.ceil(advice.waitMs),
      retryStatusCodes: [response?.status ?? 500],
      statuskitAttempt: attempt + 1,
    });
  }
  return { onRequestError: onError, onResponseError: onError };
}
