import type { RequestListener } from 'node:http';
import { rateLimit } from '@statuskit/koa';
import { flexible, frameworks, koaRateLimit } from '../../untyped.ts';
import { QUOTA, type Way, WINDOW_SECONDS } from './contenders.ts';

interface Context {
  readonly ip: string;
  status: number;
  body: unknown;
  set(fields: Readonly<Record<string, string>>): void;
}

interface App {
  use(middleware: unknown): void;
  callback(): RequestListener;
}

const HOURLY = { name: 'hourly', quota: QUOTA, windowSeconds: WINDOW_SECONDS };
const DAILY = { name: 'daily', quota: 10 * QUOTA, windowSeconds: 24 * WINDOW_SECONDS };

// As in the readme of rate-limiter-flexible, once as it stands and once with the fields that it proposes.
function byHand(withFields: boolean): unknown {
  const limiter = new flexible.RateLimiterMemory({ points: QUOTA, duration: WINDOW_SECONDS });
  return async (context: Context, next: () => Promise<void>) => {
    try {
      const { remainingPoints, msBeforeNext } = await limiter.consume(context.ip);
      if (withFields) {
        context.set({
          'X-RateLimit-Limit': String(QUOTA),
          'X-RateLimit-Remaining': String(remainingPoints),
          'X-RateLimit-Reset': String(Math.ceil((Date.now() + msBeforeNext) / 1000)),
        });
      }
    } catch {
      context.status = 429;
      return;
    }
    await next();
  };
}

function limiterOf(way: Way): unknown {
  switch (way) {
    case 'none':
    case 'none, again':
      return undefined;
    case 'statuskit':
      return rateLimit({ policies: [HOURLY] });
    case 'statuskit, two policies':
      return rateLimit({ policies: [HOURLY, DAILY] });
    case "framework's own":
      return koaRateLimit({ driver: 'memory', db: new Map(), max: QUOTA, duration: WINDOW_SECONDS * 1000 });
    default:
      return byHand(way.endsWith('with fields'));
  }
}

/** An application of Koa behind one limiter. */
export function koaApp(way: Way): RequestListener {
  const app = new (frameworks['koa3'] as new () => App)();
  const limiter = limiterOf(way);
  if (limiter !== undefined) app.use(limiter);
  app.use((context: Context) => {
    context.body = { hello: 'world' };
  });
  return app.callback();
}
