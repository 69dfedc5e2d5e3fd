import { numberFrom } from '../arguments.ts';
import { read } from '../read.ts';
import { type RetryAdvice, type RetryOptions, retryAdvice } from '../retry-advice.ts';
import { type ForeignResponse, revive } from '../revive.ts';

/** What the hook of a client knows of an attempt that failed. */
export interface ForeignFailure {
  readonly method: string | undefined;
  /** Fields of the request. */
  readonly headers: unknown;
  readonly attempt: number;
  readonly error: unknown;
  readonly response: Response | ForeignResponse | undefined;
}

const KEY = 'idempotency-key';

/** Returns the error that a response of another client means, or `error` if there is no response. */
export async function revivedFrom<E>(response: ForeignFailure['response'], error: E): Promise<E> {
  return ((response && (await revive(response))) ?? error) as E; // clients pass any error on
}

/**
 * Returns the most attempts, and checks all options, so that a mistake shows before a request fails.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If a number is out of its range.
 */
export function attemptsFrom(options: RetryOptions): number {
  const maxAttempts = numberFrom(options, 'maxAttempts', 3, 1);
  retryAdvice({ ...options, method: 'GET', response: { status: 404 }, attempt: 1 });
  return maxAttempts;
}

/** Returns what the failure of another client means, and whether to send its request again. */
export async function advise(
  failure: ForeignFailure,
  options: RetryOptions,
): Promise<{ readonly error: unknown; readonly advice: RetryAdvice }> {
  const { method = 'GET', headers, attempt, response } = failure;
  const get = read(headers, 'get');
  const isKey = ([name, value]: [string, unknown]): boolean => name.toLowerCase() === KEY && Boolean(value);
  const keyed =
    typeof get === 'function' ? Boolean(get.call(headers, KEY)) : Object.entries(Object(headers)).some(isKey);
  const error = await revivedFrom(response, failure.error);
  return { error, advice: retryAdvice({ ...options, method, error, attempt, keyed }) };
}
