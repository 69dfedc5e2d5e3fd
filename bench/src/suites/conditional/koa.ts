import type { RequestListener } from 'node:http';
import { autoEtag, conditional, etag } from '@statuskit/koa';
import { frameworks, koaConditionalGet, koaEtag } from '../../untyped.ts';
import type { Way } from './contenders.ts';
import { notes, TAG, turn } from './notes.ts';

interface Context {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  status: number;
  type: string;
  body: unknown;
  set(name: string, value: string): void;
}

interface App {
  use(middleware: unknown): void;
  callback(): RequestListener;
}

const VERSION = etag.parse(TAG);

function readByHand(context: Context): void {
  context.set('ETag', TAG);
  if (context.headers['if-none-match'] === TAG) context.status = 304;
  else context.body = notes();
}

function writeByHand(context: Context): void {
  if (context.headers['if-match'] === undefined) context.status = 428;
  else context.status = context.headers['if-match'] === TAG ? 204 : 412;
}

function sendNotes(context: Context): void {
  context.body = notes();
}

/** What a read runs through, in its order. */
function readMiddleware(way: Way): readonly unknown[] {
  switch (way) {
    case 'by hand':
    case 'by hand, again':
      return [readByHand];
    case 'by hand, after an await':
      return [
        async (context: Context) => {
          await turn();
          readByHand(context);
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
        (context: Context) => {
          context.type = 'application/json';
          context.body = guard.passed(context).state;
        },
      ];
    }
    case 'hash, autoEtag':
      return [autoEtag(), sendNotes];
    case 'tag, framework':
      return [
        koaConditionalGet(),
        (context: Context) => {
          context.set('ETag', TAG);
          sendNotes(context);
        },
      ];
    default:
      return [koaConditionalGet(), koaEtag(), sendNotes];
  }
}

/** An application of Koa that answers conditional requests in one way. Which route it is, is decided by hand for all. */
export function koaApp(way: Way): RequestListener {
  const app = new (frameworks['koa3'] as new () => App)();
  if (!way.startsWith('write')) for (const one of readMiddleware(way)) app.use(one);
  else {
    if (way === 'write, guard') app.use(conditional(() => ({ etag: VERSION }), { require: true }));
    app.use((context: Context) => {
      if (context.method === 'GET') readByHand(context);
      else if (way === 'write, guard') context.status = 204;
      else writeByHand(context);
    });
  }
  return app.callback();
}
