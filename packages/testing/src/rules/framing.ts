import { FIELD_KINDS, isToken } from '@statuskit/core/fields';
import { show } from '../arguments.ts';
import type { Exchange } from '../exchange.ts';
import { everyElement } from './grammar.ts';
import { type CheckedRule, must, should } from './rule.ts';

const ON_CONNECTION: readonly string[] = [...FIELD_KINDS.connection, 'transfer-encoding'];

// RFC 9110 §5.3: every field that is not a list. A second line of one of these contradicts the first.
const SINGLE: readonly string[] = [
  ...FIELD_KINDS.validator,
  'age',
  'content-disposition',
  'content-length',
  'content-location',
  'content-range',
  'content-type',
  'date',
  'expires',
  'location',
  'retry-after',
];

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what may not be there
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: everything that is not ASCII
const NOT_ASCII = /[^\x00-\x7f]/;

function hasNoContent({ status, method }: Exchange): boolean {
  return method === 'HEAD' || status < 200 || status === 204 || status === 304;
}

/** Rules about where a message ends, and about the form of its fields. */
export const FRAMING_RULES: readonly CheckedRule[] = [
  must('content-on-1xx', '9110 §15.2', 'A 1xx has no content.', {}, (x) =>
    x.isFrom(100, 199) && x.size !== undefined && x.size > 0
      ? `content of ${x.size} bytes, where none may be`
      : undefined,
  ),
  must('content-on-head', '9110 §9.3.2', 'The response to HEAD has no content.', {}, (x) =>
    x.method === 'HEAD' && x.size !== undefined && x.size > 0
      ? `content of ${x.size} bytes in response to HEAD`
      : undefined,
  ),
  must('informational-on-http-1-0', '9110 §15.2', 'A 1xx is not sent to a client of HTTP/1.0.', {}, (x) =>
    x.isFrom(100, 199) && x.httpVersion === '1.0' ? `a ${x.status} in response to HTTP/1.0` : undefined,
  ),
  must(
    'content-length-syntax',
    '9110 §8.6',
    'Content-Length is one number of bytes.',
    { field: 'content-length' },
    (x) => {
      const value = x.value('content-length') ?? '';
      return /^\d+$/.test(value)
        ? undefined
        : `Content-Length: expected a number of bytes, got ${show(value)}`;
    },
  ),
  must(
    'content-length-without-content',
    '9110 §8.6',
    'A 1xx, a 204, and the 2xx response to CONNECT have no Content-Length.',
    { field: 'content-length' },
    (x) =>
      x.status < 200 || x.status === 204 || (x.method === 'CONNECT' && x.isFrom(200, 299))
        ? `Content-Length on a ${x.status}`
        : undefined,
  ),
  must(
    'content-length-on-205',
    '9110 §15.3.6',
    'The Content-Length of a 205 is 0.',
    { status: 205, field: 'content-length' },
    (x) => {
      const value = x.value('content-length') ?? '';
      return Number(value) === 0 ? undefined : `Content-Length: ${value} on a 205`;
    },
  ),
  must(
    'content-length-mismatch',
    '9110 §8.6',
    'Content-Length is the number of bytes of the content.',
    { field: 'content-length' },
    (x) => {
      const value = x.value('content-length') ?? '';
      if (x.size === undefined || hasNoContent(x) || !/^\d+$/.test(value) || Number(value) === x.size)
        return undefined;
      return `Content-Length: ${value}, but the content has ${x.size} bytes`;
    },
  ),
  must(
    'transfer-encoding-without-content',
    '9112 §6.1',
    'A 1xx, a 204, and the 2xx response to CONNECT have no Transfer-Encoding.',
    { field: 'transfer-encoding' },
    (x) =>
      x.status < 200 || x.status === 204 || (x.method === 'CONNECT' && x.isFrom(200, 299))
        ? `Transfer-Encoding on a ${x.status}`
        : undefined,
  ),
  must(
    'transfer-encoding-with-content-length',
    '9112 §6.2',
    'A message with Transfer-Encoding has no Content-Length.',
    { field: 'transfer-encoding' },
    (x) => (x.has('content-length') ? 'Content-Length beside Transfer-Encoding' : undefined),
  ),
  must(
    'transfer-encoding-on-http-1-0',
    '9112 §6.1',
    'Transfer-Encoding is not sent to a client of HTTP/1.0.',
    { field: 'transfer-encoding' },
    (x) => (x.httpVersion === '1.0' ? 'Transfer-Encoding in response to HTTP/1.0' : undefined),
  ),
  must(
    'transfer-encoding-syntax',
    '9112 §6.1',
    'Transfer-Encoding is a list of codings, in which chunked stands once and last.',
    { field: 'transfer-encoding' },
    (x) => {
      const codings = (x.value('transfer-encoding') ?? '')
        .split(',')
        .map((coding) => coding.trim().toLowerCase());
      const wrong = codings.find((coding) => !isToken(coding.split(';', 1)[0]?.trim()));
      if (wrong !== undefined) return `Transfer-Encoding: expected a coding, got ${show(wrong)}`;
      const at = codings.indexOf('chunked');
      return at >= 0 && at < codings.length - 1 ? 'Transfer-Encoding: chunked is not last' : undefined;
    },
  ),
  must(
    'connection-field-on-http2',
    '9113 §8.2.2',
    'HTTP/2 and later have no fields of the connection.',
    {},
    (x) => {
      if (!x.isHttp2) return undefined;
      const name = ON_CONNECTION.find((field) => x.has(field));
      return name === undefined ? undefined : `${name} on HTTP/${x.httpVersion}`;
    },
  ),
  must(
    'connection-syntax',
    '9110 §7.6.1',
    'Connection is a list of field names or options.',
    { field: 'connection' },
    everyElement('Connection', 'a token', isToken),
  ),
  must(
    'upgrade-without-connection',
    '9110 §7.8',
    'Upgrade stands beside Connection: upgrade.',
    { field: 'upgrade' },
    (x) => {
      const options = (x.value('connection') ?? '').split(',').map((option) => option.trim().toLowerCase());
      return x.isHttp2 || options.includes('upgrade') ? undefined : 'Upgrade without Connection: upgrade';
    },
  ),
  must('single-field-repeated', '9110 §5.3', 'A field that is not a list has one line.', {}, (x) => {
    for (const name of SINGLE) {
      const lines = x.response.get(name);
      if (lines !== undefined && lines.length > 1) return `${name} has ${lines.length} lines`;
    }
    return undefined;
  }),
  must('field-name-syntax', '9110 §5.1', 'The name of a field is a token.', {}, (x) => {
    for (const name of x.response.keys())
      if (!isToken(name)) return `${show(name)} is not the name of a field`;
    return undefined;
  }),
  must('field-value-controls', '9110 §5.5', 'The value of a field has no control characters.', {}, (x) => {
    for (const [name, lines] of x.response)
      for (const line of lines)
        if (CONTROL.test(line)) return `${name} has control characters: ${show(line)}`;
    return undefined;
  }),
  should('field-value-ascii', '9110 §5.5', 'The value of a field is ASCII.', {}, (x) => {
    for (const [name, lines] of x.response) {
      // The obs-text of a tag is part of its grammar, and a file name may be Latin-1 (RFC 6266 §4.3).
      if (name === 'etag' || name === 'content-disposition') continue;
      for (const line of lines) if (NOT_ASCII.test(line)) return `${name} is not ASCII: ${show(line)}`;
    }
    return undefined;
  }),
];
