import type { StatusExample } from './example.ts';

const NOTE = '/notes/:id';
const GUARD = "conditional(() => ({ etag: etag.strong('v3') })";

/** A handler that throws. */
const thrown = (route: string, expression: string): StatusExample => ({
  route,
  code: `throw ${expression};`,
});

const returned = (route: string, expression: string): StatusExample => ({
  route,
  code: `return ${expression};`,
});

/** An example for each status that a service sends by itself; test/integration/status-pages.test.ts runs them on four frameworks. */
export const EXAMPLES: Readonly<Partial<Record<number, StatusExample>>> = {
  103: {
    route: 'GET /',
    code: "earlyHints($response, [preload('/style.css', 'style')]);\nreturn '<!doctype html><title>Notes</title>';",
  },
  200: returned(`GET ${NOTE}`, "{ id: 7, text: 'buy milk' }"),
  201: returned('POST /notes', "created('/notes/8', { id: 8, text: 'buy oats' })"),
  202: returned('POST /exports', "accepted('/jobs/1', { retryAfter: { seconds: 2 } })"),
  204: returned(`DELETE ${NOTE}`, 'noContent()'),
  205: returned('POST /form', 'resetContent()'),
  206: {
    route: 'GET /report',
    use: `${GUARD}, { ranges: true })`,
    code: "return 'hello world';",
    ask: 'GET /report\nRange: bytes=0-4',
  },
  207: returned('POST /halves', 'batch([4, 0], (n) => (n > 0 ? { half: n / 2 } : new NotFound()))'),
  301: returned('GET /old', "moved.permanently('/notes', { method: 'may-change' })"),
  302: returned('GET /account', "found('/login')"),
  303: returned('POST /notes', "seeOther('/notes/8')"),
  304: {
    route: `GET ${NOTE}`,
    use: `${GUARD})`,
    code: "return { id: 7, text: 'buy milk' };",
    ask: 'GET /notes/7\nIf-None-Match: "v3"',
  },
  307: returned('POST /orders', "moved.temporarily('/backup/orders')"),
  308: returned('POST /v1/notes', "moved.permanently('/notes')"),
  400: thrown('GET /notes', "new BadRequest({ errors: [{ detail: 'is not a number', parameter: 'page' }] })"),
  401: thrown('GET /notes', "new Unauthorized({ scheme: 'Bearer', params: { realm: 'notes' } })"),
  402: thrown('POST /notes', "new PaymentRequired('The trial has ended')"),
  403: thrown(`DELETE ${NOTE}`, "new Forbidden('Only editors delete notes')"),
  404: thrown(`GET ${NOTE}`, "new NotFound('This note does not exist')"),
  405: { ...returned('GET /notes', '[]'), ask: 'DELETE /notes' },
  406: thrown('GET /notes', "new NotAcceptable(['application/json', 'text/csv'])"),
  407: thrown(
    'GET /notes',
    "new ProxyAuthenticationRequired({ scheme: 'Basic', params: { realm: 'proxy' } })",
  ),
  408: thrown('POST /notes', 'new RequestTimeout()'),
  409: thrown(`PUT ${NOTE}`, "new Conflict({ id: 7, text: 'buy milk' }, { etag: etag.strong('v3') })"),
  410: thrown(`GET ${NOTE}`, "new Gone('The note was deleted on 1 March')"),
  411: thrown('POST /notes', 'new LengthRequired()'),
  412: {
    route: `PUT ${NOTE}`,
    use: `${GUARD})`,
    code: 'return noContent();',
    ask: 'PUT /notes/7\nIf-Match: "v2"',
  },
  413: thrown('POST /notes', 'new ContentTooLarge({ limit: 1_000_000 })'),
  414: thrown('GET /search', 'new UriTooLong()'),
  415: {
    route: 'POST /notes',
    use: "requireMediaType('application/json')",
    code: "return created('/notes/8', { id: 8 });",
    ask: 'POST /notes\nContent-Type: text/plain\n\nbuy oats',
  },
  416: thrown('GET /report', 'new RangeNotSatisfiable(1234)'),
  417: thrown('POST /notes', 'new ExpectationFailed()'),
  421: { route: 'GET /notes', use: "hosts(['notes.example'])", code: 'return [];' },
  422: thrown(
    'POST /notes',
    "new UnprocessableContent({ errors: [{ detail: 'must not be empty', pointer: '#/text' }] })",
  ),
  423: thrown(`PUT ${NOTE}`, "new Locked('Ann is editing this note')"),
  424: thrown('POST /notes', "new FailedDependency('The folder of the note was not created')"),
  425: {
    route: 'POST /notes',
    use: 'rejectEarlyData()',
    code: "return created('/notes/8', { id: 8 });",
    ask: 'POST /notes\nEarly-Data: 1',
  },
  426: thrown('GET /notes', "new UpgradeRequired(['HTTP/3.0'])"),
  428: {
    route: `PUT ${NOTE}`,
    use: `${GUARD}, { require: true })`,
    code: 'return noContent();',
    ask: 'PUT /notes/7',
  },
  429: {
    route: 'POST /exports',
    use: "rateLimit({ policies: [{ name: 'exports', quota: 2, windowSeconds: 60 }] })",
    code: "return accepted('/jobs/1');",
    times: 3,
  },
  431: thrown('GET /notes', 'new RequestHeaderFieldsTooLarge()'),
  451: thrown('GET /film', "new UnavailableForLegalReasons('https://isp.example/', 'By order of the court')"),
  500: thrown('GET /notes', "new Error('the database is down')"),
  501: { ...returned('GET /notes', '[]'), ask: 'PURGE /notes' },
  502: thrown('GET /weather', "new BadGateway({ log: 'the weather service sent HTML' })"),
  503: thrown(
    'GET /notes',
    "new ServiceUnavailable({ seconds: 120 }, { detail: 'Maintenance until 18:00' })",
  ),
  504: thrown('GET /weather', "new GatewayTimeout({ log: 'the weather service took 5 s' })"),
  505: thrown('GET /notes', "new HttpVersionNotSupported({ detail: 'HTTP/1.1 and HTTP/2' })"),
  506: thrown('GET /notes', "new VariantAlsoNegotiates({ log: 'text/html points to itself' })"),
  507: thrown('PUT /files/:name', "new InsufficientStorage({ detail: 'The quota of 1 GB is used up' })"),
  508: thrown('GET /tree', "new LoopDetected({ log: 'folder 7 contains itself' })"),
  510: thrown('GET /notes', 'new NotExtended()'),
  511: thrown('GET /', "new NetworkAuthenticationRequired({ detail: 'Log in at http://portal.example/' })"),
};

