import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import type { Framework, Routes, ServerOptions, TestServer } from '../../setup/frameworks.ts';
import { serveHere } from '../../setup/here.ts';

/** What both frameworks show of a request to the callbacks of these tests. */
export interface Seen {
  readonly ip?: string;
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export type Options = forExpress.RateLimitOptions<Seen>;

/** A clock that stands still until a test moves it. */
export interface TestClock {
  ms: number;
  readonly now: () => number;
}

export function testClock(): TestClock {
  const clock = { ms: 1_800_000_000_000, now: () => clock.ms };
  return clock;
}

export const OK: Routes = { 'GET /': () => 'fine' };

/** A server with `rateLimit` before its routes, several times for several options. */
export function serveLimited(
  framework: Framework,
  options: Options | readonly Options[],
  routes: Routes = OK,
  more: ServerOptions = {},
): Promise<TestServer> {
  const all = [options].flat();
  return serveHere(framework, routes, {
    ...more,
    express(app) {
      more.express?.(app);
      for (const one of all) app.use(forExpress.rateLimit<Seen>(one));
    },
    koa(app) {
      more.koa?.(app);
      for (const one of all) app.use(forKoa.rateLimit<Seen>(one));
    },
  });
}
