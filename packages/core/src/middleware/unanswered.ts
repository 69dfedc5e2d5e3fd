import type { EventEmitter } from 'node:events';
import { isAnswered, isClosed, type NodeRequest, type NodeResponse } from '../node/exchange.ts';
import { onceClosed } from '../node/response-end.ts';
import { hasWarned, warnOnce } from '../warn.ts';

/** Whether a handler has passed its request on. */
export interface Passing {
  isDone: boolean;
}

const PATIENCE_MS = 1000;

/** Reports whether a handler has done nothing with its response: sent nothing, closed nothing, piped nothing into it. */
export function isUntouched(request: NodeRequest, response: NodeResponse): boolean {
  if (isAnswered(response) || isClosed(request, response)) return false;
  // A stream that is piped into the response may not have had its first byte.
  return (response as Partial<EventEmitter>).listenerCount?.('unpipe') === 0;
}

/** Warns, once per process, if nothing has been sent a second after a handler returned nothing. */
export function watchUnanswered(
  request: NodeRequest,
  response: NodeResponse,
  passed: Passing | undefined,
): void {
  if (hasWarned('STATUSKIT_UNANSWERED')) return;
  const timer = setTimeout(() => {
    if (passed?.isDone === true || !isUntouched(request, response)) return;
    warnOnce(
      'STATUSKIT_UNANSWERED',
      'handle: a handler has returned undefined, and a second later nothing has been sent; return null for a 204',
    );
  }, PATIENCE_MS);
  timer.unref();
  onceClosed(response, () => clearTimeout(timer));
}
