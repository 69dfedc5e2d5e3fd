import type { IncomingHttpHeaders } from 'node:http';
import type { ConditionalWrite, MaybeLoaded } from '@statuskit/core/conditional';

/** Query parameters as both frameworks give them: a parameter that is given twice is a list. */
export type Query = Readonly<Record<string, unknown>>;

/** What a handler of this demo gets to see of a request, whichever framework received it. */
export type RouteRequest = {
  readonly method: string;
  /** The target: path and query as they came. */
  readonly url: string;
  /** Texts; Express has lists too, for wildcards, which no route here has. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Query;
  readonly headers: IncomingHttpHeaders;
  /** Parsed JSON or a parsed form, or `undefined` where there was no content or none of that type. */
  readonly body: unknown;
  /** Aborts when the client goes away. */
  signal(): AbortSignal;
  /** Tells a browser ahead of the response what it will need. */
  hint(links: readonly string[]): void;
  /** The framework's own `conditionalWrite` for this request. */
  compareAndSwap<L extends MaybeLoaded, T>(swap: Swap<L, T>): Promise<T>;
};

/** A conditional write that knows its target already. */
export type Swap<L extends MaybeLoaded, T> = Omit<ConditionalWrite<unknown, L, T>, 'load'> & {
  readonly load: () => L | PromiseLike<L>;
};
