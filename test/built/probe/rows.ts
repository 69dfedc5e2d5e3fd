import type { Framework } from '../../setup/frameworks.ts';

/** What one probe has to come to. */
export interface Row {
  readonly status: number;
  /** Members that the problem document has; undefined for one that it must not have. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** Lines of response fields; undefined for one that must not be there. */
  readonly fields?: Readonly<Record<string, readonly string[] | undefined>>;
  /** How many hooks, `toJSON` included, fail with it and are reported as well. Default 0. */
  readonly hooks?: number;
  /** Where a framework sees no error in the value and goes on instead. */
  readonly plainExpress?: 'unmatched' | 'left to Express';
}

const OPAQUE: Row = { status: 500 };
const NOTE: Row = { status: 404, body: { detail: 'no such note' } };
const PLAIN_404: Row = { status: 404, body: { detail: undefined, title: 'Not Found' } };
const SPOILED_404: Row = { ...PLAIN_404, hooks: 1 };
const SPOILED_409: Row = { status: 409, body: { title: 'Conflict', detail: undefined }, hooks: 1 };
const IMPOSSIBLE: Row = { status: 500, body: { title: 'Internal Server Error', detail: undefined } };
// `next` of Express takes what is falsy for no error: the next handler is tried, and in the end `unmatched`.
const NO_ERROR: Row = { status: 500, plainExpress: 'unmatched' };
const UPSTREAM: Row = {
  status: 500,
  fields: {
    'set-cookie': undefined,
    'www-authenticate': undefined,
    'access-control-allow-origin': undefined,
    'retry-after': undefined,
    'x-upstream': undefined,
    vary: ['Accept'],
  },
};
const FRAMED: Readonly<Record<string, readonly string[] | undefined>> = {
  'transfer-encoding': undefined,
  connection: ['keep-alive'],
  trailer: undefined,
  upgrade: undefined,
  te: undefined,
  'content-encoding': undefined,
};

