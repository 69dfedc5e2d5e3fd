import { sleep, watch } from './abort.ts';
import { FOREVER, numberFrom, optionFrom, wrongType } from './arguments.ts';
import { type RequestOptions, sameOrigin, sender } from './exchange.ts';
import { read, textIn } from './read.ts';
import { waitOf } from './retry-after.ts';
import { revive } from './revive.ts';

/** Options of {@link job}. */
export interface JobOptions extends RequestOptions {
  /** The time for the whole job, in milliseconds; after it the promise rejects with a `TimeoutError`. Default: none. */
  readonly timeoutMs?: number | undefined;
  /** The time between two questions if the server names none, or one that has passed, in milliseconds. Default: 1,000. */
  readonly pollMs?: number | undefined;
  /** Called with the state after each question; a promise that it returns is awaited. */
  readonly onProgress?:
    | ((status: { readonly state: string; readonly progress?: number | undefined }) => void)
    | undefined;
}

/**
 * Waits for work that a server has accepted with a 202. It polls the monitor, never before Retry-After is over. If the monitor
 * redirects to the result (303), the result is returned; if it reports that there is no result, its last response is. If the
 * job has failed, the promise rejects with the problem of the job; if the monitor is gone, with a `Gone`. If the response is an
 * error itself, the promise rejects with what it means.
 *
 * A monitor at another origin than the response is not asked, since `headers` may hold credentials: pass its URL if it is trusted.
 *
 * @param monitor The 202, or the URL of its monitor.
 * @throws {TypeError} If an argument has the wrong type, or the response names no monitor.
 * @throws {Error} If the monitor is at another origin than the response.
 * @throws {RangeError} If a number is negative.
 *
 * @example
 * ```ts
 * import { job } from '@statuskit/client';
 *
 * const fetch = async () => Response.json({ state: 'done' });
 * const result = await job('https://api.example/jobs/1', { fetch, timeoutMs: 60_000 });
 * console.log(await result.text());
 * ```
 */
export async function job(monitor: string | URL | Response, options: JobOptions = {}): Promise<Response> {
  const onProgress = optionFrom<NonNullable<JobOptions['onProgress']>>(
    options,
    'onProgress',
    'function',
    () => {},
  );
  const timeoutMs = numberFrom(options, 'timeoutMs', FOREVER);
  const pollMs = numberFrom(options, 'pollMs', 1000);
  const accepted = read(read(monitor, 'headers'), 'get') ? (monitor as Response) : undefined;
  if (!accepted && typeof monitor !== 'string' && !textIn(monitor, 'href')) {
    throw wrongType('monitor', 'a Response of fetch, or a URL', monitor);
  }
  const error = accepted && (await revive(accepted));
  if (error) throw error;
  const url = accepted ? monitorOf(accepted) : String(monitor);
  const whole = watch(options.signal, timeoutMs);
  const send = sender({ ...options, signal: whole.signal });
  void accepted?.body?.cancel().catch(() => {});
  let waitMs = accepted ? waitOf(accepted.headers, Date.now()) : 0;
  try {
    for (;;) {
      await sleep(whole.signal, waitMs ?? pollMs);
      const response = await send(url, { accept: 'application/json' }, { cache: 'no-store' });
      // The monitor redirects to the result, so what comes from elsewhere is the result.
      if (response.redirected) return response;
      const status: unknown = await response
        .clone()
        .json()
        .catch(() => undefined);
      const state = read(status, 'state');
      const progress = read(status, 'progress');
      if (typeof state === 'string') {
        await onProgress({ state, ...(typeof progress === 'number' && { progress }) });
      }
      if (state === 'failed') throw await failureOf(read(status, 'problem'));
      if (state !== 'queued' && state !== 'running' && response.status !== 202) return response;
      void response.body?.cancel().catch(() => {});
      // A date that has passed is that of a clock that is slow, and no reason to ask without a pause.
      waitMs = waitOf(response.headers, Date.now()) || pollMs;
    }
  } finally {
    whole.end();
  }
}

function monitorOf(accepted: Response): string {
  const location = accepted.headers.get('location');
  if (location === null) throw new TypeError('monitor: expected a response with Location, got one without');
  const { url } = accepted;
  return url ? sameOrigin('job: the monitor', location, url, new URL(url).origin) : location;
}

async function failureOf(problem: unknown): Promise<unknown> {
  const status = Number(read(problem, 'status'));
  const headers = { 'content-type': 'application/problem+json' };
  return revive({ status: status >= 400 ? status : 500, headers, body: problem });
}
