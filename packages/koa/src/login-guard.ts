import { type LoginGuardOptions, loginDecider } from '@statuskit/core/adapter';
import type { Context } from 'koa';
import { perform } from './perform.ts';
import type { Middleware } from './types.ts';

export type { LoginGuardOptions };

/**
 * Middleware before a login, behind the body parser: counts attempts that fail, for one name from one address, for an
 * address and for a name, and refuses with a 429. One that succeeds costs nothing.
 *
 * Throws a TypeError or a RangeError for options of the wrong form.
 *
 * @example
 * router.post('/login', loginGuard({ user: (ctx) => ctx.request.body.user }), login);
 */
export function loginGuard<Ctx = Context>(options: LoginGuardOptions<Ctx>): Middleware {
  const decide = loginDecider(options);

  return function loginGuard(context, next): Promise<void> {
    return perform(decide, context, next);
  };
}
