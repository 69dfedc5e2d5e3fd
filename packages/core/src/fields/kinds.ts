/**
 * Response fields by what they are about. Each name stands in one kind, and every list of fields in core is made of kinds,
 * so that a new field is added here and nowhere else.
 *
 * @example
 * ```ts
 * FIELD_KINDS.validator; // ['etag', 'last-modified']
 * ```
 */
export const FIELD_KINDS = {
  /** One connection, never the message (RFC 9110 §7.6.1). */
  connection: ['connection', 'http2-settings', 'keep-alive', 'proxy-connection', 'te', 'upgrade'],
  /** Where the content ends (RFC 9110 §8.6, RFC 9112 §6). */
  framing: ['content-length', 'trailer', 'transfer-encoding'],
  /** How the bytes of the content are read (RFC 9110 §8.3, §8.4). */
  format: ['content-encoding', 'content-type'],
  /** The content of one message, which may be a part of the representation (RFC 9110 §14.4, RFC 9530 §2). */
  content: ['content-digest', 'content-range'],
  /** The representation, whichever part of it is sent (RFC 9110 §8.5, RFC 6266, RFC 9530 §3). */
  representation: ['content-disposition', 'content-language', 'repr-digest'],
  /** Which resource the representation is of, and what else can be asked of it (RFC 9110 §8.7, §14.3). */
  resource: ['accept-ranges', 'content-location'],
  /** Which version of the representation it is (RFC 9110 §8.8). */
  validator: ['etag', 'last-modified'],
  /** How long and by whom the response may be kept (RFC 9111 §5, RFC 9213). */
  caching: ['cache-control', 'cdn-cache-control', 'expires'],
  /** The moment at which the response was made (RFC 9110 §6.6.1, RFC 9111 §5.1). */
  moment: ['age', 'date', 'server-timing'],
  /** What is left of a limit after this request. */
  limit: ['ratelimit', 'ratelimit-policy'],
  /** The session of one client (RFC 6265 §4.1). */
  session: ['set-cookie'],
  /** The proxy that is next to the client (RFC 9110 §11.7). */
  proxy: ['proxy-authenticate', 'proxy-authentication-info'],
} as const;

/** A kind of response field. */
export type FieldKind = keyof typeof FIELD_KINDS;

/** Returns the names of all fields of some kinds, in lower case. */
export function fieldsOfKinds(...kinds: readonly FieldKind[]): string[] {
  return kinds.flatMap((kind) => FIELD_KINDS[kind]);
}
