/** A value, or a promise of it: a store in memory answers at once. */
export type Awaitable<T> = T | PromiseLike<T>;

/** A response that is kept to be sent again. */
export interface StoredResponse {
  readonly status: number;
  /** Names in lower case; a list is several field lines. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** Undefined where it was too large to be kept. */
  readonly body: Uint8Array | undefined;
}

/** What a store knows of a name. */
export type IdempotencyBegun =
  /** Nothing until now: whoever asked owns the name until the lease ends. */
  | { readonly kind: 'started' }
  /** Somebody owns it. */
  | { readonly kind: 'running'; readonly fingerprint: string }
  | { readonly kind: 'completed'; readonly fingerprint: string; readonly response: StoredResponse };

/**
 * Where keys and responses are kept. Each of the three is atomic: of many that begin at once one is told `started`. A
 * store that cannot answer throws or rejects.
 */
export interface IdempotencyStore {
  /** Takes the name for `leaseMs`, unless it is taken. `token` names the taker. */
  begin(name: string, fingerprint: string, token: string, leaseMs: number): Awaitable<IdempotencyBegun>;
  /**
   * Keeps the response for `ttlMs`, unless somebody else has taken the name meanwhile; says whether it did. A name whose
   * lease has ended and that nobody has taken since is still the taker's.
   */
  complete(
    name: string,
    fingerprint: string,
    token: string,
    response: StoredResponse,
    ttlMs: number,
  ): Awaitable<boolean>;
  /** Gives the name back, if `token` still owns it and has not completed. */
  release(name: string, token: string): Awaitable<void>;
}
