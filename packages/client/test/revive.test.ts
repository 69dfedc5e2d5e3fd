import {
  BadRequest,
  Conflict,
  ContentTooLarge,
  HttpError,
  InternalServerError,
  isHttpError,
  NotAcceptable,
  NotFound,
  PreconditionFailed,
  PreconditionRequired,
  problem,
  ServiceUnavailable,
  TooManyRequests,
  toHttpError,
  Unauthorized,
} from '@statuskit/core';
import { describe, expect, it } from 'vitest';
import { isRemote, type RemoteError } from '../src/remote.ts';
import { type ForeignResponse, type ReviveOptions, revive } from '../src/revive.ts';

const PROBLEM = { 'content-type': 'application/problem+json' };

function answer(status: number, body: unknown, headers: Record<string, string> = PROBLEM): Response {
  const content = typeof body === 'string' || body === null ? body : JSON.stringify(body);
  return new Response(content, { status, headers });
}

async function revived(response: Response | ForeignResponse, options?: ReviveOptions): Promise<RemoteError> {
  const error = await revive(response, options);
  if (error === undefined) throw new Error('expected an error');
  return error;
}

class OutOfCredit extends problem<{ balance: number }>()({
  type: 'https://bank.example/out-of-credit',
  title: 'Out of credit',
  status: 403,
}) {}

class NoteConflict extends Conflict<{ text: string }> {
  static readonly problem = { type: 'https://notes.example/conflict' };
}

describe('a problem document', () => {
  it('is an error of the class for its status', async () => {
    const error = await revived(
      answer(404, {
        type: 'https://e.example/gone',
        title: 'Gone fishing',
        detail: 'No note 7',
        instance: '/7',
        status: 404,
        hint: 'x',
      }),
    );
    expect(error).toBeInstanceOf(NotFound);
    expect(error).toBeInstanceOf(HttpError);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(Conflict);
    expect(isHttpError(error)).toBe(true);
    expect(Object.prototype.toString.call(error)).toBe('[object Error]');
    expect(error).toMatchObject({
      name: 'NotFound',
      message: 'No note 7',
      status: 404,
      statusCode: 404,
      expose: false,
      headers: {},
      type: 'https://e.example/gone',
      title: 'Gone fishing',
      detail: 'No note 7',
      instance: '/7',
      extensions: { hint: 'x' },
    });
    expect(error.toJSON()).toEqual({
      type: 'https://e.example/gone',
      title: 'Gone fishing',
      status: 404,
      detail: 'No note 7',
      instance: '/7',
      hint: 'x',
    });
  });

  it('has the properties of its class', async () => {
    const faults = [{ detail: 'no number', parameter: 'limit' }];
    const one = await revived(answer(400, { errors: faults }));
    expect(one).toMatchObject({ errors: faults, extensions: undefined });
    expect(one).toBeInstanceOf(BadRequest);
    expect(await revived(answer(412, { current: { id: 7 } }))).toMatchObject({ current: { id: 7 } });
    expect(await revived(answer(409, { current: null }))).toMatchObject({ current: null });
    expect(await revived(answer(428, { required: ['If-Match'] }))).toMatchObject({ required: ['If-Match'] });
    expect(await revived(answer(406, { available: ['text/csv'] }))).toMatchObject({
      available: ['text/csv'],
    });
    expect(await revived(answer(413, { limit: 10 }))).toMatchObject({ limit: 10 });
    expect(await revived(answer(429, { retryAfter: 10 }))).toMatchObject({
      retryAfterSeconds: 10,
      extensions: undefined,
    });
    const waiting = await revived(answer(503, {}, { ...PROBLEM, 'retry-after': '2' }));
    expect(waiting).toMatchObject({ retryAfterSeconds: 2 });
    for (const [error, Class] of [
      [await revived(answer(428, {})), PreconditionRequired],
      [await revived(answer(406, {})), NotAcceptable],
      [await revived(answer(413, {})), ContentTooLarge],
      [await revived(answer(429, {})), TooManyRequests],
      [waiting, ServiceUnavailable],
    ] as const) {
      expect(error).toBeInstanceOf(Class);
    }
  });

  it('keeps what another status means by the same name as an extension', async () => {
    expect(await revived(answer(404, { current: 1, errors: [] }))).toMatchObject({
      extensions: { current: 1, errors: [] },
    });
    // ASP.NET sends the faults by field.
    const errors = { name: ['is required'] };
    expect(await revived(answer(400, { errors }))).toMatchObject({
      errors: undefined,
      extensions: { errors },
    });
  });

  it('ignores members of the wrong type (RFC 9457 §3.1)', async () => {
    const error = await revived(
      answer(404, { type: 1, title: [], detail: {}, instance: false, status: 'x' }),
    );
    expect(error).toMatchObject({
      type: 'about:blank',
      title: 'Not Found',
      detail: undefined,
      instance: undefined,
      status: 404,
    });
  });

  it('is overruled by the status line', async () => {
    expect(await revived(answer(404, { status: 200 }))).toMatchObject({
      status: 404,
      remote: { status: 404 },
    });
  });

  it('is an error of a class in `types`, by its type', async () => {
    const body = { type: 'https://bank.example/out-of-credit', title: 'Out of credit', balance: 30 };
    const error = await revived(answer(403, body), { types: [NoteConflict, OutOfCredit] });
    expect(error).toBeInstanceOf(OutOfCredit);
    expect(error).toMatchObject({ extensions: { balance: 30 } });
    expect(error.toJSON()).toEqual({ ...body, status: 403 });
    expect(await revived(answer(403, body))).not.toBeInstanceOf(OutOfCredit);
    expect(await revived(answer(403, { type: 'about:blank' }), { types: [OutOfCredit] })).not.toBeInstanceOf(
      OutOfCredit,
    );
    const conflict = await revived(
      answer(409, { type: 'https://notes.example/conflict', current: { text: 'a' } }),
      {
        types: [NoteConflict],
      },
    );
    expect(conflict).toBeInstanceOf(NoteConflict);
    if (conflict instanceof NoteConflict) expect(conflict.current?.text).toBe('a');
  });

  it('cannot change a prototype', async () => {
    const text = '{"__proto__":{"a":1},"constructor":{"prototype":{"b":1}},"c":{"__proto__":{"d":1}}}';
    const error = await revived(answer(404, text));
    expect(Object.keys(error.extensions ?? {})).toEqual(['c']);
    expect(JSON.stringify(error)).not.toContain('proto');
    const none = await revived(answer(404, '{"constructor":{"prototype":null},"d":1}'));
    expect(none.extensions).toEqual({ d: 1 });
  });

  it('survives its media type in other letters, with parameters and a byte order mark', async () => {
    const type = { 'content-type': 'Application/Problem+JSON; charset=iso-8859-1' };
    expect(await revived(answer(404, '\ufeff{"detail":"grün"}', type))).toMatchObject({ detail: 'grün' });
  });
});

