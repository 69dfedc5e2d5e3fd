import { listElements, parseHttpDate, parseRetryAfter, parseStructuredList } from '@statuskit/core/fields';
import { isRegisteredStatus, statusFacts } from '@statuskit/core/status';
import { expected } from '../arguments.ts';
import { objectOf } from '../exchange.ts';
import { type FieldsInit, toFields } from '../fields.ts';
import { findingsOf, requireRuleIds } from '../inspect.ts';
import { exchangeOf, observe } from '../observed.ts';
import { printStatus } from '../print.ts';
import { type Verdict, verdict } from './verdict.ts';

/** What {@link checkConformant} knows beside the response. */
export interface ConformantOptions {
  /** The method of the request. Default: that of the response; for fetch it is not known. */
  readonly method?: string | undefined;
  /** The fields of the request. Default: those of the response, if it has them. */
  readonly headers?: FieldsInit | undefined;
  /** The methods of the route. Default: not known. */
  readonly allow?: readonly string[] | undefined;
  /** Ids of rules that may be broken. Default: none. */
  readonly ignore?: readonly string[] | undefined;
  /** Whether a warning fails, too. Default: false. */
  readonly warnings?: boolean | undefined;
}

/** Checks the status of a response. */
export async function checkStatus(response: unknown, status: number): Promise<Verdict> {
  if (typeof status !== 'number') throw new TypeError(expected('status', 'a number', status));
  const observed = observe(response);
  const wrong =
    observed.status === status
      ? undefined
      : `expected the status ${printStatus(status)}, got ${printStatus(observed.status)}`;
  return verdict(observed, wrong, `have the status ${printStatus(status)}`);
}

/** Checks that a response breaks no rule. */
export async function checkConformant(response: unknown, options: ConformantOptions = {}): Promise<Verdict> {
  const { method, headers, allow, ignore, warnings = false } = options;
  const ignored = requireRuleIds('ignore', ignore);
  const observed = observe(response);
  const request = headers === undefined ? undefined : toFields(headers, 'headers');
  const found = findingsOf(await exchangeOf(observed, { method, request, allow }), ignored).filter(
    ({ level }) => warnings || level === 'error',
  );
  const lines = found.map(({ rule, section, message }) => `  ${message} (${rule}, ${section})`);
  const wrong =
    found.length === 0 ? undefined : `expected a response that conforms, but\n${lines.join('\n')}`;
  return verdict(observed, wrong, 'conform');
}

/** Checks that a response is a 429 that says when to come back. */
export async function checkRateLimited(response: unknown): Promise<Verdict> {
  const observed = observe(response);
  const { text } = await observed.content();
  return verdict(observed, wrongWith(), 'be a 429 with a wait');

  function wrongWith(): string | undefined {
    if (observed.status !== 429)
      return `expected the status ${printStatus(429)}, got ${printStatus(observed.status)}`;
    const lines = observed.fields.get('retry-after');
    if (lines !== undefined) {
      return parseRetryAfter(lines.join(', ')) === undefined
        ? `expected Retry-After as seconds or as a date, got ${lines.join(', ')}`
        : undefined;
    }
    const limits = parseStructuredList(listElements(observed.fields.get('ratelimit')).join(', '));
    if (limits?.some(({ params }) => params.has('t'))) return undefined;
    // Scripts cannot read Retry-After across origins, so statuskit's documents say it, too.
    if (typeof objectOf(json(text))?.['retryAfter'] === 'number') return undefined;
    return 'expected a 429 that says when to come back, but Retry-After is missing';
  }
}

function json(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Options of {@link checkCacheable}. */
export interface CacheableOptions {
  /** Whether the cache serves several users. Default: false. */
  readonly shared?: boolean | undefined;
  /** The time. Default: now. */
  readonly now?: Date | undefined;
}

/** Checks that a cache may use a response for some more seconds without asking (RFC 9111 §4.2). */
export async function checkCacheable(
  response: unknown,
  seconds: number,
  options: CacheableOptions = {},
): Promise<Verdict> {
  if (typeof seconds !== 'number' || !(seconds >= 0))
    throw new RangeError(expected('seconds', 'a number of seconds of at least 0', seconds));
  const { shared = false, now = new Date() } = options;
  const observed = observe(response);
  const exchange = await exchangeOf(observed, {});
  const cache = shared ? 'a shared cache' : 'a cache';
  return verdict(observed, wrongWith(), `be cacheable for ${seconds} seconds in ${cache}`);

  function wrongWith(): string | undefined {
    const but = `expected a response that ${cache} may use for ${seconds} seconds, but`;
    const { noStore, mustUnderstand, noCache, private: isPrivate } = exchange.cacheControl;
    if (noStore === true && mustUnderstand !== true) return `${but} Cache-Control says no-store`;
    if (noCache === true) return `${but} Cache-Control says no-cache`;
    if (shared && isPrivate === true) return `${but} Cache-Control says private`;
    if (listElements(exchange.lines('vary')).includes('*')) return `${but} Vary: * matches no other request`;
    if (isRegisteredStatus(exchange.status) && statusFacts(exchange.status).mustNotStore)
      return `${but} a ${exchange.status} is never stored`;
    const { sharedMaxAgeSeconds, mustRevalidate, public: isPublic } = exchange.cacheControl;
    const isForOne = exchange.asked('authorization') !== undefined;
    // RFC 9111 §3.5
    if (
      shared &&
      isForOne &&
      isPublic !== true &&
      mustRevalidate !== true &&
      sharedMaxAgeSeconds === undefined
    )
      return `${but} the request has Authorization, and Cache-Control says neither public nor s-maxage`;
    const fresh = exchange.freshSeconds(shared);
    if (fresh === undefined) return `${but} neither Cache-Control nor Expires says how long it is fresh`;
    const left = fresh - ageSeconds();
    return left >= seconds ? undefined : `${but} it is fresh for ${Math.max(0, left)} seconds`;
  }

  /** RFC 9111 §4.2.3, as far as it can be known here. */
  function ageSeconds(): number {
    const stated = exchange.value('age');
    const sent = parseHttpDate(exchange.value('date'));
    const apparent =
      sent === undefined ? 0 : Math.max(0, Math.floor((now.getTime() - sent.getTime()) / 1000));
    return Math.max(apparent, stated !== undefined && /^\d+$/.test(stated) ? Number(stated) : 0);
  }
}
