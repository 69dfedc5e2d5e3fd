/*
 * What an error shows, as values.
 *
 * A thrown value can be anything: a proxy, an object whose getters throw or change their mind, a subclass whose `toJSON`
 * adds a stack, an error whose `status` another middleware has assigned. So each property is read once, inside a guard,
 * and everything that comes later (the response, its level, its name in the log) uses the values that were read here.
 *
 * The invariants of the wire are enforced here as well, and not in `toJSON`, which a subclass may override:
 * the member `status` is the status that is sent (RFC 9457 §3.1.2); the title of `about:blank` is its reason phrase
 * (§4.2.1); a 500 shows the phrase and `instance`; another 5xx shows in addition what was named for clients: type, title,
 * detail, the wait and the extensions.
 */
import { show } from '../../arguments.ts';
import { isEntityTag } from '../../fields/entity-tag.ts';
import { isFieldValue } from '../../fields/field-value.ts';
import { isToken } from '../../fields/token.ts';
import { callHook } from '../../hook.ts';
import { read, readStatus, readText } from '../../read.ts';
import { reasonPhrase } from '../../status/phrase.ts';
import { type HttpError, isHttpError, isRemote } from '../http-error.ts';
import type { Json } from '../json.ts';
import type { ProblemDocument } from '../problem-document.ts';

/** An error, read once. */
export interface Snapshot {
  /** The error itself, for hooks. */
  readonly error: HttpError;
  readonly status: number;
  /** Name of this occurrence, if the error has one. */
  readonly instance: string | undefined;
  /** The fields that the error brings, with names in lower case. */
  readonly fields: readonly (readonly [field: string, value: string | string[]])[];
  /** The problem document. Each call of {@link snapshot} makes a new one. */
  readonly problem: ProblemDocument;
}

/** Field that each status requires, if an error does not bring it. */
const REQUIRED = {
  401: 'www-authenticate',
  405: 'allow',
  407: 'proxy-authenticate',
  416: 'content-range',
  426: 'upgrade',
} as const;

type Required = (typeof REQUIRED)[keyof typeof REQUIRED];

/** Returns the field that a status requires and that is not among the headers. */
export function missingField(status: number, headers: unknown): Required | undefined {
  const required = REQUIRED[status as keyof typeof REQUIRED] as Required | undefined; // other statuses require none
  if (required === undefined) return undefined;
  // Code that is not ours writes names in any case, and values that a field cannot hold.
  return readFields(headers).some(([field]) => field === required) ? undefined : required;
}

/** Reports whether a value is an error of ours whose status is still one for errors. */
export function isUsable(value: unknown): value is HttpError {
  return isHttpError(value) && readStatus(value, 'status') !== undefined;
}

/** Returns the value itself if it is an error of ours that is complete: no rule is asked then, and no field is added. */
export function completeError(value: unknown): HttpError | undefined {
  if (!isHttpError(value)) return undefined;
  const status = readStatus(value, 'status');
  if (status === undefined || isRemote(value)) return undefined;
  return missingField(status, read(value, 'headers')) === undefined ? value : undefined;
}

/**
 * Reads an error. Never throws: a `toJSON` that fails is reported to `failed`, and the document then has the title and the
 * status only.
 */
export function snapshot(error: HttpError, failed: (failure: unknown) => void): Snapshot {
  const status = readStatus(error, 'status') ?? 500;
  const instance = readText(error, 'instance');
  return {
    error,
    status,
    instance,
    fields: readFields(read(error, 'headers')),
    problem: problemOf(error, status, instance, failed),
  };
}

function problemOf(
  error: HttpError,
  status: number,
  instance: string | undefined,
  failed: (failure: unknown) => void,
): ProblemDocument {
  const plain: ProblemDocument = { type: 'about:blank', title: reasonPhrase(status), status };
  if (instance !== undefined) plain.instance = instance;
  if (status === 500) return plain;
  const made = callHook(() => {
    // Not yet a copy, which would hide a promise and leave its rejection to nobody.
    const own: unknown = error.toJSON();
    if (typeof own === 'object' && own !== null && !Array.isArray(own)) return own;
    throw new TypeError(`toJSON: expected the members of a problem document, got ${show(own)}`);
  }, failed);
  if (made === undefined) return plain;
  try {
    return corrected(made as Record<string, Json>, error, status);
  } catch (failure) {
    failed(failure);
    return plain;
  }
}

// The members of RFC 9457 §3.1 that are strings.
const TEXTS = ['type', 'title', 'detail', 'instance'] as const;

/** Returns a copy of a document that says what is sent. */
function corrected(made: Record<string, Json>, error: HttpError, status: number): ProblemDocument {
  const shown: Record<string, Json> = status > 500 ? publicMembers(made, error) : { ...made };
  for (const name of TEXTS) {
    // Readers ignore others (§3.1). An undefined one is not written, and deleting it would cost more than all the rest.
    if (shown[name] !== undefined && typeof shown[name] !== 'string') delete shown[name];
  }
  if (typeof shown['toJSON'] === 'function') delete shown['toJSON']; // JSON.stringify would call it
  shown['status'] = status;
  if ((shown['type'] ?? 'about:blank') === 'about:blank' && 'title' in shown) {
    shown['title'] = reasonPhrase(status);
    if (shown['detail'] === shown['title']) delete shown['detail']; // a foreign message is often the phrase again
  }
  return shown as unknown as ProblemDocument; // just made one
}

const NAMED: readonly string[] = ['type', 'title', 'status', 'instance'];

/** Returns the members of a 5xx that were named for clients. */
function publicMembers(made: Record<string, Json>, error: HttpError): Record<string, Json> {
  const extensions = read(error, 'extensions');
  const hasExtensions = typeof extensions === 'object' && extensions !== null;
  const members: Record<string, Json> = {};
  for (const name of Object.keys(made)) {
    const value = made[name];
    if (value === undefined) continue;
    const isDetail = name === 'detail' && value === read(error, 'detail');
    const isWait = name === 'retryAfter' && Number.isSafeInteger(value);
    const isNamed = NAMED.includes(name) || (hasExtensions && Object.hasOwn(extensions, name));
    if (isDetail || isWait || isNamed) members[name] = value;
  }
  return members;
}

/** Returns how bad a failure is: `warn` for a 503, `error` for another 5xx, and `info` if the client caused it. */
export function levelOf(status: number, isOfClient: boolean): 'info' | 'warn' | 'error' {
  if (isOfClient || status < 500) return 'info';
  return status === 503 ? 'warn' : 'error';
}

/** Reports whether a value can hold fields as properties: neither a Headers nor a Map, nor a list or text. */
export function holdsFields(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === 'object' && given !== null && !(Symbol.iterator in given);
}

/**
 * Returns the fields of an object that other code has made or changed, with names in lower case. What cannot be read, and
 * what a field cannot hold, is left out.
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
    if (!isToken(name)) continue;
    const field = name.toLowerCase();
    const isLine = field === 'etag' ? isEntityTag : isFieldValue; // a tag may hold obs-text
    const value = read(given, name);
    if (typeof value === 'string') {
      if (isLine(value)) fields.push([field, value]);
      continue;
    }
    const lines = fieldLines(value, isLine);
    const [only] = lines;
    if (only !== undefined) fields.push([field, lines.length === 1 ? only : lines]);
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
