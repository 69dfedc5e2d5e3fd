import {
  type HandlerInfo,
  handleDecider,
  handlerInfo,
  mostArguments,
  requireHandler,
  wrapping,
} from '@statuskit/core/adapter';
import { hasBegun, isStatusSet } from './begun.ts';
import { nothingFollows, perform } from './perform.ts';
import type { AnyContext, AppContext, ContextAt, KoaContext, Middleware, MountedAt, Next } from './types.ts';

type HandlerAt<Ctx> = Ctx extends unknown
  ? (context: ContextAt<Ctx>, next: Next, info: HandlerInfo) => unknown
  : never;

export type { HandlerInfo };

/**
 * Returns a handler from a function that returns its response, and that may throw or reject.
 *
 * - `undefined` is a 404, unless the function has set `ctx.body` or `ctx.status`, has called `next` or answers itself. The context
 *   and its response are ignored.
 * - `null` is a 204.
 * - An HttpError that is returned is thrown.
 * - A stream of Node or of the web, a Blob and a `Response` are sent as they come.
 * - Text and bytes are sent as they are, and anything else as JSON, with the status that the function has set. Default: 200.
 *
 * The last argument has the `signal` of the request, which is also what `signalOf` returns.
 *
 * @throws {TypeError} If `handler` is not a function.
 *
 * @example
 * ```ts
 * router.get('/airports/:code', handle((ctx) => airports.get(String(ctx.params.code)) ?? new NotFound()));
 * router.get('/weather', handle((_ctx, _next, { signal }) => fetch('https://weather.example/', { signal })));
 * ```
 */
export function handle<Ctx extends AnyContext>(handler: HandlerAt<Ctx>): MountedAt<Ctx, Middleware>;
export function handle<Ctx = AppContext>(
  handler: (context: Ctx, next: Next, info: HandlerInfo) => unknown,
): Middleware;
export function handle<Ctx>(handler: (context: Ctx, next: Next, info: HandlerInfo) => unknown): Middleware {
  requireHandler(handler);
  const reads = mostArguments(handler);
  const plain = handler as (context: Ctx, next: Next) => unknown; // if it reads no more
  const decide = handleDecider<KoaContext, Next>({
    // The context is Koa's own.
    call: (context, response, next) =>
      reads > 2
        ? handler(context as unknown as Ctx, next, handlerInfo(context.req, response))
        : plain(context as unknown as Ctx, next),
    isOwn,
    status: statusOf,
    hasBegun,
    // Koa answers as soon as the function is done, unless that is switched off.
    mayAnswerLate: (context) => context.respond === false,
    takesNext: reads > 1,
  });

  return wrapping<Middleware>(function handled(context, next): Promise<void> {
    return perform(decide, context, next, nothingFollows);
  }, handler);
}

function isOwn(value: unknown, context: KoaContext): boolean {
  return value === context || value === context.res || value === context.response;
}

/** The status that the handler has set. */
function statusOf(context: KoaContext): number {
  return isStatusSet(context) ? context.status : 200;
}
