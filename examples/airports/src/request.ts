import type { IncomingHttpHeaders } from 'node:http';

/** Query parameters as both frameworks give them: a parameter that is given twice is a list. */
export type Query = Readonly<Record<string, unknown>>;

/** What a handler of this demo gets to see of a request, whichever framework received it. */
export type RouteRequest = {
  readonly method: string;
  /** Texts; Express has lists too, for wildcards, which no route here has. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Query;
  readonly headers: IncomingHttpHeaders;
  /** Parsed JSON, or `undefined` where there was no content or none of that type. */
  readonly body: unknown;
};
