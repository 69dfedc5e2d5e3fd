import { expected } from '../arguments.ts';
import { ServiceUnavailable } from '../errors/waits.ts';
import type { NodeRequest, NodeResponse } from '../node/exchange.ts';
import { setDeadline } from '../node/signal.ts';

/** Starts the deadline of a request; `fail` is called with the error when it has passed. */
export type DeadlineStarter = (
  request: NodeRequest,
  response: NodeResponse,
  fail: (error: unknown) => void,
) => void;

// The longest delay of setTimeout.
const MOST_SECONDS = 2 ** 31 / 1000 - 1;

/**
 * Returns the half of `deadline` that both adapters share. It is not a decider: a request continues, and may be refused
 * later all the same.
 *
 * @throws {TypeError} If `seconds` is neither a number nor false.
 * @throws {RangeError} If `seconds` is not above 0, or above 2,147,482.
 */
export function deadlineStarter(seconds: number | false): DeadlineStarter {
  if (seconds !== false) {
    const what = 'a number of seconds above 0, or false';
    if (typeof seconds !== 'number') throw new TypeError(expected('seconds', what, seconds));
    if (!(seconds > 0 && seconds <= MOST_SECONDS)) throw new RangeError(expected('seconds', what, seconds));
  }
  const ms = seconds === false ? undefined : seconds * 1000;
  const error = (): ServiceUnavailable =>
    new ServiceUnavailable('unknown', { log: `the handler did not answer within ${String(seconds)} s` });

  return function start(request, response, fail) {
    setDeadline(request, response, ms, error, fail);
  };
}
