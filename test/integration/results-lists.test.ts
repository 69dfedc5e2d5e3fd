import { once } from 'node:events';
import { connect } from 'node:net';
import { bodyParser } from '@koa/bodyparser';
import {
  BadRequest,
  batch,
  created,
  cursorQuery,
  encodeCursor,
  NotFound,
  page,
  pageQuery,
  type Report,
} from '@statuskit/core';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { type Exchange, FRAMEWORKS, type ServerOptions } from '../setup/frameworks.ts';
import { problemOf, serveHere } from '../setup/here.ts';
import { request } from '../setup/raw.ts';

const parsing: ServerOptions = {
  express: (app) => void app.use(express.json({ strict: false })),
  koa: (app) => void app.use(bodyParser({ jsonStrict: false })),
};

const contentOf = ({ express, koa }: Exchange): unknown =>
  koa === undefined ? express?.req.body : (koa.request as { body?: unknown }).body;

const AIRPORTS = Array.from({ length: 5 }, (_, at) => ({ id: at + 1 }));

describe.each(FRAMEWORKS)('%s: a page', (framework) => {
  const counted = ({ request }: Exchange): unknown => {
    const query = pageQuery(request.url ?? '/', { maxLimit: 50 });
    const items = AIRPORTS.slice(query.offset, query.offset + query.limit);
    return page(items, { ...query, total: AIRPORTS.length });
  };
  const byCursor = ({ request }: Exchange): unknown => {
    const { url, limit, cursor } = cursorQuery(request.url ?? '/', {
      parse: (position) => (typeof position === 'number' ? position : undefined),
    });
    const items = AIRPORTS.filter(({ id }) => id > (cursor ?? 0)).slice(0, limit);
    const last = items.at(-1);
    const next = items.length === limit && last !== undefined ? encodeCursor(last.id) : null;
    return page(items, { url, cursor: next });
  };
  const server = () => serveHere(framework, { 'GET /airports': counted, 'GET /notes': byCursor });

  it('is a 200 with its links, as a client follows them', async () => {
    const { port } = await server();
    const first = await request(port, 'GET', '/airports?country=IS&limit=2');
    expect([first.line, first.body]).toEqual(['HTTP/1.1 200 OK', '[{"id":1},{"id":2}]']);
    expect(first.fields['link']).toEqual([
      '</airports?country=IS&limit=2&page=1>; rel="first"',
      '</airports?country=IS&limit=2&page=2>; rel="next"',
      '</airports?country=IS&limit=2&page=3>; rel="last"',
    ]);
    const last = await request(port, 'GET', '/airports?country=IS&limit=2&page=3');
    expect([last.body, last.fields['link']?.[1]]).toEqual([
      '[{"id":5}]',
      '</airports?country=IS&limit=2&page=2>; rel="prev"',
    ]);
  });

  it('beyond the end is an empty 200 that leads back', async () => {
    const { port } = await server();
    const beyond = await request(port, 'GET', '/airports?limit=2&page=99');
    expect([beyond.status, beyond.body, beyond.fields['link']]).toEqual([
      200,
      '[]',
      [
        '</airports?limit=2&page=1>; rel="first"',
        '</airports?limit=2&page=3>; rel="prev"',
        '</airports?limit=2&page=3>; rel="last"',
      ],
    ]);
  });

  it('of HEAD has the fields and no body', async () => {
    const { port } = await server();
    const head = await request(port, 'HEAD', '/airports?limit=2');
    expect([head.status, head.fields['link']?.length, head.fields['content-length']]).toEqual([
      200,
      3,
      ['19'],
    ]);
  });

  it('that is asked for badly is a 400 that names the parameters', async () => {
    const { port } = await server();
    const bad = await request(port, 'GET', '/airports?limit=51&page=first');
    expect([bad.line, problemOf(bad)['errors']]).toEqual([
      'HTTP/1.1 400 Bad Request',
      [
        { detail: 'must be a whole number, 1 to 50', parameter: 'limit' },
        { detail: 'must be a whole number, 1 or more', parameter: 'page' },
      ],
    ]);
    const tampered = await request(port, 'GET', `/notes?cursor=${encodeCursor(3)}x`);
    expect([tampered.status, problemOf(tampered)['errors']]).toEqual([
      400,
      [{ detail: 'must be a cursor as it was given', parameter: 'cursor' }],
    ]);
  });

  it('by cursor leads through all of the list', async () => {
    const { port } = await server();
    const seen: unknown[] = [];
    for (let next: string | undefined = '/notes?limit=2&q=a'; next !== undefined; ) {
      const { body, fields } = await request(port, 'GET', next);
      seen.push(...(JSON.parse(body) as unknown[]));
      next = fields['link']
        ?.map((line) => /^<(.+)>; rel="next"$/.exec(line)?.[1])
        .find((one) => one !== undefined);
      if (next !== undefined) expect(next).toMatch(/^\/notes\?limit=2&q=a&cursor=[\w-]+$/);
    }
    expect(seen).toEqual(AIRPORTS);
  });

  it('never links to another host, and takes what is no URI', async () => {
    const { port } = await server();
    for (const target of ['/airports?limit=2&q="<>\\^`{|}', 'http://evil.example/airports?limit=2']) {
      const { status, fields } = await request(port, 'GET', target);
      expect(status).toBe(200);
      for (const link of fields['link'] ?? []) expect(link).toMatch(/^<\/airports\?[!-;=?-~]+>; rel="\w+"$/);
    }
  });
});

