import { show } from '../arguments.ts';
import type { HttpError } from '../errors/http-error.ts';
import { ServiceUnavailable } from '../errors/waits.ts';
import { type LimitedResponse, onceClosed } from '../node/response-end.ts';
import { refusalInit } from '../rate-limit/refusal.ts';

/** How many requests may be under way. */
export interface ConcurrencyOptions {
  /** Requests that this process works on at once, a whole number from 1. */
  readonly max: number;
  /** What Retry-After says to the others, in seconds. Default 1. */
  readonly retryAfterSeconds?: number | undefined;
}

/** Gives the error of a refusal, or undefined where a request may go on; its place is free when the response has ended. */
export type ConcurrencyLimiter = (response: LimitedResponse) => HttpError | undefined;

/** Throws a TypeError or a RangeError for options of the wrong form. */
export function concurrencyLimiter(options: ConcurrencyOptions): ConcurrencyLimiter {
  const { max, retryAfterSeconds = 1 } = options ?? {};
  if (!Number.isSafeInteger(max) || max < 1)
    throw new RangeError(`max: expected a whole number from 1, got ${show(max)}`);
  // Checked here, and not with the first refusal.
  new ServiceUnavailable({ seconds: retryAfterSeconds });
  const headers = {
    'ratelimit-policy': `"concurrency";q=${max};qu="concurrent-requests"`,
    ratelimit: '"concurrency";r=0',
  };
  let underWay = 0;

  return function enter(response) {
    if (underWay >= max) {
      return new ServiceUnavailable(
        { seconds: retryAfterSeconds },
        {
          ...refusalInit('temporary-reduced-capacity', ['concurrency']),
          headers,
          log: `${underWay} requests under way`,
        },
      );
    }
    underWay++;
    onceClosed(response, () => {
      underWay--;
    });
    return undefined;
  };
}
