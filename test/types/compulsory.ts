// What HTTP demands cannot be left out: each call that must not compile stands beside the one that must.
import {
  Conflict,
  ContentTooLarge,
  MethodNotAllowed,
  NotAcceptable,
  nonEmpty,
  PreconditionFailed,
  PreconditionRequired,
  ProxyAuthenticationRequired,
  RangeNotSatisfiable,
  type RetryAfter,
  ServiceUnavailable,
  TooManyRequests,
  Unauthorized,
  UnavailableForLegalReasons,
  UnsupportedMediaType,
  UpgradeRequired,
  type Wait,
} from '@statuskit/core';

declare const names: string[];

// 401 and 407: a challenge, with parameters or with a token68.
new Unauthorized({ scheme: 'Bearer' });
new Unauthorized({ scheme: 'Bearer', params: { realm: 'api' } }, 'Token expired');
new Unauthorized({ scheme: 'Negotiate', token68: 'YWI=' }, { cause: new Error('expired') });
new Unauthorized([{ scheme: 'Bearer' }, { scheme: 'Basic', params: { realm: 'api' } }]);
new Unauthorized({ scheme: 'Bearer', params: undefined });
new ProxyAuthenticationRequired({ scheme: 'Basic', params: { realm: 'proxy' } });
// @ts-expect-error no challenge
new Unauthorized();
// @ts-expect-error an empty list of challenges
new Unauthorized([]);
// @ts-expect-error a detail is no challenge
new Unauthorized('Token expired');
// @ts-expect-error params or token68
new Unauthorized({ scheme: 'Negotiate', params: { realm: 'api' }, token68: 'YWI=' });
// @ts-expect-error a challenge has a scheme
new Unauthorized({ params: { realm: 'api' } });
// @ts-expect-error parameters are text
new Unauthorized({ scheme: 'Digest', params: { stale: true } });
// @ts-expect-error no challenge
new ProxyAuthenticationRequired();
// @ts-expect-error an empty list of challenges
new ProxyAuthenticationRequired([]);

// 405: a list, which may be empty. A string would be read letter by letter.
new MethodNotAllowed(['GET', 'HEAD']);
new MethodNotAllowed([]);
new MethodNotAllowed(names);
// @ts-expect-error no methods
new MethodNotAllowed();
// @ts-expect-error one method is still a list
new MethodNotAllowed('GET');
// @ts-expect-error a Set is no list
new MethodNotAllowed(new Set(['GET']));

// 406, 426, 428: a list that is not empty.
new NotAcceptable(['application/json', { type: 'text/csv', language: 'en', href: '/airports.csv' }]);
new NotAcceptable(nonEmpty(names));
new UpgradeRequired(['HTTP/3.0']);
new UpgradeRequired(nonEmpty(names));
new PreconditionRequired(['If-Match']);
new PreconditionRequired(nonEmpty(names), 'Say which version you saw');
// @ts-expect-error nothing available
new NotAcceptable();
// @ts-expect-error an empty list
new NotAcceptable([]);
// @ts-expect-error a list that may be empty
new NotAcceptable(names);
// @ts-expect-error a representation has a type
new NotAcceptable([{ href: '/airports.csv' }]);
// @ts-expect-error no protocol
new UpgradeRequired();
// @ts-expect-error an empty list
new UpgradeRequired([]);
// @ts-expect-error a list that may be empty
new UpgradeRequired(names);
// @ts-expect-error one protocol is still a list
new UpgradeRequired('HTTP/3.0');
// @ts-expect-error no fields
new PreconditionRequired();
// @ts-expect-error an empty list
new PreconditionRequired([]);
// @ts-expect-error a list that may be empty
new PreconditionRequired(names);

// 409: the state or what is wrong with it. 412: the same, but nothing is compulsory.
new Conflict('The note was changed meanwhile');
new Conflict({ id: 1 }, { etag: '"v7"' });
new Conflict(null, { etag: 'W/"v7"', detail: 'The note was deleted meanwhile' });
new Conflict([{ id: 1 }]);
new PreconditionFailed();
new PreconditionFailed('The note was changed meanwhile');
new PreconditionFailed({ id: 1 }, { etag: '"v7"' });
new PreconditionFailed(undefined, { etag: '"v7"' });
// @ts-expect-error neither state nor detail
new Conflict();
// @ts-expect-error undefined is no state
new Conflict(undefined);
// @ts-expect-error a number is no state
new Conflict(7);
// @ts-expect-error an entity tag is text
new Conflict({ id: 1 }, { etag: 7 });

// 415: exactly one of the five lists.
new UnsupportedMediaType({ accept: ['application/json'] });
new UnsupportedMediaType({ acceptPost: ['application/json'] });
new UnsupportedMediaType({ acceptPatch: ['application/merge-patch+json'] });
new UnsupportedMediaType({ acceptQuery: ['application/jsonpath'] });
new UnsupportedMediaType({ coding: ['gzip'] }, 'Send gzip or nothing');
new UnsupportedMediaType({ accept: nonEmpty(names) });
// @ts-expect-error nothing said
new UnsupportedMediaType();
// @ts-expect-error none of the five
new UnsupportedMediaType({});
// @ts-expect-error two of the five
new UnsupportedMediaType({ accept: ['application/json'], coding: ['gzip'] });
// @ts-expect-error an empty list
new UnsupportedMediaType({ accept: [] });
// @ts-expect-error a list that may be empty
new UnsupportedMediaType({ accept: names });
// @ts-expect-error a list without a name
new UnsupportedMediaType(['application/json']);

// 416: a number of bytes.
new RangeNotSatisfiable(4096);
// @ts-expect-error no length
new RangeNotSatisfiable();
// @ts-expect-error a number, not text
new RangeNotSatisfiable('4096');

// 429 and 503: a wait, or the word for not knowing.
declare const retryAfter: RetryAfter;
declare const wait: Wait;
new TooManyRequests({ seconds: 30 });
new TooManyRequests({ at: new Date(0) }, { detail: 'Ten an hour' });
new TooManyRequests(retryAfter);
new ServiceUnavailable('unknown', 'the pool is exhausted');
new ServiceUnavailable(wait);
// @ts-expect-error no wait
new TooManyRequests();
// @ts-expect-error a bare number has no unit
new TooManyRequests(30);
// @ts-expect-error neither seconds nor a moment
new TooManyRequests({});
// @ts-expect-error no wait
new ServiceUnavailable();
// @ts-expect-error no word but 'unknown'
new ServiceUnavailable('soon');
// @ts-expect-error seconds or a moment
new ServiceUnavailable({ seconds: 30, at: new Date(0) });
// @ts-expect-error a moment is a Date
new ServiceUnavailable({ at: '2030-01-01T00:00:00Z' });

// 413: nothing is compulsory, and the word `unknown` would say nothing.
new ContentTooLarge();
new ContentTooLarge({ limit: 1024, retryAfter: { seconds: 30 } });
new ContentTooLarge({ limit: undefined, retryAfter: undefined });
// @ts-expect-error leave it out instead
new ContentTooLarge({ retryAfter: 'unknown' });
// @ts-expect-error the limit is a number of bytes
new ContentTooLarge({ limit: '1 MiB' });

// 451: who blocks.
new UnavailableForLegalReasons('https://isp.example/');
new UnavailableForLegalReasons(new URL('https://isp.example/'), 'Court order 12/2026');
// @ts-expect-error nobody
new UnavailableForLegalReasons();
// @ts-expect-error an init does not say who
new UnavailableForLegalReasons({ detail: 'Court order 12/2026' });
