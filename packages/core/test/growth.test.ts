import * as core from '@statuskit/core';
import { batch, cursorQuery, decodeCursor, page, pageQuery } from '@statuskit/core';
import {
  contentReply,
  etag,
  evaluatePreconditions,
  representationHeaders,
} from '@statuskit/core/conditional';
import * as fields from '@statuskit/core/fields';
import { createError } from '@statuskit/core/http-errors';
import { idempotency, MemoryIdempotencyStore } from '@statuskit/core/idempotency';
import { byHeaderHash, byIp, byUser, rateLimiter } from '@statuskit/core/rate-limit';
import { describe, expect, it } from 'vitest';
import { withoutCodings } from '../src/conditional/coded-tag.ts';

/*
 * A client chooses the length of its text, so no public function that reads one may take more than linear time: each is
 * measured with n, 2n, 4n and 8n characters. (parseCacheControl once read all earlier names again for each directive, and a
 * redirect target was normalized at a cost that grew with its square.)
 */
const SIZES = [4000, 8000, 16_000, 32_000];

const FIELDS: Record<string, (text: string) => unknown> = {
  findTag: (text) => fields.findTag(text, '"a"', 'weak'),
  formatUriReference: (text) => fields.formatUriReference(`/${text}`),
  isEntityTag: fields.isEntityTag,
  isFieldValue: fields.isFieldValue,
  isToken: fields.isToken,
  isWeakTag: fields.isWeakTag,
  orderMethods: (text) => fields.orderMethods(text.split(',')),
  quality: (text) => fields.quality(fields.parseAccept(text), 'text/html;a=1'),
  quote: fields.quote,
  sameTag: (text) => fields.sameTag(text, `${text}x`, 'weak'),
  unionVary: (text) => fields.unionVary(text, text),
  unquote: fields.unquote,
  withHead: (text) => fields.withHead(text.split(',')),
};
for (const [name, parse] of Object.entries(fields)) {
  if (name.startsWith('parse')) FIELDS[name] = parse as (text: string) => unknown;
}

const CURRENT = { exists: true, etag: etag.strong('7'), lastModified: new Date(0), length: 10 } as const;
const relocate = core.relocator({ '/old/:id': '/new/:id', '/docs/*': '/help/*' });
const limiter = rateLimiter({ policies: [{ name: 'a', quota: 5, windowSeconds: 60 }] });
const begin = idempotency({ scope: 'shared', store: new MemoryIdempotencyStore() });
const accepting = (text: string) => ({ method: 'GET', headers: { accept: text } });

function keyed(key: string, target = '/', content: unknown = undefined) {
  const headers = { 'idempotency-key': key, 'content-type': 'application/json' };
  const hasContent = content !== undefined;
  return begin({ method: 'POST', target, headers, hasContent, isRead: true, content, source: undefined });
}

/** A function that may refuse the text: a refusal counts like an answer. */
const OTHERS: Record<string, (text: string) => unknown> = {
  'tags with a coding': (text) => {
    const codedTags = '"7;gzip",'.repeat(text.length / 9);
    const headers = { 'if-none-match': text + codedTags, 'if-match': codedTags + text };
    return withoutCodings({ method: 'GET', headers }, etag.strong('7'));
  },
  'evaluatePreconditions, if-match': (text) => conditions('if-match', text),
  'evaluatePreconditions, if-none-match': (text) => conditions('if-none-match', text),
  'evaluatePreconditions, if-modified-since': (text) => conditions('if-modified-since', text),
  'evaluatePreconditions, if-unmodified-since': (text) => conditions('if-unmodified-since', text),
  'evaluatePreconditions, if-range': (text) => conditions('if-range', text),
  'evaluatePreconditions, range': (text) => conditions('range', text),
  contentReply: (text) =>
    contentReply({ method: 'GET', headers: { range: text } }, text, { contentType: 'text/plain' }),
  'etag.parse': (text) => etag.parse(`"${text}"`),
  'etag.join': (text) => etag.join(CURRENT.etag, text),
  'etag.of': etag.of,
  representationHeaders: (text) => representationHeaders(CURRENT, { vary: text }),
  'render, accept': (text) => core.render(new core.NotFound(), accepting(text)),
  'render, detail as JSON': (text) => core.render(new core.NotFound(text), {}),
  'render, detail as HTML': (text) => core.render(new core.NotFound(text), accepting('text/html')),
  'render, detail as XML': (text) =>
    core.render(new core.NotFound(text), accepting('application/problem+xml')),
  'render, detail as text': (text) => core.render(new core.NotFound(text), accepting('text/plain')),
  'BadRequest, pointer': (text) => new core.BadRequest({ errors: [{ detail: text, pointer: `#/${text}` }] }),
  'BadRequest, path': (text) => new core.BadRequest({ errors: [{ message: text, path: [text] }] }),
  'BadRequest, many': (text) =>
    new core.BadRequest({ errors: [...text].map((path) => ({ message: 'no', path: [path] })) }),
  'Conflict, state': (text) => new core.Conflict({ [text]: text }),
  'toHttpError, message': (text) => core.toHttpError(new Error(text)),
  'toHttpError, http-errors': (text) =>
    core.toHttpError(Object.assign(new Error(text), { status: 400, expose: true, type: text })),
  'toHttpError, challenge': (text) =>
    core.toHttpError(
      Object.assign(new Error('x'), {
        name: 'AuthenticationError',
        status: 401,
        message: text,
        headers: { 'www-authenticate': text },
      }),
    ),
  'toHttpError, passport': (text) =>
    core.toHttpError(Object.assign(new SyntaxError(text), { status: 400, body: text })),
  createError: (text) => createError(400, text),
  toReply: (text) => core.toReply({ text }, {}),
  'seeOther, path': (text) => core.seeOther(`/${text}`, { fallback: '/' }),
  'seeOther, URL': (text) => core.seeOther(text, { fallback: '/', allowHosts: ['a.example'] }),
  'relocator, name': (text) => relocate(`/old/${text}`),
  'relocator, rest': (text) => relocate(`/docs/${text}`),
  'relocator, query': (text) => relocate(`/old/7?${text}`),
  pageQuery: (text) => pageQuery(`/?${text}`),
  'cursorQuery, cursor': (text) =>
    cursorQuery(`/?after=${encodeURIComponent(text)}`, { parse: (value) => value }),
  decodeCursor,
  page: (text) => page([], { url: `/${text}?${text}`, page: 2, limit: 5, total: 100 }),
  'batch, ids': (text) =>
    batch([...text].slice(0, 100), () => 1, { id: (one, at) => `${one}${at}`, dependsOn: () => text }),
  'batch, references': (text) => batch([1], () => 1, { dependsOn: () => text.split(',') }),
  jobStatus: (text) => core.jobStatus({ state: 'failed', error: new core.NotFound(text) } as never),
  byIp: (text) => byIp()({ ip: text, headers: {} }),
  byUser: (text) => byUser(() => text)({ headers: {} }),
  byHeaderHash: (text) => byHeaderHash('x-key')({ headers: { 'x-key': text } }),
  'rateLimiter.consume': (text) => limiter.consume(text),
  'idempotency, key': (text) => keyed(text),
  'idempotency, target': (text) => keyed('a', `/${text}`),
  'idempotency, content': (text) => keyed('b', '/', { [text]: [text] }),
};

