import type { Fault, FaultLimits, StandardIssue } from './validation.ts';

/** Longest text of a fault, in characters. */
export const LONGEST_TEXT = 2000;

/** Text for a fault if the validator has none for clients. */
export const NOT_VALID = 'is not valid';

/**
 * Returns the JSON Pointer of a path, as a URI fragment: escaped by RFC 6901 §3, then percent-encoded by §6. A lone
 * surrogate has no UTF-8 form.
 */
export function pointerTo(path: NonNullable<StandardIssue['path']>): string {
  let pointer = '#';
  for (const step of path) {
    const key = String(typeof step === 'object' && step !== null ? step.key : step).slice(0, LONGEST_TEXT);
    const escaped = key
      .replace(/\p{Cs}/gu, '\uFFFD')
      .replaceAll('~', '~0')
      .replaceAll('/', '~1');
    pointer += `/${encodeURIComponent(escaped)}`;
    if (pointer.length > LONGEST_TEXT) break;
  }
  return shortPointer(pointer);
}

// A pointer is often made from keys of the client: what a URI fragment cannot hold is encoded (RFC 3986 §3.5), what is
// encoded already stays, and a tilde that escapes nothing is escaped itself (RFC 6901 §3).
export function safePointer(pointer: string): string {
  const encoded = pointer
    .slice(1, LONGEST_TEXT + 2)
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/[^\w\-.~!$&'()*+,;=:@/?%]|%(?![\dA-Fa-f]{2})/gu, encodeURIComponent)
    .replace(/~(?![01])/g, '~0');
  return shortPointer(`#${encoded}`);
}

/** Cuts a long pointer to one of the values that contain its target. */
function shortPointer(pointer: string): string {
  return pointer.length <= LONGEST_TEXT ? pointer : pointer.slice(0, pointer.lastIndexOf('/', LONGEST_TEXT));
}

/** The parts of a request, as Express and validators name them. */
export const PARTS: ReadonlySet<PropertyKey | undefined> = new Set([
  'body',
  'cookies',
  'headers',
  'params',
  'query',
  'signedCookies',
]);

/** What a validator found, before it is known in which part of the request. */
export interface Finding {
  readonly detail: string;
  readonly path: readonly PropertyKey[];
  readonly code?: string | undefined;
  readonly limits?: FaultLimits | undefined;
  /** An object, a list or any value was expected, and nothing was sent. */
  readonly isWhole?: boolean | undefined;
}

/**
 * Returns a fault in a part of the request that the producer has named: `body`, `query`, `params`, `headers`, `cookies`.
 * An empty name stands for all parameters, or all fields, together.
 */
export function faultAt(location: string, { path, detail, code, limits }: Finding): Fault {
  const named = { ...(code !== undefined && { code }), ...(limits !== undefined && { limits }) };
  const name = path.map(String).join('.');
  switch (location) {
    case 'query':
    case 'params':
    case 'path':
      return { detail, parameter: name, ...named };
    case 'headers':
      return { detail, header: name, ...named };
    case 'cookies':
    case 'signedCookies':
      return { detail, header: 'Cookie', ...named };
    default:
      return { detail, pointer: pointerTo(path), ...named };
  }
}
