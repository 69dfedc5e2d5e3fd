import { get, type IncomingMessage } from 'node:http';
import { type RemoteError, revive } from '@statuskit/client';
import {
  BadRequest,
  Conflict,
  ContentTooLarge,
  Forbidden,
  type HttpError,
  NotAcceptable,
  NotFound,
  PreconditionFailed,
  PreconditionRequired,
  ServiceUnavailable,
  TooManyRequests,
  toHttpError,
  UnprocessableContent,
} from '@statuskit/core';
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

describe.each(FRAMEWORKS)('%s', (framework) => {
  it.each(SAMPLES)('$status $about', async ({ make }) => {
    const sent = make();
    const revived = await received(framework, sent);
    expect(revived).toBeInstanceOf(sent.constructor);
    expect(revived.name).toBe(sent.name);
    expect(publicPart(revived)).toEqual(publicPart(sent));
    expect(toHttpError(revived)).toMatchObject({ status: AS_GATEWAY.get(sent.status) ?? 502 });
  });

  const text = fc.string({ unit: 'grapheme', maxLength: 20 });
  const json = fc.jsonValue({ maxDepth: 2 });
  const state = fc.dictionary(
    fc.string({ maxLength: 5 }).filter((name) => !/^(__proto__|constructor|prototype)$/.test(name)),
    json,
    { maxKeys: 3 },
  );
  const name = fc.constantFrom('a', 'b', 'retry', 'traceId');
  const init = fc.record(
    {
      detail: text,
      instance: fc.webPath(),
      extensions: fc.dictionary(name, json, { maxKeys: 2 }),
    },
    { requiredKeys: [] },
  );
  const typed = fc
    .record({ type: fc.webUrl(), title: text.filter((one) => one !== '') })
    .chain((named) => init.map((one) => ({ ...one, ...named })));
  const faults = fc.array(fc.record({ detail: text, parameter: text }), { maxLength: 3 });
  const seconds = fc.nat(1_000_000);
  const etag = fc.constantFrom('"v7"', 'W/"8"');

  const ERRORS: readonly fc.Arbitrary<HttpError>[] = [
    fc.oneof(init, typed).map((one) => new NotFound(one)),
    fc.oneof(init, typed).map((one) => new Forbidden(one)),
    fc.tuple(init, faults).map(([one, errors]) => new BadRequest({ ...one, errors })),
    fc.tuple(typed, faults).map(([one, errors]) => new UnprocessableContent({ ...one, errors })),
    fc
      .tuple(state, init, etag)
      .map(([current, one, tag]) => new Conflict(current as object, { ...one, etag: tag })),
    fc.tuple(state, init).map(([current, one]) => new PreconditionFailed(current as object, one)),
    fc.tuple(seconds, init).map(([wait, one]) => new TooManyRequests({ seconds: wait }, one)),
    fc.tuple(seconds, typed).map(([wait, one]) => new ServiceUnavailable({ seconds: wait }, one)),
    fc.tuple(fc.nat(), init).map(([limit, one]) => new ContentTooLarge({ ...one, limit })),
    init.map((one) => new PreconditionRequired(['If-Match'], one)),
    fc
      .array(text, { minLength: 1, maxLength: 3 })
      .map((list) => new NotAcceptable(list as [string, ...string[]])),
  ];

  it('any init object', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(...ERRORS), async (sent) => {
        const revived = await received(framework, sent);
        expect(revived).toBeInstanceOf(sent.constructor);
        expect(publicPart(revived)).toEqual(publicPart(sent));
        expect(revived.remote.etag).toBe(sent.headers['etag']);
      }),
      { numRuns: 150 },
    );
  });
});
