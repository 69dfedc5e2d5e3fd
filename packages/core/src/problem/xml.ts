import type { Json } from '../errors/json.ts';
import type { ProblemDocument } from '../errors/problem-document.ts';

// RFC 9457 appendix B kept the namespace of the RFC before it.
const NAMESPACE = 'urn:ietf:rfc:7807';

// XML 1.0 §2.3, without the colon, which would be a prefix.
const NAME = /^[\p{L}_][\p{L}\p{N}_.\-\u00b7]*$/u;

// XML 1.0 §2.2: what no document can hold, not even escaped.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to go
const FORBIDDEN = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/gu;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };

function text(value: string): string {
  return value.replace(FORBIDDEN, '\ufffd').replace(/[&<>\r]/g, (character) => ENTITIES[character] ?? '');
}

function members(value: object): string {
  return Object.entries(value)
    .map(([name, member]) => (NAME.test(name) ? element(name, member as Json) : ''))
    .join('');
}

function element(name: string, value: Json): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return `<${name}>${text(String(value))}</${name}>`;
  const inside = Array.isArray(value) ? value.map((one) => element('i', one)).join('') : members(value);
  return `<${name}>${inside}</${name}>`;
}

/** Returns the XML form of RFC 9457 appendix B. List items become `<i>`. A member whose name is not a valid XML name is omitted. */
export function xmlOf(problem: ProblemDocument): string {
  // Through JSON, so that both forms have the same values.
  const plain = JSON.parse(JSON.stringify(problem)) as ProblemDocument;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<problem xmlns="${NAMESPACE}">${members(plain)}</problem>\n`;
}
