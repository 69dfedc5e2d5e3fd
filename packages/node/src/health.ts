import type { IncomingMessage, ServerResponse } from 'node:http';
import { ServiceUnavailable } from '@statuskit/core';
import {
  allowFunction,
  type OptionNames,
  requireFunction,
  requireObject,
  warnOfUnknown,
  warnOnce,
  writeToNode,
} from '@statuskit/core/adapter';
import { answerRequest, type ReportListener } from './answer.ts';
import type { Drain } from './drain.ts';
import { allowSeconds } from './seconds.ts';

/**
 * A check of a dependency. It throws or rejects if requests that need the dependency would fail, or results in false or in a
 * `Response` whose status is not a success.
 */
export type HealthCheck = (signal: AbortSignal) => unknown;

/** Health checks, for an orchestrator or a load balancer. */
export interface HealthOptions {
  /** The path that reports whether the process works at all: 200, also while the server is draining. Default: none. */
  readonly live?: string | undefined;
  /** The path that reports whether requests should be sent here: 503 from the signal on. Default: none. */
  readonly ready?: string | undefined;
  /** What else has to work for the server to be ready, by name. Default: nothing. */
  readonly checks?: Readonly<Record<string, HealthCheck>> | undefined;
  /** How long a check may take, in seconds. Default: 1. */
  readonly timeout?: number | undefined;
}

/** A handler for a custom path, in any framework that passes on the request and the response of Node. */
export type HealthHandler = (request: IncomingMessage, response: ServerResponse) => void;

function answerOk(request: IncomingMessage, response: ServerResponse): void {
  const body = '{"status":"pass"}';
  const headers = {
    'cache-control': 'no-store',
    'content-length': String(body.length),
    'content-type': 'application/json',
    'x-content-type-options': 'nosniff',
  };
  const isHead = request.method === 'HEAD';
  writeToNode(
    { status: 200, headers, drop: [], body: isHead ? undefined : body, close: false },
    request,
    response,
  );
}

function resultText(result: unknown): string {
  return result === false
    ? 'false'
    : `the status ${String((result as { readonly status?: unknown }).status)}`;
}

/** Resolves with the name of the first check that failed, and why; undefined if none did. */
async function firstFailure(
  checks: Readonly<Record<string, HealthCheck>>,
  timeoutMs: number,
): Promise<{ readonly name: string; readonly cause: unknown } | undefined> {
  const run = async ([name, check]: [string, HealthCheck]) => {
    const late = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        const reason = new Error(`the check did not answer within ${timeoutMs / 1000} s`);
        late.abort(reason);
        reject(reason);
      }, timeoutMs);
    });
    try {
      const result: unknown = await Promise.race([timeout, Promise.resolve().then(() => check(late.signal))]);
      // Of a fetch, whose promise is fulfilled for a 503 as well.
      const isOk = result !== false && (result as { readonly ok?: unknown } | null | undefined)?.ok !== false;
      return isOk ? undefined : { name, cause: new Error(`the check resulted in ${resultText(result)}`) };
    } catch (cause) {
      return { name, cause };
    } finally {
      clearTimeout(timer);
    }
  };
  const results = await Promise.all(Object.entries(checks).map(run));
  return results.find((result) => result !== undefined);
}

// The state of the server that received a request, on the request.
const STATE = Symbol('statuskit.state');

type Marked = IncomingMessage & { [STATE]?: Pick<Drain, 'state'> };

/** Notes which server received a request, for `readiness`. */
export function noteServer(request: IncomingMessage, drain: Pick<Drain, 'state'>): void {
  (request as Marked)[STATE] = drain;
}

function stateOf(request: IncomingMessage): Drain['state'] {
  const drain = (request as Marked)[STATE];
  if (drain === undefined) {
    warnOnce(
      'STATUSKIT_NOT_SERVED',
      'readiness: the server was not made by serve or protect, so a drain cannot be seen and is not reported',
    );
  }
  return drain?.state ?? 'open';
}

/**
 * Returns a handler that reports that the process works: 200, also while the server is draining. For a path of your own
 * router; the option `health.live` of `serve` does the same in front of the application.
 *
 * @example
 * ```ts
 * app.get('/internal/live', liveness());
 * ```
 */
export function liveness(): HealthHandler {
  return function live(request, response) {
    answerOk(request, response);
  };
}

/** Options of `readiness`. */
export interface ReadinessOptions {
  /** What else has to work for the server to be ready, by name. Default: nothing. */
  readonly checks?: Readonly<Record<string, HealthCheck>> | undefined;
  /** How long a check may take, in seconds. Default: 1. */
  readonly timeout?: number | undefined;
  /** Called once for each 503; pass the function that you pass to `errorHandler`. Default: one record on the console. */
  readonly report?: ReportListener | undefined;
}

/** Checks what health checks have in common. */
export function checkReadiness(name: string, options: Pick<ReadinessOptions, 'checks' | 'timeout'>): void {
  allowSeconds(`${name}.timeout`, options.timeout);
  if (options.checks !== undefined) requireObject(`${name}.checks`, options.checks);
  for (const [check, run] of Object.entries(options.checks ?? {}))
    requireFunction(`${name}.checks.${check}`, run);
}

const NAMES: OptionNames<ReadinessOptions> = {
  checks: true,
  timeout: true,
  report: true,
};

/**
 * Returns a handler that reports whether requests should be sent here: 200, or 503 if a check fails and from the moment at
 * which the server begins to drain. For a path of your own router, on a server of `serve` or `protect`. Mount it in front
 * of `shed`, limiters and authentication. The option `health.ready` of `serve` does the same in front of the application,
 * and is never shed.
 *
 * On Koa pass it the request and the response of Node, and set `ctx.respond = false`.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If `timeout` is negative or above 2,147,482.
 *
 * @example
 * ```ts
 * app.get('/internal/ready', readiness({ checks: { search: (signal) => fetch('http://search.internal/', { signal }) } }));
 * ```
 */
export function readiness(options: ReadinessOptions = {}): HealthHandler {
  warnOfUnknown('readiness', options, NAMES);
  allowFunction('report', options.report);
  checkReadiness('readiness', options);
  return readinessHandler(stateOf, options);
}

/** Returns a handler that reports whether requests should be sent here, by the state of the server that received one. */
export function readinessHandler(
  stateFor: (request: IncomingMessage) => Drain['state'],
  { checks = {}, timeout = 1, report: own }: ReadinessOptions,
): HealthHandler {
  const hasChecks = Object.keys(checks).length > 0;

  function refuse(
    request: IncomingMessage,
    response: ServerResponse,
    init: { readonly detail: string; readonly cause?: unknown },
    level: 'info' | 'warn',
  ): void {
    if (response.headersSent || response.destroyed) return;
    answerRequest(new ServiceUnavailable('unknown', init), request, response, { closes: false, own, level });
  }

  return function ready(request, response) {
    if (stateFor(request) !== 'open') {
      refuse(request, response, { detail: 'The server is draining.' }, 'info');
      return;
    }
    if (!hasChecks) {
      answerOk(request, response);
      return;
    }
    void firstFailure(checks, timeout * 1000).then((failure) => {
      if (failure !== undefined) {
        const detail = `The check ${failure.name} failed.`;
        refuse(request, response, { detail, cause: failure.cause }, 'warn');
      } else if (stateFor(request) !== 'open') {
        refuse(request, response, { detail: 'The server is draining.' }, 'info');
      } else if (!response.headersSent && !response.destroyed) answerOk(request, response);
    });
  };
}
