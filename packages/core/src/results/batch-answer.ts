import { FRAMING } from '../errors/init.ts';
import { copyJson, type Json } from '../errors/json.ts';
import type { ProblemDocument } from '../errors/problem-document.ts';
import type { Snapshot } from '../errors/understand/snapshot.ts';
import { fieldsOfKinds } from '../fields/kinds.ts';
import { refuseUnfit } from './content.ts';
import { isResult, type ResultHeaders } from './result.ts';

interface Common {
  /** Id of the item, if it has one. */
  readonly id?: string;
  readonly status: number;
  /** Fields that the response to the item alone would have, with names in lower case and without cookies. */
  readonly headers?: ResultHeaders;
}

/** The answer to an item that succeeded. */
export interface BatchSuccess extends Common {
  readonly body?: Json;
  readonly problem?: undefined;
}

/** The answer to an item that failed, or that did not run. */
export interface BatchFailure extends Common {
  readonly body?: undefined;
  readonly problem: ProblemDocument;
}

/** The answer to one item of a batch. */
export type BatchAnswer = BatchSuccess | BatchFailure;

/** Fields that a script must not read (RFC 6265 §4.1.2.6; forbidden response-header names of the Fetch Standard). */
const HIDDEN: ReadonlySet<string> = new Set([...fieldsOfKinds('session'), 'set-cookie2']);

function withHeaders(headers: Readonly<Record<string, string | readonly string[]>>): {
  headers?: ResultHeaders;
} {
  const shown = Object.entries(headers).filter(([name]) => !HIDDEN.has(name));
  return shown.length === 0 ? {} : { headers: Object.fromEntries(shown) };
}

/**
 * Returns the answer for a value of a handler: a result as it is, a 204 for null and undefined, a 200 for anything else.
 *
 * @throws {TypeError} If the value has no JSON form, or one that is certainly a mistake.
 */
export function successOf(value: unknown, id: string | undefined): BatchSuccess {
  const named = id === undefined ? {} : { id };
  if (isResult(value)) {
    const { status, body } = value;
    // The body stands in JSON here, whatever type it has alone.
    const { 'content-type': type, ...headers } = value.headers;
    const content = body === undefined ? {} : { body: copyJson(body, 'the body of the result') };
    return { ...named, status, ...withHeaders(headers), ...content };
  }
  if (value === undefined || value === null) return { ...named, status: 204 };
  refuseUnfit(value);
  return { ...named, status: 200, body: copyJson(value, 'the value of the handler') };
}

/** Returns the answer for an error: the problem document and the fields that it would have had alone. */
export function failureOf(
  { status, fields, problem }: Snapshot,
  id: string | undefined,
  instance: string | undefined,
): BatchFailure {
  const headers: Record<string, string | readonly string[]> = {};
  for (const [name, value] of fields) if (!FRAMING.has(name)) headers[name] = value;
  if (instance !== undefined) problem.instance = instance;
  return { ...(id !== undefined && { id }), status, ...withHeaders(headers), problem };
}
