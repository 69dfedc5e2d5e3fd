// What the tests use of passport, koa-passport and a strategy, which bring no types.
interface PassportStrategy {
  readonly name?: string;
  authenticate(this: PassportActions, request: unknown): void;
}

interface PassportActions {
  fail(challenge?: string | number, status?: number): void;
  error(failure: unknown): void;
}

interface Authenticator<Middleware> {
  use(name: string, strategy: PassportStrategy): void;
  initialize(): Middleware;
  authenticate(
    strategies: string | readonly string[],
    options: { readonly session: false; readonly failWithError?: boolean },
    callback?: (failure: unknown, user: unknown) => unknown,
  ): Middleware;
}

declare module 'passport' {
  import type { RequestHandler } from 'express';

  export const Passport: new () => Authenticator<RequestHandler>;
  const passport: Authenticator<RequestHandler>;
  export default passport;
}

declare module 'koa-passport' {
  import type { Middleware } from 'koa';

  const passport: { readonly KoaPassport: new () => Authenticator<Middleware> };
  export default passport;
}

declare module 'passport-http-bearer' {
  export const Strategy: new (
    options: { readonly realm?: string; readonly scope?: string },
    verify: (token: string, done: (failure: unknown, user?: unknown, info?: string) => void) => void,
  ) => PassportStrategy;
}

declare module 'koa-csrf' {
  import type { Middleware } from 'koa';

  export default function CSRF(): Middleware;
}
