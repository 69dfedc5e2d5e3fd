import { type Parameter, scanParameters } from './parameters.ts';
import { scanToken, trimOws } from './scan.ts';

const SLASH = 0x2f;

/** A media type (RFC 9110 §8.3.1), or a media range, in which `*` may stand for a part. */
export interface MediaType {
  /** In lower case, as in `text`. */
  readonly type: string;
  /** In lower case, as in `html`. */
  readonly subtype: string;
  /** Names in lower case, values as written, in an object without a prototype. If a name is repeated, the first counts. */
  readonly params: Readonly<Record<string, string>>;
}

/** A media range whose parameters are a list, so that a weight among them can be distinguished from the others. */
export interface RawMediaRange {
  readonly type: string;
  readonly subtype: string;
  readonly parameters: readonly Parameter[];
}

/**
 * Parses a media type. Returns undefined if the text is not one; a range such as `text/*` is not.
 *
 * @example
 * ```ts
 * parseMediaType('Text/HTML; Charset="utf-8"'); // { type: 'text', subtype: 'html', params: { charset: 'utf-8' } }
 * parseMediaType('text/*'); // undefined
 * ```
 */
export function parseMediaType(text: string | null | undefined): MediaType | undefined {
  const range = parseMediaRange(text);
  return range === undefined || range.subtype === '*' ? undefined : range;
}

/**
 * Parses a media range. A weight is not removed: `q` is a parameter like any other.
 *
 * @example
 * ```ts
 * parseMediaRange('text/*;level=1'); // { type: 'text', subtype: '*', params: { level: '1' } }
 * parseMediaRange('*\/html'); // undefined
 * ```
 */
export function parseMediaRange(text: string | null | undefined): MediaType | undefined {
  const raw = text === null || text === undefined ? undefined : scanMediaRange(text);
  return raw && { type: raw.type, subtype: raw.subtype, params: paramsOf(raw.parameters) };
}

/** Parses a media range, with its parameters in the order in which they are written. */
export function scanMediaRange(text: string): RawMediaRange | undefined {
  const whole = trimOws(text);
  const typeEnd = scanToken(whole, 0);
  if (typeEnd === 0 || whole.charCodeAt(typeEnd) !== SLASH) return undefined;
  const subtypeEnd = scanToken(whole, typeEnd + 1);
  if (subtypeEnd === typeEnd + 1) return undefined;
  const type = whole.slice(0, typeEnd).toLowerCase();
  const subtype = whole.slice(typeEnd + 1, subtypeEnd).toLowerCase();
  // RFC 9110 §12.5.1: "*/*", "type/*" or both named; "*/json" is invalid.
  if (type === '*' && subtype !== '*') return undefined;
  const parameters = scanParameters(whole, subtypeEnd);
  return parameters && { type, subtype, parameters };
}

/** Returns parameters as an object without a prototype, so that `__proto__` is a name like any other. */
export function paramsOf(parameters: readonly Parameter[], except?: string): Record<string, string> {
  const params: Record<string, string> = Object.create(null);
  for (const { name, value } of parameters) {
    if (name !== except && params[name] === undefined) params[name] = value;
  }
  return params;
}
