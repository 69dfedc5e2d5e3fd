/** What is read and written of a response. */
export interface LimitedResponse {
  readonly statusCode: number;
  readonly writableFinished: boolean;
  readonly destroyed?: boolean | undefined;
  getHeader(name: string): unknown;
  setHeader(name: string, value: string): unknown;
  once(event: 'close', listener: () => void): unknown;
}

/** Calls `listener` when the response has ended, complete or not; at once where its client went away before. */
export function onceClosed(response: LimitedResponse, listener: () => void): void {
  if (response.destroyed === true) listener();
  else response.once('close', listener);
}

/** Whether the client has got all of a response that tells no error. */
export function hasSucceeded({ statusCode, writableFinished }: LimitedResponse): boolean {
  return statusCode < 400 && writableFinished;
}
