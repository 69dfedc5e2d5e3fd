// Middleware for the server level: where it fits, and what its callbacks are called with.
import Router from '@koa/router';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import express, { type Request } from 'express';
import express4, { type Request as Request4 } from 'express4';
import Koa, { type Context } from 'koa';
import Koa2, { type Context as Context2 } from 'koa2';

const ofExpress: readonly forExpress.Middleware[] = [
  forExpress.deadline(15),
  forExpress.deadline(false),
  forExpress.shed(),
  forExpress.shed({ lagMs: 40, priority: (req) => (req.path.startsWith('/checkout') ? 2 : 1) }),
  forExpress.shed({
    priority: (req) => (req.user.isPaying === true ? 2 : 1),
    health: (req) => req.path === '/up',
  }),
  forExpress.shed({ priority: (req: Request4) => Number(req.get('Priority')) }),
  forExpress.hosts(['api.example', 'localhost:3000'] as const),
  forExpress.rejectEarlyData(),
  forExpress.requireMediaType('application/json', 'application/merge-patch+json'),
];
for (const middleware of ofExpress) {
  express().use(middleware).post('/notes', middleware);
  express4().use(middleware).post('/notes', middleware);
  express.Router().use(middleware);
  express4.Router().use(middleware);
}

const ofKoa: readonly forKoa.Middleware[] = [
  forKoa.deadline(15),
  forKoa.deadline(false),
  forKoa.shed(),
  forKoa.shed({ lagMs: 40, priority: (ctx) => (ctx.path.startsWith('/checkout') ? 2 : 1) }),
  forKoa.shed({
    priority: (ctx) => (ctx.state.user.isPaying === true ? 2 : 1),
    health: ({ url }) => url === '/up',
  }),
  forKoa.shed({ priority: (ctx: Context2) => Number(ctx.get('Priority')) }),
  forKoa.hosts(['api.example', 'localhost:3000'] as const),
  forKoa.rejectEarlyData(),
  forKoa.requireMediaType('application/json', 'application/merge-patch+json'),
];
for (const middleware of ofKoa) {
  new Koa().use(middleware);
  new Koa2().use(middleware);
  new Router().use(middleware).post('/notes', middleware);
}

// The signal, from whatever request or context there is.
declare const req: Request;
declare const req4: Request4;
declare const ctx: Context;
declare const ctx2: Context2;
const signals: readonly AbortSignal[] = [
  forExpress.signalOf(req),
  forExpress.signalOf(req4),
  forKoa.signalOf(ctx),
  forKoa.signalOf(ctx2),
];
const options: forExpress.ShedOptions<Request> & forKoa.ShedOptions<Request> = {
  priority: ({ path }) => path.length,
};

// @ts-expect-error true is not a number of seconds
forExpress.deadline(true);
// @ts-expect-error seconds are a number
forKoa.deadline('15');
// @ts-expect-error something is needed
forExpress.deadline();
// @ts-expect-error a path is not a request
forExpress.signalOf('/notes');
// @ts-expect-error a request is not a context
forKoa.signalOf(req);
// @ts-expect-error a misspelt option
forExpress.shed({ lag: 40 });
// @ts-expect-error a priority is a number
forExpress.shed({ priority: (one) => one.path });
// @ts-expect-error a context has methods of its own
forKoa.shed({ priority: (one) => one.header('Priority') });
// @ts-expect-error a list of names
forExpress.hosts('api.example');
// @ts-expect-error names are text
forKoa.hosts([/example/]);
// @ts-expect-error no options
forExpress.rejectEarlyData({ methods: ['GET'] });
// @ts-expect-error names, not a list
forKoa.requireMediaType(['application/json']);

void [signals, options];
