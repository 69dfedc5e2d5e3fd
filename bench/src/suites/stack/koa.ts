import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import {
  conditional,
  deadline,
  errorHandler,
  handle,
  hosts,
  idempotent,
  rateLimit,
  rejectEarlyData,
  relocations,
  shed,
  unmatched,
} from '@statuskit/koa';
import { frameworks } from '../../untyped.ts';
import { EVERYTHING_BY_HAND, LIMITER_BY_HAND, type Step } from './by-hand.ts';
import { PIECES, type Piece, piecesOf, type Way } from './contenders.ts';
import { HOSTS, LAG_MS, LOADED, MOVES, NOTE, POLICIES } from './settings.ts';

interface App {
  use(middleware: unknown): void;
  callback(): RequestListener;
}

const MOUNTED: Readonly<Record<Piece, () => unknown>> = {
  shed: () => shed({ lagMs: LAG_MS }),
  hosts: () => hosts(HOSTS),
  rejectEarlyData: () => rejectEarlyData(),
  relocations: () => relocations(MOVES),
  rateLimit: () => rateLimit({ policies: POLICIES }),
  deadline: () => deadline(15),
  idempotent: () => idempotent({ scope: () => 'all' }),
  conditional: () => conditional(() => LOADED),
  unmatched: () => unmatched(),
};

const STEPS: Readonly<Partial<Record<Way, readonly Step[]>>> = {
  'limiter by hand': LIMITER_BY_HAND,
  'everything by hand': EVERYTHING_BY_HAND,
};

interface Context {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  respond: boolean;
}

const byHand =
  (step: Step) =>
  (context: Context, next: () => Promise<void>): Promise<void> | undefined => {
    if (!step(context.req, context.res)) return next();
    context.respond = false;
    return undefined;
  };

/** An application of Koa with one handler behind one stack. */
export function koaApp(framework: 'koa2' | 'koa3', way: Way): RequestListener {
  const app = new (frameworks[framework] as new () => App)();
  const pieces = piecesOf(way);
  if (pieces !== undefined) {
    app.use(errorHandler());
    for (const piece of pieces) app.use(MOUNTED[piece]());
    app.use(handle(() => NOTE));
  } else {
    if (way === 'empty')
      for (const _ of PIECES) app.use((_context: unknown, next: () => Promise<void>) => next());
    for (const step of STEPS[way] ?? []) app.use(byHand(step));
    app.use((context: { body: unknown }) => {
      context.body = NOTE;
    });
  }
  return app.callback();
}
