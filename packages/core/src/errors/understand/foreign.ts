import { isEntityTag } from '../../fields/entity-tag.ts';
import { isFieldValue } from '../../fields/field-value.ts';
import { isToken } from '../../fields/token.ts';
import { read } from '../../read.ts';
import type { ErrorHeaders } from '../init.ts';

/** A member that is a status for an error. */
export function readStatus(value: unknown, name: string): number | undefined {
  const status = read(value, name);
  return isErrorStatus(status) ? status : undefined;
}

export function isErrorStatus(status: unknown): status is number {
  return typeof status === 'number' && Number.isInteger(status) && status >= 400 && status <= 599;
}

// What the errors of axios, got, gaxios, openid-client, the AWS SDKs and the like carry: they speak of another server.
const CLIENT_MARKS = ['config', 'request', 'response', '$metadata', '$response', 'options'] as const;

/** Whether an error came from a client for other servers: its status and fields are not ours. */
export function isFromClientLibrary(value: unknown): boolean {
  return CLIENT_MARKS.some((mark) => {
    const found = read(value, mark);
    return typeof found === 'object' && found !== null;
  });
}

/** Whether the operating system made an error: its message names paths and addresses. */
export function isSystemError(value: unknown): boolean {
  return ['code', 'syscall', 'path', 'errno'].some((mark) => read(value, mark) !== undefined);
}

const FROM_KNOWN = new Set([
  'allow',
  'content-range',
  'proxy-authenticate',
  'retry-after',
  'www-authenticate',
]);

function passes(field: string, known: boolean): boolean {
  return field === 'vary' || field.startsWith('access-control-') || (known && FROM_KNOWN.has(field));
}

/**
 * The fields that a foreign error may bring: Vary and CORS from anybody; Allow, Content-Range, Retry-After and the
 * challenges from a producer that a rule knows. What no field can hold is left out.
 */
export function foreignHeaders(given: unknown, known: boolean): ErrorHeaders {
  const headers: ErrorHeaders = {};
  for (const [field, lines] of readFields(given)) if (passes(field, known)) headers[field] = lines;
  return headers;
}

/** Whether a value can hold fields as members: neither a Headers nor a Map, nor a list or text, whose members are its indexes. */
export function holdsFields(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === 'object' && given !== null && !(Symbol.iterator in given);
}

/**
 * The fields in an object that somebody else has made or changed, names in lower case. What cannot be read, and what no
 * field can hold, is left out.
 */
export function readFields(given: unknown): (readonly [field: string, value: string | string[]])[] {
  let names: readonly string[];
  try {
    names = holdsFields(given) ? Object.keys(given) : [];
  } catch {
    return []; // a proxy
  }
  const fields: [string, string | string[]][] = [];
  for (const name of names) {
    const isLine = name.toLowerCase() === 'etag' ? isEntityTag : isFieldValue; // a tag may hold obs-text
    const lines = isToken(name) ? fieldLines(read(given, name), isLine) : [];
    const [only] = lines;
    if (only !== undefined) fields.push([name.toLowerCase(), lines.length === 1 ? only : lines]);
  }
  return fields;
}

function fieldLines(value: unknown, isLine: (line: unknown) => line is string): string[] {
  try {
    return (Array.isArray(value) ? value : [value])
      .map((line) => (typeof line === 'number' ? String(line) : line))
      .filter(isLine);
  } catch {
    return []; // a list that is a proxy
  }
}
