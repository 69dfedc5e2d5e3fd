import { createHash } from 'node:crypto';
import { show } from '../arguments.ts';

function digest(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('base64url');
}

/**
 * The name under which a store keeps a key: a hash, so that what names the caller, a token perhaps, is stored nowhere,
 * and so that no two pairs of caller and key have one name.
 */
export function nameOf(scope: string | null, key: string): string {
  return digest(JSON.stringify([scope, key]));
}

/**
 * What tells one request from another (draft §2.4): method, target and content. Members of an object count in any order:
 * a client that repeats a request may have written it anew.
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
 * One text for each JSON value, with the members of each object in the order of their names. Goes without recursion,
 * since the value is the client's: `JSON.parse` reads a hundred thousand brackets, and `JSON.stringify` would run out of
 * stack.
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
    parts.push(JSON.stringify(value) ?? 'null');
    return;
  }
  if (Array.isArray(value)) {
    parts.push('[');
    rest.push({ text: ']' });
    for (let at = value.length - 1; at >= 0; at--) rest.push({ text: ',' }, { value: value[at] });
    return;
  }
  // Of a Map or a Set no member would count.
  if (Symbol.iterator in value) {
    throw new TypeError(`fingerprint: expected text, bytes or plain data, got ${show(value)}`);
  }
  const members = value as Readonly<Record<string, unknown>>;
  parts.push('{');
  rest.push({ text: '}' });
  for (const name of Object.keys(members).sort().reverse()) {
    rest.push({ text: ',' }, { value: members[name] }, { text: `${JSON.stringify(name)}:` });
  }
}
