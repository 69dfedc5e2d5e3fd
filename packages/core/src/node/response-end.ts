import type { NodeResponse } from './exchange.ts';

/** Calls `listener` when the response has ended, complete or not; at once where its client went away before. */
export function onceClosed(response: NodeResponse, listener: () => void): void {
  if (response.destroyed) listener();
  else response.once('close', listener);
}

/** Whether the client has got all of a response that tells no error. */
export function hasSucceeded({ statusCode, writableFinished }: NodeResponse): boolean {
  return statusCode < 400 && writableFinished;
}
