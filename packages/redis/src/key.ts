import { createHash } from 'node:crypto';

// What `byIp` returns: an IPv4 address or an IPv6 network. No braces: a client that could choose a Cluster's hash tag could put
// all its keys on one node.
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f]{1,4}(?::[\da-f]{1,4}){0,7}\/\d{1,3})$/;

/** The version of what the scripts store: another form gets other keys, so that old and new processes can run side by side. */
const FORMAT = 'v2';

/** Returns the key in Redis: an address stays readable, everything else is hashed, since it may be a secret. */
export function redisKey(prefix: string, setId: string, key: string): string {
  return `${prefix}:limit:${FORMAT}:${setId}:${ADDRESS.test(key) ? key : digest(key)}`;
}

/** `#` is in no address, so that nobody's address can be another's hash. */
function digest(key: string): string {
  return `#${createHash('sha256').update(key).digest('base64url').slice(0, 24)}`;
}
