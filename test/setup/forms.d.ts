// What the tests use of multer and @koa/multer, which bring no types.
interface FormParserOptions {
  readonly limits?: Readonly<Record<string, number>>;
}

interface FormParser<Middleware> {
  single(name: string): Middleware;
  array(name: string, maxCount: number): Middleware;
  none(): Middleware;
  any(): Middleware;
}

declare module 'multer' {
  import type { RequestHandler } from 'express';

  const multer: {
    (options?: FormParserOptions): FormParser<RequestHandler>;
    readonly MulterError: new (code: string, field?: string, filename?: string) => Error;
  };
  export default multer;
}

declare module 'multer1' {
  export { default } from 'multer';
}

declare module '@koa/multer' {
  import type { Middleware } from 'koa';

  export default function multer(options?: FormParserOptions): FormParser<Middleware>;
}
