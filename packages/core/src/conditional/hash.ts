import * as crypto from 'node:crypto';

// One call is half the price of an object, but Node has it only since 20.12 and 21.7.
const oneShot = (crypto as { hash?: typeof crypto.hash }).hash;

/** SHA-256 as base64url. */
export function sha256(content: string | Uint8Array): string {
  return oneShot === undefined
    ? crypto.createHash('sha256').update(content).digest('base64url')
    : oneShot('sha256', content, 'base64url');
}
