import { get, type IncomingMessage } from 'node:http';
import { type RemoteError, revive } from '@statuskit/client';
import {
  BadGateway,
  BadRequest,
  Conflict,
  ContentTooLarge,
  type ErrorStatus,
  ExpectationFailed,
  errorClassName,
  FailedDependency,
  Forbidden,
  GatewayTimeout,
  Gone,
  type HttpError,
  type HttpErrorInit,
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
  toHttpError,
  Unauthorized,
  UnavailableForLegalReasons,
  UnprocessableContent,
  UnsupportedMediaType,
  UpgradeRequired,
  UriTooLong,
  VariantAlsoNegotiates,
} from '@statuskit/core';
import { ERROR_NAMES } from '@statuskit/core/status';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FRAMEWORKS, type Framework, serve, type TestServer } from '../../setup/frameworks.ts';
import { ANY_405 } from '../../setup/linted.ts';
import { SAMPLES } from '../../setup/samples.ts';

// What the next request throws, by the server that gets it.
let thrown: HttpError = new NotFound();
const servers = new Map<Framework, TestServer>();
beforeAll(async () => {
  const routes = {
    'GET /': () => {
      throw thrown;
    },
  };
  for (const framework of FRAMEWORKS)
    servers.set(framework, await serve(framework, routes, { lint: ANY_405 }));
});
afterAll(() => Promise.all([...servers.values()].map((server) => server.close())));

function byNode(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => void get(url, { agent: false }, resolve).on('error', reject));
}

async function received(framework: Framework, error: HttpError): Promise<RemoteError> {
  thrown = error;
  const url = `http://127.0.0.1:${servers.get(framework)?.port}/`;
  // fetch takes any 407 for the word of a proxy between it and the server, and shows nothing of it.
  const response = error.status === 407 ? await byNode(url) : await fetch(url);
  const revived = await revive(response);
  if (revived === undefined) throw new Error('expected an error');
  return revived;
}

const OWN = ['errors', 'current', 'required', 'available', 'limit', 'retryAfterSeconds'] as const;

/** What may be seen of an error from outside: of a 500 only that it is one. */
function publicPart(error: HttpError): Record<string, unknown> {
  const { status, type, title, detail } = error;
  const own = OWN.flatMap((name) => (name in error ? [[name, error[name as keyof HttpError]]] : []));
  const members = { ...error.extensions, ...Object.fromEntries(own) };
  const shown = JSON.parse(JSON.stringify(members)) as Record<string, unknown>;
  return status === 500 ? { status } : { status, type, title, detail, ...shown };
}

const AS_GATEWAY = new Map([
  [429, 503],
  [503, 503],
  [504, 504],
]);

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const json = fc.jsonValue({ maxDepth: 2 });
const state = fc.dictionary(
  fc.string({ maxLength: 5 }).filter((name) => !/^(__proto__|constructor|prototype)$/.test(name)),
  json,
  { maxKeys: 3 },
);
const visible = fc.stringMatching(/^[!-~]([ -~]{0,8}[!-~])?$/);
const tokens = fc.uniqueArray(fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,6}$/), {
  minLength: 1,
  maxLength: 3,
});
const SECRET = 'only for the log';

/** Every member of the options that all classes take. */
const anyInit: fc.Arbitrary<HttpErrorInit> = fc
  .tuple(
    fc.record(
      {
        detail: text,
        log: fc.constant(SECRET),
        cause: fc.constant(new Error(SECRET)),
        instance: fc.webPath().filter((path) => path !== ''),
        extensions: fc.dictionary(fc.constantFrom('a', 'b', 'retry', 'traceId'), json, { maxKeys: 2 }),
        headers: fc.dictionary(
          fc.constantFrom('x-region', 'x-trace'),
          fc.oneof(visible, fc.array(visible, { minLength: 1, maxLength: 2 })),
        ),
      },
      { requiredKeys: [] },
    ),
    fc.option(fc.record({ type: fc.webUrl(), title: text.filter((one) => one !== '') }), { nil: {} }),
  )
  .map(([init, named]) => ({ ...init, ...named }) as HttpErrorInit);

const faults = fc.array(
  fc.oneof(
    fc.record({ detail: text, parameter: text }),
    fc.record({ detail: text, pointer: fc.constantFrom('#', '#/a', '#/a~1b/0') }),
    fc.record({ detail: text, header: fc.constantFrom('If-Match', 'Accept') }),
  ),
  { maxLength: 3 },
);
const wait = fc.oneof(
  fc.nat(1_000_000).map((seconds) => ({ seconds })),
  fc.constant('unknown' as const),
);
const tagged = fc.option(fc.constantFrom('"v7"', 'W/"8"'), { nil: undefined });
const challenges = fc.constantFrom({ scheme: 'Bearer' }, { scheme: 'Basic', params: { realm: 'a "b"' } }, [
  { scheme: 'Bearer', params: { realm: 'api', error: 'invalid_token' } },
  { scheme: 'Negotiate', token68: 'YQ==' },
]);
type Make = (init: HttpErrorInit) => fc.Arbitrary<HttpError>;

const plain =
  (Class: new (init: HttpErrorInit) => HttpError): Make =>
  (init) =>
    fc.constant(new Class(init));

