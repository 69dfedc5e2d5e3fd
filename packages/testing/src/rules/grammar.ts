import { listElements } from '@statuskit/core/fields';
import { show } from '../arguments.ts';
import type { Exchange } from '../exchange.ts';

// What recipients tolerate, senders may not send: the parsers of core skip what is malformed, so each check here is strict.

/** Returns a check that every element of a list field is accepted. An empty list is, too, if `mayBeEmpty`. */
export function everyElement(
  field: string,
  what: string,
  accepts: (element: string) => boolean,
  mayBeEmpty = false,
): (exchange: Exchange) => string | undefined {
  return (exchange) => {
    const elements = listElements(exchange.lines(field.toLowerCase()));
    if (elements.length === 0) return mayBeEmpty ? undefined : `${field} is empty; expected ${what}`;
    const wrong = elements.find((element) => !accepts(element));
    return wrong === undefined ? undefined : `${field}: expected ${what}, got ${show(wrong)}`;
  };
}

/** Returns a check that the value of a field is accepted. */
export function wholeValue(
  field: string,
  what: string,
  accepts: (value: string, exchange: Exchange) => boolean,
): (exchange: Exchange) => string | undefined {
  return (exchange) => {
    const value = exchange.value(field.toLowerCase()) ?? '';
    return accepts(value, exchange) ? undefined : `${field}: expected ${what}, got ${show(value)}`;
  };
}

/** Splits at semicolons that are not in quotes, and trims the parts. */
export function parts(text: string): string[] {
  return (text.match(/(?:"(?:\\.|[^"\\])*"|[^;"]|"(?![^"]*"))+/g) ?? []).map((part) => part.trim());
}

/** Reports whether a text is a number of seconds as RFC 9111 §1.2.2 writes it. */
export function isSeconds(text: string | undefined): text is string {
  return text !== undefined && /^\d+$/.test(text);
}

/** Reports whether a text has only characters of a URI, and no `%` without its two digits. */
export function isUriText(text: string): boolean {
  return /^(?:[\w.~!$&'()*+,;=:@/?#[\]-]|%[\dA-Fa-f]{2})*$/.test(text);
}

/** Reports whether a text is a URI reference (RFC 3986 §4.1). */
export function isUri(text: string): boolean {
  if (!isUriText(text)) return false;
  // What stands before the first colon is a scheme, unless it stands behind a slash, "?" or "#".
  const [, first = ''] = /^([^/?#]*)/.exec(text) ?? [];
  const colon = first.indexOf(':');
  if (colon >= 0 && !/^[A-Za-z][A-Za-z\d+.-]*$/.test(first.slice(0, colon))) return false;
  return (text.match(/#/g) ?? []).length <= 1 && !/^[^?#]*[[\]]/.test(text.replace(/\/\/[^/?#]*/, ''));
}
