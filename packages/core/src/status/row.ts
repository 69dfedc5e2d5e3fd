/** Where a status is defined: a section of an RFC, or a draft for a registration that is only temporary. */
export type SpecReference = { readonly rfc: number; readonly section: string } | { readonly draft: string };

/**
 * What a client may do with a request after a status.
 *
 * - `'not-applicable'`: the status is not an error.
 * - `'no'`: the same request will fail again, and nothing in it can be repaired.
 * - `'after-change'`: once the request itself is different: other content, fields, target, method or version.
 * - `'with-credentials'`: with other credentials than those that were sent, if any.
 * - `'after-wait'`: the same request, not before the time that Retry-After names, or after a growing delay.
 * - `'new-connection'`: the same request on another connection; for 421 with any method.
 * - `'if-idempotent'`: after a delay, and automatically only for idempotent methods or keyed requests
 *   (RFC 9110 §9.2.2), since the first attempt may have had its effect.
 * - `'after-reread'`: after reading the current state, and deciding again.
 * - `'after-handshake'`: once, outside of TLS early data.
 * - `'after-user-action'`: after a person has done something about it, such as making room or signing in to a network.
 *
 * After a wait or on another connection, an unsafe request is repeated only if it is known that the first was not processed, or
 * if a key makes that harmless. A 421 or 425 itself says that it was not.
 */
export type StatusRetry =
  | 'not-applicable'
  | 'no'
  | 'after-change'
  | 'with-credentials'
  | 'after-wait'
  | 'new-connection'
  | 'if-idempotent'
  | 'after-reread'
  | 'after-handshake'
  | 'after-user-action';

/**
 * Who may generate a status.
 *
 * - `'any'`: every server: an origin, a gateway, a proxy or a cache.
 * - `'origin'`: only an origin server.
 * - `'gateway-or-proxy'`: only a server that relays to another one that failed, or a cache that may not ask it.
 * - `'proxy'`: only a proxy that the client has chosen.
 * - `'not-proxy'`: an origin or a gateway in its name, never a proxy.
 * - `'transforming-proxy'`: only a proxy that changed the content of a 200.
 * - `'intercepting-proxy'`: only a party between client and network that the client has not chosen, such as a captive portal.
 * - `'nobody'`: the number is reserved.
 */
export type StatusSender =
  | 'any'
  | 'origin'
  | 'gateway-or-proxy'
  | 'proxy'
  | 'not-proxy'
  | 'transforming-proxy'
  | 'intercepting-proxy'
  | 'nobody';

/**
 * State of a registration today.
 *
 * - `'current'`: defined and in use.
 * - `'temporary'`: registered for a draft; the registration can lapse.
 * - `'deprecated'`: still registered, but given up by its own specification or the successor of that.
 * - `'obsoleted'`: the registry marks it so, and its specification is historic.
 * - `'reserved'`: a number that must not be sent.
 */
export type StatusStanding = 'current' | 'temporary' | 'deprecated' | 'obsoleted' | 'reserved';

/** Properties of a status, for programs. */
export interface StatusProperties {
  readonly spec: SpecReference;
  /** Phrases of earlier RFCs or drafts that still appear in status lines and in source text. */
  readonly formerNames: readonly string[];
  /** A cache may store it without explicit freshness; any final status may be stored with it (RFC 9111 §3). */
  readonly heuristicallyCacheable: boolean;
  /** The specification says that a cache must not store it, whatever its fields are. */
  readonly mustNotStore: boolean;
  /** False if the response has no content: 1xx, 204, 304, and 205, which is framed but empty. */
  readonly mayHaveContent: boolean;
  readonly retry: StatusRetry;
  /** Fields that the response must always have: a MUST without a condition. */
  readonly requiredFields: readonly string[];
  /** Fields that are a SHOULD, or required in a case that `fieldNote` states. */
  readonly recommendedFields: readonly string[];
  /** Fields that the specification names as allowed or useful. */
  readonly optionalFields: readonly string[];
  /** Fields that the response must have if a 200 to the same request would have had them (RFC 9110 §15.3.7, §15.4.5). */
  readonly repeatedFields: readonly string[];
  readonly sender: StatusSender;
  readonly standing: StatusStanding;
}

/**
 * A row of the table: what differs from {@link ROW_DEFAULTS}, and the place of the definition, which each row states.
 */
export type StatusRow = Pick<StatusProperties, 'spec'> & Partial<StatusProperties>;

/** The properties of a status, unless its row states others. */
export const ROW_DEFAULTS = {
  formerNames: [],
  heuristicallyCacheable: false,
  mustNotStore: false,
  mayHaveContent: true,
  retry: 'not-applicable',
  requiredFields: [],
  recommendedFields: [],
  optionalFields: [],
  repeatedFields: [],
  sender: 'any',
  standing: 'current',
} as const;

/**
 * The rows of one class, checked: it takes no table that lacks one of the statuses `S`, knows another, or has a row of
 * the wrong shape. (`satisfies` would say it shorter, but hides the type of an export from `isolatedDeclarations`.)
 */
export type CompleteRows<
  S extends number,
  Rows extends Readonly<Record<S, StatusRow>> & { readonly [Other in Exclude<keyof Rows, S>]: never },
> = Rows;
