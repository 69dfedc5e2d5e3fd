import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a handler calls when it does not answer itself. */
export type Next = (error?: unknown) => void;

/** Middleware that fits Express 4 and 5. */
export type Middleware = (request: IncomingMessage, response: ServerResponse, next: Next) => void;

/** Error middleware that fits Express 4 and 5. */
export type ErrorMiddleware = (
  error: unknown,
  request: IncomingMessage,
  response: ServerResponse,
  next: Next,
) => void;

/**
 * What Express adds to a request, as far as it is read here. No interface: loggers such as pino-http declare a member
 * `id` of their own on each request.
 */
export type ExpressRequest = IncomingMessage & {
  readonly app?: unknown;
  readonly baseUrl?: string | undefined;
  readonly body?: unknown;
  readonly originalUrl?: string | undefined;
  readonly path?: string | undefined;
  readonly id?: unknown;
  /** The response to this request, which Express puts there. */
  readonly res?: unknown;
  readonly route?: { readonly path?: unknown } | undefined;
};

/** What Express adds to a response, as far as it is used here. */
export interface ExpressResponse extends ServerResponse {
  get(name: string): unknown;
  send(...args: unknown[]): unknown;
}
