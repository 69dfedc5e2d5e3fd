import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { Conflict, NotFound, ok, type Report } from '@statuskit/core';
import { describe, expect, it } from 'vitest';
import { type Exchange, FRAMEWORKS, type ServerOptions } from '../setup/frameworks.ts';
import { answerOf, listenHere, problemOf, serveHere } from '../setup/here.ts';
import { type RawResponse, request, talk } from '../setup/raw.ts';

const TEXT = 'text/plain; charset=utf-8';
const JSON_TYPE = 'application/json';
const BYTES = 'application/octet-stream';

class Money {
  readonly cents = 125;
  toJSON(): string {
    return '1.25 EUR';
  }
}

const VALUES: readonly (readonly [name: string, value: () => unknown, type: string, body: string])[] = [
  ['a text', () => 'Łódź', TEXT, 'Łódź'],
  ['an empty text', () => '', TEXT, ''],
  ['a text that looks like HTML', () => '<script>alert(1)</script>', TEXT, '<script>alert(1)</script>'],
  ['a text that looks like JSON', () => '{"a":1}', TEXT, '{"a":1}'],
  ['an object', () => ({ a: 1, b: undefined, c: 'ß' }), JSON_TYPE, '{"a":1,"c":"ß"}'],
  ['an object without a prototype', () => Object.assign(Object.create(null), { a: 1 }), JSON_TYPE, '{"a":1}'],
  ['an object with toJSON', () => new Money(), JSON_TYPE, '"1.25 EUR"'],
  ['a list', () => [1, null, 'x'], JSON_TYPE, '[1,null,"x"]'],
  ['an empty list', () => [], JSON_TYPE, '[]'],
  ['a number', () => 404, JSON_TYPE, '404'],
  ['zero', () => 0, JSON_TYPE, '0'],
  ['true', () => true, JSON_TYPE, 'true'],
  ['false', () => false, JSON_TYPE, 'false'],
  ['a date', () => new Date(0), JSON_TYPE, '"1970-01-01T00:00:00.000Z"'],
  ['bytes', () => new Uint8Array([104, 105]), BYTES, 'hi'],
  ['a part of a buffer', () => Buffer.from('xhix').subarray(1, 3), BYTES, 'hi'],
  ['no bytes', () => new Uint8Array(0), BYTES, ''],
];

interface Reported {
  readonly options: ServerOptions;
  readonly reports: Report[];
}

function reporting(): Reported {
  const reports: Report[] = [];
  return { options: { errors: { report: (report) => void reports.push(report) } }, reports };
}

function utf8(response: RawResponse): string {
  return Buffer.from(response.body, 'latin1').toString();
}