/** What each class can be made with. */
const CLASSES: Readonly<Record<string, Make>> = {
  ...Object.fromEntries(
    [
      BadGateway,
      ExpectationFailed,
      FailedDependency,
      Forbidden,
      GatewayTimeout,
      Gone,
      HttpVersionNotSupported,
      InsufficientStorage,
      InternalServerError,
      LengthRequired,
      Locked,
      LoopDetected,
      MisdirectedRequest,
      NetworkAuthenticationRequired,
      NotExtended,
      NotFound,
      NotImplemented,
      PaymentRequired,
      RequestHeaderFieldsTooLarge,
      RequestTimeout,
      TooEarly,
      UriTooLong,
      VariantAlsoNegotiates,
    ].map((Class) => [Class.name, plain(Class)]),
  ),
  BadRequest: (init) => faults.map((errors) => new BadRequest({ ...init, errors })),
  UnprocessableContent: (init) => faults.map((errors) => new UnprocessableContent({ ...init, errors })),
  Unauthorized: (init) => challenges.map((one) => new Unauthorized(one as never, init)),
  ProxyAuthenticationRequired: (init) =>
    challenges.map((one) => new ProxyAuthenticationRequired(one as never, init)),
  MethodNotAllowed: (init) => tokens.map((methods) => new MethodNotAllowed(methods, init)),
  NotAcceptable: (init) =>
    fc
      .array(fc.oneof(text, fc.record({ type: visible, href: fc.webPath() })), { minLength: 1, maxLength: 3 })
      .map((list) => new NotAcceptable(list as never, init)),
  Conflict: (init) =>
    fc.tuple(state, tagged).map(([current, etag]) => new Conflict(current as object, { ...init, etag })),
  PreconditionFailed: (init) =>
    fc
      .tuple(fc.option(state, { nil: undefined }), tagged)
      .map(([current, etag]) => new PreconditionFailed(current as object, { ...init, etag })),
  PreconditionRequired: (init) => tokens.map((fields) => new PreconditionRequired(fields as never, init)),
  ContentTooLarge: (init) =>
    fc
      .record(
        { limit: fc.nat(), retryAfter: fc.nat(1_000_000).map((seconds) => ({ seconds })) },
        { requiredKeys: [] },
      )
      .map((own) => new ContentTooLarge({ ...init, ...own })),
  UnsupportedMediaType: (init) =>
    fc
      .constantFrom(
        { accept: ['application/json', 'text/*'] },
        { acceptPost: ['text/csv'] },
        { acceptPatch: ['application/merge-patch+json'] },
        { acceptQuery: ['application/sql'] },
        { coding: ['gzip'] },
      )
      .map((one) => new UnsupportedMediaType(one as never, init)),
  RangeNotSatisfiable: (init) => fc.nat().map((length) => new RangeNotSatisfiable(length, init)),
  UpgradeRequired: (init) => tokens.map((protocols) => new UpgradeRequired(protocols as never, init)),
  TooManyRequests: (init) => wait.map((one) => new TooManyRequests(one, init)),
  ServiceUnavailable: (init) => wait.map((one) => new ServiceUnavailable(one, init)),
  UnavailableForLegalReasons: (init) => fc.webUrl().map((url) => new UnavailableForLegalReasons(url, init)),
};

describe.each(FRAMEWORKS)('%s', (framework) => {
  it.each(SAMPLES)('$status $about', async ({ make }) => {
    const sent = make();
    const revived = await received(framework, sent);
    expect(revived).toBeInstanceOf(sent.constructor);
    expect(revived.name).toBe(sent.name);
    expect(publicPart(revived)).toEqual(publicPart(sent));
    expect(toHttpError(revived)).toMatchObject({ status: AS_GATEWAY.get(sent.status) ?? 502 });
  });

  it.each(Object.entries(CLASSES))('%s: any init object', async (name, make) => {
    await fc.assert(
      fc.asyncProperty(
        anyInit.chain((init) => make(init).map((sent) => ({ sent, init }))),
        async ({ sent, init }) => {
          const revived = await received(framework, sent);
          expect([sent.name, revived.name]).toEqual([name, name]);
          expect(revived).toBeInstanceOf(sent.constructor);
          expect(publicPart(revived)).toEqual(publicPart(sent));
          // An error of the server has an instance of its own if it was not passed one, and a 500 always.
          if (sent.status < 500 || (sent.status > 500 && init.instance !== undefined)) {
            expect(revived.instance).toBe(init.instance);
          }
          for (const [field, value] of Object.entries(sent.headers)) {
            expect([field, revived.remote.headers.get(field)]).toEqual([field, [value].flat().join(', ')]);
          }
          expect(revived.remote.etag).toBe(sent.headers['etag']);
          expect(JSON.stringify([revived, ...revived.remote.headers])).not.toContain(SECRET);
        },
      ),
      { numRuns: 3 },
    );
  });
});

it('is of every class', () => {
  const all = Object.keys(ERROR_NAMES).map((status) => errorClassName(Number(status) as ErrorStatus));
  expect(Object.keys(CLASSES).sort()).toEqual(all.sort());
});
