import { CACHE_DIRECTIVES, isToken, parseCdnCacheControl, parseVary } from '@statuskit/core/fields';
import { show } from '../arguments.ts';
import type { Exchange } from '../exchange.ts';
import { type Directive, directiveOf } from './directive.ts';
import { everyElement, isSeconds } from './grammar.ts';
import { type CheckedRule, must, should } from './rule.ts';

const OF_REQUESTS: ReadonlySet<string> = new Set(['max-stale', 'min-fresh', 'only-if-cached']);
const BY_NAME = new Map<string, (typeof CACHE_DIRECTIVES)[number]>(
  CACHE_DIRECTIVES.map((directive) => [directive.name, directive]),
);
const BY_LETTERS = new Map([...BY_NAME.keys()].map((name) => [lettersOf(name), name]));

function lettersOf(name: string): string {
  return name.replaceAll(/[-_]/g, '');
}

/** The registered directive that a name was meant to be, if it is one letter away from it or differs in its hyphens. */
function meant(name: string): string | undefined {
  if (BY_NAME.has(name)) return undefined;
  const letters = lettersOf(name);
  const exact = BY_LETTERS.get(letters);
  if (exact !== undefined) return exact;
  for (const [other, known] of BY_LETTERS) if (isOneAway(letters, other)) return known;
  return undefined;
}

/** Reports whether one letter was left out, added or changed. */
function isOneAway(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1 || other.length < 5) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  const more = one.length >= other.length ? 1 : 0;
  const less = other.length >= one.length ? 1 : 0;
  return one.slice(start + more) === other.slice(start + less);
}

function cacheRule(
  level: typeof must,
  id: string,
  section: string,
  demand: string,
  check: (directives: readonly Directive[], x: Exchange) => string | undefined,
): CheckedRule {
  return level(id, section, demand, { field: 'cache-control' }, (x) => check(x.directives, x));
}

function isSharedFresh(x: Exchange): boolean {
  const { noStore, private: isPrivate, noCache, public: isPublic } = x.cacheControl;
  if (noStore === true || isPrivate === true || noCache === true) return false;
  return isPublic === true || (x.freshSeconds(true) ?? 0) > 0;
}

function varies(x: Exchange, name: string): boolean {
  return parseVary(x.lines('vary')).some((field) => field === '*' || field.toLowerCase() === name);
}

/** Reports whether a cache may keep the response for another request. */
function mayBeStored(x: Exchange): boolean {
  return (
    x.cacheControl.noStore !== true && (x.method === undefined || x.method === 'GET' || x.method === 'HEAD')
  );
}

