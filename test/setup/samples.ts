import {
  BadGateway,
  BadRequest,
  Conflict,
  ContentTooLarge,
  ExpectationFailed,
  FailedDependency,
  Forbidden,
  GatewayTimeout,
  Gone,
  type HttpError,
  HttpVersionNotSupported,
  InsufficientStorage,
  InternalServerError,
  LengthRequired,
  Locked,
  LoopDetected,
  MethodNotAllowed,
  MisdirectedRequest,
  NetworkAuthenticationRequired,
  NotAcceptable,
  NotExtended,
  NotFound,
  NotImplemented,
  PaymentRequired,
  PreconditionFailed,
  PreconditionRequired,
  ProxyAuthenticationRequired,
  RangeNotSatisfiable,
  RequestHeaderFieldsTooLarge,
  RequestTimeout,
  ServiceUnavailable,
  TooEarly,
  TooManyRequests,
  Unauthorized,
  UnavailableForLegalReasons,
  UnprocessableContent,
  UnsupportedMediaType,
  UpgradeRequired,
  UriTooLong,
  VariantAlsoNegotiates,
} from '@statuskit/core';

/** One way to throw an error, and what the client is to see of it. */
export interface Sample {
  readonly status: number;
  /** Names the sample among those of its status. */
  readonly about: string;
  make(): HttpError;
  /** Field lines on the wire, beside those that every error response has. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** Members of the problem document, beside `type`, `title`, `status` and the `instance` of a 5xx. */
  readonly members: Readonly<Record<string, unknown>>;
}

type Expected = Partial<Pick<Sample, 'fields' | 'members'>>;

function sample(status: number, about: string, make: () => HttpError, expected: Expected = {}): Sample {
  return { status, about, make, fields: expected.fields ?? {}, members: expected.members ?? {} };
}

/** What must never leave: a text for the log. */
export const SECRET = 'pg-7.internal refused the password';

const note = { id: 7, text: 'Bücher', updated: new Date(0) };
const SHOWN_NOTE = { id: 7, text: 'Bücher', updated: '1970-01-01T00:00:00.000Z' };

