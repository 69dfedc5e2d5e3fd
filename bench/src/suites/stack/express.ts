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
} from '@statuskit/express';
import { frameworks } from '../../untyped.ts';
import { EVERYTHING_BY_HAND, LIMITER_BY_HAND, type Step } from './by-hand.ts';
import { PIECES, type Piece, piecesOf, type Way } from './contenders.ts';
import { HOSTS, LAG_MS, LOADED, MOVES, NOTE, POLICIES } from './settings.ts';

interface Response {
  json(body: unknown): void;
}

interface App extends RequestListener {
  disable(setting: string): void;
  get(path: string, ...handlers: unknown[]): void;
  use(handler: unknown): void;
}

const ROUTE = '/notes/:id';

// In front of all routes, as far as a piece is mounted there.
const IN_FRONT: Readonly<Partial<Record<Piece, () => unknown>>> = {
  shed: () => shed({ lagMs: LAG_MS }),
  hosts: () => hosts(HOSTS),
  rejectEarlyData: () => rejectEarlyData(),
  relocations: () => relocations(MOVES),
  rateLimit: () => rateLimit({ policies: POLICIES }),
  deadline: () => deadline(15),
  idempotent: () => idempotent({ scope: () => 'all' }),
};

const STEPS: Readonly<Partial<Record<Way, readonly Step[]>>> = {
  'limiter by hand': LIMITER_BY_HAND,
  'everything by hand': EVERYTHING_BY_HAND,
};

const byHand =
  (step: Step) =>
  (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    if (!step(request, response)) next();
  };

function mount(app: App, pieces: readonly Piece[]): void {
  for (const piece of pieces) {
    const middleware = IN_FRONT[piece]?.();
    if (middleware !== undefined) app.use(middleware);
  }
  const handler = handle(() => NOTE);
  if (pieces.includes('conditional'))
    app.get(
      ROUTE,
      conditional(() => LOADED),
      handler,
    );
  else app.get(ROUTE, handler);
  if (pieces.includes('unmatched')) app.use(unmatched());
  app.use(errorHandler());
}

/** An application of Express with one route behind one stack. */
export function expressApp(framework: 'express4' | 'express5', way: Way): RequestListener {
  const app = (frameworks[framework] as () => App)();
  if (way !== 'as it comes') {
    app.disable('x-powered-by');
    app.disable('etag');
  }
  const pieces = piecesOf(way);
  if (pieces !== undefined) mount(app, pieces);
  else {
    if (way === 'empty')
      for (const _ of PIECES) app.use((_request: unknown, _response: unknown, next: () => void) => next());
    for (const step of STEPS[way] ?? []) app.use(byHand(step));
    app.get(ROUTE, (_request: unknown, response: Response) => response.json(NOTE));
  }
  return app;
}
