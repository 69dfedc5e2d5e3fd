import type { IncomingMessage, ServerResponse } from 'node:http';

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
