import { isToken, unquote } from '@statuskit/core/fields';

/** A `name=value` or a flag, as it stands in Cache-Control, Set-Cookie and others. */
export interface Directive {
  /** In lower case. */
  readonly name: string;
  /** Undefined for a flag. */
  readonly value: string | undefined;
  readonly quoted: boolean;
}

/** Parses `name`, `name=token` or `name="text"`. Returns undefined for any other text. */
export function directiveOf(element: string): Directive | undefined {
  const equals = element.indexOf('=');
  const name = (equals < 0 ? element : element.slice(0, equals)).trim();
  if (!isToken(name)) return undefined;
  if (equals < 0) return { name: name.toLowerCase(), value: undefined, quoted: false };
  const text = element.slice(equals + 1).trim();
  const quoted = text.startsWith('"');
  const value = quoted ? unquote(text) : isToken(text) ? text : undefined;
  return value === undefined ? undefined : { name: name.toLowerCase(), value, quoted };
}
