import { show } from '../arguments.ts';
import { ServiceUnavailable } from '../errors/waits.ts';
import { onceClosed } from '../node/response-end.ts';
import { refusalInit } from '../rate-limit/refusal.ts';
import { CONTINUE, refuse } from '../step.ts';
import type { Decider } from './decider.ts';

/** How many requests may be under way. */
export interface ConcurrencyOptions {
  /** Requests that this process works on at once, a whole number from 1. */
  readonly max: number;
  /** What Retry-After says to the others, in seconds. Default 1. */
  readonly retryAfterSeconds?: number | undefined;
}

/**
 * Returns the half of `concurrency` that both adapters share. The place of a request is free when its response has ended.
 *
 * @throws {TypeError | RangeError} If an option is invalid.
 */
export function concurrencyDecider(options: ConcurrencyOptions): Decider<unknown> {
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

  function refusal(): ServiceUnavailable {
    return new ServiceUnavailable(
      { seconds: retryAfterSeconds },
      {
        ...refusalInit('temporary-reduced-capacity', ['concurrency']),
        headers,
        log: `${underWay} requests under way`,
      },
    );
  }

  return function enter(_source, _request, response) {
    if (underWay >= max) return refuse(refusal());
    underWay++;
    onceClosed(response, () => {
      underWay--;
    });
    return CONTINUE;
  };
}
