import { createHash } from 'node:crypto';
import { expected } from '../arguments.ts';

function digest(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('base64url');
}

/** Who a key belongs to: a caller of one host. Null if all callers share their keys. */
export type Scope = string | number | null;

/**
 * Returns the name under which a store keeps a key. It is a hash, so that what identifies the caller, a token for example,
 * is not stored, and so that no two combinations of caller, host and key share a name. The caller 1 is not the caller '1'.
 */
export function nameOf(scope: Scope, authority: string, key: string): string {
  return digest(JSON.stringify([scope, authority.toLowerCase(), key])); // RFC 9110 §4.2.3
}

/**
 * Returns the hash of a caller, on whatever host, by which a store shares its room; undefined if all callers share their
 * keys. The host is left out because the client chooses it: a caller must not gain room by naming another one.
 */
export function shareOf(scope: Scope): string | undefined {
  return scope === null ? undefined : digest(JSON.stringify([scope]));
}

/**
 * Returns the hash that distinguishes one request from another (draft §2.4): method, target and content. The properties of
 * an object count in any order, since a client that repeats a request may serialize it again.
 *
 * @throws {TypeError} If the content is not text, bytes or plain data.
 */
export function fingerprintOf(method: string, target: string, content: unknown): string {
  const head = JSON.stringify([method, target]);
  if (content === undefined) return digest(head, 'none');
  if (typeof content === 'string') return digest(head, 'text', content);
  if (content instanceof Uint8Array) return digest(head, 'bytes', content);
  return digest(head, 'json', canonical(content));
}

interface Written {
  readonly text: string;
}

interface Unwritten {
  readonly text?: undefined;
  readonly value: unknown;
}

/**
 * Returns one text for each JSON value, with the properties of each object ordered by name. It does not recurse, since the
 * client chooses the value: `JSON.parse` reads a hundred thousand nested brackets, and `JSON.stringify` would overflow the
 * stack.
 *
 * @throws {TypeError} If the value contains a Map, a Set or another iterable that is not an array.
 */
export function canonical(content: unknown): string {
  const parts: string[] = [];
  const rest: (Written | Unwritten)[] = [{ value: content }];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (next.text !== undefined) parts.push(next.text);
    else pushParts(plain(next.value), parts, rest);
  }
  return parts.join('');
}

function plain(value: unknown): unknown {
  const { toJSON } = Object(value) as { toJSON?: unknown };
  return typeof toJSON === 'function' ? toJSON.call(value) : value;
}

function pushParts(value: unknown, parts: string[], rest: (Written | Unwritten)[]): void {
  if (typeof value !== 'object' || value === null) {
    parts.push(typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? 'null'));
    return;
  }
  if (Array.isArray(value)) {
    parts.push('[');
    rest.push({ text: ']' });
    for (let at = value.length - 1; at >= 0; at--) rest.push({ text: ',' }, { value: value[at] });
    return;
  }
  // A Map or a Set has no properties that could be compared.
  if (Symbol.iterator in value) {
    throw new TypeError(expected('fingerprint', 'text, bytes or plain data', value));
  }
  const properties = value as Readonly<Record<string, unknown>>;
  parts.push('{');
  rest.push({ text: '}' });
  for (const name of Object.keys(properties).sort().reverse()) {
    rest.push({ text: ',' }, { value: properties[name] }, { text: `${JSON.stringify(name)}:` });
  }
}
