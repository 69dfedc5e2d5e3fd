import { parseHttpDate } from '../fields/http-date.ts';
import { type FieldLines, linesOf } from '../fields/scan.ts';

/** The part of a request from which its preconditions are evaluated. A request of `node:http`, Express or Koa fits as it is. */
export interface PreconditionRequest {
  readonly method?: string | undefined;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>> | undefined;
  /**
   * Names and values in turn, as Node lists them. Node keeps the first of several lines of a date. Only this list shows that
   * there were more, so that the field is ignored (RFC 9110 §13.1.3). Default: `headers` has every line.
   */
  readonly rawHeaders?: readonly string[] | undefined;
}

/** The fields, lower case, that are read here. */
type Name = 'if-match' | 'if-none-match' | 'if-modified-since' | 'if-unmodified-since' | 'if-range' | 'range';

/** Returns the value of a list field, all lines joined (RFC 9110 §5.3); undefined if it is absent. An empty field is present. */
export function listField(request: PreconditionRequest, name: Name): string | undefined {
  const value: FieldLines = request.headers?.[name];
  if (value === undefined || typeof value === 'string') return value;
  const lines = linesOf(value);
  return lines.length === 0 ? undefined : lines.join(', ');
}

/** Returns the value of a field that has one line; undefined if it has no line or several. */
export function singleField(request: PreconditionRequest, name: Name): string | undefined {
  const value: FieldLines = request.headers?.[name];
  if (value === undefined) return undefined;
  const lines = linesOf(value);
  return lines.length === 1 && !isRepeated(request.rawHeaders, name) ? lines[0] : undefined;
}

/** Returns the date of a field, in seconds; undefined if it is absent or not one HTTP-date (RFC 9110 §13.1.3, §13.1.4). */
export function dateField(
  request: PreconditionRequest,
  name: Name,
  nowMs: number | undefined,
): number | undefined {
  const value = singleField(request, name);
  const ms = value === undefined ? undefined : parseHttpDate(value, nowMs)?.getTime();
  return ms === undefined ? undefined : ms / 1000;
}

function isRepeated(rawHeaders: readonly string[] | undefined, name: string): boolean {
  if (!Array.isArray(rawHeaders)) return false;
  let lines = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const raw: unknown = rawHeaders[at];
    if (typeof raw === 'string' && raw.length === name.length && raw.toLowerCase() === name) lines++;
  }
  return lines > 1;
}