describe.each(FRAMEWORKS)('%s: a batch', (framework) => {
  const run = (item: { readonly id?: number }): unknown => {
    if (item.id === undefined) throw new BadRequest({ errors: [{ detail: 'is missing', pointer: '#/id' }] });
    if (item.id === 0) throw new Error('pg-7 is down');
    if (item.id < 0) return new NotFound();
    return created(`/users/${item.id}`, item);
  };
  const reports: Report[] = [];
  const handler = (exchange: Exchange): unknown =>
    batch(contentOf(exchange) as { id?: number }[], run, { maxItems: 4, report: (one) => reports.push(one) });
  const post = async (content: unknown) => {
    const { port } = await serveHere(framework, { 'POST /': handler }, parsing);
    return request(port, 'POST', '/', { 'content-type': 'application/json' }, JSON.stringify(content));
  };

  it('is a 207 with the answer of each item', async () => {
    const response = await post([{ id: 7 }, {}, { id: 0 }, { id: -1 }]);
    expect([response.line, response.fields['content-type']]).toEqual([
      'HTTP/1.1 207 Multi-Status',
      ['application/json'],
    ]);
    const instance = reports.at(-2)?.instance;
    expect(problemOf(response)).toEqual({
      succeeded: 1,
      failed: 3,
      items: [
        { status: 201, headers: { location: '/users/7' }, body: { id: 7 } },
        {
          status: 400,
          problem: {
            type: 'about:blank',
            title: 'Bad Request',
            status: 400,
            detail: '1 field is invalid: id (is missing).',
            errors: [{ detail: 'is missing', pointer: '#/id' }],
          },
        },
        {
          status: 500,
          problem: { type: 'about:blank', title: 'Internal Server Error', status: 500, instance },
        },
        { status: 404, problem: { type: 'about:blank', title: 'Not Found', status: 404 } },
      ],
    });
    expect(instance).toMatch(/^urn:uuid:/);
  });

  it('of too many items is a 413, of none a 207, of what is no list a 422', async () => {
    const large = await post([{}, {}, {}, {}, {}]);
    expect([large.line, problemOf(large)['maxItems']]).toEqual(['HTTP/1.1 413 Content Too Large', 4]);
    const none = await post([]);
    expect([none.status, none.body]).toEqual([207, '{"succeeded":0,"failed":0,"items":[]}']);
    for (const content of [{}, 'text', null, 7]) {
      const refused = await post(content);
      expect([refused.line, problemOf(refused)['errors']]).toEqual([
        'HTTP/1.1 422 Unprocessable Content',
        [{ detail: 'must be a list', pointer: '#' }],
      ]);
    }
  });

  it('ends when the client goes away', async () => {
    const begun: number[] = [];
    let leave = (): void => {};
    const ended: Report[] = [];
    const told = { errors: { report: (one: Report) => void ended.push(one) } };
    const { port } = await serveHere(
      framework,
      {
        'POST /': ({ response }) => {
          const controller = new AbortController();
          const gone = once(response, 'close').then(() => controller.abort());
          return batch(
            [1, 2, 3],
            async (item) => {
              begun.push(item);
              leave();
              await gone;
            },
            { signal: controller.signal },
          );
        },
      },
      told,
    );
    const socket = connect(port, '127.0.0.1');
    leave = () => socket.destroy();
    socket.write('POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\n\r\n');
    await once(socket, 'close');
    for (let turn = 0; turn < 1000 && ended.length === 0; turn++) await new Promise(setImmediate);
    expect(begun).toEqual([1]);
    expect(ended.map(({ sent, level }) => [sent, level])).toEqual([['aborted', 'info']]);
  });
});
