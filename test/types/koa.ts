// Callbacks get Koa's own context, and what comes back fits Koa 2, Koa 3 and @koa/router.
import Router, { type RouterContext } from '@koa/router';
import {
  type ErrorHandlerOptions,
  earlyHints,
  errorHandler,
  type HandlerInfo,
  handle,
  type Middleware,
  NotFound,
  preload,
  type Report,
  relocations,
  rules,
  Unauthorized,
  unmatched,
} from '@statuskit/koa';
import Koa, { type Context, type ParameterizedContext } from 'koa';
import Koa2, { type Context as Context2 } from 'koa2';

declare const airports: Map<string, { readonly name: string }>;

// The parameters of a route, with no annotation.
const byCode: Middleware = handle((ctx) => airports.get(String(ctx.params['code'])) ?? new NotFound());
const asynchronous = handle(async (ctx, next) => {
  ctx.set('Vary', 'Accept');
  await next();
  return { path: ctx.path };
});
// The signal of the request, with no annotation, and beside the types of Koa 2.
const signalled: Middleware = handle(async (ctx, _next, { signal }) => {
  const one: AbortSignal = signal;
  return fetch(`https://a.example/${ctx.path}`, { signal: one });
});
const signalled2 = handle((ctx: Context2, _next, { signal }) => [ctx.path, signal.aborted]);
const informed = (info: HandlerInfo): boolean => info.signal.aborted;
handle((_ctx, _next, info) => informed(info));
// @ts-expect-error nothing else is there
handle((_ctx, _next, { timeout }) => timeout);
declare const info: HandlerInfo;
// @ts-expect-error it is read only
info.signal = AbortSignal.abort();
// With types of one's own, and those of Koa 2 and of the router.
interface State {
  readonly user: { readonly id: number };
}
const typed = handle((ctx: ParameterizedContext<State>) => ctx.state.user.id);
const older = handle((ctx: Context2) => ctx.request.ip);
const routed = handle((ctx: RouterContext) => airports.get(String(ctx.params['code'])));
// @ts-expect-error not a function
handle('not a function');
// @ts-expect-error nothing to call
handle();

// Options.
const options: ErrorHandlerOptions = {
  challenge: [{ scheme: 'Bearer' }, { scheme: 'Negotiate' }],
  rules: [rules.boom],
  report: ({ error, thrown, level, sent }) => {
    const known: readonly unknown[] = [error.status, thrown, level, sent];
    void known;
  },
  requestId: (ctx) => ctx.get('X-Request-Id'),
  body: async ({ problem, request: ctx }) =>
    ctx.accepts('json') === false
      ? undefined
      : { contentType: 'application/json', body: { message: problem.title } },
  localize: async (problem, ctx) => ({
    detail: problem.detail,
    language: String(ctx.acceptsLanguages('de')),
  }),
  cache: { 404: 'max-age=60' },
  compat: 'trust-status',
};
const withOptions: Middleware = errorHandler(options);
const inline = errorHandler({
  rules: (builtIn) => builtIn,
  report: (report: Report) => void report.error.title,
  requestId: (ctx) => ctx.state['id'],
});
const older2 = errorHandler<Context2>({ requestId: (ctx) => ctx.get('X-Request-Id') });
errorHandler({ challenge: undefined, report: undefined, requestId: undefined });
// @ts-expect-error a misspelt option
errorHandler({ reports: () => {} });
// @ts-expect-error an empty list of challenges
errorHandler({ challenge: [] });
// @ts-expect-error an id is text
errorHandler({ requestId: (ctx) => ctx.headers });
// @ts-expect-error a context has methods of its own
errorHandler<Context>({ requestId: (ctx) => ctx.header('X-Request-Id') });

// What comes back fits, wherever Koa takes middleware.
const app3 = new Koa();
const app2 = new Koa2();
const router = new Router();
app3.use(signalled).use(signalled2);
app2.use(signalled).use(signalled2);
router.get('/signal', signalled);
app3.use(withOptions).use(inline).use(byCode).use(typed).use(routed).use(unmatched());
app2.use(withOptions).use(inline).use(older2).use(byCode).use(older).use(unmatched());
new Koa<State>().use(withOptions).use(typed).use(unmatched());
new Koa2<State>().use(withOptions).use(older).use(unmatched());
router.get('/airports/:code', byCode, routed);
router.post('/airports', asynchronous, typed);
router.all('/x', byCode);
router.use(withOptions, unmatched());
app3.use(router.routes()).use(unmatched({ routers: [router] }));
app2.use(unmatched({ routers: [router, new Router<State>()] }));
// Middleware behind ours keeps its types.
router.get('/airports/:code/:gate', byCode, (ctx) => {
  const gate: string | undefined = ctx.params['gate'];
  ctx.body = { gate };
});
new Koa<State>().use(withOptions).use((ctx) => {
  const id: number = ctx.state.user.id;
  ctx.body = { id };
});
// @ts-expect-error no router
unmatched({ routers: ['router'] });

// All of core is there.
new Unauthorized({ scheme: 'Bearer' });
// @ts-expect-error no challenge
new Unauthorized();

// Relocations fit wherever middleware does; hints take either context.
const moves = relocations({ '/old': '/new', '/dead': null }, { cacheControl: { maxAgeSeconds: 60 } });
app3.use(moves);
app2.use(moves);
router.use(moves);
handle((ctx) => void earlyHints(ctx, [preload('/a.css', 'style')]));
handle((ctx: Context2) => void earlyHints(ctx, preload('/a.woff2', 'font')));
handle((ctx: RouterContext) => void earlyHints(ctx, []));
// @ts-expect-error a number is no target
relocations({ '/old': 7 });
// @ts-expect-error no such destination
preload('/a.css', 'stylesheet');
