import {
  FIELD_KINDS,
  findTag,
  isEntityTag,
  isWeakTag,
  listElements,
  parseContentRange,
  parseHttpDate,
  parseRange,
} from '@statuskit/core/fields';
import type { Exchange } from '../exchange.ts';
import { wholeValue } from './grammar.ts';
import { type CheckedRule, must, should } from './rule.ts';

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'QUERY']);
const NO_RANGES = 'multipart/byteranges';

/** RFC 9110 §15.4.5: what a 304 cannot say, since it has no content. Some servers repeat Content-Type, which is harmless. */
const OF_CONTENT: readonly string[] = [...FIELD_KINDS.format, ...FIELD_KINDS.content].filter(
  (field) => field !== 'content-type',
);

/** Servers that compress add the coding to the tag, and take it off before they compare. */
function withoutCoding(tags: string): string {
  return tags.replaceAll(/[-;+](?:gzip|br|deflate|zstd)"/g, '"');
}

function onlyWeakTags(text: string | undefined): boolean {
  const tags = listElements(text);
  return tags.length > 0 && tags.every((tag) => isEntityTag(tag) && isWeakTag(tag));
}

function contentRange(x: Exchange): ReturnType<typeof parseContentRange> {
  return parseContentRange(x.value('content-range'));
}

/** Rules about preconditions and ranges. */
export const CONDITIONAL_RULES: readonly CheckedRule[] = [
  must('304-to-a-write', '9110 §15.4.5', 'A 304 answers GET, HEAD or QUERY.', { status: 304 }, (x) =>
    x.method !== undefined && !READS.has(x.method)
      ? `a 304 in response to ${x.method}; a failed If-None-Match is a 412 there`
      : undefined,
  ),
  must(
    '304-without-condition',
    '9110 §15.4.5',
    'A 304 answers a request with If-None-Match or If-Modified-Since.',
    { status: 304 },
    (x) =>
      x.lacks('if-none-match', 'if-modified-since')
        ? 'a 304 in response to a request without If-None-Match and If-Modified-Since'
        : undefined,
  ),
  must('etag-on-304', '9110 §15.4.5', 'A 304 has the ETag that the 200 would have.', { status: 304 }, (x) => {
    const asked = x.asked('if-none-match');
    // Only a response with a tag can have matched one.
    return asked !== undefined && asked.trim() !== '*' && !x.has('etag')
      ? 'ETag is missing, although If-None-Match names a tag'
      : undefined;
  }),
  must(
    'etag-on-304-unlisted',
    '9110 §13.1.2',
    'The ETag of a 304 is one of those in If-None-Match.',
    { status: 304, field: 'etag' },
    (x) => {
      const asked = x.asked('if-none-match');
      const tag = x.value('etag');
      return asked !== undefined &&
        isEntityTag(tag) &&
        findTag(withoutCoding(asked), withoutCoding(tag), 'weak') === 'unlisted'
        ? `ETag: ${tag} is not in If-None-Match: ${asked}`
        : undefined;
    },
  ),
  must(
    'last-modified-on-304',
    '9110 §13.1.3',
    'The Last-Modified of a 304 is not later than If-Modified-Since, unless If-None-Match decides.',
    { status: 304, field: 'last-modified' },
    (x) => {
      const since = parseHttpDate(x.asked('if-modified-since'), x.nowMs);
      const modified = parseHttpDate(x.value('last-modified'), x.nowMs);
      return x.asked('if-none-match') === undefined && since && modified && modified > since
        ? `Last-Modified: ${x.value('last-modified')} is later than If-Modified-Since`
        : undefined;
    },
  ),
  should(
    'metadata-on-304',
    '9110 §15.4.5',
    'A 304 does not describe content, which it does not have.',
    { status: 304 },
    (x) => {
      const name = OF_CONTENT.find((field) => x.has(field));
      return name === undefined ? undefined : `${name} on a 304`;
    },
  ),
  must(
    '206-to-a-write',
    '9110 §14.2',
    'Range has no meaning in a request that writes, so a 206 does not answer it.',
    { status: 206 },
    (x) =>
      // HEAD has the fields of GET on many servers, those of a part included.
      x.method !== undefined && !READS.has(x.method) ? `a 206 in response to ${x.method}` : undefined,
  ),
  must('206-without-range', '9110 §15.3.7', 'A 206 answers a request with Range.', { status: 206 }, (x) =>
    x.lacks('range') ? 'a 206 in response to a request without Range' : undefined,
  ),
  must(
    'content-range-on-206',
    '9110 §15.3.7.1',
    'A 206 with one part has Content-Range, with the positions of the part.',
    { status: 206 },
    (x) => {
      if (x.mediaType === NO_RANGES) return undefined;
      if (!x.has('content-range')) return 'Content-Range is missing';
      const range = contentRange(x);
      return range !== undefined && range.first === undefined
        ? `Content-Range: ${x.value('content-range')} is the form of a 416`
        : undefined;
    },
  ),
  must(
    'content-range-on-multipart',
    '9110 §15.3.7.2',
    'A 206 with several parts has Content-Range in each part, and none of its own.',
    { status: 206, field: 'content-range' },
    (x) => (x.mediaType === NO_RANGES ? 'Content-Range beside multipart/byteranges' : undefined),
  ),
  must(
    'boundary-on-multipart',
    '9110 §14.6',
    'The media type multipart/byteranges has a boundary.',
    { status: 206, field: 'content-type' },
    (x) =>
      x.mediaType === NO_RANGES && !/;\s*boundary=/i.test(x.value('content-type') ?? '')
        ? 'Content-Type: multipart/byteranges without boundary'
        : undefined,
  ),
  must(
    'content-range-syntax',
    '9110 §14.4',
    'Content-Range has the form bytes 0-499/1234 or bytes */1234, and its numbers agree.',
    { field: 'content-range' },
    wholeValue(
      'Content-Range',
      'the form bytes 0-499/1234 or bytes */1234',
      (value) => parseContentRange(value) !== undefined,
    ),
  ),
  must(
    'content-range-of-416',
    '9110 §15.5.17',
    'The Content-Range of a 416 has the form bytes */1234.',
    { status: 416, field: 'content-range' },
    (x) =>
      contentRange(x)?.first === undefined
        ? undefined
        : `Content-Range: ${x.value('content-range')} is the form of a 206`,
  ),
  must(
    'content-range-length',
    '9110 §14.4',
    'The content of a 206 has as many bytes as Content-Range says.',
    { status: 206, field: 'content-range' },
    (x) => {
      const range = contentRange(x);
      if (range?.first === undefined || range.unit !== 'bytes' || x.mediaType === NO_RANGES) return undefined;
      const length = range.last - range.first + 1;
      const said = x.value('content-length');
      const size = x.size ?? (said !== undefined && /^\d+$/.test(said) ? Number(said) : undefined);
      return size === undefined || size === length || x.method === 'HEAD'
        ? undefined
        : `Content-Range: ${x.value('content-range')} is about ${length} bytes, but the content has ${size}`;
    },
  ),
  should(
    'content-range-without-meaning',
    '9110 §14.4',
    'Only a 206 and a 416 have Content-Range.',
    { field: 'content-range' },
    (x) => (x.status === 206 || x.status === 416 ? undefined : `Content-Range on a ${x.status}`),
  ),
  should('416-without-range', '9110 §15.5.17', 'A 416 answers a request with Range.', { status: 416 }, (x) =>
    x.lacks('range') ? 'a 416 in response to a request without Range' : undefined,
  ),
  must(
    'range-of-206-unasked',
    '9110 §15.3.7',
    'A 206 has a part that Range asks for.',
    { status: 206, field: 'content-range' },
    (x) => {
      const specs = parseRange(x.asked('range'));
      const range = contentRange(x);
      if (specs?.length !== 1 || range?.first === undefined) return undefined;
      const [spec] = specs;
      return spec?.first !== undefined &&
        (range.last < spec.first || range.first > (spec.last ?? range.first))
        ? `Content-Range: ${x.value('content-range')} has nothing of Range: ${x.asked('range')}`
        : undefined;
    },
  ),
  should(
    '412-without-condition',
    '9110 §15.5.13',
    'A 412 answers a request with a condition.',
    { status: 412 },
    (x) =>
      x.lacks(
        'if-match',
        'if-none-match',
        'if-modified-since',
        'if-unmodified-since',
        'if-range',
        'if',
        'overwrite',
      )
        ? 'a 412 in response to a request without a condition; a missing one is a 428'
        : undefined,
  ),
  should(
    'weak-tag-on-412',
    '9110 §13.1.1',
    'The ETag of a 412 is strong, since If-Match never matches a weak one.',
    { status: 412, field: 'etag' },
    (x) => {
      const tag = x.value('etag');
      return x.asked('if-match') !== undefined && isEntityTag(tag) && isWeakTag(tag)
        ? `ETag: ${tag} is weak; a client cannot send it in If-Match`
        : undefined;
    },
  ),
  must(
    'weak-tag-matched',
    '9110 §13.1.1',
    'If-Match is compared strongly, so a list of weak tags never matches.',
    {},
    (x) =>
      x.isFrom(200, 299) && onlyWeakTags(x.asked('if-match'))
        ? `a ${x.status}, although If-Match: ${x.asked('if-match')} has weak tags only, which never match`
        : undefined,
  ),
  should(
    '428-to-a-condition',
    '6585 §3',
    'A 428 answers a request without If-Match.',
    { status: 428 },
    (x) =>
      x.asked('if-match') === undefined ? undefined : 'a 428 in response to a request that has If-Match',
  ),
  must(
    'accept-ranges-syntax',
    '9110 §14.3',
    'Accept-Ranges is a list of range units, or none.',
    { field: 'accept-ranges' },
    (x) => {
      const units = listElements(x.lines('accept-ranges')).map((unit) => unit.toLowerCase());
      const wrong = units.find((unit) => !/^[!#$%&'*+.^_`|~\w-]+$/.test(unit));
      if (units.length === 0 || wrong !== undefined)
        return `Accept-Ranges: expected a range unit, got "${wrong ?? ''}"`;
      return units.includes('none') && units.length > 1 ? 'Accept-Ranges: none beside a unit' : undefined;
    },
  ),
];
