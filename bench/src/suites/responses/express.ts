import type { RequestListener } from 'node:http';
import boom from '@hapi/boom';
import { errorHandler, handle, NotFound } from '@statuskit/express';
import { createError, finalhandler, frameworks, type OtherError } from '../../untyped.ts';
import type { Way } from './contenders.ts';
import { BareNotFound, DETAIL, FIELDS, keepOneFrame, problemText, STATUS, turn } from './problem.ts';

interface Response {
  status(code: number): Response;
  set(fields: Readonly<Record<string, string>>): Response;
  send(body: Uint8Array): Response;
}

type Handler = (request: unknown, response: Response) => unknown;

interface App extends RequestListener {
  disable(setting: string): void;
  get(path: string, handler: unknown): void;
  use(handler: unknown): void;
}

// As bytes, since `send` would add a charset to the media type of a string: that is dearer, and another response.
function byHand(response: Response): void {
  const body = Buffer.from(problemText(STATUS, 'Not Found', DETAIL));
  response.status(STATUS).set(FIELDS).send(body);
}

function handlerFor(way: Way): Handler {
  switch (way) {
    case 'by hand':
    case 'by hand, again':
      return (_request, response) => byHand(response);
    case 'by hand, after an await':
      return async (_request, response) => {
        await turn();
        byHand(response);
      };
    case 'bare error':
      return () => {
        throw new BareNotFound(DETAIL);
      };
    case 'bare error, async function':
      return async () => {
        throw new BareNotFound(DETAIL);
      };
    case 'bare error, after an await':
      return async () => {
        await turn();
        throw new BareNotFound(DETAIL);
      };
    case 'statuskit':
      return () => {
        throw new NotFound(DETAIL);
      };
    case 'statuskit, async function':
      return async () => {
        throw new NotFound(DETAIL);
      };
    case 'statuskit, after an await':
      return async () => {
        await turn();
        throw new NotFound(DETAIL);
      };
    case 'boom, own handler':
      return () => {
        throw boom.notFound(DETAIL);
      };
    case 'http-errors, own handler':
    case "framework's default":
      return () => {
        throw createError(STATUS, DETAIL);
      };
  }
}

// Four parameters: that is how Express knows them.
function onError(way: Way): unknown {
  if (way.startsWith('statuskit')) return errorHandler();
  if (way.startsWith('bare error'))
    return (error: BareNotFound, _request: unknown, response: Response, _next: unknown) => {
      const body = problemText(error.status, 'Not Found', error.message);
      response.status(error.status).set(FIELDS).send(Buffer.from(body));
    };
  if (way === 'http-errors, own handler')
    return (error: OtherError, _request: unknown, response: Response, _next: unknown) => {
      const { status = 500, expose = false } = error;
      const title = status === STATUS ? 'Not Found' : 'Error';
      const body = problemText(status, title, expose ? error.message : title);
      response.status(status).set(FIELDS).send(Buffer.from(body));
    };
  if (way === 'boom, own handler')
    return (error: OtherError, _request: unknown, response: Response, _next: unknown) => {
      const status = error.output?.statusCode ?? 500;
      const title = error.output?.payload.error ?? 'Error';
      const body = problemText(status, title, status < 500 ? error.message : title);
      response.status(status).set(FIELDS).send(Buffer.from(body));
    };
  if (way === "framework's default")
    return (error: OtherError, request: unknown, response: unknown, _next: unknown) =>
      finalhandler(request, response)(error);
  return undefined;
}

/** An application of Express that answers one route in one way. */
export function expressApp(framework: 'express4' | 'express5', way: Way): RequestListener {
  const app = (frameworks[framework] as () => App)();
  app.disable('x-powered-by');
  app.disable('etag');
  const handler = handlerFor(way);
  if (way.startsWith('bare error')) keepOneFrame();
  // Express 4 does not look at what a handler returns.
  const wrap = framework === 'express4' && /^(?:statuskit|bare error), /.test(way);
  app.get('/notes/:id', wrap ? handle(handler as never) : handler);
  const last = onError(way);
  if (last !== undefined) app.use(last);
  return app;
}
