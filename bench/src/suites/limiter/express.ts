import type { RequestListener } from 'node:http';
import { rateLimit } from '@statuskit/express';
import { expressRateLimit, flexible, frameworks } from '../../untyped.ts';
import { QUOTA, type Way, WINDOW_SECONDS } from './contenders.ts';

interface Request {
  readonly ip: string;
}

interface Response {
  set(fields: Readonly<Record<string, string>>): Response;
  status(code: number): Response;
  json(body: unknown): void;
}

interface App extends RequestListener {
  disable(setting: string): void;
  get(path: string, handler: unknown): void;
  use(handler: unknown): void;
}

const HOURLY = { name: 'hourly', quota: QUOTA, windowSeconds: WINDOW_SECONDS };
const DAILY = { name: 'daily', quota: 10 * QUOTA, windowSeconds: 24 * WINDOW_SECONDS };

// As in the readme of rate-limiter-flexible, once as it stands and once with the fields that it proposes.
function byHand(withFields: boolean): unknown {
  const limiter = new flexible.RateLimiterMemory({ points: QUOTA, duration: WINDOW_SECONDS });
  return (request: Request, response: Response, next: () => void) => {
    limiter
      .consume(request.ip)
      .then(({ remainingPoints, msBeforeNext }) => {
        if (withFields) {
          response.set({
            'X-RateLimit-Limit': String(QUOTA),
            'X-RateLimit-Remaining': String(remainingPoints),
            'X-RateLimit-Reset': String(Math.ceil((Date.now() + msBeforeNext) / 1000)),
          });
        }
        next();
      })
      .catch(() => response.status(429).json({}));
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
      return expressRateLimit({
        limit: QUOTA,
        windowMs: WINDOW_SECONDS * 1000,
        standardHeaders: 'draft-8',
        legacyHeaders: false,
      });
    default:
      return byHand(way.endsWith('with fields'));
  }
}

/** An application of Express behind one limiter. */
export function expressApp(way: Way): RequestListener {
  const app = (frameworks['express5'] as () => App)();
  app.disable('x-powered-by');
  app.disable('etag');
  const limiter = limiterOf(way);
  if (limiter !== undefined) app.use(limiter);
  app.get('/', (_request: unknown, response: Response) => response.json({ hello: 'world' }));
  return app;
}