/** Why there is no example, and what to do instead. */
export const WITHOUT_EXAMPLE: Readonly<Partial<Record<number, string>>> = {
  100: 'No handler sends it. `serve` of `@statuskit/node` sends it when something reads the content, so that an upload can be refused before its first byte; Node alone sends it before any handler runs.',
  101: 'No handler sends it. A WebSocket library answers the upgrade; `serve` of `@statuskit/node` answers an upgrade that no listener takes. To require one, throw [`UpgradeRequired`](426.md).',
  102: 'Do not send it. Answer long work with a [202](202.md) that names a monitor.',
  104: 'It belongs to a draft for resumable uploads, and its registration is temporary. statuskit does not send it.',
  203: 'Only a proxy that transforms content sends it.',
  208: 'It occurs inside the XML of a WebDAV 207.',
  226: 'It answers a request with A-IM, which no common client sends.',
  300: 'Choose a representation by Accept and answer 200, or redirect with a [303](303.md).',
  305: 'It is deprecated (RFC 9110 §15.4.6).',
  306: 'The number is reserved (RFC 9110 §15.4.7).',
  418: 'The number is reserved (RFC 9110 §15.5.19). No class has it.',
};

/** The address to which an example is sent, with its fields and its content. */
export function askOf({ route, ask = route.replaceAll(/:\w+/g, '7') }: StatusExample): {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
} {
  const [head = '', body] = ask.split('\n\n');
  const [line = '', ...fields] = head.split('\n');
  const [method = '', path = ''] = line.split(' ');
  const headers = Object.fromEntries(
    fields.map((field) => {
      const colon = field.indexOf(':');
      return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
    }),
  );
  return { method, path, headers, body };
}
