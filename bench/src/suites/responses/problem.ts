/** What every contender answers, except those that are a framework's own default. */
export const STATUS = 404;
export const DETAIL = 'No note has this id';
export const PATH = '/notes/7';

/** The fields that the adapters send with a 404, for those who write them by hand; Content-Length is the framework's. */
export const FIELDS: Readonly<Record<string, string>> = {
  vary: 'Accept',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-type': 'application/problem+json',
};

/** The document, made anew for each request as in real life. */
export function problemText(status: number, title: string, detail: string): string {
  return JSON.stringify({ type: 'about:blank', title, status, detail });
}

/** One turn of the event loop, as after a query. */
export function turn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

/** What is left of an error class when nothing is asked of it but a status. */
export class BareNotFound extends Error {
  readonly status = STATUS;
}

/** Has all errors of the process keep one frame, as statuskit has a 4xx do in production; none would be no error any more. */
export function keepOneFrame(): void {
  Error.stackTraceLimit = 1;
}
