import { type LoginGuardOptions as CoreOptions, loginGate } from '@statuskit/core/adapter';
import { perform } from './perform.ts';
import type { AnyContext, AppContext, ContextAt, Middleware, MountedAt } from './types.ts';

type OptionsAt<Ctx> = Ctx extends unknown ? LoginGuardOptions<ContextAt<Ctx>> : never;

/** Options of `loginGuard`. */
export type LoginGuardOptions<Ctx = AppContext> = CoreOptions<Ctx>;

/** Middleware that limits attempts to log in. */
export interface LoginGuard extends Middleware {
  /**
   * Notes that the login of a request has succeeded: returns the attempt to all three limits, and lets the name start again for
   * that address.
   *
   * @throws {TypeError} If the request did not come through this middleware.
   */
  succeeded(context: { readonly req: object }): void;
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
 * const guard = loginGuard({ user: (ctx) => ctx.request.body?.user });
 * router.post('/login', guard, async (ctx) => {
 *   if (!(await isPassword(ctx.request.body))) throw new Unauthorized({ scheme: 'Session' });
 *   guard.succeeded(ctx);
 *   ctx.redirect('/');
 * });
 * ```
 */
export function loginGuard<Ctx extends AnyContext>(options: OptionsAt<Ctx>): MountedAt<Ctx, LoginGuard>;
export function loginGuard<Ctx = AppContext>(options: LoginGuardOptions<Ctx>): LoginGuard;
export function loginGuard<Ctx>(options: LoginGuardOptions<Ctx>): LoginGuard {
  const { decide, succeeded } = loginGate(options);

  const middleware: Middleware = function loginGuard(context, next): Promise<void> {
    return perform(decide, context, next);
  };
  return Object.assign(middleware, { succeeded: ({ req }: { readonly req: object }) => succeeded(req) });
}
