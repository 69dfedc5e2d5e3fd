import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo, Server } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { requestHttp2 } from '../setup/http2-client.ts';
import { watched } from '../setup/problem-watch.ts';

const TYPE = 'application/problem+json';
const GOOD = '{"title":"Not Found","status":404}';
const BAD = '{"title":["Not Found"],"status":404}';

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

let server: Server | undefined;
afterEach(() => void server?.close());

async function port(one: Server): Promise<number> {
  server = one.listen(0, '127.0.0.1');
  await once(one, 'listening');
  return (one.address() as AddressInfo).port;
}

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
  ])('%s is seen', async (body, faults) => {
    const at = await port(createServer((_request, response) => send(response, body)));
    await (await fetch(`http://127.0.0.1:${at}`)).text();
    expect(watched().seen).toBe(1);
    expect(taken()).toHaveLength(faults);
  });
});

it.each([
  [BAD, 1],
  [GOOD, 0],
])('%s is seen over HTTP/2', async (body, faults) => {
  const at = await port(
    createHttp2Server((_request, response) => {
      response.statusCode = 404;
      response.setHeader('content-type', TYPE);
      response.write(body.slice(0, 5));
      response.end(body.slice(5));
    }),
  );
  await requestHttp2(at, 'GET', '/');
  expect(watched().seen).toBe(1);
  expect(taken()).toHaveLength(faults);
});

it('an answer to HEAD has no document', async () => {
  const at = await port(createServer((_request, response) => WAYS['writeHead and end']?.(response, '')));
  expect((await fetch(`http://127.0.0.1:${at}`, { method: 'HEAD' })).status).toBe(404);
  expect(watched().seen).toBe(0);
});
