import type { RequestListener } from 'node:http';
import { autoEtag, conditional, etag } from '@statuskit/express';
import { frameworks } from '../../untyped.ts';
import type { Way } from './contenders.ts';
import { notes, PATH, TAG, turn } from './notes.ts';

interface Request {
  readonly headers: Readonly<Record<string, string | undefined>>;
}

interface Response {
  status(code: number): Response;
  set(name: string, value: string): Response;
  type(name: string): Response;
  json(body: unknown): void;
  send(body: string): void;
  end(): void;
}

interface App extends RequestListener {
  disable(setting: string): void;
  get(path: string, ...handlers: unknown[]): void;
  put(path: string, ...handlers: unknown[]): void;
}

const VERSION = etag.parse(TAG);

function readByHand(request: Request, response: Response): void {
  response.set('ETag', TAG);
  if (request.headers['if-none-match'] === TAG) response.status(304).end();
  else response.json(notes());
}

function writeByHand(request: Request, response: Response): void {
  if (request.headers['if-match'] === undefined) response.status(428).end();
  else if (request.headers['if-match'] === TAG) response.status(204).end();
  else response.status(412).end();
}

function sendNotes(_request: Request, response: Response): void {
  response.json(notes());
}

/** What a read runs through, in its order. */
function readHandlers(way: Way): readonly unknown[] {
  switch (way) {
    case 'by hand':
    case 'by hand, again':
      return [readByHand];
    case 'by hand, after an await':
      return [
        async (request: Request, response: Response) => {
          await turn();
          readByHand(request, response);
        },
      ];
    case 'guard':
      return [conditional(() => ({ etag: VERSION })), sendNotes];
    case 'guard, after an await':
      return [
        conditional(async () => {
          await turn();
          return { etag: VERSION };
        }),
        sendNotes,
      ];
    case 'hash, guard': {
      const guard = conditional(() => {
        const state = JSON.stringify(notes());
        return { etag: etag.of(state), state };
      });
      return [
        guard,
        (request: Request, response: Response) =>
          response.type('application/json').send(String(guard.passed(request).state)),
      ];
    }
    case 'hash, autoEtag':
      return [autoEtag(), sendNotes];
    case 'tag, framework':
      return [(request: Request, response: Response) => sendNotes(request, response.set('ETag', TAG))];
    default:
      return [sendNotes];
  }
}

function writeHandlers(way: Way): readonly unknown[] {
  if (way !== 'write, guard') return [writeByHand];
  const done = (_request: Request, response: Response): void => response.status(204).end();
  return [conditional(() => ({ etag: VERSION }), { require: true }), done];
}

/** An application of Express that answers conditional requests in one way. */
export function expressApp(way: Way): RequestListener {
  const app = (frameworks['express5'] as () => App)();
  app.disable('x-powered-by');
  if (!way.endsWith('framework')) app.disable('etag');
  app.get(PATH, ...(way.startsWith('write') ? [readByHand] : readHandlers(way)));
  app.put(PATH, ...writeHandlers(way));
  return app;
}
