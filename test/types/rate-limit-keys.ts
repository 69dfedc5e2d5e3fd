// The keys of a limiter: what is written in practice compiles, and leaves the type of the request to the framework.
import { byHeaderHash, byIp, byUser, rateLimit } from '@statuskit/express';
import * as koa from '@statuskit/koa';
import type { Request } from 'express';

const policies = [{ name: 'hourly', quota: 1, windowSeconds: 3600 }];
interface WithUser extends Request {
  readonly user?: { readonly id: string };
}

rateLimit({ policies: (req) => (req.get('x') ? policies : null), key: byIp() });
rateLimit({ policies: (req) => (req.get('x') ? policies : null), key: byHeaderHash('x-api-key', byIp()) });
rateLimit({ policies, key: byHeaderHash('x-api-key', 'skip'), cost: (req) => Number(req.get('x')) });
rateLimit({ policies, key: byHeaderHash('x-api-key', (req) => req.ip ?? null) });
rateLimit({ policies, key: byUser((req) => req.user?.id, byIp()), skip: (req) => req.get('x') === '' });
rateLimit({ policies, key: byUser((req: WithUser) => req.user?.id, 'skip') });
rateLimit({ policies, key: (req: WithUser) => req.user?.id ?? null });
rateLimit({ policies, key: (req) => req.get('x-api-key') ?? null });
// @ts-expect-error: a request without a user is a case that must be decided
rateLimit({ policies, key: byUser((req: WithUser) => req.user?.id) });
// @ts-expect-error: what is no key of any request
rateLimit({ policies, key: byHeaderHash('x-api-key', (req) => req.user?.id) });

koa.rateLimit({
  policies: (ctx) => (ctx.get('x') ? policies : null),
  key: koa.byHeaderHash('x', koa.byIp()),
});
koa.rateLimit({ policies, key: koa.byUser((ctx) => ctx.state.user?.id, koa.byHeaderHash('x', koa.byIp())) });
