import type { ServerResponse } from 'node:http';
import {
  type FailureContext,
  type FailureOptions,
  failureHandler,
  type Reply,
  writeToNode,
} from '@statuskit/core/adapter';
import { allowedMethods, routeOf } from './routes.ts';
import type { AppRequest, ErrorMiddleware, ExpressRequest } from './types.ts';

/** Options of `errorHandler`. */
export type ErrorHandlerOptions<Req = AppRequest> = FailureOptions<Req>;

/**
 * Returns error middleware: a thrown value becomes the right response, or an opaque 500. Mount it last. It does not call `next`. The
 * thrown value stays on `res.err` for loggers.
 *
 * @throws {TypeError} If an option has the wrong type.
 *
 * @example
 * ```ts
 * app.use(errorHandler({ challenge: { scheme: 'Bearer', params: { realm: 'api' } } }));
 * ```
 */
export function errorHandler<Req = AppRequest>(options: ErrorHandlerOptions<Req> = {}): ErrorMiddleware {
  const answer = failureHandler(options);

  // Express knows error middleware by its four parameters.
  return function errorHandler(thrown, request: ExpressRequest, response, _next): void {
    (response as { err?: unknown }).err = thrown;
    void answer(thrown, new ExpressFailure<Req>(request, response));
  };
}

// This is a class because a failure then costs one object and no closures. Getters read a property only when it is needed.
class ExpressFailure<Req> implements FailureContext<Req> {
  readonly source: Req;
  readonly request: ExpressRequest;
  readonly response: ServerResponse;

  constructor(request: ExpressRequest, response: ServerResponse) {
    this.source = request as unknown as Req; // Express passes its own request
    this.request = request;
    this.response = response;
  }

  get knownId(): unknown {
    return this.request.id;
  }

  get route(): string | undefined {
    return routeOf(this.request);
  }

  get content(): unknown {
    return this.request.body;
  }

  get status(): number {
    return this.response.statusCode;
  }

  get environment(): unknown {
    const { app } = this.request as { app?: { get?(name: string): unknown } };
    return app?.get?.('env');
  }

  // finalhandler shows the stack, and with it the message, except in production.
  get showsMessages(): boolean {
    return this.environment !== 'production';
  }

  allowedMethods(): readonly string[] {
    return [...allowedMethods(this.request)].filter((method) => method !== '*');
  }

  write(reply: Reply): void {
    writeToNode(reply, this.request, this.response);
  }
}
