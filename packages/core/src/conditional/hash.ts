import * as crypto from 'node:crypto';

type Hash = (content: string | Uint8Array) => string;

/** Returns the SHA-256 as base64url. The one-shot `hash` of Node 20.12 and 21.7 takes half the time of a Hash object. */
export function sha256By(oneShot: typeof crypto.hash | undefined): Hash {
  return oneShot === undefined
    ? (content) => crypto.createHash('sha256').update(content).digest('base64url')
    : (content) => oneShot('sha256', content, 'base64url');
}

export const sha256: Hash = sha256By((crypto as { readonly hash?: typeof crypto.hash }).hash);
