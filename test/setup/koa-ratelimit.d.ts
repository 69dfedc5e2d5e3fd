// It brings no types.
declare module 'koa-ratelimit' {
  import type { Context, Middleware } from 'koa';

  interface Options {
    readonly driver: 'memory' | 'redis';
    readonly db: unknown;
    readonly duration?: number;
    readonly max?: number;
    readonly id?: (ctx: Context) => string | false;
    readonly whitelist?: (ctx: Context) => boolean;
  }
  export default function ratelimit(options: Options): Middleware;
}
