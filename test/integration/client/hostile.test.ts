// What a broken, careless or malicious server sends, over sockets, and what a client must not do with it.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { createFetch, job, pages, retryAdvice, revive, update, upstream } from '@statuskit/client';
import { BadGateway, GatewayTimeout, ServiceUnavailable, toHttpError } from '@statuskit/core';
import { describe, expect, it, onTestFinished, vi } from 'vitest';

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server whose connections get these bytes after the first bytes of a request; it closes them unless `ends` is false. */
async function raw(bytes: string | Buffer, ends = true): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('data', () => (ends ? socket.end(bytes) : socket.write(bytes)));
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return listen(server);
}

async function http(run: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    run(request, response);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return listen(server);
}

const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => ({ resolved: value }),
    (error: unknown) => error,
  );
const head = (status: string, ...fields: string[]): string =>
  `${[`HTTP/1.1 ${status}`, ...fields].join('\r\n')}\r\n\r\n`;
const PROBLEM = 'Content-Type: application/problem+json';

describe('content of an error', () => {
  it('that is shorter than Content-Length says: what has arrived counts', async () => {
    const url = await raw(`${head('404 Not Found', 'Content-Type: text/plain', 'Content-Length: 900')}gone`);
    expect(await revive(await fetch(url))).toMatchObject({ status: 404, remote: { text: 'gone' } });
  });

  it('that is longer than Content-Length says is not read on', async () => {
    const url = await raw(
      `${head('404 Not Found', 'Content-Type: text/plain', 'Content-Length: 4')}gone${'x'.repeat(99)}`,
    );
    expect(await revive(await fetch(url))).toMatchObject({ status: 404, remote: { text: 'gone' } });
  });

  it('that inflates to a gigabyte is read up to the bound', async () => {
    const bomb = Buffer.concat(Array(16).fill(gzipSync(Buffer.alloc(2 ** 26, 'x')))); // members of gzip, one after another
    const url = await http((_, response) =>
      response.writeHead(500, { 'content-encoding': 'gzip', 'content-type': 'text/plain' }).end(bomb),
    );
    const error = await revive(await fetch(url));
    expect(error?.remote.text).toHaveLength(65_536);
  });

  it('that never ends is read for as long as it may take, and its connection is closed', async () => {
    let closed = false;
    const url = await http((_, response) => {
      response.writeHead(503, { 'content-type': 'application/problem+json' }).write('{"detail":"');
      response.once('close', () => {
        closed = true;
      });
    });
    const error = await revive(await fetch(url), { timeoutMs: 50 });
    expect(error).toMatchObject({ status: 503, detail: undefined, remote: { text: '{"detail":"' } });
    await vi.waitFor(() => expect(closed).toBe(true), { interval: 5 });
  });

  it('that breaks in the middle of gzip', async () => {
    const half = gzipSync('x'.repeat(999)).subarray(0, 20);
    const url = await raw(
      Buffer.concat([Buffer.from(head('500 Oops', 'Content-Encoding: gzip', 'Content-Length: 900')), half]),
    );
    expect(await revive(await fetch(url))).toMatchObject({ status: 500 });
  });

  it.each([
    [
      'a prototype',
      '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}},"detail":"a"}',
    ],
    ['names of methods', '{"toJSON":1,"toString":1,"hasOwnProperty":1,"then":{"a":1},"detail":"a"}'],
    [
      'names of errors',
      '{"stack":1,"message":"x","cause":1,"name":"x","remote":1,"headers":{"a":"b"},"expose":true,"detail":"a"}',
    ],
  ])('that names %s changes neither the error nor anything else', async (_what, content) => {
    const url = await raw(`${head('404 Not Found', PROBLEM, `Content-Length: ${content.length}`)}${content}`);
    const error = await revive(await fetch(url));
    expect(error).toMatchObject({ name: 'NotFound', message: 'a', detail: 'a', headers: {}, expose: false });
    expect([typeof error?.stack, error?.cause, error?.remote.status]).toEqual(['string', undefined, 404]);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    expect((error as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    expect(String(error)).toBe('NotFound: a');
    expect(typeof JSON.stringify(error)).toBe('string');
    expect(toHttpError(error)).toBeInstanceOf(BadGateway);
  });

  it.each(['[', '{"a":'])('that is as deep as it is long: %s', async (open) => {
    const content = open.repeat(60_000 / open.length);
    const closing = (open === '[' ? ']' : '1}').repeat(1);
    const url = await raw(`${head('422 Unprocessable Content', PROBLEM)}{"errors":${content}${closing}`);
    expect(await revive(await fetch(url))).toMatchObject({ status: 422, errors: undefined });
    const whole = `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    expect(
      await revive(await fetch(await raw(`${head('422 Unprocessable Content', PROBLEM)}${whole}`))),
    ).toMatchObject({ status: 422 });
  });
});

describe('statuses and fields', () => {
  it('interim responses before the error are skipped', async () => {
    const early = head('103 Early Hints', 'Link: </x>; rel=next', 'Retry-After: 9').repeat(3);
    const url = await raw(`${early}${head('409 Conflict', 'Content-Length: 0')}`);
    const error = await revive(await fetch(url));
    expect([error?.status, error?.remote.retryAt]).toEqual([409, undefined]);
  });

  it.each([
    ['fields of 100 KB', head('200 OK', `X-Big: ${'x'.repeat(100_000)}`)],
    ['a status that is no status', head('999 Request Denied', 'Content-Length: 0')],
    ['a circle of redirects', head('302 Found', 'Location: /', 'Content-Length: 0', 'Connection: close')],
    ['a redirect to nowhere', head('302 Found', 'Location: http://[', 'Content-Length: 0')],
    ['two lengths', `${head('200 OK', 'Content-Length: 1', 'Content-Length: 2')}x`],
    ['nothing but fields', 'X: y\r\n\r\n'],
  ])('%s: a bad gateway, and never the error of a program', async (_what, bytes) => {
    const url = await raw(bytes);
    const shop = upstream('shop');
    const error = await caught(shop.fetch(url));
    expect(error).toBeInstanceOf(BadGateway);
    expect(shop.counters.failed).toBe(1);
    expect(await caught(createFetch({ maxAttempts: 1 })(url))).toBeInstanceOf(Error);
  });

  it('a Retry-After of 400 digits: a wait as long as a date can say, and a 503', async () => {
    const url = await http((_, response) =>
      response.writeHead(503, { 'retry-after': '9'.repeat(400) }).end(),
    );
    const error = await revive(await fetch(url));
    expect(error?.remote.retryAt).toEqual(new Date(8.64e15));
    expect(toHttpError(error)).toBeInstanceOf(ServiceUnavailable);
    expect(retryAdvice({ method: 'GET', error, attempt: 1 })).toMatchObject({
      retry: false,
      why: 'deadline',
    });
    const shop = upstream('shop');
    for (const _ of [1, 2]) expect(await caught(shop.fetch(url))).toBeInstanceOf(ServiceUnavailable);
    expect(shop.retryAt).toEqual(new Date(8.64e15));
  });

  it('a list of 3,000 waits: the longest', async () => {
    const waits = `${'1, 2,, soon, -3, 0x9, 1e9, '.repeat(400)}7`;
    const url = await http((_, response) => response.writeHead(503, { 'retry-after': waits }).end());
    const advice = retryAdvice({ method: 'GET', response: await fetch(url), attempt: 1, random: () => 0 });
    expect(advice).toMatchObject({ retry: true, waitMs: 7000 });
  });
});

/** Two servers, of which the first is trusted with a token, and the tokens that each has seen. */
async function twoOrigins(
  run: (request: IncomingMessage, response: ServerResponse, evil: string) => void,
): Promise<{ url: string; evil: string; stolen: string[] }> {
  const stolen: string[] = [];
  const evil = await http((request, response) => {
    stolen.push(
      `${request.url} ${request.headers['x-api-key'] ?? request.headers.authorization ?? 'nothing'}`,
    );
    if (request.url === '/list') response.setHeader('link', '</list?page=2>; rel="next"');
    response.setHeader('content-type', 'application/json');
    response.end('[]');
  });
  const url = await http((request, response) => run(request, response, evil));
  return { url, evil, stolen };
}

const headers = { authorization: 'Bearer secret' };

describe('credentials', () => {
  it('do not follow a redirect to another origin', async () => {
    const { url, stolen } = await twoOrigins((_, response, evil) =>
      response.writeHead(302, { location: evil }).end(),
    );
    await createFetch()(url, { headers: { ...headers, cookie: 'a=b' } });
    expect(stolen).toEqual(['/ nothing']);
  });

  it('are not sent to the next page after a redirect to another origin', async () => {
    const { url, stolen } = await twoOrigins((_, response, evil) =>
      response.writeHead(302, { location: `${evil}/list` }).end(),
    );
    const read = async () => {
      for await (const _ of pages(`${url}/list`, { headers }));
    };
    await expect(read()).rejects.toThrow('another origin');
    expect(stolen).toEqual(['/list nothing']);
  });

  it.each(['absolute', 'without a scheme'])('are not sent to a next page elsewhere, %s', async (how) => {
    const { url, stolen } = await twoOrigins((_, response, evil) =>
      response
        .writeHead(200, { link: `<${how === 'absolute' ? evil : evil.slice(5)}/list>; rel="next"` })
        .end('[]'),
    );
    const read = async () => {
      for await (const _ of pages(url, { headers }));
    };
    await expect(read()).rejects.toThrow('another origin');
    expect(stolen).toEqual([]);
  });

  it('are not sent to a monitor elsewhere, unless its URL is passed', async () => {
    const { url, evil, stolen } = await twoOrigins((_, response, other) =>
      response.writeHead(202, { location: `${other}/jobs/1` }).end(),
    );
    await expect(job(await fetch(url, { method: 'POST' }), { headers })).rejects.toThrow('another origin');
    expect(stolen).toEqual([]);
    await job(`${evil}/jobs/1`, { headers });
    expect(stolen).toEqual(['/jobs/1 Bearer secret']);
  });

  it('of one user do not bring what another has read', async () => {
    const seen: (string | undefined)[] = [];
    // A tag that is a version number is the same for every user. Vary is forgotten.
    const url = await http(({ headers: fields }, response) => {
      seen.push(fields['if-none-match']);
      response.setHeader('etag', '"1"');
      if (fields['if-none-match'] === '"1"') return response.writeHead(304).end();
      return response.end(`for ${fields['x-api-key'] ?? fields.authorization ?? 'nobody'}`);
    });
    const api = createFetch({ revalidate: true });
    const text = async (fields: Record<string, string>): Promise<string> => {
      const content = await (await api(url, { headers: fields })).text();
      await new Promise((resolve) => setImmediate(resolve));
      return content;
    };
    expect(await text({ 'x-api-key': 'a' })).toBe('for a');
    expect(await text({ 'x-api-key': 'a' })).toBe('for a');
    expect(await text({ 'x-api-key': 'b' })).toBe('for b');
    expect(await text({})).toBe('for nobody');
    expect(await text({ authorization: 'c' })).toBe('for c');
    expect(await text({ authorization: 'c', 'x-api-key': 'a' })).toBe('for a');
    expect(seen).toEqual([undefined, '"1"', undefined, undefined, undefined, undefined]);
  });
});

describe('circles', () => {
  it('of pages end, by a link to itself or by links without end', async () => {
    let count = 0;
    const url = await http(({ url: path }, response) => {
      count += 1;
      const next = path === '/self' ? '/self' : `?page=${count}`;
      response.writeHead(200, { link: `<${next}>; rel="next"` }).end('[]');
    });
    const read = async (path: string) => {
      for await (const _ of pages(`${url}${path}`, { maxPages: 20 }));
    };
    await expect(read('/self')).rejects.toThrow('second time');
    expect(count).toBe(1);
    await expect(read('/more')).rejects.toThrow('more than 20 pages');
    expect(count).toBe(21);
  });

  it('of a monitor that names a moment that has passed are slow', async () => {
    let count = 0;
    const url = await http((_, response) => {
      count += 1;
      response.writeHead(200, { 'retry-after': 'Sun, 06 Nov 1994 08:49:37 GMT' }).end('{"state":"running"}');
    });
    await expect(job(url, { pollMs: 60, timeoutMs: 100 })).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(count).toBeLessThanOrEqual(2);
  });

  it('of writers: a 412 each time ends after maxAttempts, whatever it shows', async () => {
    let writes = 0;
    const url = await http(({ method }, response) => {
      if (method === 'GET') return response.setHeader('etag', '"1"').end('{}');
      writes += 1;
      response.writeHead(412, { 'content-type': 'application/problem+json', etag: '"1"' });
      return response.end('{"type":"about:blank","title":"No","status":412,"current":{"__proto__":{"a":1}}}');
    });
    await expect(update(url, () => ({}), { maxAttempts: 4 })).rejects.toMatchObject({ status: 412 });
    expect(writes).toBe(4);
  });
});

describe('a call that upstream makes', () => {
  it('whose result never settles is late', async () => {
    // biome-ignore lint/suspicious/noThenProperty: a promise of somebody else's
    const never = { then() {} } as unknown as Promise<unknown>;
    await expect(upstream('shop', { timeoutMs: 10 })(() => never)).rejects.toBeInstanceOf(GatewayTimeout);
  });

  it('whose response never ends is a 502 nevertheless', async () => {
    const url = await http((_, response) => void response.writeHead(500).write('x'));
    await expect(upstream('shop').fetch(url)).rejects.toBeInstanceOf(BadGateway);
  });

  it.each([
    [
      'content of the other server',
      JSON.parse('{"message":{"toString":1,"valueOf":1},"code":{"toString":null},"name":[]}'),
    ],
    ['an object without a prototype', Object.assign(Object.create(null), { message: Object.create(null) })],
    [
      'a proxy that throws',
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('trap');
          },
        },
      ),
    ],
    [
      'a circle',
      (() => {
        const error: { cause?: unknown } = {};
        error.cause = error;
        return error;
      })(),
    ],
    ['a bigint', 1n],
    ['a symbol', Symbol('x')],
  ])('that throws %s: the same is rethrown', async (_what, thrown) => {
    // In a list, since a promise would ask a proxy for its `then`.
    const errorOf = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => [error]);
    const api = createFetch({ fetch: () => Promise.reject(thrown) });
    const errors = [
      await errorOf(upstream('shop')(() => Promise.reject(thrown))),
      await errorOf(api('http://a.example')),
    ].flat();
    expect(errors.every((error) => Object.is(error, thrown))).toBe(true);
    expect(errors.length).toBe(2);
    expect(retryAdvice({ method: 'GET', error: thrown, attempt: 1 })).toEqual({ retry: false, why: 'final' });
  });
});