describe.each(FRAMEWORKS)('%s: what a handler returns', (framework) => {
  it.each(VALUES)('%s', async (_name, value, type, body) => {
    for (const run of [value, async () => value()]) {
      const response = await answerOf(framework, run);
      expect(response.line).toBe('HTTP/1.1 200 OK');
      expect(utf8(response)).toBe(body);
      expect(response.fields).toMatchObject({
        'content-type': [type],
        'content-length': [String(Buffer.byteLength(body))],
        'x-content-type-options': ['nosniff'],
      });
      // No tag and no 304 by hash that nobody asked for.
      expect(response.fields['etag']).toBeUndefined();
    }
  });

  it.each(VALUES)('%s, for HEAD', async (_name, value, type, body) => {
    const { port } = await serveHere(framework, { 'GET /': value });
    const { status, fields, rest } = await request(port, 'HEAD', '/');
    expect([status, rest]).toEqual([200, '']);
    expect(fields['content-type']).toEqual([type]);
    expect(fields['content-length']).toEqual([String(Buffer.byteLength(body))]);
  });

  it('null is a 204 without content', async () => {
    const { line, fields, rest } = await answerOf(framework, ({ set }) => {
      set('Content-Type', 'text/html');
      set('X-Kept', 'yes');
      return null;
    });
    expect([line, rest]).toEqual(['HTTP/1.1 204 No Content', '']);
    expect([fields['content-type'], fields['content-length']]).toEqual([undefined, undefined]);
    expect([fields['transfer-encoding'], fields['x-kept']]).toEqual([undefined, ['yes']]);
  });

  it('undefined writes nothing: the handler has answered itself', async () => {
    for (const run of [
      ({ response, koa }: Exchange) => {
        if (koa !== undefined) koa.body = 'own';
        else response.end('own');
      },
      async ({ response, koa }: Exchange) => {
        await new Promise(setImmediate);
        if (koa !== undefined) koa.respond = false;
        response.end('own');
      },
    ]) {
      expect((await answerOf(framework, run)).body).toBe('own');
    }
  });

  it('the response itself is ignored', async () => {
    for (const run of [
      ({ response }: Exchange) => response.writeHead(203).end('own'),
      ({ express, koa }: Exchange) => {
        if (koa !== undefined) {
          koa.status = 203;
          koa.body = 'own';
          return koa;
        }
        return express?.res.status(203).send('own');
      },
      async ({ express, koa }: Exchange) => {
        if (koa !== undefined) {
          koa.status = 203;
          koa.body = 'own';
          return koa.response;
        }
        return express?.res.status(203).type('text').send('own');
      },
    ]) {
      const response = await answerOf(framework, run);
      expect([response.status, response.body, response.rest]).toEqual([203, 'own', '']);
    }
  });

  it('a value after the head is out is not written', async () => {
    const { options, reports } = reporting();
    const response = await answerOf(
      framework,
      ({ response, koa }) => {
        if (koa !== undefined) koa.respond = false;
        response.end('own');
        return { late: true };
      },
      options,
    );
    expect([response.body, response.rest, reports]).toEqual(['own', '', []]);
  });

  it('takes the status that the handler has set, and its fields', async () => {
    const response = await answerOf(framework, ({ status, set }) => {
      status(201);
      set('Location', '/notes/7');
      return { id: 7 };
    });
    expect([response.line, response.body]).toEqual(['HTTP/1.1 201 Created', '{"id":7}']);
    expect(response.fields['location']).toEqual(['/notes/7']);
    // Our phrase, not Node's.
    const wide = await answerOf(framework, ({ status }) => {
      status(413);
      return 'own';
    });
    expect(wide.line).toBe('HTTP/1.1 413 Content Too Large');
  });

  it('an HttpError is thrown', async () => {
    const { options, reports } = reporting();
    for (const run of [() => new NotFound('x'), async () => new Conflict({ id: 7 }, { etag: '"v2"' })]) {
      const response = await answerOf(framework, run, options);
      expect(response.fields['content-type']).toEqual(['application/problem+json']);
      expect(problemOf(response)['status']).toBe(response.status);
    }
    expect(reports.map(({ sent }) => sent)).toEqual([404, 409]);
  });
});

const cycle: Record<string, unknown> = {};
cycle['self'] = cycle;

describe.each(FRAMEWORKS)('%s: what a handler cannot return', (framework) => {
  it.each([
    ['a bigint', () => 7n, /BigInt/],
    ['a bigint inside', () => ({ id: 7n }), /BigInt/],
    ['a cycle', () => cycle, /circular/],
    ['a function', () => () => 1, /handler: expected a value with a JSON form, got/],
    ['a symbol', () => Symbol('x'), /handler: expected a value with a JSON form, got/],
    [
      'a stream in a result',
      () => ok(Readable.from(['x']) as never),
      /expected a value, got a stream; return it alone/,
    ],
    ['an async iterator', async function* () {}, /expected a value, got an async iterator/],
    [
      'a stream of objects',
      () => Readable.from([{ id: 7 }]),
      /stream: expected chunks of text or bytes, got {"id":7}/,
    ],
    ['a stream that was read', () => Readable.from([]).destroy(), /expected a stream that can still be read/],
    ['a toJSON that throws', () => ({ toJSON: () => JSON.parse('{') }), /JSON/],
  ])('%s: a 500, with a report that says why', async (_name, value, why) => {
    for (const run of [value, async () => value()]) {
      const { options, reports } = reporting();
      const response = await answerOf(framework, run, options);
      expect(response.line).toBe('HTTP/1.1 500 Internal Server Error');
      expect(problemOf(response)['detail']).toBeUndefined();
      expect(reports.map(({ sent }) => sent)).toEqual([500]);
      expect(String(reports[0]?.thrown)).toMatch(why);
    }
  });
});

