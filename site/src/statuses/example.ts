/** A route that answers with a status, written once for both frameworks. */
export interface StatusExample {
  /** Method and path: `GET /notes/:id`. */
  readonly route: string;
  /** Middleware in front of the handler. */
  readonly use?: string;
  /**
   * Statements of the handler. `$request` and `$response` stand for what the framework passes: `req` and `res` on Express, `ctx` on
   * Koa.
   */
  readonly code: string;
  /** What a client sends: a request line, then fields, then an empty line and the content. Default: the route. */
  readonly ask?: string;
  /** How often it is sent; the last answer counts. Default: 1. */
  readonly times?: number;
}