describe('any other content', () => {
  const BODIES: readonly (readonly [
    what: string,
    status: number,
    body: string | null,
    headers: Record<string, string>,
  ])[] = [
    ['HTML of a proxy', 502, '<html><h1>502 Bad Gateway</h1></html>', { 'content-type': 'text/html' }],
    ['nothing', 503, null, {}],
    ['an empty problem', 404, '', PROBLEM],
    ['a truncated problem', 404, '{"detail":"cut', PROBLEM],
    ['a list', 404, '[]', PROBLEM],
    ['null', 404, 'null', PROBLEM],
    ['JSON of its own', 400, '{"error":{"message":"no"}}', { 'content-type': 'application/json' }],
    ['XML', 404, '<problem/>', { 'content-type': 'application/problem+xml' }],
    [
      'a type that only begins like it',
      404,
      '{"detail":"x"}',
      { 'content-type': 'application/problem+jsonx' },
    ],
    ['a deep tree', 404, '['.repeat(30_000), PROBLEM],
    ['an unknown charset', 404, 'x', { 'content-type': 'text/plain; charset=nonsense' }],
  ];

  it.each(BODIES)('%s', async (_what, status, body, headers) => {
    const error = await revived(answer(status, body, headers));
    expect(isRemote(error)).toBe(true);
    expect(error).toMatchObject({ status, type: 'about:blank', detail: undefined, extensions: undefined });
    expect(error.remote.text).toBe(body === '' || body === null ? undefined : body);
    expect(error.toJSON()).toEqual({ type: 'about:blank', title: error.title, status });
  });

  it('is decoded as its charset says', async () => {
    const bytes = new Uint8Array([0x67, 0x72, 0xfc, 0x6e]);
    const response = new Response(bytes, {
      status: 404,
      headers: { 'content-type': 'text/plain;charset=ISO-8859-1' },
    });
    expect((await revived(response)).remote.text).toBe('grün');
  });

  it('sets no property of the class, and still has its wait', async () => {
    const headers = { 'content-type': 'text/html', 'retry-after': '30' };
    const before = Date.now();
    const error = await revived(answer(503, '<html>', headers));
    expect(error).not.toHaveProperty('retryAfterSeconds', 30);
    expect(error.remote.retryAt?.getTime()).toBeGreaterThanOrEqual(before + 30_000);
  });
});

