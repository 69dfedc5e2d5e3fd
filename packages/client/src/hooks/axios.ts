import { sleep } from '../abort.ts';
import { read } from '../read.ts';
import type { RetryOptions } from '../retry-advice.ts';
import type { ForeignResponse } from '../revive.ts';
import { advise, attemptsFrom } from './advise.ts';

/** An instance of axios, by its shape. */
export interface AxiosLike {
  // biome-ignore lint/suspicious/noExplicitAny: the types of axios are generic in everything
  request(config: any): Promise<any>;
  readonly interceptors: {
    // biome-ignore lint/suspicious/noExplicitAny: as above
    readonly response: { use(fulfilled: undefined, rejected: (error: any) => any): number };
  };
}

const ATTEMPT = 'statuskitAttempt';

/**
 * Makes an instance of axios repeat requests as {@link retryAdvice} allows, and throw revived errors. Returns the instance.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If a number is out of its range.
 *
 * @example
 * ```ts
 * import axios from 'axios';
 * import { forAxios } from '@statuskit/client';
 *
 * const api = forAxios(axios.create(), { maxAttempts: 5 });
 * ```
 */
export function forAxios<A extends AxiosLike>(instance: A, options: RetryOptions = {}): A {
  attemptsFrom(options);
  instance.interceptors.response.use(undefined, async (thrown: unknown) => {
    const config = read(thrown, 'config') as {
      method?: string;
      headers?: unknown;
      signal?: AbortSignal;
      [ATTEMPT]?: number;
    };
    if (config === undefined) throw thrown;
    const { method, headers, [ATTEMPT]: attempt = 1 } = config;
    const response = read(thrown, 'response') as ForeignResponse | undefined;
    const { error, advice } = await advise({ method, headers, attempt, error: thrown, response }, options);
    if (!advice.retry || typeof read(config['data' as never], 'pipe') === 'function') throw error;
    await sleep(config.signal ?? new AbortController().signal, advice.waitMs);
    return instance.request({ ...config, [ATTEMPT]: attempt + 1 });
  });
  return instance;
}
