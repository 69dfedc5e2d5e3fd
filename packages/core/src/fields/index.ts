export { formatAccept, type MediaRange, parseAccept, quality } from './accept.ts';
export { formatAcceptEncoding, parseAcceptEncoding, type WeightedCoding } from './accept-encoding.ts';
export { formatAcceptPatch, parseAcceptPatch } from './accept-patch.ts';
export { formatAcceptPost, parseAcceptPost } from './accept-post.ts';
export { formatAcceptQuery, parseAcceptQuery } from './accept-query.ts';
export { formatAllow, parseAllow } from './allow.ts';
export { formatCacheControl, parseCacheControl } from './cache-control.ts';
export {
  type CacheControl,
  type CacheDirectives,
  type CacheExtensions,
  DIRECTIVES as CACHE_DIRECTIVES,
} from './cache-directives.ts';
export { formatCdnCacheControl, parseCdnCacheControl } from './cdn-cache-control.ts';
export { type Challenge, formatChallenge, parseChallenges } from './challenge.ts';
export {
  type ContentRange,
  formatContentRange,
  formatUnsatisfiedRange,
  parseContentRange,
} from './content-range.ts';
export { type EntityTag, findTag, isEntityTag, isWeakTag, sameTag, type TagMatch } from './entity-tag.ts';
export { isFieldValue } from './field-value.ts';
export { formatHttpDate, parseHttpDate } from './http-date.ts';
export { FIELD_KINDS, type FieldKind } from './kinds.ts';
export { formatLink, type Link, type LinkParams, parseLink } from './link.ts';
export { type MediaType, parseMediaRange, parseMediaType } from './media-type.ts';
export { orderMethods, withHead } from './methods.ts';
export { quote, unquote } from './quoted-string.ts';
export { parseRange, type RangeSpec } from './range.ts';
export { formatRetryAfter, parseRetryAfter, type RetryAfter, retryAfterSeconds } from './retry-after.ts';
export { type FieldLines, listElements } from './scan.ts';
export {
  type BareItem,
  formatStructuredString,
  parseStructuredDictionary,
  parseStructuredList,
  type StructuredItem,
} from './structured-list.ts';
export { isToken } from './token.ts';
export { formatUpgrade, parseUpgrade } from './upgrade.ts';
export { formatUriReference } from './uri-reference.ts';
export { formatVary, parseVary, unionVary } from './vary.ts';
