// What the tests use of @koa/cors, which brings no types.
declare module '@koa/cors' {
  import type { Context, Middleware } from 'koa';

  export default function cors(options: {
    readonly origin?: (context: Context) => string;
    readonly credentials?: boolean;
    readonly exposeHeaders?: readonly string[];
  }): Middleware;
}
