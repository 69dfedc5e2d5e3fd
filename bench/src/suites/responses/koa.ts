import type { RequestListener } from 'node:http';
import boom from '@hapi/boom';
import { errorHandler, NotFound } from '@statuskit/koa';
import { createError, frameworks, type OtherError } from '../../untyped.ts';
import type { Way } from './contenders.ts';
import { BareNotFound, DETAIL, FIELDS, keepOneFrame, problemText, STATUS, turn } from './problem.ts';

interface Context {
  status: number;
  body: unknown;
  set(fields: Readonly<Record<string, string>>): void;
  throw(status: number, message: string): never;
}

type Middleware = (context: Context, next: () => Promise<void>) => unknown;

interface App {
  use(middleware: unknown): void;
  callback(): RequestListener;
}

function answer(context: Context, status: number, title: string, detail: string): void {
  context.status = status;
  context.set(FIELDS);
  context.body = problemText(status, title, detail);
}

function handlerFor(way: Way): Middleware {
  switch (way) {
    case 'by hand':
    case 'by hand, again':
      return (context) => answer(context, STATUS, 'Not Found', DETAIL);
    case 'by hand, after an await':
      return async (context) => {
        await turn();
        answer(context, STATUS, 'Not Found', DETAIL);
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
      return () => {
        throw createError(STATUS, DETAIL);
      };
    case "framework's default":
      return (context) => context.throw(STATUS, DETAIL);
  }
}

function onError(way: Way): unknown {
  if (way.startsWith('statuskit')) return errorHandler();
  if (way.startsWith('bare error')) return catching(answerBare);
  if (way === 'http-errors, own handler') return catching(answerHttpError);
  if (way === 'boom, own handler') return catching(answerBoom);
  return undefined;
}

function catching(onThrown: (context: Context, error: OtherError) => void): Middleware {
  return async (context, next) => {
    try {
      await next();
    } catch (thrown) {
      onThrown(context, thrown as OtherError);
    }
  };
}

function answerBare(context: Context, { status = 500, message }: OtherError): void {
  answer(context, status, 'Not Found', message);
}

function answerHttpError(context: Context, error: OtherError): void {
  const { status = 500, expose = false } = error;
  const title = status === STATUS ? 'Not Found' : 'Error';
  answer(context, status, title, expose ? error.message : title);
}

function answerBoom(context: Context, error: OtherError): void {
  const status = error.output?.statusCode ?? 500;
  const title = error.output?.payload.error ?? 'Error';
  answer(context, status, title, status < 500 ? error.message : title);
}

/** An application of Koa that answers each request in one way. */
export function koaApp(framework: 'koa2' | 'koa3', way: Way): RequestListener {
  const app = new (frameworks[framework] as new () => App)();
  if (way.startsWith('bare error')) keepOneFrame();
  const first = onError(way);
  if (first !== undefined) app.use(first);
  app.use(handlerFor(way));
  return app.callback();
}
