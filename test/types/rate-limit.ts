// What the types of rate limits promise. Checked by the compiler only.

import { TooManyRequests } from '@statuskit/core';
import {
  type AsyncRateLimitStore,
  byUser,
  type Decision,
  MemoryStore,
  rateLimiter,
  rateLimitFields,
} from '@statuskit/core/rate-limit';
import * as forExpress from '@statuskit/express';
import { rateLimit as rateLimitExpress } from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import { rateLimit as rateLimitKoa } from '@statuskit/koa';

const policies = [{ name: 'hourly', quota: 1000, windowSeconds: 3600 }];
declare const remote: AsyncRateLimitStore;

// With a MemoryStore, which is the default, a limiter returns synchronously; with a remote store it returns a promise.
export const atOnce: Decision = rateLimiter({ policies }).consume('key');
export const given: Decision = rateLimiter({ policies, store: new MemoryStore() }).peek('key');
export const later: Promise<Decision> = rateLimiter({ policies, store: remote }).consume('key');
// @ts-expect-error a remote store cannot answer at once
export const early: Decision = rateLimiter({ policies, store: remote }).consume('key');

// A decision tells its kinds apart.
export function waitOf(decision: Decision): number | undefined {
  // @ts-expect-error only a refusal that can be waited for has a wait
  decision.retryAfterSeconds.toFixed();
  switch (decision.kind) {
    case 'limited':
      return decision.retryAfterSeconds;
    case 'never':
      // @ts-expect-error waiting does not help
      return decision.retryAfterSeconds;
    case 'unknown':
      return decision.admit ? 0 : decision.retryAfterSeconds;
    default:
      return 0;
  }
}

// @ts-expect-error no policies
rateLimiter({});
// @ts-expect-error a policy without a window
rateLimiter({ policies: [{ name: 'hourly', quota: 1000 }] });
// @ts-expect-error an algorithm that there is not
rateLimiter({ policies: [{ name: 'hourly', quota: 1, windowSeconds: 1, algorithm: 'sliding' }] });
// @ts-expect-error `true` is no form of fields
rateLimitFields(atOnce, true);
// @ts-expect-error a user that may be missing needs a word about those who are
byUser((request: { id?: string }) => request.id);
byUser((request: { id?: string }) => request.id, 'skip');

// Callbacks get the framework's own request or context.
rateLimitExpress({ policies, key: (req) => req.get('X-Key') ?? null, cost: (req) => req.body.items.length });
rateLimitKoa({
  policies,
  key: (ctx) => ctx.get('X-Key') || null,
  skip: async (ctx) => ctx.path === '/health',
});
// @ts-expect-error `undefined` is no key: `null` says that nobody is meant
rateLimitExpress({ policies, key: (req) => req.get('X-Key') });

rateLimitExpress({
  policies,
  countOnly: (status, req) => status === 422 || req.path === '/search',
  refuse: (decision, req) => new TooManyRequests('unknown', `${decision.kind} at ${req.originalUrl}`),
});
rateLimitKoa({
  policies,
  countOnly: (status, ctx) => status === 422 || ctx.path === '/search',
  refuse: (decision, ctx) => new TooManyRequests('unknown', `${decision.kind} at ${ctx.originalUrl}`),
});
// @ts-expect-error a refusal is an HttpError
rateLimitExpress({ policies, refuse: () => new Error('no') });
// @ts-expect-error a word that there is not
rateLimitKoa({ policies, countOnly: 'never' });

forExpress.loginGuard({
  user: (req) => req.body.user,
  succeeded: (req, res) => res.statusCode === 302 && req.path === '/login',
});
forKoa.loginGuard({ user: (ctx) => ctx.query['user'], succeeded: (ctx) => ctx.status === 302 });
// @ts-expect-error a success is a boolean, not a promise
forKoa.loginGuard({ user: (ctx) => ctx.query['user'], succeeded: async (ctx) => ctx.status === 302 });
forExpress.concurrency({
  max: 1,
  refuse: ({ max }, req) => new TooManyRequests('unknown', `${max} ${req.path}`),
});
forKoa.concurrency({
  max: 1,
  refuse: ({ max }, ctx) => new TooManyRequests('unknown', `${max} ${ctx.path}`),
});
