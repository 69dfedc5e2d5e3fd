import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request } from 'express';

/** Called by a handler that does not answer itself. */
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
 * The properties that Express adds to a request, as far as they are read here. This is not an interface because loggers such as
 * pino-http declare their own property `id` on each request.
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

/* biome-ignore-start lint/suspicious/noExplicitAny: what other middleware puts there has any type, and a callback reads it
   without a cast */
/** Properties that middleware such as passport, express-session, express-jwt or pino-http puts on a request. */
interface Additions {
  readonly auth: any;
  readonly id: any;
  readonly session: any;
  readonly user: any;
}
/* biome-ignore-end lint/suspicious/noExplicitAny: see above */

/**
 * The request that callbacks are called with if nothing else is said: Express's own, with what other middleware commonly puts on
 * it. A property that the types of that middleware declare keeps its declared type. A route parameter is a string; only a wildcard
 * of Express 5 is a list: `handle((req: Request<{ path: string[] }>) => …)`.
 */
export type AppRequest = Request<Record<string, string>> & Omit<Additions, keyof Request>;
