import { wrongType } from './arguments.ts';

/** Where the key of a request comes from: chosen at random, or by a function. */
export type KeySource =
  | boolean
  | ((request: { readonly method: string; readonly url: string }) => string | Promise<string>);

// RFC 9651 §3.3.3.
const STRING = /^[\x20-\x7e]+$/;

/** Returns a key as Idempotency-Key holds it: a string in quotes. */
export async function idempotencyKey(source: KeySource, method: string, url: string): Promise<string> {
  if (typeof source !== 'function') {
    // Not randomUUID, which browsers offer to secure contexts only.
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return `"${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}"`;
  }
  const key: unknown = await source({ method, url });
  if (typeof key !== 'string' || !STRING.test(key)) {
    throw wrongType('idempotencyKey', 'a function that returns printable ASCII', key);
  }
  return /^".*"$/.test(key) ? key : `"${key.replace(/["\\]/g, '\\$&')}"`;
}