/** What each of the values comes to when it is thrown; those without more are opaque. */
export const VALUE_ROWS: Readonly<Record<string, Row>> = {
  null: NO_ERROR,
  undefined: NO_ERROR,
  'empty-string': NO_ERROR,
  string: OPAQUE,
  // To leave the route, as Express documents it.
  'string-route': { status: 500, plainExpress: 'unmatched' },
  // To leave the router, behind which only Express's own handler stands.
  'string-router': { status: 500, plainExpress: 'left to Express' },
  zero: NO_ERROR,
  'number-42': OPAQUE,
  'number-404': OPAQUE,
  nan: NO_ERROR,
  false: NO_ERROR,
  true: OPAQUE,
  bigint: OPAQUE,
  symbol: OPAQUE,
  'symbol-iterator': OPAQUE,
  function: OPAQUE,
  class: OPAQUE,
  'object-empty': OPAQUE,
  'object-null-prototype': OPAQUE,
  array: OPAQUE,
  'array-buffer': OPAQUE,
  date: OPAQUE,
  map: OPAQUE,
  weakmap: OPAQUE,
  promise: OPAQUE,
  thenable: OPAQUE,
  'thenable-rejecting': OPAQUE,
  'thenable-throwing-getter': OPAQUE,
  'parsed-json': UPSTREAM,
  // Code of the same process can forge what it likes; it must only break nothing.
  'brand-forged-in-process': SPOILED_404,
  'brand-forged-throwing': SPOILED_404,

  'upstream-plain': UPSTREAM,
  'upstream-axios': UPSTREAM,
  'upstream-got': UPSTREAM,
  'upstream-aws': UPSTREAM,
  'upstream-aws-v2': UPSTREAM,
  'upstream-fetch': UPSTREAM,
  'upstream-in-http-errors-502': UPSTREAM,
  'upstream-frozen-in-cause': { ...UPSTREAM, status: 502 },

  error: OPAQUE,
  'error-subclass-status-404': OPAQUE,
  'error-enoent': OPAQUE,
  'error-send-404': PLAIN_404,
  'error-frozen': OPAQUE,
  'error-sealed': OPAQUE,
  'error-null-prototype': OPAQUE,
  'error-private-fields': OPAQUE,
  'error-private-fields-in-proxy': OPAQUE,
  'error-message-1mb': OPAQUE,
  'error-message-not-text': OPAQUE,
  'error-stack-not-text': OPAQUE,
  'error-cause-cycle-1': OPAQUE,
  'error-cause-cycle-3': OPAQUE,
  'error-cause-deep': OPAQUE,
  'error-cause-revoked': OPAQUE,
  'aggregate-error': OPAQUE,
  'aggregate-error-of-itself': OPAQUE,
  'dom-abort': OPAQUE,
  'dom-timeout': OPAQUE,
  'dom-data-clone': OPAQUE,
  'abort-signal-timeout': OPAQUE,
  'realm-error': OPAQUE,
  'realm-type-error': OPAQUE,
  'realm-object': OPAQUE,
  // Its shape alone says nothing: AWS SDKs and others make errors of it.
  'realm-shape-of-http-errors': OPAQUE,
  'realm-http-errors': { status: 404, body: { detail: 'no such file' } },
  'realm-throwing-getter': OPAQUE,

  'getters-of-foreign': OPAQUE,
  'getters-of-object': OPAQUE,
  'getter-message-of-http-errors': PLAIN_404,
  'getter-headers-of-http-errors': PLAIN_404,
  'getter-in-headers-of-http-errors': {
    status: 429,
    fields: { 'retry-after': undefined, vary: ['Accept'] },
  },
  'to-primitive-throws': OPAQUE,
  'own-getter-status': IMPOSSIBLE,
  'own-getter-headers': NOTE,
  'own-getter-title': SPOILED_404,
  'own-getter-detail': SPOILED_404,
  'own-getter-instance': SPOILED_404,
  'own-getter-instance-5xx': { status: 502, body: { title: 'Bad Gateway' }, hooks: 1 },
  'own-getter-extensions': SPOILED_404,
  'own-getter-log-message-stack-cause': { status: 502, body: { title: 'Bad Gateway' } },
  'own-getter-all': IMPOSSIBLE,

  'proxy-of-error': OPAQUE,
  'proxy-throwing': OPAQUE,
  'proxy-throwing-function': OPAQUE,
  'proxy-revoked': OPAQUE,
  'proxy-revoked-of-own': OPAQUE,
  'proxy-of-own': NOTE,
  'proxy-of-own-throwing': OPAQUE,
  'proxy-of-own-headers-throwing': NOTE,
  'proxy-of-own-headers-revoked': NOTE,
  'proxy-headers-of-foreign-revoked': { status: 404, body: { detail: 'gone' } },
  'proxy-endless-prototype': OPAQUE,

  own: NOTE,
  'own-frozen': NOTE,
  'own-deep-frozen': { status: 409, body: { current: { a: 1 } }, fields: { etag: ['"v1"'] } },
  'own-frozen-401': { status: 401, fields: { 'www-authenticate': ['Bearer'] } },
  'own-frozen-401-without-challenge': { status: 401, fields: { 'www-authenticate': ['Unspecified'] } },
  'own-of-cjs-copy': NOTE,
  // Without its prototype it only has the shape of an error of http-errors, which proves nothing.
  'own-null-prototype': OPAQUE,
  'own-500': { status: 500, body: { detail: undefined, a: undefined } },
  'own-502-string': { status: 502, body: { detail: undefined } },
  'own-502-expose': { status: 502, body: { detail: undefined } },
  'own-503': { status: 503, body: { detail: 'Maintenance until 18:00' }, fields: { 'retry-after': ['30'] } },
  'own-429': { status: 429, fields: { 'retry-after': ['3'] } },
  'own-detail-1mb': { status: 404, body: { detail: 'y'.repeat(1_000_000) } },
  'own-log-1mb': { status: 502, body: { detail: undefined } },
  'own-cause-cycle': { status: 502 },
  'own-fields-with-line-breaks': {
    status: 404,
    fields: {
      'x-crlf': undefined,
      'x-lf': undefined,
      'x-e': undefined,
      'x-nul': undefined,
      'x-emoji': undefined,
      'x-list': ['good'],
      'x-good': ['kept'],
      'bad name': undefined,
      'set-cookie': undefined,
    },
  },
  'own-fields-not-text': {
    status: 404,
    fields: {
      'x-undefined': undefined,
      'x-null': undefined,
      'x-number': ['7'],
      'x-object': undefined,
      'x-symbol': undefined,
      'x-function': undefined,
      'x-empty': undefined,
      'x-nested': ['good'],
      'x-good': ['kept'],
    },
  },
  'own-fields-framing': { status: 404, fields: FRAMED },
  'own-fields-getter': { ...NOTE, fields: { 'x-throws': undefined } },
  'own-fields-proto': { ...NOTE, fields: { 'x-good': ['kept'] } },
  'own-fields-10000': { status: 404, fields: { 'x-0': ['v'], 'x-9999': ['v'] } },
  'own-vary-and-link-odd': { status: 404, fields: { vary: ['Accept'], link: undefined } },
  'own-headers-null': NOTE,
  'own-headers-undefined': NOTE,
  'own-headers-string': { ...NOTE, fields: { '0': undefined } },
  'own-headers-number': NOTE,
  'own-headers-array': { ...NOTE, fields: { '0': undefined } },
  'own-headers-function': NOTE,
  'own-headers-instance': NOTE,
  'own-headers-map': NOTE,
  // The compulsory field went away with the object: a 401 has a challenge all the same.
  'own-401-headers-null': { status: 401, fields: { 'www-authenticate': ['Unspecified'] } },
  'own-401-headers-instance': { status: 401, fields: { 'www-authenticate': ['Unspecified'] } },
  'own-status-200': IMPOSSIBLE,
  'own-status-99': IMPOSSIBLE,
  'own-status-text': IMPOSSIBLE,
  'own-status-nan': IMPOSSIBLE,
  'own-status-404.5': IMPOSSIBLE,
  'own-status-infinity': IMPOSSIBLE,
  'own-status-undefined': IMPOSSIBLE,
  'own-status-object': IMPOSSIBLE,
  'own-status-symbol': IMPOSSIBLE,
  'own-status-500': IMPOSSIBLE,
  'own-texts-not-text': { status: 404 },
  'own-texts-odd': { status: 404 },
  'own-extensions-bigint': SPOILED_404,
  'own-extensions-cycle': SPOILED_404,
  'own-extensions-to-json': SPOILED_404,
  'own-extensions-proto': { status: 404, body: { a: { b: 1 }, constructor: undefined } },
  'own-extensions-reserved': { status: 404, body: { a: 1 } },
  'own-state-proto': { status: 409, body: { current: { id: 7, in: [{}] } } },
  'own-state-constructor': { status: 409, body: { current: { constructor: 'Ferrari', prototype: 'F40' } } },
  'own-errors-html': { status: 422 },
  'own-detail-html': { status: 404, body: { detail: '<script>alert("1")</script> & \'more\'' } },
  'own-detail-terminal': { status: 404 },
  'own-detail-lone-surrogate': { status: 404, body: { detail: 'a\ud800b é 😀' } },
  'json-throws': SPOILED_409,
  'json-throws-null': SPOILED_409,
  'json-null': SPOILED_409,
  'json-string': SPOILED_409,
  'json-array': SPOILED_409,
  'json-rejects': SPOILED_409,
  'json-revoked': SPOILED_409,
  'json-bigint': SPOILED_409,
  // The title of about:blank is the phrase of the status that is sent (RFC 9457 §4.2.1).
  'json-status': { status: 409, body: { type: 'about:blank', title: 'Conflict', instance: 'urn:x:1' } },
  'json-status-typed': { status: 409, body: { type: 'urn:x:t', title: 't' } },
  'json-private-fields-in-proxy': SPOILED_404,

  'http-errors-404': NOTE,
  'http-errors-404-frozen': NOTE,
  'http-errors-401': {
    status: 401,
    body: { detail: 'who are you?' },
    fields: { 'www-authenticate': ['Unspecified'] },
  },
  'http-errors-502-expose': { status: 502, body: { detail: undefined } },
  'http-errors-message-1mb': { status: 400, body: { detail: 'z'.repeat(1_000_000) } },
  'http-errors-status-200': OPAQUE,
  'foreign-fields-with-line-breaks': {
    status: 429,
    fields: {
      'retry-after': undefined,
      'www-authenticate': undefined,
      allow: undefined,
      vary: ['Accept'],
      'access-control-allow-origin': undefined,
      'set-cookie': undefined,
    },
  },
  'foreign-fields-framing': {
    status: 429,
    fields: { ...FRAMED, 'retry-after': ['5'], 'set-cookie': undefined, 'x-any': undefined, etag: undefined },
  },
  'foreign-fields-10000': { status: 429, fields: { 'x-0': undefined } },
  'foreign-401-bad-challenge': {
    status: 401,
    fields: { 'www-authenticate': ['Unspecified'], 'set-cookie': undefined, x: undefined },
  },
  'foreign-headers-instance': { status: 429, fields: { 'retry-after': undefined } },
  'foreign-headers-text': { status: 404, body: { detail: 'gone' }, fields: { '0': undefined } },
};

