import type { HttpError } from '@statuskit/core';
import type { Challenge } from '@statuskit/core/fields';
import { read } from './read.ts';

// Core answers for an error with this mark as a gateway does; `/1` changes with its meaning.
export const REMOTE: unique symbol = Symbol.for('statuskit.remote/1') as never;

/** What a response said about itself, beside its problem document. */
export interface Remote {
  /** The status as it was received. */
  readonly status: number;
  /** All fields of the response. */
  readonly headers: Headers;
  /** The URL that answered, if the client that received the response knows it. */
  readonly url?: string;
  /** The entity tag of the current representation, as ETag holds it. */
  readonly etag?: string;
  /** The moment until which the server asks clients to wait. */
  readonly retryAt?: Date;
  /** The methods of Allow. */
  readonly allow?: string[];
  /** The challenges of WWW-Authenticate, or of Proxy-Authenticate for a 407. */
  readonly challenges?: Challenge[];
  /** Content that is not a problem document, as far as it was read. */
  readonly text?: string;
}

/** An error that another server sent. */
export type RemoteError<E extends HttpError = HttpError> = E & { readonly remote: Remote };

/**
 * Reports whether `value` is an error that {@link revive} made from a response of another server.
 *
 * @example
 * ```ts
 * import { isRemote } from '@statuskit/client';
 *
 * const describe = (error: unknown): string => (isRemote(error) ? `${error.remote.url} answered ${error.status}` : String(error));
 * ```
 */
export function isRemote(value: unknown): value is RemoteError {
  return read(value, REMOTE) === true;
}
