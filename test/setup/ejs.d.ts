// What the tests use of ejs and @koa/ejs, which bring no types.
declare module 'ejs' {
  const ejs: {
    renderFile(path: string, data: object, done: (failure: Error | null, text?: string) => void): void;
  };
  export default ejs;
}

declare module '@koa/ejs' {
  import type Koa from 'koa';

  export default function render(
    app: Koa,
    options: { readonly root: string; readonly layout: false; readonly viewExt: string },
  ): void;
}