describe('statuses', () => {
  it.each([100, 101, 200, 204, 206, 299, 301, 304, 399])(
    '%i is no error, and its content is not read',
    async (status) => {
      const response = {
        status,
        headers: {},
        get body() {
          throw new Error('read');
        },
      };
      expect(await revive(response)).toBeUndefined();
    },
  );

  it.each([418, 419, 430, 499, 509, 520, 599])('%i has no class and keeps its number', async (status) => {
    const error = await revived(answer(status, { detail: 'x' }));
    expect(error).toMatchObject({ status, name: 'OtherStatus', detail: 'x' });
  });

  it.each([0, 42, 99, 600, 999, 404.5, -1, Number.NaN])('%d is a 500 (RFC 9110 §15)', async (status) => {
    const error = await revived({ status, headers: {} });
    expect(error).toBeInstanceOf(InternalServerError);
    expect(error).toMatchObject({ status: 500, remote: { status } });
  });

  it('an opaque response of a browser is no error', async () => {
    expect(
      await revive({ status: 0, type: 'opaque', headers: new Headers() } as ForeignResponse),
    ).toBeUndefined();
  });
});

describe('what is known of the response', () => {
  it('is parsed', async () => {
    const error = await revived(
      answer(
        401,
        {},
        {
          ...PROBLEM,
          etag: '"v7"',
          allow: 'GET, PUT',
          'www-authenticate': 'Bearer realm="api", Basic',
          'retry-after': 'Fri, 01 Jan 2100 00:00:00 GMT',
        },
      ),
    );
    expect(error).toBeInstanceOf(Unauthorized);
    expect(error.remote).toMatchObject({
      etag: '"v7"',
      allow: ['GET', 'PUT'],
      challenges: [
        { scheme: 'bearer', params: { realm: 'api' } },
        { scheme: 'basic', params: {} },
      ],
      retryAt: new Date('2100-01-01T00:00:00Z'),
    });
    expect(error.remote.headers.get('allow')).toBe('GET, PUT');
  });

  it('is of the proxy for a 407, and an empty Allow is an empty list', async () => {
    const headers = { 'proxy-authenticate': 'Basic', 'www-authenticate': 'Bearer', allow: '' };
    expect((await revived(answer(407, null, headers))).remote).toMatchObject({
      challenges: [{ scheme: 'basic' }],
      allow: [],
    });
  });

  it('is hidden from what copies or prints an error', async () => {
    const error = await revived(answer(404, {}, { ...PROBLEM, 'set-cookie': 'session=secret' }));
    expect(Object.keys(error)).not.toContain('remote');
    expect(JSON.stringify({ ...error })).not.toContain('secret');
  });

  it('takes the wait from the document if the field cannot be read', async () => {
    const before = Date.now();
    const { remote } = await revived(answer(503, { retryAfter: 60 }));
    expect(remote.retryAt?.getTime()).toBeGreaterThanOrEqual(before + 60_000);
    expect((await revived(answer(503, { retryAfter: '60' }))).remote.retryAt).toBeUndefined();
  });
});

