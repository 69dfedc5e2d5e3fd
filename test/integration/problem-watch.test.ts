import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listenHere } from '../setup/here.ts';
import { requestHttp2 } from '../setup/http2-client.ts';
import { watched } from '../setup/problem-watch.ts';

/** Exceptions of lint, which would stop the documents first. */
const INVALID = { everything: 'the documents are invalid for the sake of the other watch' };
const TYPE = 'application/problem+json';
const GOOD = '{"type":"about:blank","title":"Not Found","status":404}';
const BAD = '{"type":"about:blank","title":["Not Found"],"status":404}';

// Each way to send a body, by whatever client it is read.
const WAYS: Readonly<Record<string, (response: ServerResponse, body: string) => void>> = {
  'setHeader and end': (response, body) => {
    response.statusCode = 404;
    response.setHeader('Content-Type', TYPE);
    response.end(body);
  },
  'writeHead and end': (response, body) => void response.writeHead(404, { 'content-type': TYPE }).end(body),
  'bytes in pieces': (response, body) => {
    response.writeHead(404, { 'content-type': `${TYPE}; charset=utf-8` });
    response.write(Buffer.from(body.slice(0, 9)));
    response.write(body.slice(9));
    response.end();
  },
  'a content coding': (response, body) =>
    void response.writeHead(404, { 'content-type': TYPE, 'content-encoding': 'gzip' }).end(gzipSync(body)),
};

function taken(): string[] {
  const { faults } = watched();
  watched().faults = [];
  return faults;
}

describe.each(Object.entries(WAYS))('a document that is none, by %s', (_way, send) => {
  it.each([
    [BAD, 1],
    [GOOD, 0],
    ['not JSON', 1],
    [GOOD.replace('404', '410'), 1],
    // What the component of the class requires, beyond RFC 9457.
    [GOOD.replace('"type":"about:blank",', ''), 1],
  ])('%s is seen', async (body, faults) => {
    const { port } = await listenHere(
      (_request: unknown, response: ServerResponse) => send(response, body),
      INVALID,
    );
    await (await fetch(`http://127.0.0.1:${port}`)).text();
    expect(watched().seen).toBe(1);
    expect(taken()).toHaveLength(faults);
  });
});

it.each([
  [BAD, 1],
  [GOOD, 0],
])('%s is seen over HTTP/2', async (body, faults) => {
  const server = createHttp2Server((_request, response) => {
    response.statusCode = 404;
    response.setHeader('content-type', TYPE);
    response.write(body.slice(0, 5));
    response.end(body.slice(5));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  await requestHttp2((server.address() as AddressInfo).port, 'GET', '/');
  expect(watched().seen).toBe(1);
  expect(taken()).toHaveLength(faults);
});

it('an answer to HEAD has no document', async () => {
  const { port } = await listenHere((_request: unknown, response: ServerResponse) =>
    WAYS['writeHead and end']?.(response, ''),
  );
  expect((await fetch(`http://127.0.0.1:${port}`, { method: 'HEAD' })).status).toBe(404);
  expect(watched().seen).toBe(0);
});
