// What a callback reads of a request needs no annotation and no cast, in all middlewares alike.
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import express from 'express';
import express4 from 'express4';
import Koa from 'koa';
import Koa2 from 'koa2';

/** Compiles only where both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_same: Same<A, B>): void {}

const policies = [{ name: 'hourly', quota: 1000, windowSeconds: 3600 }] as const;
declare const notes: Map<string, { readonly version: string; readonly text: string }>;

const ofExpress = [
  forExpress.idempotent({ scope: (req) => req.user.id }),
  forExpress.idempotent({ scope: (req) => String(req.auth.sub), fingerprint: (req) => req.body }),
  forExpress.loginGuard({ user: (req) => req.body.user, ip: (req) => req.ip ?? null }),
  forExpress.rateLimit({ policies, key: (req) => req.user.id }),
  forExpress.rateLimit({ policies, key: forExpress.byUser((req) => req.user.id) }),
  forExpress.rateLimit({ policies: (req) => req.user.plan.policies, cost: (req) => req.body.items.length }),
  forExpress.rateLimit({
    policies,
    skip: (req) => req.session.isTrusted === true,
    key: (req) => req.session.id,
  }),
  forExpress.conditional((req) => {
    const note = notes.get(`${req.user.id}/${String(req.params['id'])}`);
    return note && { etag: forExpress.etag.strong(note.version), state: note };
  }),
  forExpress.handle((req) => ({ id: req.user.id, path: req.path })),
];
const errorsOfExpress = forExpress.errorHandler({ requestId: (req) => String(req.id) });
const own = forExpress.handle((req: express.Request & { readonly tenant: string }) => req.tenant);
// @ts-expect-error a request has no such property
forExpress.handle((req) => req.parameters);
// @ts-expect-error what Express declares keeps its type
forExpress.rateLimit({ policies, key: (req) => req.path.length });

// A parameter is a string, as in a handler that stands on the route itself.
const parameter = forExpress.handle((req) => {
  const id: string | undefined = req.params['id'];
  return id;
});
const guarded = forExpress.conditional((req) => {
  const id: string | undefined = req.params['id'];
  return id === undefined ? undefined : { etag: forExpress.etag.strong(id) };
});
const splat = forExpress.handle((req: express.Request<{ path: string[] }>) => req.params.path.length);
// @ts-expect-error a parameter has no such property
forKoa.handle((ctx) => ctx.params['anything']?.at.all);
const koaParameter = forKoa.handle((ctx) => {
  const id: string | undefined = ctx.params['id'];
  return id;
});

// Rules without types of ours.
class ApiError extends Error {
  readonly statusCode: number = 404;
}
forExpress.errorHandler({
  rules: [
    (error: unknown) =>
      error instanceof ApiError ? forExpress.httpError(error.statusCode, error.message) : undefined,
  ],
});
forKoa.errorHandler({
  rules: [
    (error: unknown) =>
      error instanceof ApiError ? forKoa.httpError(error.statusCode, error.message) : undefined,
    forKoa.rules.from(ApiError),
  ],
});
// Refusals are worded alike.
const refuse = (decision: { readonly kind: string }, req: { readonly user?: { readonly name: string } }) =>
  forExpress.httpError(420, `${decision.kind} ${req.user?.name}`);
forExpress.rateLimit({ policies, refuse });
forExpress.loginGuard({
  user: (req: express.Request) => req.body.user,
  refuse: () => forExpress.httpError(420),
});
forExpress.concurrency({ max: 2, refuse });
forExpress.idempotent({ scope: 'shared', refuse });
forExpress.idempotent({
  scope: 'shared',
  refuse: ({ kind }, req) =>
    kind === 'running' ? new forExpress.Conflict(`${req.path} still runs`) : undefined,
});
forExpress.concurrency({ max: 2, refuse: (_decision, req) => new forExpress.NotFound(req.user.name) });
forKoa.rateLimit({ policies, refuse: (_decision, ctx) => new forKoa.NotFound(ctx.state.user.name) });
forKoa.loginGuard({
  user: (ctx) => ctx.request.body.user,
  refuse: (_decision, ctx) => new forKoa.NotFound(ctx.path),
});
forKoa.concurrency({ max: 2, refuse: (_decision, ctx) => new forKoa.NotFound(ctx.state.user.name) });
forKoa.idempotent({ scope: 'shared', refuse: (_decision, ctx) => new forKoa.NotFound(ctx.state.user.name) });
// @ts-expect-error an Error has no status
forExpress.idempotent({ scope: 'shared', refuse: () => new Error('no') });
// One install, one import.
same<typeof forExpress.createError, typeof forKoa.createError>(true);

const app5 = express();
app5.get('/notes/:id', guarded, parameter, splat);
express4().get('/notes/:id', guarded, parameter);
new Koa().use(koaParameter);
const app4 = express4();
for (const one of ofExpress) {
  app5.use(one);
  app4.use(one);
}
app5.use(own, errorsOfExpress);
app4.use(own, errorsOfExpress);

const ofKoa = [
  forKoa.idempotent({ scope: (ctx) => ctx.state.user.id }),
  forKoa.idempotent({ scope: (ctx) => ctx.user.id, fingerprint: (ctx) => ctx.request.body }),
  forKoa.loginGuard({ user: (ctx) => ctx.request.body.user, ip: (ctx) => ctx.ip }),
  forKoa.rateLimit({ policies, key: (ctx) => ctx.state.user.id }),
  forKoa.rateLimit({ policies, key: forKoa.byUser((ctx) => ctx.state.user.id) }),
  forKoa.rateLimit({
    policies: (ctx) => ctx.state.user.plan.policies,
    cost: (ctx) => ctx.request.body.items.length,
  }),
  forKoa.rateLimit({ policies, skip: (ctx) => ctx.session.isTrusted === true }),
  forKoa.conditional((ctx) => {
    const note = notes.get(`${ctx.state.user.id}/${ctx.params['id']}`);
    return note && { etag: forKoa.etag.strong(note.version), state: note };
  }),
  forKoa.handle((ctx) => ({ id: ctx.state.user.id, path: ctx.path })),
];
const errorsOfKoa = forKoa.errorHandler({ requestId: (ctx) => ctx.state.id });
// @ts-expect-error what Koa declares keeps its type
forKoa.rateLimit({ policies, key: (ctx) => ctx.path.length });

for (const app of [new Koa(), new Koa2()]) {
  app.use(errorsOfKoa);
  for (const one of ofKoa) app.use(one);
}
