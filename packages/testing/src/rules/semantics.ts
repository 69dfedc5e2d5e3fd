import { isToken, listElements, parseMediaRange, withHead } from '@statuskit/core/fields';
import type { Exchange } from '../exchange.ts';
import { everyElement, isUri, wholeValue } from './grammar.ts';
import { type CheckedRule, must, should } from './rule.ts';

function allowed(x: Exchange): string[] {
  return listElements(x.lines('allow'));
}

/** HEAD comes with GET, and OPTIONS from the framework: only some routers list them. */
function essential(methods: readonly string[]): Set<string> {
  return new Set(withHead(methods).filter((method) => method !== 'OPTIONS' && method !== 'HEAD'));
}

const A_URI = 'a URI reference';

/** Rules about what a status means for the request that it answers. */
export const SEMANTIC_RULES: readonly CheckedRule[] = [
  should(
    'location-on-201',
    '9110 §9.3.3',
    'The 201 in response to POST has Location, since the target is not what was created.',
    { status: 201 },
    (x) => (x.method === 'POST' && !x.has('location') ? 'Location is missing' : undefined),
  ),
  should('201-to-a-read', '9110 §9.2.1', 'A safe method creates nothing.', { status: 201 }, (x) =>
    x.method === 'GET' || x.method === 'HEAD' ? `a 201 in response to ${x.method}` : undefined,
  ),
  should(
    'monitor-on-202',
    '9110 §15.3.3',
    'A 202 shows where the result will be: by Location, Link, or content.',
    { status: 202 },
    (x) =>
      x.size === 0 && !x.has('location') && !x.has('content-location') && !x.has('link')
        ? 'neither Location, nor Link, nor content'
        : undefined,
  ),
  should(
    'method-lost-on-301',
    '9110 §15.4.2',
    'A 301 in response to POST lets clients change the method to GET; 308 keeps it, and 303 demands GET.',
    { status: 301 },
    (x) => (x.method === 'POST' ? 'a 301 in response to POST; choose 303 or 308' : undefined),
  ),
  should(
    'method-lost-on-302',
    '9110 §15.4.3',
    'A 302 in response to POST lets clients change the method to GET; 307 keeps it, and 303 demands GET.',
    { status: 302 },
    (x) => (x.method === 'POST' ? 'a 302 in response to POST; choose 303 or 307' : undefined),
  ),
  must(
    'location-syntax',
    '9110 §10.2.2',
    'Location is a URI reference.',
    { field: 'location' },
    wholeValue('Location', A_URI, (value) => value !== '' && isUri(value)),
  ),
  must(
    'content-location-syntax',
    '9110 §8.7',
    'Content-Location is a URI reference without a fragment.',
    { field: 'content-location' },
    wholeValue(
      'Content-Location',
      `${A_URI} without a fragment`,
      (value) => isUri(value) && !value.includes('#'),
    ),
  ),
  must(
    'allow-syntax',
    '9110 §10.2.1',
    'Allow is a list of methods.',
    { field: 'allow' },
    everyElement('Allow', 'a method', isToken, true),
  ),
  should(
    'allow-lower-case',
    '9110 §9.1',
    'Methods are written in upper case, since they are case-sensitive.',
    { field: 'allow' },
    (x) => {
      const wrong = allowed(x).find((method) => /^[a-z]+$/.test(method));
      return wrong === undefined
        ? undefined
        : `Allow: ${wrong} is another method than ${wrong.toUpperCase()}`;
    },
  ),
  must(
    'allow-of-refused-method',
    '9110 §15.5.6',
    'The Allow of a 405 does not list the method that is refused.',
    { status: 405, field: 'allow' },
    (x) =>
      x.method !== undefined && allowed(x).includes(x.method)
        ? `Allow lists ${x.method}, which the 405 refuses`
        : undefined,
  ),
  must(
    'allow-of-route',
    '9110 §10.2.1',
    'Allow lists the methods that the router has for the target.',
    { field: 'allow' },
    (x) => {
      if (x.status !== 405 && x.method !== 'OPTIONS') return undefined;
      const methods = x.allow();
      if (methods === undefined) return undefined;
      const [listed, routed] = [essential(allowed(x)), essential(methods)];
      const missing = [...routed].filter((method) => !listed.has(method));
      const more = [...listed].filter((method) => !routed.has(method));
      if (missing.length > 0) return `Allow does not list ${missing.join(', ')}, which the route has`;
      // A route for OPTIONS alone may speak of what middleware serves.
      return more.length > 0 && routed.size > 0
        ? `Allow lists ${more.join(', ')}, which the route does not have`
        : undefined;
    },
  ),
  must(
    '405-for-routed-method',
    '9110 §15.5.6',
    'A method that the router has for the target is not answered with 405.',
    { status: 405 },
    (x) =>
      x.method !== undefined && x.allow()?.includes(x.method)
        ? `a 405 in response to ${x.method}, which the route has`
        : undefined,
  ),
  should('allow-on-options', '9110 §9.3.7', 'The response to OPTIONS has Allow.', {}, (x) =>
    x.method === 'OPTIONS' &&
    x.isFrom(200, 299) &&
    !x.has('allow') &&
    // The answer to a preflight of CORS says it in a field of its own.
    !x.has('access-control-allow-methods') &&
    !x.has('access-control-allow-origin')
      ? 'Allow is missing'
      : undefined,
  ),
  should(
    '406-without-preference',
    '9110 §15.5.7',
    'A 406 answers a request that has a preference.',
    { status: 406 },
    (x) =>
      x.lacks('accept', 'accept-charset', 'accept-encoding', 'accept-language')
        ? 'a 406 in response to a request that accepts anything'
        : undefined,
  ),
  should(
    '411-with-length',
    '9110 §15.5.12',
    'A 411 answers a request without Content-Length.',
    { status: 411 },
    (x) =>
      x.asked('content-length') === undefined
        ? undefined
        : 'a 411 in response to a request that has Content-Length',
  ),
  should(
    'accept-patch-on-415',
    '5789 §2.2',
    'The 415 in response to PATCH has Accept-Patch.',
    { status: 415 },
    (x) =>
      x.method === 'PATCH' && !x.has('accept-patch') && !x.has('accept-encoding')
        ? 'Accept-Patch is missing'
        : undefined,
  ),
  must(
    'accept-syntax',
    '9110 §12.5.1',
    'Accept, Accept-Patch and Accept-Post are lists of media types.',
    {},
    (x) => {
      for (const field of ['accept', 'accept-patch', 'accept-post']) {
        const wrong = listElements(x.lines(field)).find((element) => parseMediaRange(element) === undefined);
        if (wrong !== undefined) return `${field}: expected a media type, got ${wrong}`;
      }
      return undefined;
    },
  ),
  should(
    '417-without-expect',
    '9110 §15.5.18',
    'A 417 answers a request with Expect.',
    { status: 417 },
    (x) => (x.lacks('expect') ? 'a 417 in response to a request without Expect' : undefined),
  ),
  must(
    '101-without-upgrade',
    '9110 §7.8',
    'A 101 switches to a protocol that the client has named in Upgrade.',
    { status: 101 },
    (x) => {
      if (x.lacks('upgrade')) return 'a 101 in response to a request without Upgrade';
      const named = listElements(x.asked('upgrade')).map((protocol) => protocol.toLowerCase());
      const chosen = listElements(x.lines('upgrade')).find(
        (protocol) => !named.includes(protocol.toLowerCase()),
      );
      return x.request !== undefined && chosen !== undefined
        ? `Upgrade: ${chosen} was not named by the client`
        : undefined;
    },
  ),
  must(
    '100-without-expect',
    '9110 §10.1.1',
    'A 100 answers a request with Expect: 100-continue.',
    { status: 100 },
    (x) => (x.lacks('expect') ? 'a 100 in response to a request without Expect' : undefined),
  ),
  should(
    'stored-write',
    '9110 §9.2.3',
    'Caches store no response to PUT, PATCH or DELETE, so it has no time to be fresh.',
    { field: 'cache-control' },
    (x) => {
      if (x.method !== 'PUT' && x.method !== 'PATCH' && x.method !== 'DELETE') return undefined;
      const seconds = Math.max(x.freshSeconds(false) ?? 0, x.freshSeconds(true) ?? 0);
      // RFC 5789 §2 allows it for PATCH with Content-Location.
      return x.isFrom(200, 299) && seconds > 0 && !(x.method === 'PATCH' && x.has('content-location'))
        ? `Cache-Control: ${x.value('cache-control')} in response to ${x.method}`
        : undefined;
    },
  ),
];
