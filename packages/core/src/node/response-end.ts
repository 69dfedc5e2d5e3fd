import { hasClosed, type NodeResponse } from './exchange.ts';

/** Calls `listener` when the response has ended, complete or not; in the same call if its client has left before. */
export function onceClosed(response: NodeResponse, listener: () => void): void {
  if (hasClosed(response)) listener();
  else response.once('close', listener);
}
