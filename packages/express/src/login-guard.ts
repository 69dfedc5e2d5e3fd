import { type LoginGuardOptions as CoreOptions, loginGate, type NodeResponse } from '@statuskit/core/adapter';
import type { Response } from 'express';
import { perform } from './perform.ts';
import type { AppRequest, Middleware, MountedOn, RequestOn, RouteParams } from './types.ts';

type OptionsOn<Params> = Params extends unknown ? LoginGuardOptions<RequestOn<Params>> : never;

/** Options of `loginGuard`. */
export type LoginGuardOptions<Req = AppRequest> = CoreOptions<
  Req,
  (request: Req, response: Response) => boolean
>;

/** Middleware that limits attempts to log in. */
export interface LoginGuard extends Middleware {
  /**
   * Notes that the login of a request has succeeded: returns the attempt to all three limits, and lets the name start again for
   * that address.
   *
   * @throws {TypeError} If the request did not come through this middleware.
   */
  succeeded(request: object): void;
}

/**
 * Returns middleware that limits attempts to log in. Mount it before the login and behind the body parser. It has three limits:
 * for one name from one address, for an address and for a name. Further attempts receive a 429. Every attempt counts unless the
 * application reports that it has succeeded, with `succeeded` of the middleware or with the option; no status is taken for a
 * success.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If a limit lacks a number, or has one that is out of range.
 *
 * @example
 * ```ts
 * const guard = loginGuard({ user: (req) => req.body?.user });
 * app.post('/login', guard, async (req, res) => {
 *   if (!(await isPassword(req.body))) throw new Unauthorized({ scheme: 'Session' });
 *   guard.succeeded(req);
 *   res.redirect('/');
 * });
 * ```
 */
export function loginGuard<Params extends RouteParams>(
  options: OptionsOn<Params>,
): MountedOn<Params, LoginGuard>;
export function loginGuard<Req = AppRequest>(options: LoginGuardOptions<Req>): LoginGuard;
export function loginGuard<Req>(options: LoginGuardOptions<Req>): LoginGuard {
  // Express passes its own request and response.
  const { decide, succeeded } = loginGate(
    options as CoreOptions<Req, (request: Req, response: NodeResponse) => boolean>,
  );

  const middleware: Middleware = function loginGuard(request, response, next): void {
    perform(decide, request, response, next);
  };
  return Object.assign(middleware, { succeeded });
}
