import { read, readText } from '../read.ts';
import { faultAt, NOT_VALID, PARTS } from './fault.ts';
import { keysOf } from './path.ts';
import type { Fault } from './validation.ts';

/** One element of the list that `validationResult(req).array()` of express-validator returns. */
export interface ExpressValidatorIssue {
  // biome-ignore lint/suspicious/noExplicitAny: as express-validator types it
  readonly msg: any;
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

function partsOf(one: unknown): unknown {
  return read(one, 'fields') ?? read(one, 'nestedErrors');
}

/** Returns the places of an error: `checkExact` lists fields, `oneOf` the errors of its alternatives, in groups or not. */
function placesOf(one: unknown): Place[] {
  const parts = partsOf(one);
  if (!Array.isArray(parts)) return [placeOf(one)];
  const places = new Map<string, Place>();
  for (const part of parts.flat()) {
    const place = placeOf(part);
    places.set(`${place.location} ${place.path}`, place);
  }
  return places.size === 0 ? [{ location: 'body', path: '' }] : [...places.values()];
}

/** Reports whether a value is such an element: it has a text, and a place or the list of several. */
export function isExpressValidatorIssue(one: unknown): one is ExpressValidatorIssue {
  const isPlaced =
    PARTS.has(readText(one, 'location')) && (readText(one, 'path') ?? readText(one, 'param')) !== undefined;
  return read(one, 'msg') !== undefined && (isPlaced || Array.isArray(partsOf(one)));
}

/** Returns the faults of such an element. */
export function faultsOfIssue(one: unknown): Fault[] {
  const detail = readText(one, 'msg') ?? NOT_VALID;
  return placesOf(one).map(({ location, path }) => faultAt(location, { detail, path: keysOf(path) }));
}
