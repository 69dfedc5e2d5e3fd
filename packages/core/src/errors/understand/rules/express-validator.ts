import { isError, read, readText } from '../../../read.ts';
import type { HttpError } from '../../http-error.ts';
import type { Fault } from '../../validation.ts';
import { faultAt } from '../place.ts';
import type { ErrorContext } from '../rule.ts';
import { invalid, NOT_VALID } from './invalid.ts';

const INDEX = /\[(\d+)\]/y;
const PLAIN = /[^.[]*(?:\[(?!["\d])[^.[]*)*/y;

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/**
 * Returns the keys of a path as express-validator writes it: `a.b[0]["c.d"]`. It escapes nothing, so that some keys with
 * brackets or quotes cannot be told from a path.
 */
function keysOf(path: string): string[] {
  const keys: string[] = [];
  const lastQuote = path.lastIndexOf('"]');
  let at = 0;
  while (at < path.length) {
    if (path.startsWith('["', at) && at + 2 <= lastQuote) {
      const end = path.indexOf('"]', at + 2);
      keys.push(path.slice(at + 2, end));
      at = end + 2;
      continue;
    }
    const index = matchAt(INDEX, path, at);
    if (index !== null) {
      keys.push(index[1] ?? '');
      at += index[0].length;
      continue;
    }
    const start = path[at] === '.' && at > 0 ? at + 1 : at;
    // A bracket that opens nothing belongs to the key.
    const rest = path[start] === '[' ? start + 1 : start;
    const end = rest + (matchAt(PLAIN, path, rest)?.[0].length ?? 0);
    keys.push(path.slice(start, end));
    at = Math.max(end, at + 1);
  }
  return keys;
}

// A body under a wildcard names its own keys: a longer path is that of the part as a whole.
const LONGEST_PATH = 2000;

interface Place {
  readonly location: string;
  readonly path: string;
}

function placeOf(one: unknown): Place {
  // Before version 7 the path was `param`.
  const path = readText(one, 'path') ?? readText(one, 'param') ?? '';
  return { location: readText(one, 'location') ?? 'body', path: path.length > LONGEST_PATH ? '' : path };
}

/** Returns the places of an error: `checkExact` lists fields, `oneOf` the errors of its alternatives, in groups or not. */
function placesOf(one: unknown): Place[] {
  const parts = read(one, 'fields') ?? read(one, 'nestedErrors');
  if (!Array.isArray(parts)) return [placeOf(one)];
  const places = new Map<string, Place>();
  for (const part of parts.flat()) {
    const place = placeOf(part);
    places.set(`${place.location} ${place.path}`, place);
  }
  return places.size === 0 ? [{ location: 'body', path: '' }] : [...places.values()];
}

function faultsOf(one: unknown): Fault[] {
  const detail = readText(one, 'msg') ?? NOT_VALID;
  return placesOf(one).map(({ location, path }) => faultAt(location, { detail, path: keysOf(path) }));
}

/** Knows what `validationResult(req).throw()` of express-validator throws. */
export function expressValidator(value: unknown, context: ErrorContext): HttpError | undefined {
  if (
    !isError(value) ||
    typeof read(value, 'mapped') !== 'function' ||
    typeof read(value, 'array') !== 'function'
  ) {
    return undefined;
  }
  const errors = read(value, 'errors');
  return Array.isArray(errors) && errors.length > 0
    ? invalid(errors.flatMap(faultsOf), value, context)
    : undefined;
}
