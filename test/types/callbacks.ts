// What a callback reads of a request needs no annotation and no cast, in all middlewares alike.
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import express from 'express';
import express4 from 'express4';
import Koa from 'koa';
import Koa2 from 'koa2';

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

const app5 = express();
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
    const note = notes.get(`${ctx.state.user.id}/${ctx.params.id}`);
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
