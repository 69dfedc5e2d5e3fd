import { type LoginGuardOptions, loginDecider } from '@statuskit/core/adapter';
import type { Request } from 'express';
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
 * app.post('/login', loginGuard({ user: (req) => req.body.user }), login);
 */
export function loginGuard<Req = Request>(options: LoginGuardOptions<Req>): Middleware {
  const decide = loginDecider(options);

  return function loginGuard(request, response, next): void {
    perform(decide, request, response, next);
  };
}