/** Every error class, each in the forms that show something else on the wire. */
export const SAMPLES: readonly Sample[] = [
  sample(400, 'bare', () => new BadRequest()),
  sample(
    400,
    'with faults',
    () => new BadRequest({ detail: 'Two faults', errors: [{ detail: 'no number', parameter: 'limit' }] }),
    { members: { detail: 'Two faults', errors: [{ detail: 'no number', parameter: 'limit' }] } },
  ),
  sample(
    401,
    'one challenge',
    () => new Unauthorized({ scheme: 'Bearer', params: { realm: 'api', error: 'invalid_token' } }),
    { fields: { 'www-authenticate': ['Bearer realm="api", error="invalid_token"'] } },
  ),
  sample(
    401,
    'two challenges, a line each',
    () =>
      new Unauthorized([{ scheme: 'Bearer' }, { scheme: 'Basic', params: { realm: 'a "b"' } }], 'Expired'),
    {
      fields: { 'www-authenticate': ['Bearer', 'Basic realm="a \\"b\\""'] },
      members: { detail: 'Expired' },
    },
  ),
  sample(402, 'bare', () => new PaymentRequired()),
  sample(403, 'with a detail', () => new Forbidden('Editors only'), { members: { detail: 'Editors only' } }),
  sample(404, 'bare', () => new NotFound()),
  sample(404, 'beyond ASCII', () => new NotFound('Kein Flughafen «ŁÓŹ» ✈'), {
    members: { detail: 'Kein Flughafen «ŁÓŹ» ✈' },
  }),
  sample(405, 'in one order', () => new MethodNotAllowed(['PUT', 'GET', 'HEAD']), {
    fields: { allow: ['GET, HEAD, PUT'] },
  }),
  sample(405, 'nothing allowed', () => new MethodNotAllowed([]), { fields: { allow: [''] } }),
  sample(
    406,
    'what there is',
    () => new NotAcceptable(['application/json', { type: 'text/csv', href: '/airports.csv' }]),
    { members: { available: ['application/json', { type: 'text/csv', href: '/airports.csv' }] } },
  ),
  sample(
    407,
    'one challenge',
    () => new ProxyAuthenticationRequired({ scheme: 'Basic', params: { realm: 'proxy' } }),
    { fields: { 'proxy-authenticate': ['Basic realm="proxy"'] } },
  ),
  sample(408, 'bare', () => new RequestTimeout()),
  sample(409, 'the current state', () => new Conflict(note, { etag: '"v7"' }), {
    fields: { etag: ['"v7"'] },
    members: { current: SHOWN_NOTE },
  }),
  sample(409, 'a detail', () => new Conflict('The code is taken'), {
    members: { detail: 'The code is taken' },
  }),
  sample(410, 'bare', () => new Gone()),
  sample(411, 'bare', () => new LengthRequired()),
  sample(412, 'bare', () => new PreconditionFailed()),
  sample(412, 'the current state', () => new PreconditionFailed(note, { etag: 'W/"v7"' }), {
    fields: { etag: ['W/"v7"'] },
    members: { current: SHOWN_NOTE },
  }),
  sample(413, 'for good', () => new ContentTooLarge({ limit: 1024 }), { members: { limit: 1024 } }),
  sample(413, 'for now', () => new ContentTooLarge({ retryAfter: { seconds: 60 } }), {
    fields: { 'retry-after': ['60'] },
  }),
  sample(414, 'bare', () => new UriTooLong()),
  sample(415, 'a format', () => new UnsupportedMediaType({ accept: ['application/json', 'text/*'] }), {
    fields: { accept: ['application/json, text/*'] },
  }),
  sample(415, 'of a POST', () => new UnsupportedMediaType({ acceptPost: ['text/csv'] }), {
    fields: { 'accept-post': ['text/csv'] },
  }),
  sample(
    415,
    'of a PATCH',
    () => new UnsupportedMediaType({ acceptPatch: ['application/merge-patch+json'] }),
    {
      fields: { 'accept-patch': ['application/merge-patch+json'] },
    },
  ),
  sample(415, 'of a QUERY', () => new UnsupportedMediaType({ acceptQuery: ['application/sql'] }), {
    fields: { 'accept-query': ['application/sql'] },
  }),
  sample(415, 'a coding', () => new UnsupportedMediaType({ coding: ['gzip'] }), {
    fields: { 'accept-encoding': ['gzip'] },
  }),
  sample(416, 'the length', () => new RangeNotSatisfiable(1234), {
    fields: { 'content-range': ['bytes */1234'] },
  }),
  sample(417, 'bare', () => new ExpectationFailed()),
  sample(421, 'bare', () => new MisdirectedRequest()),
  sample(
    422,
    'issues of a validator',
    () => new UnprocessableContent({ errors: [{ message: 'too short', path: ['a/b', { key: 0 }] }] }),
    {
      members: {
        detail: '1 field is invalid: a/b.0 (too short).',
        errors: [{ detail: 'too short', pointer: '#/a~1b/0' }],
      },
    },
  ),
  sample(423, 'bare', () => new Locked()),
  sample(424, 'bare', () => new FailedDependency()),
  sample(425, 'bare', () => new TooEarly()),
  sample(426, 'a protocol', () => new UpgradeRequired(['HTTP/3.0', 'websocket']), {
    fields: { upgrade: ['HTTP/3.0, websocket'] },
  }),
  sample(428, 'the fields', () => new PreconditionRequired(['If-Match', 'If-Unmodified-Since']), {
    members: {
      detail: 'Repeat the request with If-Match or If-Unmodified-Since.',
      required: ['If-Match', 'If-Unmodified-Since'],
    },
  }),
  sample(429, 'seconds, rounded up', () => new TooManyRequests({ seconds: 1.2 }), {
    fields: { 'retry-after': ['2'] },
    members: { retryAfter: 2 },
  }),
  sample(429, 'unknown', () => new TooManyRequests('unknown')),
  sample(431, 'bare', () => new RequestHeaderFieldsTooLarge()),
  sample(451, 'who blocks', () => new UnavailableForLegalReasons('https://isp.example/'), {
    fields: { link: ['<https://isp.example/>; rel="blocked-by"'] },
  }),
  sample(
    500,
    'whatever is given',
    () =>
      new InternalServerError({
        detail: SECRET,
        log: SECRET,
        type: 'https://errors.example/secret',
        title: SECRET,
        extensions: { host: SECRET },
        cause: new Error(SECRET),
      }),
  ),
  sample(500, 'a text for the log', () => new InternalServerError(SECRET)),
  sample(501, 'a text for the log', () => new NotImplemented(SECRET)),
  sample(502, 'a cause', () => new BadGateway({ log: SECRET, cause: new Error(SECRET) })),
  sample(
    503,
    'what is public',
    () => new ServiceUnavailable({ seconds: 90 }, { detail: 'Back at 18:00', log: SECRET }),
    {
      fields: { 'retry-after': ['90'] },
      members: { detail: 'Back at 18:00', retryAfter: 90 },
    },
  ),
  sample(503, 'unknown', () => new ServiceUnavailable('unknown', SECRET)),
  sample(504, 'a text for the log', () => new GatewayTimeout(SECRET)),
  sample(
    505,
    'a detail',
    () => new HttpVersionNotSupported({ detail: 'HTTP/1.1 and HTTP/2 are supported' }),
    {
      members: { detail: 'HTTP/1.1 and HTTP/2 are supported' },
    },
  ),
  sample(506, 'bare', () => new VariantAlsoNegotiates()),
  sample(507, 'an extension', () => new InsufficientStorage({ extensions: { quota: 5 } }), {
    members: { quota: 5 },
  }),
  sample(508, 'bare', () => new LoopDetected()),
  sample(510, 'bare', () => new NotExtended()),
  sample(
    511,
    'a detail',
    () => new NetworkAuthenticationRequired({ detail: 'Log in at https://wifi.example/' }),
    {
      members: { detail: 'Log in at https://wifi.example/' },
    },
  ),
];