/** What each variant comes to: the value that is thrown there, and its row. */
export const VARIANT_ROWS: Readonly<
  Record<string, Row & { readonly thrown: string; readonly prints?: number }>
> = {
  challenge: {
    thrown: 'http-errors-401',
    status: 401,
    fields: { 'www-authenticate': ['Bearer realm="api"'] },
  },
  'body-throws': { ...OPAQUE, thrown: 'error', hooks: 1 },
  'body-throws-null': { ...NOTE, thrown: 'own', hooks: 1 },
  'body-rejects': { ...NOTE, thrown: 'own', hooks: 1 },
  'body-number': { ...NOTE, thrown: 'own', hooks: 1 },
  'body-null': { ...NOTE, thrown: 'own', hooks: 1 },
  'body-symbol': { ...NOTE, thrown: 'own', hooks: 1 },
  'body-line-break': { ...NOTE, thrown: 'own', hooks: 1, fields: { 'set-cookie': undefined } },
  'body-not-latin': { ...NOTE, thrown: 'own', hooks: 1 },
  'body-revoked': { ...NOTE, thrown: 'own', hooks: 1 },
  'body-getter': { ...NOTE, thrown: 'own', hooks: 1 },
  'body-getter-twice': { ...NOTE, thrown: 'own', fields: { 'content-type': ['application/problem+json'] } },
  'body-thenable': { ...NOTE, thrown: 'own', hooks: 1 },
  'body-changes-problem': { ...NOTE, thrown: 'own', hooks: 1 },
  'cache-throws': { ...OPAQUE, thrown: 'error', hooks: 1 },
  'cache-rejects': { ...NOTE, thrown: 'own', hooks: 1 },
  'cache-line-break': { ...NOTE, thrown: 'own', fields: { 'set-cookie': undefined }, hooks: 1 },
  'cache-symbol': { ...NOTE, thrown: 'own', hooks: 1 },
  'cache-map': { ...NOTE, thrown: 'own', hooks: 1 },
  'cache-revoked': { ...NOTE, thrown: 'own', hooks: 1 },
  'id-throws': { ...OPAQUE, thrown: 'error', hooks: 1 },
  'id-rejects': { ...NOTE, thrown: 'own', hooks: 1 },
  'id-object': { ...OPAQUE, thrown: 'error' },
  'id-symbol': { ...OPAQUE, thrown: 'error' },
  'id-line-break': { ...OPAQUE, thrown: 'error' },
  'id-1mb': { ...OPAQUE, thrown: 'error' },
  'id-uuid': {
    status: 500,
    thrown: 'error',
    body: { instance: 'urn:uuid:0190163d-8694-739b-aea5-966c26f8ad91' },
  },
  'rule-throws': { ...OPAQUE, thrown: 'error', hooks: 1 },
  'rule-throws-null': { status: 404, thrown: 'http-errors-404', hooks: 1 },
  'rule-rejects': { ...OPAQUE, thrown: 'error', hooks: 1 },
  'rule-number': { ...OPAQUE, thrown: 'error', hooks: 1 },
  'rule-null': { ...OPAQUE, thrown: 'error', hooks: 1 },
  'rule-foreign': { ...OPAQUE, thrown: 'error', hooks: 1, fields: { 'set-cookie': undefined } },
  'rule-revoked': { ...OPAQUE, thrown: 'error', hooks: 1 },
  'rule-spoiled': { ...OPAQUE, thrown: 'error', hooks: 1 },
  // The record and what became of it are printed, so that neither is lost.
  'report-throws': { ...OPAQUE, thrown: 'error', prints: 2 },
  'report-throws-null': { ...OPAQUE, thrown: 'error', prints: 2 },
  'report-rejects': { ...OPAQUE, thrown: 'error', prints: 2 },
  'report-number': { ...OPAQUE, thrown: 'error', prints: 0 },
  'report-revoked': { ...OPAQUE, thrown: 'error', prints: 2 },
  'report-thenable': { ...OPAQUE, thrown: 'error', prints: 2 },
  'report-changes': { ...NOTE, thrown: 'own' },
};

