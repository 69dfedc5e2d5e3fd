import { hostsDecider } from '@statuskit/core/adapter';
import { perform } from './perform.ts';
import type { Middleware } from './types.ts';

/**
 * Returns middleware that refuses requests for another authority with a 421, and requests that name no authority with a 400. A
 * name without a port matches any port, and `*.` matches one label. The authority is that of the connection; proxies must pass
 * on Host.
 *
 * @throws {TypeError} If `names` is not a non-empty list of host names, each with or without a port.
 *
 * @example
 * ```ts
 * app.use(hosts(['api.example', '*.tenants.example']));
 * ```
 */
export function hosts(names: readonly string[]): Middleware {
  const decide = hostsDecider(names);

  return function hosts(context, next): Promise<void> {
    return perform(decide, context, next);
  };
}