function conditions(name: string, value: string): unknown {
  return evaluatePreconditions({ method: 'GET', headers: { [name]: value } }, CURRENT);
}

/** What is repeated; `#` becomes a number, so that no two elements are the same. */
const PATTERNS = [
  ',',
  ' ',
  '"',
  '\\',
  'a',
  '9',
  '%',
  '%25',
  '/',
  '~',
  '<',
  '&',
  'é',
  '\u0315\u0300',
  '\ud800',
  'a#,',
  'a#=b#&',
  '"a#", ',
  '<a#>;rel="#", ',
  'no-cache="a#", ',
  'private="a#",max-age=#,',
  'x#="a#", ',
  'a/b#;q=0.5;c="#",',
  'Basic a#="#", ',
  '0-#,',
  ';a#=b',
  '..%2f',
];

function textOf(pattern: string, length: number): string {
  let text = '';
  for (let count = 0; text.length < length; count++) text += pattern.replaceAll('#', String(count));
  return text;
}

const TEXTS = PATTERNS.map((pattern) => ({ pattern, texts: SIZES.map((size) => textOf(pattern, size)) }));

function run(read: (text: string) => unknown, text: string): unknown {
  try {
    const result = read(text);
    if (result instanceof Promise) result.catch(() => {});
    return result;
  } catch (refusal) {
    return refusal;
  }
}

/** The processor time of this thread, where Node knows it (24): on a busy machine the clock also counts all others. */
const { threadCpuUsage } = process as { threadCpuUsage?: () => { user: number; system: number } };
const nowMs = (): number => {
  if (threadCpuUsage === undefined) return performance.now();
  const { user, system } = threadCpuUsage.call(process);
  return (user + system) / 1000;
};
// It counts in steps of some milliseconds; the clock has all that other threads do in between.
const NOISE_MS = threadCpuUsage === undefined ? 100 : 25;
const LARGEST = Math.max(...SIZES);

/** The time for as many runs as read the same number of characters: the same for each length, if the cost is linear. */
function msOf(read: (text: string) => unknown, text: string): number {
  const before = nowMs();
  for (let length = 0; length < LARGEST; length += text.length) run(read, text);
  return nowMs() - before;
}

// At a cost that grows with the square, the longest text takes eight times as long as eight of the shortest.
function measure(read: (text: string) => unknown, texts: readonly string[]): string | undefined {
  const [first = '', , , last = ''] = texts;
  for (let attempt = 0; attempt < 3; attempt++) {
    const largest = msOf(read, last);
    if (largest < NOISE_MS || largest < 4 * msOf(read, first) + NOISE_MS) return undefined;
  }
  return texts.map((text) => `${text.length}: ${msOf(read, text).toFixed(1)} ms`).join(', ');
}

describe.each([...Object.entries(FIELDS), ...Object.entries(OTHERS)])('%s', (_, read) => {
  it('takes time in proportion to the text', () => {
    for (const { pattern, texts } of TEXTS)
      expect(measure(read, texts), JSON.stringify(pattern)).toBeUndefined();
  });
});