describe('responses of other clients', () => {
  const body = { type: 'https://e.example/x', title: 'X', detail: 'No' };
  const text = JSON.stringify(body);
  const headers = {
    'Content-Type': 'application/problem+json',
    Allow: ['GET', 'PUT'],
    'retry-after': 3,
  } as never;
  const bytes = new TextEncoder().encode(text);

  const SHAPES: readonly (readonly [string, ForeignResponse])[] = [
    ['axios, parsed', { status: 404, headers, data: body }],
    ['axios, text', { status: 404, headers, data: text }],
    ['axios, bytes', { status: 404, headers, data: bytes.buffer }],
    ['axios, a blob', { status: 404, headers, data: new Blob([bytes]) }],
    ['axios, a view', { status: 404, headers, data: new DataView(bytes.buffer) }],
    ['axios, a stream of the web', { status: 404, headers, data: new Blob([bytes]).stream() }],
    ['ofetch', { status: 404, headers, _data: body } as ForeignResponse],
    ['got', { statusCode: 404, headers, body: text }],
    ['got, a buffer', { statusCode: 404, headers, body: Buffer.from(bytes) }],
    ['got, parsed', { statusCode: 404, headers, body }],
    ['supertest', { status: 404, statusCode: 404, headers, body: {}, text } as ForeignResponse],
    ['entries', { status: 404, headers: new Map(Object.entries(headers)) as never, data: text }],
  ];

  it.each(SHAPES)('%s', async (_what, response) => {
    const error = await revived(response);
    expect(error).toBeInstanceOf(NotFound);
    expect(error.toJSON()).toEqual({ ...body, status: 404 });
    expect(error.remote).toMatchObject({ allow: ['GET', 'PUT'], retryAt: expect.any(Date) });
  });

  it('content that was taken already, or has no JSON form, is no content', async () => {
    const used = answer(404, { detail: 'x' });
    await used.text();
    expect(await revived(used)).toMatchObject({ status: 404, detail: undefined });
    const locked = answer(404, { detail: 'x' });
    locked.body?.getReader();
    expect(await revived(locked)).toMatchObject({ status: 404, detail: undefined });
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(await revived({ status: 404, headers, data: circle })).toMatchObject({ detail: undefined });
    // What is neither bytes nor a blob is not turned into text by its tag.
    for (const data of [new FormData(), new Map(), Promise.resolve(), new Headers()]) {
      expect((await revived({ status: 404, headers: {}, data })).remote.text).toBe('{}');
    }
  });

  it('pseudo-fields of HTTP/2 are left out', async () => {
    const error = await revived({ status: 404, headers: { ':status': 404, etag: '"a"' } as never, data: '' });
    expect(error.remote.etag).toBe('"a"');
  });
});

describe('reading has a bound', () => {
  function endless(chunk: Uint8Array): { response: Response; canceled: () => boolean; pulled: () => number } {
    let canceled = false;
    let pulled = 0;
    const stream = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(chunk);
      },
      cancel() {
        canceled = true;
      },
    });
    const response = new Response(stream, { status: 502, headers: { 'content-type': 'text/plain' } });
    return { response, canceled: () => canceled, pulled: () => pulled };
  }

  it('of bytes: the rest is canceled', async () => {
    const { response, canceled, pulled } = endless(new Uint8Array(1000).fill(0x61));
    const error = await revived(response, { maxBytes: 5000 });
    expect(error.remote.text).toBe('a'.repeat(5000));
    expect(canceled()).toBe(true);
    expect(pulled()).toBeLessThan(10);
  });

  it('of empty chunks without end', async () => {
    const { response, pulled } = endless(new Uint8Array(0));
    expect(await revived(response, { maxBytes: 5000 })).toMatchObject({ status: 502 });
    expect(pulled()).toBeLessThan(5010);
  });

  it.each([0, -1, Number.NaN, undefined])('of chunks whose length is %s', async (length) => {
    const chunk = { length, subarray: () => new Uint8Array(1) };
    const body = { getReader: () => ({ read: async () => ({ value: chunk }), cancel() {} }) };
    expect(await revived({ status: 404, headers: {}, body }, { maxBytes: 50 })).toMatchObject({
      status: 404,
    });
  });

  it.each([
    ['a list of numbers', [1, 2]],
    ['a list of names and values', ['a', 'b']],
    ['text', 'a: b'],
    ['null', null],
    [
      'a record whose getter throws',
      {
        get a() {
          throw new Error('trap');
        },
      },
    ],
    [
      'a proxy that throws',
      new Proxy(
        {},
        {
          ownKeys() {
            throw new Error('trap');
          },
        },
      ),
    ],
    [
      'an iterable that throws',
      {
        [Symbol.iterator]() {
          throw new Error('trap');
        },
      },
    ],
  ])('fields that are none: %s', async (_what, headers) => {
    expect(await revived({ status: 404, headers: headers as never })).toMatchObject({ status: 404 });
  });

  it('a wait that no date can hold', async () => {
    const body = { type: 'about:blank', title: 'Busy', status: 503, retryAfter: 1e308 };
    const error = await revived({ status: 503, headers: PROBLEM, body });
    expect(error).toMatchObject({ retryAfterSeconds: 8.64e12, remote: { retryAt: new Date(8.64e15) } });
  });

  it('content that has been read or is locked, and a response that is frozen', async () => {
    const read = new Response('x', { status: 404 });
    await read.text();
    const locked = new Response('x', { status: 404 });
    locked.body?.getReader();
    for (const response of [read, locked, Object.freeze(new Response('x', { status: 404 }))]) {
      expect(await revived(response)).toMatchObject({ status: 404 });
    }
  });

  it('of content that a client has parsed', async () => {
    const data = { list: Array(100_000).fill('a') };
    expect((await revived({ status: 502, headers: {}, data })).remote.text?.length).toBe(65_536);
  });

  it('content of exactly that size is whole', async () => {
    const text = JSON.stringify({ detail: 'x'.repeat(88) });
    expect(text.length).toBe(101);
    expect(await revived(answer(404, text), { maxBytes: 101 })).toMatchObject({ detail: 'x'.repeat(88) });
    expect(await revived(answer(404, text), { maxBytes: 100 })).toMatchObject({ detail: undefined });
    expect((await revived(answer(404, text), { maxBytes: 0 })).remote.text).toBeUndefined();
  });

  it('of 64 KiB by default, whatever the client has read', async () => {
    const data = 'a'.repeat(10_000_000);
    expect((await revived({ status: 502, headers: {}, data })).remote.text?.length).toBe(65_536);
    expect((await revived({ status: 502, headers: {}, data: Buffer.from(data) })).remote.text?.length).toBe(
      65_536,
    );
    const chunks = endless(new Uint8Array(10_000_000).fill(0x61));
    expect((await revived(chunks.response)).remote.text?.length).toBe(65_536);
  });

  it('of time: what has come counts', async () => {
    let canceled = false;
    const stream = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"detail":"slow"}')),
      cancel() {
        canceled = true;
      },
    });
    const error = await revived(new Response(stream, { status: 404, headers: PROBLEM }), { timeoutMs: 5 });
    expect(error.detail).toBe('slow');
    expect(canceled).toBe(true);
  });

  it('a connection that breaks: what has come counts', async () => {
    const chunks = ['<html>', new Error('reset')];
    const stream = new ReadableStream({
      pull(controller) {
        const next = chunks.shift();
        if (typeof next === 'string') controller.enqueue(new TextEncoder().encode(next));
        else controller.error(next);
      },
    });
    const error = await revived(
      new Response(stream, { status: 502, headers: { 'content-type': 'text/html' } }),
    );
    expect(error.remote.text).toBe('<html>');
  });
});