/** Rules about caches, and about what a response was chosen by. */
export const CACHING_RULES: readonly CheckedRule[] = [
  must(
    'cache-control-syntax',
    '9111 §5.2',
    'Cache-Control is a list of directives, each with a token or a quoted text, or without a value.',
    { field: 'cache-control' },
    everyElement(
      'Cache-Control',
      'a directive such as max-age=60',
      (element) => directiveOf(element) !== undefined,
      true,
    ),
  ),
  cacheRule(
    must,
    'cache-control-seconds',
    '9111 §1.2.2',
    'A directive with a time, such as max-age, has a number of seconds, without quotes.',
    (all) => {
      for (const { name, value, quoted } of all) {
        const kind = BY_NAME.get(name)?.kind;
        if (kind !== 'fresh' && kind !== 'seconds') continue;
        if (quoted || !isSeconds(value))
          return `Cache-Control: ${name} has ${show(value ?? '')}, not a number of seconds`;
      }
      return undefined;
    },
  ),
  cacheRule(
    should,
    'cache-control-misspelled',
    '9111 §5.2.3',
    'Unknown directives are ignored, so the names of known ones are spelled right.',
    (all) => {
      for (const { name } of all) {
        const known = meant(name);
        if (known !== undefined) return `Cache-Control: ${name} is unknown; ${known} was meant?`;
      }
      return undefined;
    },
  ),
  cacheRule(
    should,
    'cache-control-of-requests',
    '9111 §5.2.1',
    'Directives for requests have no meaning in a response.',
    (all) => {
      const found = all.find(({ name }) => OF_REQUESTS.has(name));
      return found && `Cache-Control: ${found.name} is a directive for requests`;
    },
  ),
  cacheRule(
    should,
    'cache-control-repeated',
    '9111 §4.2.1',
    'A directive stands once: caches use the first value, or treat the response as stale.',
    (all) => {
      const seen = new Map<string, string | undefined>();
      for (const { name, value } of all) {
        if (seen.has(name) && seen.get(name) !== value)
          return `Cache-Control: ${name} stands there with two values`;
        seen.set(name, value);
      }
      return undefined;
    },
  ),
  cacheRule(
    should,
    'no-store-beside-freshness',
    '9111 §5.2.2.5',
    'What is not stored has no time to be fresh.',
    (_all, { cacheControl }) => {
      const { noStore, mustUnderstand, maxAgeSeconds = 0, sharedMaxAgeSeconds = 0, immutable } = cacheControl;
      if (noStore !== true || mustUnderstand === true) return undefined;
      if (cacheControl.public === true) return 'Cache-Control: no-store beside public';
      if (immutable === true) return 'Cache-Control: no-store beside immutable';
      return maxAgeSeconds + sharedMaxAgeSeconds > 0
        ? 'Cache-Control: no-store beside a time to be fresh'
        : undefined;
    },
  ),
  cacheRule(
    should,
    'private-beside-public',
    '9111 §5.2.2.7',
    'A private response is not for shared caches.',
    (_all, { cacheControl }) => {
      if (cacheControl.private !== true) return undefined;
      if (cacheControl.public === true) return 'Cache-Control: private beside public';
      return (cacheControl.sharedMaxAgeSeconds ?? 0) > 0
        ? 'Cache-Control: private beside s-maxage'
        : undefined;
    },
  ),
  cacheRule(
    should,
    'immutable-beside-no-cache',
    '8246 §2',
    'What is immutable is not asked for again while it is fresh.',
    (_all, { cacheControl }) => {
      if (cacheControl.immutable !== true) return undefined;
      if (cacheControl.noCache === true) return 'Cache-Control: immutable beside no-cache';
      return cacheControl.maxAgeSeconds === 0 ? 'Cache-Control: immutable beside max-age=0' : undefined;
    },
  ),
  cacheRule(
    should,
    'must-understand-without-no-store',
    '9111 §5.2.2.3',
    'The directive must-understand stands beside no-store, for caches that do not know it.',
    (_all, { cacheControl }) =>
      cacheControl.mustUnderstand === true && cacheControl.noStore !== true
        ? 'Cache-Control: must-understand without no-store'
        : undefined,
  ),
  must(
    'cdn-cache-control-syntax',
    '9213 §2.1',
    'CDN-Cache-Control is a dictionary of structured fields.',
    { field: 'cdn-cache-control' },
    (x) => {
      const value = x.value('cdn-cache-control') ?? '';
      return parseCdnCacheControl(value) === undefined
        ? `CDN-Cache-Control: expected a dictionary such as max-age=600, got ${show(value)}`
        : undefined;
    },
  ),
  should(
    'pragma-alone',
    '9111 §5.4',
    'Pragma has no meaning in a response; Cache-Control has.',
    { field: 'pragma' },
    (x) => (x.has('cache-control') ? undefined : 'Pragma without Cache-Control'),
  ),
  should(
    'warning-is-obsolete',
    '9111 §5.5',
    'Warning is obsolete.',
    { field: 'warning' },
    () => 'Warning is obsolete',
  ),
  should(
    'cookie-for-everybody',
    '9111 §7.3',
    'A response that shared caches store sets no cookie.',
    { field: 'set-cookie' },
    (x) => {
      if (!isSharedFresh(x)) return undefined;
      const { noCache } = x.cacheControl;
      const named = Array.isArray(noCache) && noCache.some((name) => name.toLowerCase() === 'set-cookie');
      return named ? undefined : 'Set-Cookie on a response that shared caches store and send to others';
    },
  ),
  must(
    'vary-syntax',
    '9110 §12.5.5',
    'Vary is a list of field names, or *.',
    { field: 'vary' },
    everyElement('Vary', 'a field name', isToken, true),
  ),
  should(
    'vary-on-content-encoding',
    '9110 §12.5.5',
    'A response whose coding was chosen by Accept-Encoding names that field in Vary.',
    { field: 'content-encoding' },
    (x) =>
      x.asked('accept-encoding') !== undefined &&
      x.isFrom(200, 299) &&
      mayBeStored(x) &&
      !varies(x, 'accept-encoding')
        ? 'Content-Encoding without Vary: Accept-Encoding'
        : undefined,
  ),
  should(
    'vary-on-content-language',
    '9110 §12.5.5',
    'A response whose language was chosen by Accept-Language names that field in Vary.',
    { field: 'content-language' },
    (x) =>
      x.asked('accept-language') !== undefined &&
      x.isFrom(200, 299) &&
      mayBeStored(x) &&
      !varies(x, 'accept-language')
        ? 'Content-Language without Vary: Accept-Language'
        : undefined,
  ),
  should(
    'vary-on-origin',
    '9110 §12.5.5',
    'A response that allows the Origin of the request names that field in Vary.',
    { field: 'access-control-allow-origin' },
    (x) => {
      const origin = x.asked('origin');
      return origin !== undefined &&
        x.value('access-control-allow-origin') === origin &&
        mayBeStored(x) &&
        !varies(x, 'origin')
        ? `Access-Control-Allow-Origin: ${origin} without Vary: Origin`
        : undefined;
    },
  ),
];
