import { idempotentDecider } from '@statuskit/core/adapter';
import type { IdempotencyOptions } from '@statuskit/core/idempotency';
import { perform } from './perform.ts';
import type { AppRequest, ExpressRequest, Middleware, MountedOn, RequestOn, RouteParams } from './types.ts';

type OptionsOn<Params> = Params extends unknown ? IdempotencyOptions<RequestOn<Params>> : never;

/**
 * Returns middleware for a handler that must run once for each key: the first request with an Idempotency-Key runs, and a
 * repetition receives the same response. Mount it behind authentication and the body parser, and in front of the guard.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If a number is out of range.
 *
 * @example
 * ```ts
 * app.post('/payments', express.json(), idempotent({ scope: (req) => req.user.id }), handle(pay));
 * ```
 */
export function idempotent<Params extends RouteParams>(
  options: OptionsOn<Params>,
): MountedOn<Params, Middleware>;
export function idempotent<Req = AppRequest>(options: IdempotencyOptions<Req>): Middleware;
export function idempotent<Req>(options: IdempotencyOptions<Req>): Middleware {
  const decide = idempotentDecider(options, { contentOf, authorityOf });

  return function idempotent(request, response, next): void {
    perform(decide, request, response, next);
  };
}

function contentOf(request: unknown): unknown {
  return (request as ExpressRequest).body;
}

interface Application {
  get?(setting: 'trust proxy fn'): ((address: string | undefined, hop: number) => boolean) | undefined;
}

/** Returns `req.host` of Express 5. In Express 4 it lacks the port, and is deprecated. */
function authorityOf(source: unknown): string {
  const { headers, socket, app } = source as ExpressRequest; // Express passes its own request
  const forwarded = headers['x-forwarded-host'];
  const isTrusted = (app as Application | undefined)?.get?.('trust proxy fn');
  if (typeof forwarded === 'string' && isTrusted?.(socket.remoteAddress, 0) === true) {
    return (forwarded.split(',', 1)[0] ?? '').trim();
  }
  return headers.host ?? '';
}
