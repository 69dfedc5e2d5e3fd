import { createHash } from 'node:crypto';

// No braces: a client that may choose a Cluster's hash tag could have all its keys on one node.
const READABLE = /^[\w.:@/%+-]{1,64}$/;
const RUN = /[\w/+-]{20,}/g;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The key in Redis: readable where it is short and tells no secret, else a hash of it. */
export function redisKey(prefix: string, setId: string, key: string): string {
  return `${prefix}:${setId}:${READABLE.test(key) && !tellsSecret(key) ? key : digest(key)}`;
}

// An API key, a session id or a token has a long run of letters and digits, as no address, name or number has.
function tellsSecret(key: string): boolean {
  return (key.match(RUN) ?? []).some((run) => /\d/.test(run) && /[a-z]/i.test(run) && !UUID.test(run));
}

/** `#` is in no readable key, so that nobody's name can be another's hash. */
function digest(key: string): string {
  return `#${createHash('sha256').update(key).digest('base64url').slice(0, 24)}`;
}
