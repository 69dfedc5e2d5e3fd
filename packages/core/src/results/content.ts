import { show } from '../arguments.ts';
import type { Plain } from '../errors/json.ts';
import { isThenable } from '../hook.ts';
import { isBlob, isResponse } from '../read.ts';

/** `T`, if it can be the content of a response: bytes, text, or what is JSON by type. */
export type Content<T> = T extends Uint8Array ? T : Plain<T>;

/** The bytes or the text of a response, and its media type if no other was named. */
export interface Written {
  readonly body: string | Uint8Array;
  readonly contentType: string;
}

/**
 * Returns a value as content: text and bytes unchanged, anything else as JSON.
 *
 * @throws {TypeError} If the value has no JSON form, or one that is certainly a mistake: `{}` for a Map, a promise, a stream or an Error.
 */
export function written(value: unknown): Written {
  if (typeof value === 'string') return { body: value, contentType: 'text/plain; charset=utf-8' };
  if (value instanceof Uint8Array) return { body: value, contentType: 'application/octet-stream' };
  refuseUnfit(value);
  const body = JSON.stringify(value);
  if (body === undefined)
    throw new TypeError(`handler: expected a value with a JSON form, got ${show(value)}`);
  return { body, contentType: 'application/json' };
}

/** @throws {TypeError} If a value would be an empty object in JSON, and that is certainly a mistake. */
export function refuseUnfit(value: unknown): void {
  const other = typeof value === 'object' && value !== null ? unfit(value) : undefined;
  if (other !== undefined) throw new TypeError(`handler: expected a value, got ${other}`);
}

/** What a value is that would be an empty object in JSON, and what to do instead. */
function unfit(value: object): string | undefined {
  const { pipe, getReader, toJSON } = value as { pipe?: unknown; getReader?: unknown; toJSON?: unknown };
  // `handle` sends a stream that is returned alone; a result has a length, and so does its content.
  if (typeof pipe === 'function' || typeof getReader === 'function')
    return 'a stream; return it alone, from handle';
  if (Symbol.asyncIterator in value) return 'an async iterator; return Readable.from(it)';
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null || Array.isArray(value)) return undefined;
  if (typeof toJSON === 'function') return undefined;
  if (isThenable(value)) return 'a promise; is an await missing?';
  if (value instanceof Error) return 'an Error; throw it';
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return 'bytes that are not a Uint8Array';
  if (Symbol.iterator in value && !(value instanceof String))
    return 'a Map, a Set or an iterator; return an object or a list';
  if (isResponse(value) || isBlob(value)) return `a ${value.constructor.name}; return its text or its bytes`;
  return undefined;
}
