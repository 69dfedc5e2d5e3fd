import {
  type ErrorStatus,
  errorClassName,
  type HttpError,
  reasonPhrase,
  STATUS_NAMES,
  statusFacts,
} from '@statuskit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FRAMEWORKS, type Framework, type Routes, serve, type TestServer } from '../setup/frameworks.ts';
import { comparable, problemOf } from '../setup/here.ts';
import { ANY_405 } from '../setup/linted.ts';
import { parseResponse, type RawResponse, request, talk } from '../setup/raw.ts';
import { SAMPLES, SECRET } from '../setup/samples.ts';

const URN = /^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const errorStatuses = Object.keys(STATUS_NAMES)
  .map(Number)
  .filter((status): status is ErrorStatus => status >= 400 && status !== 418);

const routes: Routes = Object.fromEntries(
  SAMPLES.map(({ make }, at) => [
    `GET /${at}`,
    () => {
      throw make();
    },
  ]),
);

const servers = new Map<Framework, TestServer>();
beforeAll(async () => {
  for (const framework of FRAMEWORKS)
    servers.set(framework, await serve(framework, routes, { lint: ANY_405 }));
});
afterAll(() => Promise.all([...servers.values()].map((server) => server.close())));

function ask(framework: Framework, method: string, at: number): Promise<RawResponse> {
  return request(servers.get(framework)?.port ?? 0, method, `/${at}`);
}

const cases = SAMPLES.map((sample, at) => ({ ...sample, at }));
const each = FRAMEWORKS.flatMap((framework) => cases.map((one) => ({ ...one, framework })));

describe('the samples', () => {
  it('cover every status that has an error class, by an object of that class', () => {
    expect(new Set(SAMPLES.map(({ status }) => status))).toEqual(new Set(errorStatuses));
    for (const { status, make } of SAMPLES) {
      const error: HttpError = make();
      expect([error.status, error.name]).toEqual([status, errorClassName(status as ErrorStatus)]);
    }
  });

  it('bring each field that the status demands', () => {
    for (const { status, fields } of SAMPLES) {
      const demanded = statusFacts(status as ErrorStatus).requiredFields.map((name) => name.toLowerCase());
      // Connection is the renderer's, beside Upgrade.
      expect(Object.keys(fields)).toEqual(
        expect.arrayContaining(demanded.filter((name) => name !== 'connection')),
      );
    }
  });
});

describe('an error of ours on the wire', () => {
  it.each(each)('$framework: $status, $about', async ({ framework, at, status, fields, members }) => {
    const response = await ask(framework, 'GET', at);
    const body = Buffer.from(response.body, 'latin1');

    // The phrase is that of RFC 9110; Node knows a 413 as `Payload Too Large`.
    expect(response.line).toBe(`HTTP/1.1 ${status} ${STATUS_NAMES[status as ErrorStatus]}`);
    const { instance, ...problem } = problemOf(response);
    expect(problem).toEqual({ type: 'about:blank', title: reasonPhrase(status), status, ...members });
    if (status < 500) expect(instance).toBeUndefined();
    else expect(instance).toMatch(URN);

    const { date, connection, ...others } = response.fields;
    expect(date).toHaveLength(1);
    expect(others).toEqual({
      ...fields,
      'cache-control': ['no-store'],
      'content-length': [String(body.byteLength)],
      'content-type': ['application/problem+json'],
      vary: ['Accept'],
      'x-content-type-options': ['nosniff'],
    });
    // Upgrade needs its connection option (§7.8), and a client that asked for it needs its close (RFC 9112 §9.6).
    expect(connection?.map((value) => value.toLowerCase())).toEqual(
      status === 426 ? ['close, upgrade'] : ['close'],
    );
    expect(response.complete).toBe(true);
    expect(response.rest).toBe('');
    expect(JSON.stringify(response)).not.toContain(SECRET);
  });

  it.each(each)('$framework: $status, $about, has no body for HEAD', async ({ framework, at }) => {
    const get = await ask(framework, 'GET', at);
    const head = await ask(framework, 'HEAD', at);
    expect(head.rest).toBe('');
    expect(comparable(head)).toEqual({ ...comparable(get), body: '' });
  });

  it.each(cases)('$status, $about, is the same on all four', async ({ at }) => {
    const responses = await Promise.all(FRAMEWORKS.map((framework) => ask(framework, 'GET', at)));
    const [first, ...others] = responses.map(comparable);
    for (const other of others) expect(other).toEqual(first);
  });
});

describe.each(FRAMEWORKS)('%s: a 426 and the connection', (framework) => {
  const at = SAMPLES.findIndex(({ status }) => status === 426);

  // Node looks at what the client asked for only where the response has no Connection field of its own.
  it.each([
    [
      'is closed where the client wants that',
      'HTTP/1.1\r\nConnection: Keep-Alive, Close',
      ['close, upgrade'],
    ],
    ['is closed behind HTTP/1.0', 'HTTP/1.0', ['close, upgrade']],
  ])('%s', async (_rule, version, connection) => {
    const port = servers.get(framework)?.port ?? 0;
    const { bytes, error } = await talk(port, `GET /${at} ${version}\r\nhost: localhost\r\n\r\n`, 2000);
    expect(error).toBeUndefined();
    expect(parseResponse(bytes)?.fields['connection']).toEqual(connection);
  });

  it('is kept otherwise', async () => {
    const port = servers.get(framework)?.port ?? 0;
    const { bytes, error } = await talk(port, [
      `GET /${at} HTTP/1.1\r\nhost: localhost\r\n\r\n`,
      'GET /0 HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n',
    ]);
    const first = parseResponse(bytes);
    expect([error, first?.status, first?.fields['connection']]).toEqual([undefined, 426, ['upgrade']]);
    expect(parseResponse(first?.rest ?? '')?.status).toBe(400);
  });
});
