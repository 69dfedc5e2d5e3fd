import { expected } from '../arguments.ts';
import { requireElements } from './list.ts';
import { type MediaType, parseMediaRange, type RawMediaRange, scanMediaRange } from './media-type.ts';
import { type FieldLines, linesOf } from './scan.ts';
import {
  formatStructuredString,
  isStructuredKey,
  isStructuredToken,
  parseStructuredList,
  type StructuredItem,
} from './structured-list.ts';

/**
 * Formats Accept-Query (RFC 10008 §3), the media ranges that a QUERY may carry. Returns `''` for an empty list; such a field
 * must not be sent.
 *
 * Unlike Accept-Post and Accept-Patch it is a structured list (RFC 9651): a type is a token, or a string if it begins with a
 * digit or a sign. Parameter names are in lower case, and `1` is the string `"1"`, never a number.
 *
 * @throws {TypeError} If `types` is not an array, or one of them is not a media range, has a weight, or has a parameter that a
 * structured field cannot hold.
 *
 * @example
 * ```ts
 * formatAcceptQuery(['application/sql; Version=1', 'text/*']); // 'application/sql;version="1", text/*'
 * ```
 */
export function formatAcceptQuery(types: readonly string[]): string {
  return requireElements(types, {
    field: 'Accept-Query',
    element: 'a media range without a weight, such as "application/sql" or "text/*"',
    accepts(text) {
      const range = parseMediaRange(text);
      return range !== undefined && range.params['q'] === undefined;
    },
  })
    .map(formatMember)
    .join(', ');
}

/**
 * Parses Accept-Query. If any part of the structured list is malformed, the whole field is ignored and the result is `[]`
 * (RFC 9651 §4.2). Well-formed members that are not a media range are skipped.
 *
 * @example
 * ```ts
 * parseAcceptQuery('application/sql;charset="utf-8", "3d/x"').map((range) => range.type); // ['application', '3d']
 * parseAcceptQuery('application/sql,'); // []
 * ```
 */
export function parseAcceptQuery(lines: FieldLines): MediaType[] {
  return (parseStructuredList(linesOf(lines).join(', ')) ?? []).flatMap((item) => toMediaRange(item) ?? []);
}

function formatMember(text: string): string {
  const range = scanMediaRange(text);
  if (range === undefined) throw notExpressible(text);
  const name = `${range.type}/${range.subtype}`;
  return `${isStructuredToken(name) ? name : `"${name}"`}${formatParams(range, text)}`;
}

function formatParams({ parameters }: RawMediaRange, text: string): string {
  const values = new Map<string, string>();
  // Of a repeated name the first counts; in a structured field it would be the last.
  for (const { name, value } of parameters) if (!values.has(name)) values.set(name, value);
  let formatted = '';
  for (const [name, value] of values) {
    const item = isStructuredToken(value) ? value : formatStructuredString(value);
    if (item === undefined || !isStructuredKey(name)) throw notExpressible(text);
    formatted += `;${name}=${item}`;
  }
  return formatted;
}

function notExpressible(text: string): TypeError {
  return new TypeError(expected('Accept-Query', 'parameters that fit a structured field (RFC 9651)', text));
}

function toMediaRange(item: StructuredItem): MediaType | undefined {
  // Parameters stand outside the token or string, so it must not contain any. A number or a boolean has no "/".
  const range = item.text.includes(';') ? undefined : parseMediaRange(item.text);
  if (range === undefined) return undefined;
  const params: Record<string, string> = Object.create(null);
  for (const [name, value] of item.params) {
    if (value.kind === 'boolean') return undefined; // a parameter of a media type has a value
    params[name] = value.text;
  }
  return { type: range.type, subtype: range.subtype, params };
}
