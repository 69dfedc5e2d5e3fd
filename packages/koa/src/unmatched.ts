import { type OptionNames, unmatchedDecider, warnOfUnknown } from '@statuskit/core/adapter';
import { hasBegun } from './begun.ts';
import { nothingFollows, perform } from './perform.ts';
import { allowedMethods, everyMethod, type Router } from './routes.ts';
import type { KoaContext, Middleware } from './types.ts';

/** Options of `unmatched`. */
export interface UnmatchedOptions {
  /** Routers whose methods count as known, besides those of the last one that saw the request. Default: none. */
  readonly routers?: readonly Router[] | undefined;
}

const NAMES: OptionNames<UnmatchedOptions> = {
  routers: true,
};

/**
 * Returns middleware for requests that no route of @koa/router has answered. Mount it in front of the router:
 * it first calls what follows, and then also sees a handler that has left nothing. A target with routes for other methods
 * is a 405 with Allow, OPTIONS is answered from the same methods, a method that no route knows is a 501, and the rest is a 404. What has already been answered
 * is left as it is.
 *
 * @example
 * ```ts
 * app.use(errorHandler());
 * app.use(unmatched());
 * app.use(router.routes());
 * ```
 */
export function unmatched(options: UnmatchedOptions = {}): Middleware {
  warnOfUnknown('unmatched', options, NAMES);
  const { routers = [] } = options;
  const decide = unmatchedDecider<KoaContext>({
    allowed: allowedMethods,
    every: (context) => everyMethod(context, routers),
  });

  return async function unmatched(context, next): Promise<void> {
    await next();
    if (context.respond === false || hasBegun(context)) return;
    await perform(decide, context, next, nothingFollows);
  };
}
