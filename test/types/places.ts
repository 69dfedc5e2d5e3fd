// Callbacks have the types of the place where their middleware is mounted, as a bare handler has them.
import Router, { type RouterContext } from '@koa/router';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import express, { type Request } from 'express';
import express4, { type Request as Request4 } from 'express4';
import Koa, { type DefaultState, type Next, type ParameterizedContext } from 'koa';
import Router12 from 'koa-router12';
import Koa2 from 'koa2';

/** Compiles only where both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_same: Same<A, B>): void {}

const policies = [{ name: 'hourly', quota: 1000, windowSeconds: 3600 }] as const;
declare function load(id: string): { readonly etag: forExpress.EntityTag } | undefined;
declare function count(id: number): number;

// Express: the parameters are those of the path.
const app = express();
app.get(
  '/notes/:id',
  forExpress.conditional((req) => load(req.params.id)),
  forExpress.handle((req) => {
    same<typeof req.params, { id: string }>(true);
    return load(req.params.id);
  }),
);
app.get(
  '/notes/:id/lines/:line',
  forExpress.rateLimit({ policies, key: (req) => req.params.id, cost: (req) => req.params.line.length }),
  forExpress.concurrency({ max: 2, refuse: (_decision, req) => new forExpress.NotFound(req.params.line) }),
  forExpress.handle(async (req, res) => {
    res.type('text');
    return `${req.params.id} ${req.params.line} ${req.user.name}`;
  }),
);
app.post('/:tenant/payments', forExpress.idempotent({ scope: (req) => req.params.tenant }));
app.post('/:tenant/login', forExpress.loginGuard({ user: (req) => `${req.params.tenant} ${req.body.user}` }));
app.get(
  '/files/*path',
  forExpress.handle((req) => {
    const path: string[] = req.params.path;
    return path;
  }),
);
express.Router().get(
  '/notes/:id',
  forExpress.handle((req) => load(req.params.id)),
);
app.route('/notes/:id').put(forExpress.handle((req) => load(req.params.id)));
app.use(
  '/notes/:id',
  forExpress.handle((req) => load(req.params.id)),
);
const app4 = express4();
app4.get(
  '/notes/:id',
  forExpress.conditional((req) => load(req.params.id)),
  forExpress.handle((req) => load(req.params.id)),
);
app.get(
  '/:id',
  // @ts-expect-error not in the path
  forExpress.handle((req) => req.params.line),
);
// Without a path that is known, each name may be there.
const anywhere = forExpress.handle((req) => {
  same<typeof req.params, Record<string, string>>(true);
  return req.params['id'];
});
app.get('/notes/:id', anywhere);
app.use(
  forExpress.handle((req) => {
    const id: string | undefined = req.params['id'];
    return id;
  }),
);
// What is annotated or explicit stays so, and what stands behind keeps its types.
app.get(
  '/notes/:id',
  forExpress.handle((req: Request<{ id: string }> & { tenant: number }) => count(req.tenant)),
  forExpress.handle<Request>((req) => req.params['id']),
  forExpress.handle(() => 1),
  (req, res) => void res.json(load(req.params.id)),
);
app4.get(
  '/notes/:id',
  forExpress.handle((req: Request4) => req.params['id']),
);
const guard = forExpress.conditional((req) => ({
  etag: forExpress.etag.strong(3),
  state: { by: String(req.user.id) },
}));
same<ReturnType<typeof guard.passed>['state'], { by: string }>(true);

// Koa: the state and the context are those of the application or of the router.
interface State {
  readonly user: { readonly id: number };
}
interface Extra {
  readonly tenant: { readonly id: number };
}
new Koa<State>().use(forKoa.handle((ctx) => count(ctx.state.user.id)));
new Koa2<State>().use(forKoa.handle((ctx) => count(ctx.state.user.id)));
new Koa<State, Extra>().use(forKoa.handle((ctx) => count(ctx.tenant.id) + count(ctx.state.user.id)));
new Koa<DefaultState, Extra>().use(forKoa.handle((ctx) => count(ctx.tenant.id)));
new Koa<State>()
  .use(
    forKoa.conditional((ctx) => {
      same<typeof ctx.state, State>(true);
      return load(String(ctx.state.user.id));
    }),
  )
  .use(
    forKoa.rateLimit({
      policies,
      key: (ctx) => `${count(ctx.state.user.id)}`,
      cost: (ctx) => ctx.state.user.id,
    }),
  )
  .use(
    forKoa.idempotent({
      scope: (ctx) => count(ctx.state.user.id),
      fingerprint: (ctx) => ctx.request.body.sum,
    }),
  )
  .use(
    forKoa.concurrency({ max: 2, refuse: (_decision, ctx) => new forKoa.NotFound(`${ctx.state.user.id}`) }),
  )
  .use(forKoa.loginGuard({ user: (ctx) => `${ctx.state.user.id} ${ctx.request.body.user}` }))
  .use((ctx) => {
    same<typeof ctx.state.user.id, number>(true);
  });
// @ts-expect-error not in the state
new Koa<State>().use(forKoa.handle((ctx) => ctx.state.user.nope));

const router = new Router<State>();
router
  .use(forKoa.handle((ctx) => count(ctx.state.user.id)))
  .get(
    'note',
    '/notes/:id',
    forKoa.handle((ctx) => load(ctx.params['id'] ?? String(ctx.state.user.id))),
  )
  .get(
    ['/notes/:id'],
    forKoa.handle((ctx) => count(ctx.state.user.id)),
  )
  .put(
    '/notes/:id',
    forKoa.conditional(() => load('7')),
    forKoa.idempotent({ scope: (ctx) => count(ctx.state.user.id) }),
    forKoa.handle((ctx) => {
      same<typeof ctx.state, State>(true);
      same<typeof ctx.params, Record<string, string> & Readonly<Record<string, string>>>(true);
      return ctx.session.id;
    }),
  );
const fails = forKoa.handle;
// @ts-expect-error not in the state
router.use(fails((ctx) => ctx.state.user.nope));
// @ts-expect-error a parameter is text
router.use(fails((ctx) => ctx.params['id']?.at.all));
const router12 = new Router12<State>();
router12
  .use(forKoa.handle((ctx) => count(ctx.state.user.id)))
  .get(
    'note',
    '/notes/:id',
    forKoa.handle((ctx) => count(ctx.state.user.id)),
  )
  .put(
    '/notes/:id',
    forKoa.conditional(() => load('7')),
    forKoa.handle((ctx) => count(ctx.state.user.id)),
  );
// @ts-expect-error not in the state
router12.use(fails((ctx) => ctx.state.user.nope));
// The first signature of `router.get` takes a name and a path, so a single handler behind a path is seen as a path: say the type.
// It is so with each function that returns middleware, and due to the order of the signatures alone: the compiler infers the
// type of a callback once, from the first signature that has room for it.
type StateMiddleware = (ctx: RouterContext<State>, next: Next) => unknown;
declare function bare<Ctx>(callback: (ctx: Ctx) => unknown): (ctx: Ctx, next: Next) => unknown;
interface NameFirst {
  (name: string, path: string | RegExp, ...middleware: StateMiddleware[]): void;
  (path: string, ...middleware: StateMiddleware[]): void;
}
interface PathFirst {
  (path: string, ...middleware: StateMiddleware[]): void;
  (name: string, path: string | RegExp, ...middleware: StateMiddleware[]): void;
}
declare const nameFirst: NameFirst;
declare const pathFirst: PathFirst;
nameFirst(
  '/notes/:id',
  bare((ctx) => same<typeof ctx, unknown>(true)),
);
router.get(
  '/notes/:id',
  bare((ctx) => same<typeof ctx, unknown>(true)),
);
pathFirst(
  '/notes/:id',
  bare((ctx) => same<typeof ctx.state, State>(true)),
);
// The context of `handle` is the one that it has without a place, which allows everything.
nameFirst(
  '/notes/:id',
  forKoa.handle((ctx) => same<typeof ctx, forKoa.AppContext>(true)),
);
router.get(
  '/notes/:id',
  forKoa.handle((ctx) => same<typeof ctx, forKoa.AppContext>(true)),
);
pathFirst(
  '/notes/:id',
  forKoa.handle((ctx) => same<typeof ctx.state, State>(true)),
);
router.get(
  '/notes/:id',
  forKoa.handle<RouterContext<State>>((ctx) => count(ctx.state.user.id)),
);
router.get(
  '/notes/:id',
  forKoa.handle((ctx: RouterContext<State>) => count(ctx.state.user.id)),
);
router12.get(
  '/notes/:id',
  forKoa.handle((ctx) => ctx.state.user.anything),
);

// Without a place, and where the types of the place say nothing, a callback reads what it likes of the state.
const read: forKoa.Middleware = forKoa.handle((ctx) => [
  ctx.state.user.name,
  ctx.session.id,
  ctx.get('Accept'),
]);
new Koa()
  .use(read)
  .use(forKoa.handle((ctx) => [ctx.state.user.name, ctx.params['id'], ctx.session.id, ctx.user]));
new Router().use(
  read,
  forKoa.handle((ctx) => [ctx.state.user.name, ctx.params['id'], ctx.session.id, ctx.user]),
);
new Koa<State>().use(read).use(forKoa.handle((ctx: ParameterizedContext<State>) => ctx.state.user.id));
