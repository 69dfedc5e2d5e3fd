/** A value or a promise of it: an in-memory store answers synchronously. */
export type Awaitable<T> = T | PromiseLike<T>;

/** A response that is stored so that it can be sent again. Every property is plain data or bytes. */
export interface StoredResponse {
  readonly status: number;
  /** Field names in lower case; a list stands for several field lines. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** Names, in lower case, of the fields that the handler removed from the response. Default: none. */
  readonly removed?: readonly string[] | undefined;
  /**
   * The `Origin` of the request whose response this is. A request with another origin is not sent the CORS fields of the
   * response. Default: none, and then nobody is sent them.
   */
  readonly origin?: string | undefined;
  /** Undefined if the body was too large to be stored. */
  readonly body: Uint8Array | undefined;
}

/** What a store knows about a name. */
export type IdempotencyBegun =
  /** Nothing so far: the caller now owns the name until the lease ends. */
  | { readonly kind: 'started' }
  /** Another request owns the name. */
  | { readonly kind: 'running'; readonly fingerprint: string }
  | { readonly kind: 'completed'; readonly fingerprint: string; readonly response: StoredResponse };

/**
 * Where keys and responses are stored. `begin`, `complete` and `release` are required. Each call is atomic: if many callers
 * begin the same name at the same time, exactly one of them receives `started`. A store that cannot answer throws or rejects.
 */
export interface IdempotencyStore {
  /**
   * The largest number of requests that can own a name at the same time. One scope may own a tenth of them, see
   * `maxPerScope`. Default: unknown, and then one scope may own 1,000.
   */
  readonly capacity?: number | undefined;
  /** Takes the name for `leaseMs`, unless it is taken. `token` identifies the owner. */
  begin(name: string, fingerprint: string, token: string, leaseMs: number): Awaitable<IdempotencyBegun>;
  /**
   * Extends the ownership of a name to `leaseMs` from now, or takes the name again if its lease has ended and nobody has
   * taken it since. Returns whether `token` owns the name. Called while a request runs, every third of a lease. Default:
   * the lease ends, and another process can then run the same request.
   */
  renew?(name: string, fingerprint: string, token: string, leaseMs: number): Awaitable<boolean>;
  /**
   * Stores the response for `ttlMs`, unless another owner has taken the name meanwhile. Returns whether it was stored. An
   * owner whose lease has ended still owns the name if nobody has taken it since.
   *
   * `scope` identifies the caller, by a hash; undefined if all callers share their keys. A store with a bound uses it so
   * that one caller's responses do not evict those of another.
   */
  complete(
    name: string,
    fingerprint: string,
    token: string,
    response: StoredResponse,
    ttlMs: number,
    scope?: string,
  ): Awaitable<boolean>;
  /** Frees the name, if `token` still owns it and has not completed. */
  release(name: string, token: string): Awaitable<void>;
}
