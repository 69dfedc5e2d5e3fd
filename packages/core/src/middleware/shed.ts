import { performance } from 'node:perf_hooks';
import { allowFunction, expected } from '../arguments.ts';
import { keepAllFrames, keepFrames } from '../errors/http-error.ts';
import { ServiceUnavailable } from '../errors/waits.ts';
import { hasClosed, type NodeRequest, type NodeResponse } from '../node/exchange.ts';
import { type OptionNames, warnOfUnknown } from '../option-names.ts';
import { CONTINUE, refuse, type Step } from '../step.ts';
import type { Decider } from './decider.ts';
import { Gradient, type Running } from './shed/gradient.ts';
import { Lag } from './shed/lag.ts';
import { Turnstile } from './shed/turnstile.ts';

/** How requests are shed. `Source` is the request of Express or the context of Koa. */
export interface ShedOptions<Source = unknown> {
  /** From which lag of the event loop on the process counts as overloaded, in milliseconds. Default: 40. */
  readonly lagMs?: number | undefined;
  /**
   * Up to which load a request is admitted, if 1 is full load: 2 admits an important request longer than others, 0.5 sheds one
   * earlier, Infinity never sheds it. Default: 1 for each.
   */
  readonly priority?: ((source: Source) => number) | undefined;
  /** Reports whether a request is a health check, which is never shed. Default: by the usual paths, such as `/readyz`. */
  readonly health?: ((source: Source) => boolean) | undefined;
}

/** The request has had no effect and may be sent again, with any method. The README of the package documents it. */
const NOT_PROCESSED = {
  type: 'https://www.npmjs.com/package/@statuskit/core#not-processed',
  title: 'Not Processed',
};

const HEALTH = /^\/(?:livez|readyz|healthz|startupz|health|healthcheck|live|ready|ping|status)\/?(?:\?|$)/;

// Clients that come back at the same time would cause the next peak.
const retryAfter = (): number => 1 + Math.floor(Math.random() * 3);

const NAMES: OptionNames<ShedOptions> = {
  lagMs: true,
  priority: true,
  health: true,
};

/**
 * Returns the half of `shed` that both adapters share. Two signals decide, since neither is sufficient: the lag of the event loop
 * shows processor load, and the duration of requests, relative to how many are under way, shows that they wait for something. While
 * the processor has no time left, requests wait for a short turn first, so that all of them are seen (turnstile.ts).
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If `lagMs` is not above 0.
 */
export function shedDecider<Source = unknown>(options: ShedOptions<Source> = {}): Decider<Source> {
  warnOfUnknown('shed', options, NAMES);
  const { lagMs = 40, priority, health } = options;
  if (!(typeof lagMs === 'number' && lagMs > 0)) {
    throw new RangeError(expected('lagMs', 'a number of milliseconds above 0', lagMs));
  }
  allowFunction('priority', priority);
  allowFunction('health', health);
  const lag = new Lag();
  const gradient = new Gradient();
  const turnstile = new Turnstile();
  const RUNNING: unique symbol = Symbol('request that counts as under way');
  type Entered = NodeResponse & { [RUNNING]?: Running };

  // One listener for all responses, and no closure for each.
  function leave(this: Entered): void {
    const running = this[RUNNING];
    if (running !== undefined) gradient.leave(running);
  }

  function isHealth(source: Source, request: NodeRequest): boolean {
    return health === undefined ? HEALTH.test(request.url ?? '') : health(source);
  }

  function refusal(nowLagMs: number): ServiceUnavailable {
    const log = `overloaded: lag ${Math.round(nowLagMs)} ms, ${gradient.inFlight} of ${Math.floor(gradient.limit)} requests`;
    // Where a request was shed is always here, and one frame was a fifth of what that cost.
    const isLimited = keepFrames(0);
    const error = new ServiceUnavailable({ seconds: retryAfter() }, { ...NOT_PROCESSED, log });
    if (isLimited) keepAllFrames();
    return error;
  }

  const loadOf = (lateMs: number): number =>
    Math.max(lateMs / lagMs, (gradient.inFlight + 1) / gradient.limit);

  function enter(response: Entered, nowMs: number): Step {
    response[RUNNING] = gradient.enter(response, nowMs);
    response.on('close', leave);
    return CONTINUE;
  }

  /** Decides when the request has had its turn. */
  function later(response: Entered, sinceMs: number, most: number): Promise<Step> {
    return new Promise((resolve) => {
      turnstile.wait({
        sinceMs,
        pass(waitedMs) {
          // A client that has left is not worked for.
          const isShed = loadOf(waitedMs) > most || hasClosed(response);
          resolve(isShed ? refuse(refusal(waitedMs)) : enter(response, sinceMs + waitedMs));
          return !isShed;
        },
      });
    });
  }

  return function shed(source, request, response: Entered) {
    const nowMs = performance.now();
    const nowLagMs = lag.at(nowMs);
    const load = loadOf(nowLagMs);
    let most = 1;
    if (load > 1 || priority !== undefined) {
      most = priority?.(source) ?? 1;
      if (load > most && !isHealth(source, request)) return refuse(refusal(nowLagMs));
    }
    // Mounted twice, it counts a request once.
    if (response[RUNNING] !== undefined || hasClosed(response)) return CONTINUE;
    const mustWait = (lag.isBusy || turnstile.isUsed) && most !== Number.POSITIVE_INFINITY;
    if (mustWait && !isHealth(source, request)) return later(response, nowMs, most);
    return enter(response, nowMs);
  };
}
