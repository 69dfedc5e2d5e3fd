import type { IncomingMessage, ServerResponse } from 'node:http';
import { ServiceUnavailable } from '@statuskit/core';
import { writeToNode } from '@statuskit/core/adapter';
import { answerRequest, type ReportListener } from './answer.ts';
import type { Drain } from './drain.ts';

/** A check of a dependency. It throws or rejects if requests that need the dependency would fail. */
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
      await Promise.race([timeout, Promise.resolve().then(() => check(late.signal))]);
      return undefined;
    } catch (cause) {
      return { name, cause };
    } finally {
      clearTimeout(timer);
    }
  };
  const results = await Promise.all(Object.entries(checks).map(run));
  return results.find((result) => result !== undefined);
}

/** Returns a handler that reports that the process works: 200, always. */
export function livenessHandler(): HealthHandler {
  return function live(request, response) {
    answerOk(request, response);
  };
}

/** Returns a handler that reports whether requests should be sent here. */
export function readinessHandler(
  drain: Pick<Drain, 'state'>,
  { checks = {}, timeout = 1 }: Pick<HealthOptions, 'checks' | 'timeout'>,
  own: ReportListener | undefined,
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
    if (drain.state !== 'open') {
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
      } else if (drain.state !== 'open') {
        refuse(request, response, { detail: 'The server is draining.' }, 'info');
      } else if (!response.headersSent && !response.destroyed) answerOk(request, response);
    });
  };
}