describe('arguments', () => {
  it.each([
    [undefined, {}, TypeError],
    ['x', {}, TypeError],
    [{}, {}, TypeError],
    [{ status: '404' }, {}, TypeError],
    [{ status: 404 }, null, TypeError],
    [{ status: 404 }, { types: OutOfCredit }, TypeError],
    [{ status: 404 }, { types: [NotFound] }, TypeError],
    [{ status: 404 }, { maxBytes: -1 }, RangeError],
    [{ status: 404 }, { maxBytes: '5' }, TypeError],
    [{ status: 404 }, { timeoutMs: Number.NaN }, RangeError],
  ])('%j, %j', async (response, options, Expected) => {
    const call = revive(response as never, options as never);
    await expect(call).rejects.toThrow(Expected);
    await expect(call).rejects.toThrow(/^\w+: expected .*, got /);
  });

  it('that are text are named by their beginning, in one line: they may be content', async () => {
    await expect(revive(`a\n"${'b'.repeat(99)}` as never)).rejects.toThrow(
      `response: expected a response with a status, got "a\\n\\"${'b'.repeat(54)}`,
    );
    await expect(revive(`${'b'.repeat(59)}secret` as never)).rejects.not.toThrow('secret');
  });

  it('that have no JSON form are named by their type', async () => {
    const circle: { self?: object } = {};
    circle.self = circle;
    for (const response of [circle, { status: 1n }]) {
      await expect(revive(response as never)).rejects.toThrow(
        'response: expected a response with a status, got object',
      );
    }
  });
});

describe('isRemote', () => {
  it('is true for errors of revive only', async () => {
    const error = await revived(answer(412, { current: { id: 1 } }, { ...PROBLEM, etag: '"2"' }));
    expect(isRemote(error)).toBe(true);
    expect(error).toBeInstanceOf(PreconditionFailed);
    for (const other of [new NotFound(), undefined, null, 'x', {}, JSON.parse(JSON.stringify(error))]) {
      expect(isRemote(other)).toBe(false);
    }
  });

  it('a server answers for it as a gateway', async () => {
    expect(toHttpError(await revived(answer(404, {}))).status).toBe(502);
    expect(toHttpError(await revived(answer(429, {}, { ...PROBLEM, 'retry-after': '9' })))).toMatchObject({
      status: 503,
      retryAfterSeconds: 9,
    });
    expect(toHttpError(await revived(answer(504, {}))).status).toBe(504);
  });
});
