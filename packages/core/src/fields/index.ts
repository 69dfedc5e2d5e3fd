export { formatAccept, type MediaRange, parseAccept, quality } from './accept.ts';
export { formatAcceptEncoding, parseAcceptEncoding, type WeightedCoding } from './accept-encoding.ts';
export { formatAcceptPatch, parseAcceptPatch } from './accept-patch.ts';
export { formatAcceptPost, parseAcceptPost } from './accept-post.ts';
export { formatAcceptQuery, parseAcceptQuery } from './accept-query.ts';
export { formatAllow, parseAllow } from './allow.ts';
export { formatCacheControl, parseCacheControl } from './cache-control.ts';
export type { CacheControl, CacheDirectives, CacheExtensions } from './cache-directives.ts';
export { formatCdnCacheControl, parseCdnCacheControl } from './cdn-cache-control.ts';
export { type Challenge, formatChallenge, parseChallenges } from './challenge.ts';
export {
  type ContentRange,
  formatContentRange,
  formatUnsatisfiedRange,
  parseContentRange,
} from './content-range.ts';
export { findTag, sameTag } from './entity-tag.ts';
export { isFieldValue, requireFieldValue } from './field-value.ts';
export { formatHttpDate, parseHttpDate } from './http-date.ts';
export { formatLink, type Link, type LinkParams, parseLink } from './link.ts';
export { type MediaType, parseMediaType } from './media-type.ts';
export { orderMethods } from './methods.ts';
export { quote, unquote } from './quoted-string.ts';
export { parseRange } from './range.ts';
export { formatRetryAfter, parseRetryAfter, type RetryAfter, retryAfterSeconds } from './retry-after.ts';
export type { FieldLines } from './scan.ts';
export { isToken, requireToken } from './token.ts';
export { formatUpgrade, parseUpgrade } from './upgrade.ts';
export { formatVary, parseVary, unionVary } from './vary.ts';
