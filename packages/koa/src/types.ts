import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from 'koa';

/** What is read and written of a context of Koa 2 or 3. */
export interface KoaContext {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly app: KoaApplication;
  readonly method: string;
  readonly url: string;
  readonly originalUrl: string;
  readonly headerSent: boolean;
  readonly request: object;
  readonly response: object;
  status: number;
  message: string;
  body: unknown;
  respond?: boolean | undefined;
  set(name: string, value: string | string[]): void;
  set(fields: Readonly<Record<string, string | string[]>>): void;
  remove(name: string): void;
  onerror(error: unknown): void;
}

interface KoaApplication {
  /** The prototypes of its contexts and of their responses. */
  readonly context?: object | undefined;
  readonly response?: object | undefined;
  emit(event: 'error', ...args: unknown[]): boolean;
  listeners(event: 'error'): unknown[];
  silent?: boolean | undefined;
}

/** What middleware calls to run what is mounted next. */
export type Next = () => Promise<unknown>;

/** Middleware that fits Koa 2 and 3. */
export type Middleware = (context: KoaContext, next: Next) => Promise<void>;

/* biome-ignore-start lint/suspicious/noExplicitAny: what other middleware puts there has any type, and a callback reads it
   without a cast */
/** Properties that a router, koa-session and the like put on a context. */
interface Additions {
  readonly auth: any;
  readonly id: any;
  readonly session: any;
  readonly user: any;
}

/** What a body parser puts on a request; the type that it declares for it says nothing about one route. */
interface Parsed {
  readonly body: any;
}

/** What authentication puts on the state. */
interface StateAdditions {
  readonly id: any;
  readonly user: any;
}
/* biome-ignore-end lint/suspicious/noExplicitAny: see above */

// The names that a type declares; of the index signature of Koa's context none.
type Declared<T> = keyof {
  [K in keyof T as string extends K ? never : number extends K ? never : symbol extends K ? never : K]: K;
};

/**
 * The context that callbacks are called with if nothing else is said: Koa's own, with what other middleware commonly puts on it.
 * A property that the types of that middleware declare keeps its declared type.
 */
export type AppContext = Context &
  Omit<Additions, Declared<Context>> & {
    readonly params: Readonly<Record<string, string>>;
    readonly request: Parsed;
    readonly state: Omit<StateAdditions, Declared<Context['state']>>;
  };

/** What every context has. Also inferred if a middleware is mounted nowhere. */
export interface AnyContext {
  readonly request: object;
}

/**
 * The context at the place where a middleware is mounted: that of `new Koa<State>()` or `new Router<State>()`. If the place has no
 * context of Koa's, as in `const read: Middleware = handle(…)`, it is the one that callbacks have without a place.
 */
export type ContextAt<Ctx> = KoaContext extends Ctx
  ? AppContext
  : Ctx & {
      readonly params: Readonly<Record<string, string>>;
      readonly request: Parsed;
    } & Commonly<Ctx, Additions> &
      (Ctx extends { readonly state: infer State }
        ? { readonly state: Commonly<State, StateAdditions> }
        : unknown);

/** What an object has beside what it declares, if its type allows further properties. */
type Commonly<T, Added> = string extends keyof T ? Omit<Added, Declared<T>> : unknown;

/**
 * Always `Result`. The compiler does not know that until it has inferred the context from where the middleware is mounted. The
 * callbacks that depend on it are conditional types (`Ctx extends unknown`) for the same reason: what is inferred from the place
 * is used in a conditional type only.
 */
export type MountedAt<Ctx, Result> = [Ctx] extends [never]
  ? (context: Ctx, next: Next) => Promise<void>
  : Result;