/** What a situation comes to that ends in an answer. */
export interface SituationRow extends Row {
  /** Default: one for the failure, and one for each hook. */
  readonly reports?: Readonly<Partial<Record<Framework, number>>>;
  /** Whether the connection may be gone behind the answer. */
  readonly ends?: boolean;
}

const LATE: SituationRow = {
  status: 404,
  body: { detail: 'first' },
  // `next` of Express has walked past the error handler: its own handler prints the second error and destroys the socket.
  reports: { express4: 1, express5: 1, koa2: 2, koa3: 2 },
  ends: true,
};

/** What the situations come to that end in an answer. */
export const SITUATION_ROWS: Readonly<Record<string, SituationRow>> = {
  'fields-before': {
    status: 404,
    fields: {
      etag: undefined,
      'cache-control': ['no-store'],
      'content-disposition': undefined,
      'content-encoding': undefined,
      'content-type': ['application/problem+json'],
      'transfer-encoding': undefined,
      trailer: undefined,
      'last-modified': undefined,
      'content-language': undefined,
      'content-location': undefined,
      'content-range': undefined,
      'content-digest': undefined,
      'repr-digest': undefined,
      'cdn-cache-control': undefined,
      expires: undefined,
      'accept-ranges': undefined,
      'access-control-allow-origin': ['https://app.example'],
      'access-control-allow-credentials': ['true'],
      vary: ['Origin, Accept-Language, Accept'],
      'set-cookie': ['a=1', 'b=2'],
      'strict-transport-security': ['max-age=1'],
      'x-request-id': ['r1'],
    },
  },
  'status-before': OPAQUE,
  'status-403-before': OPAQUE,
  'phrase-before': OPAQUE,
  'body-before': OPAQUE,
  'null-body-before': PLAIN_404,
  'stream-body-before': OPAQUE,
  'respond-false': OPAQUE,
  'returns-thenable-getter': OPAQUE,
  'returns-thenable-rejecting': OPAQUE,
  'returns-bigint': OPAQUE,
  'returns-symbol': OPAQUE,
  'returns-cycle': OPAQUE,
  'returns-revoked': OPAQUE,
  'stream-goes-on': OPAQUE,
  'fails-again-same': { ...OPAQUE, ends: true },
  'fails-again-other': LATE,
  'fails-again-after-finish': LATE,
  'next-then-throw': LATE,
};
