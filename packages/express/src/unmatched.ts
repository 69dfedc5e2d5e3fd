import { type OptionNames, unmatchedDecider, warnOfUnknown } from '@statuskit/core/adapter';
import { nothingFollows, perform } from './perform.ts';
import { type Application, allowedMethods, everyMethod } from './routes.ts';
import type { ExpressRequest, Middleware } from './types.ts';

/** Options of `unmatched`. */
export interface UnmatchedOptions {
  /** Mounted applications, whose routes Express hides from the application in which they are mounted. Default: none. */
  readonly apps?: readonly Application[] | undefined;
}

const NAMES: OptionNames<UnmatchedOptions> = {
  apps: true,
};

/**
 * Returns middleware for requests that no route has answered. Mount it after the routes, in each application. A target with routes for other methods
 * is a 405 with Allow, OPTIONS is answered from the same methods, a method that no route knows is a 501, and the rest is a 404.
 *
 * @example
 * ```ts
 * app.use(unmatched());
 * app.use(errorHandler());
 * ```
 */
export function unmatched(options: UnmatchedOptions = {}): Middleware {
  warnOfUnknown('unmatched', options, NAMES);
  const { apps = [] } = options;
  const decide = unmatchedDecider<ExpressRequest>({
    allowed: (request) => allowedMethods(request, apps),
    every: (request) => everyMethod(request, apps),
  });

  return function unmatched(request, response, next): void {
    perform(decide, request, response, next, nothingFollows);
  };
}
