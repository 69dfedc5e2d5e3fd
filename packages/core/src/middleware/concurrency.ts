import { allowFunction, requireInteger, requireObject } from '../arguments.ts';
import type { HttpError } from '../errors/http-error.ts';
import { ServiceUnavailable } from '../errors/waits.ts';
import { wordedRefusal } from '../errors/worded-refusal.ts';
import { onceClosed } from '../node/response-end.ts';
import { type OptionNames, warnOfUnknown } from '../option-names.ts';
import { quotaProblem } from '../rate-limit/rate-limit-error.ts';
import { CONTINUE, refuse } from '../step.ts';
import type { Decider } from './decider.ts';

/** Why `concurrency` refuses a request. */
export interface ConcurrencyDecision {
  readonly kind: 'limited';
  /** The number of requests that may run, all of which do. */
  readonly max: number;
  readonly violated: readonly ['concurrency'];
  readonly retryAfterSeconds: number;
}

/** Options of `concurrency`; `Request` is the request of Express or the context of Koa. */
export interface ConcurrencyOptions<Request = unknown> {
  /** How many requests may run in this process, an integer of at least 1. */
  readonly max: number;
  /** Value of Retry-After in the refusals, in seconds. Default: 1. */
  readonly retryAfterSeconds?: number | undefined;
  /**
   * Returns the error with which a request is refused. It receives the RateLimit fields, and Retry-After if it is a 429 or 503
   * without a wait. Default: a 503 of the type `temporary-reduced-capacity`.
   */
  readonly refuse?:
    | ((decision: ConcurrencyDecision, request: Request) => HttpError<number> | undefined)
    | undefined;
}

const NAMES: OptionNames<ConcurrencyOptions<never>> = {
  max: true,
  retryAfterSeconds: true,
  refuse: true,
};

/**
 * Returns the half of `concurrency` that both adapters share. The place of a request is free when its response has ended.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If a number is out of range.
 *
 * @example
 * ```ts
 * const decide = concurrencyDecider({ max: 20 });
 * ```
 */
export function concurrencyDecider<Request>(options: ConcurrencyOptions<Request>): Decider<Request> {
  requireObject('options', options, '{ max, … }');
  warnOfUnknown('concurrency', options, NAMES);
  const { max, retryAfterSeconds = 1 } = options;
  requireInteger('max', max, { least: 1 });
  allowFunction('refuse', options.refuse);
  // Checked here, and not with the first refusal.
  new ServiceUnavailable({ seconds: retryAfterSeconds });
  const decision: ConcurrencyDecision = {
    kind: 'limited',
    max,
    violated: ['concurrency'],
    retryAfterSeconds,
  };
  const headers = {
    'ratelimit-policy': `"concurrency";q=${max};qu="concurrent-requests"`,
    ratelimit: '"concurrency";r=0',
  };
  let running = 0;

  function refusal(): ServiceUnavailable {
    return new ServiceUnavailable(
      { seconds: retryAfterSeconds },
      {
        ...quotaProblem('temporary-reduced-capacity', decision.violated),
        headers,
        log: `${running} requests are running`,
      },
    );
  }

  return function enter(source, _request, response) {
    if (running >= max) return refuse(wordedRefusal(options.refuse, decision, source, refusal()));
    running++;
    onceClosed(response, () => {
      running--;
    });
    return CONTINUE;
  };
}
