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
 * it. A property that the types of that middleware declare keeps its declared type. On a route whose path is a literal, the
 * parameters are those of the path, as Express infers them; elsewhere, each name may be a string.
 */
export type AppRequest<Params = Record<string, string>> = Request<Params> & Omit<Additions, keyof Request>;

/** The request on a route with these parameters, or on none. */
export type RequestOn<Params> = string extends keyof Params ? AppRequest : AppRequest<Params>;

/** What parameters may be. No other type argument of a middleware fits, so that an explicit one chooses the next signature. */
export type RouteParams = Readonly<Record<string, unknown>>;

/**
 * Always `Result`. The compiler does not know that until it has inferred the parameters from where the middleware is mounted. The
 * callbacks that depend on them are conditional types (`Params extends unknown`) for the same reason: what is inferred from the
 * place is used in a conditional type only.
 */
export type MountedOn<Params, Result> = [Params] extends [never]
  ? (request: { readonly params: Params }, ...rest: never) => void
  : Result;
