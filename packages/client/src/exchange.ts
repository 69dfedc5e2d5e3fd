import { optionFrom } from './arguments.ts';
import { createFetch, type Fetch } from './create-fetch.ts';
import { revive } from './revive.ts';

/** What `update`, `pages` and `job` send their requests with. */
export interface RequestOptions {
  /** The function that sends a request: one of {@link createFetch}, or any `fetch`. Default: `createFetch()`. */
  readonly fetch?: Fetch | undefined;
  /** Fields of every request. Default: none. */
  readonly headers?: ConstructorParameters<typeof Headers>[0] | undefined;
  /** Ends the work. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/** Sends one request with some fields. The types of Node have no `cache`, which browsers heed. */
export type Send = (
  url: string,
  fields: Record<string, string>,
  init: RequestInit & { readonly cache?: 'no-cache' | 'no-store' },
) => Promise<Response>;

/** Returns a function that sends one request, with the fields of `options` and `fields`, and rejects from 400 on. @throws {TypeError} If an option has the wrong type. */
export function sender(options: RequestOptions): Send {
  const fetch = optionFrom<Fetch>(options, 'fetch', 'function', createFetch());
  const { signal } = options;
  return async function send(url, fields, init) {
    const headers = new Headers(options.headers);
    for (const [name, value] of Object.entries(fields)) {
      // The condition is what keeps an update from losing the change of another client.
      if (name === 'if-match' || !headers.has(name)) headers.set(name, value);
    }
    const response = await fetch(url, { ...init, headers, ...(signal && { signal }) });
    const error = await revive(response);
    if (error !== undefined) throw error;
    return response;
  };
}

/**
 * Returns the target of a link in a response from `base`.
 *
 * @throws {Error} If it is at another origin than `origin`: fields of the caller may hold credentials.
 */
export function sameOrigin(what: string, link: string, base: string, origin: string): string {
  const target = new URL(link, base);
  if (target.origin === origin) return target.href;
  throw new Error(`${what} is at another origin, ${target.origin}`);
}
