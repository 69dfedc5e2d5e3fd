import {
  accepted,
  created,
  multiStatus,
  NotFound,
  noContent,
  notModified,
  ok,
  type Result,
  resetContent,
  seeOther,
} from '@statuskit/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FRAMEWORKS, serveHttp2 } from '../setup/frameworks.ts';
import { serveHere } from '../setup/here.ts';
import { requestHttp2 } from '../setup/http2-client.ts';
import { request, talk } from '../setup/raw.ts';

const NOTE = { id: 7, text: 'Łódź' };
const JSON_NOTE = JSON.stringify(NOTE);
const LENGTH = String(Buffer.byteLength(JSON_NOTE));
const CONDITIONAL = { 'if-none-match': '"v7"' };

interface Row {
  readonly make: () => Result;
  readonly line: string;
  /** All fields but those that Node and the framework add to every response. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
}

const json = {
  'content-type': ['application/json'],
  'content-length': [LENGTH],
  'x-content-type-options': ['nosniff'],
};

const ROWS: readonly Row[] = [
  { make: () => ok(NOTE), line: '200 OK', fields: json, body: JSON_NOTE },
  {
    make: () =>
      ok('a,b', {
        contentType: 'text/csv; charset=utf-8',
        etag: 'W/"v7"',
        cacheControl: { public: true, maxAgeSeconds: 60 },
        vary: ['Accept', 'Origin'],
        link: ['</a>; rel="next"', '</b>; rel="last"'],
        headers: { 'X-Trace': ['a', 'b'] },
      }),
    line: '200 OK',
    fields: {
      'content-type': ['text/csv; charset=utf-8'],
      'content-length': ['3'],
      'x-content-type-options': ['nosniff'],
      etag: ['W/"v7"'],
      'cache-control': ['public, max-age=60'],
      vary: ['Accept, Origin'],
      link: ['</a>; rel="next"', '</b>; rel="last"'],
      'x-trace': ['a', 'b'],
    },
    body: 'a,b',
  },
  { make: () => ok(), line: '200 OK', fields: { 'content-length': ['0'] }, body: '' },
  {
    make: () => created('/notes/Łódź', NOTE, { etag: '"v1"' }),
    line: '201 Created',
    fields: { ...json, location: ['/notes/%C5%81%C3%B3d%C5%BA'], etag: ['"v1"'] },
    body: JSON_NOTE,
  },
  {
    make: () => created('/notes/7'),
    line: '201 Created',
    fields: { location: ['/notes/7'], 'content-length': ['0'] },
    body: '',
  },
  { make: () => created.here(NOTE), line: '201 Created', fields: json, body: JSON_NOTE },
  {
    make: () => accepted('/jobs/1', { retryAfter: { seconds: 2 } }),
    line: '202 Accepted',
    fields: { ...json, 'content-length': ['21'], location: ['/jobs/1'], 'retry-after': ['2'] },
    body: '{"monitor":"/jobs/1"}',
  },
  { make: () => accepted(null), line: '202 Accepted', fields: { 'content-length': ['0'] }, body: '' },
  { make: () => noContent({ etag: '"v8"' }), line: '204 No Content', fields: { etag: ['"v8"'] }, body: '' },
  { make: () => resetContent(), line: '205 Reset Content', fields: { 'content-length': ['0'] }, body: '' },
  {
    make: () => multiStatus([{ status: 201 }, { status: 409 }]),
    line: '207 Multi-Status',
    fields: { ...json, 'content-length': ['31'] },
    body: '[{"status":201},{"status":409}]',
  },
];

// Node's own, and what HEAD cannot show.
function own(fields: Readonly<Record<string, readonly string[]>>): object {
  const { date, connection, 'keep-alive': keepAlive, ...rest } = fields;
  return rest;
}

describe.each(FRAMEWORKS)('%s: a result', (framework) => {
  it.each(ROWS)('$line $body', async ({ make, line, fields, body }) => {
    const routes = { 'GET /': make, 'POST /': async () => make(), 'PUT /': make, 'OPTIONS /': make };
    const { port } = await serveHere(framework, routes);
    for (const method of ['GET', 'POST', 'PUT', 'OPTIONS']) {
      const response = await request(port, method, '/');
      expect(response.line).toBe(`HTTP/1.1 ${line}`);
      expect(own(response.fields)).toEqual(fields);
      expect([Buffer.from(response.body, 'latin1').toString(), response.rest]).toEqual([body, '']);
    }
    // RFC 9110 §9.3.2: the fields of the GET, but that framing may be left out.
    const head = await request(port, 'HEAD', '/');
    const { 'content-length': length, ...others } = fields;
    expect([head.line, head.rest]).toEqual([`HTTP/1.1 ${line}`, '']);
    expect(own(head.fields)).toMatchObject(others);
    if (body !== '') expect(head.fields['content-length']).toEqual(length);
  });

  it('of 304 repeats the fields of the 200 and has no content', async () => {
    const make = () => notModified({ etag: '"v7"', vary: 'Accept', cacheControl: { maxAgeSeconds: 60 } });
    const { port } = await serveHere(framework, { 'GET /': make, 'PUT /': make });
    for (const method of ['GET', 'HEAD']) {
      const response = await request(port, method, '/', CONDITIONAL);
      expect(response.line).toBe('HTTP/1.1 304 Not Modified');
      expect(own(response.fields)).toEqual({
        etag: ['"v7"'],
        vary: ['Accept'],
        'cache-control': ['max-age=60'],
      });
      expect(response.rest).toBe('');
    }
    // Nobody asked for it: a mistake of the program.
    await expect(await request(port, 'GET', '/')).toHaveStatus(500);
    await expect(await request(port, 'PUT', '/', CONDITIONAL)).toHaveStatus(500);
  });

  it('wins over the status that the handler has set, and joins its Vary and Link', async () => {
    const { port } = await serveHere(framework, {
      'GET /': ({ status, set }) => {
        status(418);
        set('Vary', 'Origin');
        set('Link', '</a>; rel="prev"');
        set('Content-Type', 'text/html');
        set('X-Kept', 'yes');
        return ok(NOTE, { vary: 'Accept', link: '</b>; rel="next"' });
      },
      'PUT /': ({ status, set }) => {
        status(418);
        set('Content-Type', 'text/html');
        set('Content-Length', '7');
        return noContent();
      },
    });
    const response = await request(port, 'GET', '/');
    expect(response.line).toBe('HTTP/1.1 200 OK');
    expect(own(response.fields)).toEqual({
      ...json,
      vary: ['Origin, Accept'],
      link: ['</a>; rel="prev"', '</b>; rel="next"'],
      'x-kept': ['yes'],
    });
    const empty = await request(port, 'PUT', '/');
    expect([empty.line, own(empty.fields)]).toEqual(['HTTP/1.1 204 No Content', {}]);
  });

  it('without content leaves the connection in order for the next request', async () => {
    const { port } = await serveHere(framework, {
      'POST /': () => resetContent(),
      'PUT /': () => noContent(),
      'DELETE /': () => accepted(null),
      'GET /': () => 'last',
    });
    const all = ['POST', 'PUT', 'DELETE'].map((method) => `${method} / HTTP/1.1\r\nhost: x\r\n\r\n`);
    const { bytes } = await talk(port, [...all, 'GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n']);
    expect([...bytes.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual([
      '205',
      '204',
      '202',
      '200',
    ]);
    expect(bytes.endsWith('\r\n\r\nlast')).toBe(true);
  });

  it('stands beside errors that are returned or thrown', async () => {
    const { port } = await serveHere(framework, {
      'GET /': ({ request }): Result<200, object> | NotFound =>
        request.headers['x-there'] === undefined ? new NotFound() : ok(NOTE),
    });
    await expect(await request(port, 'GET', '/')).toHaveStatus(404);
    await expect(await request(port, 'GET', '/', { 'x-there': '1' })).toHaveStatus(200);
  });
});

describe.each(['koa2', 'koa3'] as const)('%s over HTTP/2: a result', (framework) => {
  it.each([
    [ok(NOTE), 200, JSON_NOTE, {}],
    [created('/notes/7'), 201, '', { location: '/notes/7', 'content-length': '0' }],
    [noContent(), 204, '', {}],
    [resetContent(), 205, '', { 'content-length': '0' }],
    [seeOther('/notes/7'), 303, 'See Other: /notes/7\n', { location: '/notes/7' }],
  ])('is written, and ends its stream in order: %j', async (result, status, body, fields) => {
    const server = await serveHttp2(framework, { 'GET /': () => result, 'POST /': () => result });
    onTestFinished(() => server.close());
    for (const method of ['GET', 'POST', 'HEAD']) {
      const response = await requestHttp2(server.port, method, '/');
      expect([response.status, response.body, response.ended]).toEqual([
        status,
        method === 'HEAD' ? '' : body,
        true,
      ]);
      if (method !== 'HEAD') expect(response.fields).toMatchObject(fields);
    }
  });
});
