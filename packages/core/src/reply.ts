import { unionVary } from './fields/vary.ts';
import type { RequestView } from './request-view.ts';
import { reasonPhrase } from './status/phrase.ts';

/** A response as a value; writing it is all that an adapter does. */
export interface Reply {
  readonly status: number;
  /** Names in lower case; a list is written as several field lines. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** Fields to remove first: they describe a representation that is not sent. */
  readonly drop: readonly string[];
  /** Undefined if the response has no content, as for HEAD. */
  readonly body: string | Uint8Array | undefined;
  /** Whether the connection ends with this response, because the rest of the request is not wanted. */
  readonly close: boolean;
}

/** A response to write to, one field at a time. */
export interface FieldWriter {
  /** The names that are there, in lower case. */
  names(): readonly string[];
  get(name: string): unknown;
  set(name: string, value: string | string[]): void;
  remove(name: string): void;
}

/** Returns the lines of a field that a Node response holds: none, one or several. */
export function heldLines(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

function joined(name: 'vary' | 'link', there: unknown, value: string | readonly string[]): string | string[] {
  if (name === 'link') return [...heldLines(there), ...heldLines(value)];
  return unionVary(heldLines(there), heldLines(value));
}

/** Reports whether a final response of this status ends with its fields, so that it has no Content-Length (RFC 9112 §6.3). */
export function endsAfterFields(status: number): boolean {
  return status === 204 || status === 304;
}

/** Reports whether a final response of this status may have content. A 205 is framed, and empty (RFC 9110 §15.3.6). */
export function mayHaveContent(status: number): boolean {
  return status !== 205 && !endsAfterFields(status);
}

/** Writes the fields: a field replaces the one that is there, but Vary is united with it and Link is appended. */
export function writeFields(reply: Pick<Reply, 'headers' | 'drop'>, response: FieldWriter): void {
  const { headers, drop } = reply;
  if (drop.length > 0) for (const name of response.names()) if (drop.includes(name)) response.remove(name);
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value === undefined) continue;
    const joins = name === 'vary' || name === 'link';
    const there = joins ? response.get(name) : undefined;
    if (joins && there !== undefined) response.set(name, joined(name, there, value));
    else response.set(name, typeof value === 'string' ? value : [...value]);
  }
}

/** Returns the reason phrase for the status line; HTTP/2 has none (RFC 9113 §8.3.2). */
export function statusMessage(status: number, request: RequestView): string | undefined {
  return (request.httpVersionMajor ?? 1) < 2 ? reasonPhrase(status) : undefined;
}

const encoder = new TextEncoder();
// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII itself
const ASCII = /^[\x00-\x7f]*$/;

/** Returns the length of a body in bytes, for Content-Length. */
export function byteLength(body: string | Uint8Array): number {
  if (typeof body !== 'string') return body.byteLength;
  return ASCII.test(body) ? body.length : encoder.encode(body).byteLength;
}
