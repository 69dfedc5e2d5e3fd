// What the tests use of packages that bring no types.
declare module 'koa-conditional-get' {
  import type { Middleware } from 'koa';

  export default function conditionalGet(): Middleware;
}

declare module 'pg' {
  export class Pool {
    constructor(options: { readonly connectionString: string; readonly max?: number });
    query(text: string, values?: readonly unknown[]): Promise<{ readonly rows: unknown[] }>;
    end(): Promise<void>;
  }
}

declare module '@koa/etag' {
  import type { Middleware } from 'koa';

  export default function etag(): Middleware;
}