const THROWN: readonly (readonly [name: string, value: unknown])[] = [
  ['null', null],
  ['undefined', undefined],
  ['a text', 'pg-7 is down'],
  ["'route', which means something to Express", 'route'],
  ["'router', which means something to Express", 'router'],
  ['zero', 0],
  ['false', false],
  ['an empty text', ''],
  ['a number', 404],
  ['a bigint', 7n],
  ['a symbol', Symbol('x')],
  ['a function', () => 1],
  ['an object', { status: 404, message: 'no error' }],
  ['an Error', new Error('pg-7 is down')],
  ['a frozen Error', Object.freeze(new Error('frozen'))],
  ['a proxy that throws', new Proxy({}, { get: () => JSON.parse('{') })],
];

describe.each(FRAMEWORKS)('%s: what a handler throws', (framework) => {
  it.each(THROWN)('%s: a 500, at once or by a promise', async (_name, value) => {
    for (const run of [
      () => {
        throw value;
      },
      async () => {
        throw value;
      },
      async () => {
        await new Promise(setImmediate);
        throw value;
      },
    ]) {
      const { options, reports } = reporting();
      const response = await answerOf(framework, run, options);
      expect([response.status, Object.keys(problemOf(response))]).toEqual([
        500,
        ['type', 'title', 'status', 'instance'],
      ]);
      expect(reports.map(({ sent, level }) => [sent, level])).toEqual([[500, 'error']]);
    }
  });

  it('after the head is out: the connection is ended, never a hang', async () => {
    for (const value of [null, 'route', new Error('x'), new NotFound()]) {
      const { options, reports } = reporting();
      const { port } = await serveHere(
        framework,
        {
          'GET /': async ({ response, koa }) => {
            if (koa !== undefined) koa.respond = false;
            response.writeHead(200, { 'content-length': '99' });
            await new Promise((resolve) => response.write('first', resolve));
            throw value;
          },
        },
        options,
      );
      const { bytes, error } = await talk(port, 'GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
      expect(error).not.toBe('TIMEOUT');
      expect(bytes.endsWith('\r\n\r\nfirst')).toBe(true);
      expect(reports.map(({ sent }) => sent)).toEqual([200]);
    }
  });

  it('after the response was complete: the client keeps its answer', async () => {
    const { options, reports } = reporting();
    const response = await answerOf(
      framework,
      ({ response, koa }) => {
        if (koa !== undefined) koa.respond = false;
        response.writeHead(200).end('complete');
        throw new Error('too late');
      },
      options,
    );
    expect([response.status, response.body, response.rest]).toEqual([200, 'complete', '']);
    expect(reports.map(({ sent, level }) => [sent, level])).toEqual([[200, 'error']]);
  });
});

describe.each(FRAMEWORKS)('%s: a Response of another server', (framework) => {
  async function relay(coding: 'gzip' | 'identity'): Promise<RawResponse> {
    const upstream = await listenHere((_request: IncomingMessage, response: ServerResponse) => {
      const content = coding === 'gzip' ? gzipSync('hello') : 'hello';
      response.writeHead(203, {
        'content-type': 'text/plain',
        'content-length': content.length,
        ...(coding === 'gzip' && { 'content-encoding': 'gzip' }),
        etag: '"v1"',
        'accept-ranges': 'bytes',
        'content-digest': 'sha-256=:AAAA:',
        'repr-digest': 'sha-256=:AAAA:',
        'content-md5': 'AAAA',
        'set-cookie': ['a=1', 'b=2'],
        'keep-alive': 'timeout=99',
        'proxy-connection': 'x',
        'x-own': 'kept',
      });
      response.end(content);
    });
    return answerOf(framework, () => fetch(`http://127.0.0.1:${upstream.port}/`));
  }

  it('is sent with its status and its fields, but those of its connection', async () => {
    const { status, body, fields } = await relay('identity');
    expect([status, body, fields['etag'], fields['x-own']]).toEqual([203, 'hello', ['"v1"'], ['kept']]);
    expect(fields['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(fields['content-digest']).toEqual(['sha-256=:AAAA:']);
    expect(fields['proxy-connection']).toBeUndefined();
    expect(fields['keep-alive']).not.toEqual(['timeout=99']);
  });

  // `fetch` has decoded the content: a strong tag and digests are of the bytes that the other server has sent.
  it('has no field of a coding that fetch has removed', async () => {
    const { status, body, fields } = await relay('gzip');
    expect([status, body, fields['etag'], fields['x-own']]).toEqual([203, 'hello', ['W/"v1"'], ['kept']]);
    for (const name of ['content-encoding', 'accept-ranges', 'content-digest', 'repr-digest', 'content-md5'])
      expect(fields[name], name).toBeUndefined();
  });
});
