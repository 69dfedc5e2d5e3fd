import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  BadGateway,
  type BodyAnswer,
  type BodyInput,
  Conflict,
  type ErrorStatus,
  HttpError,
  InternalServerError,
  MethodNotAllowed,
  NotFound,
  type RenderOptions,
  type RequestView,
  render,
  ServiceUnavailable,
  STATUS_NAMES,
  statusFacts,
  TooManyRequests,
  Unauthorized,
  UnprocessableContent,
  UpgradeRequired,
} from '../../src/index.ts';
import { constant, instanceFor } from '../../src/problem/render.ts';

const GET: RequestView = { method: 'GET', headers: {} };
const accepting = (accept: string, method = 'GET'): RequestView => ({ method, headers: { accept } });
const URN = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

class Any extends HttpError {}
const ERRORS = Object.keys(STATUS_NAMES)
  .map(Number)
  .filter((status) => status >= 400) as ErrorStatus[];

function body(error: HttpError, options?: RenderOptions, request = GET): Record<string, unknown> {
  return JSON.parse(String(render(error, request, options).body));
}

describe('a problem document', () => {
  it('is the whole reply', () => {
    expect(render(new NotFound('No such airport.'), GET)).toStrictEqual({
      status: 404,
      headers: {
        vary: 'Accept',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'content-type': 'application/problem+json',
        'content-length': '83',
      },
      drop: expect.any(Array),
      body: '{"type":"about:blank","title":"Not Found","status":404,"detail":"No such airport."}',
      close: false,
    });
  });

  it('has the length in bytes, not in characters', () => {
    const { headers, body } = render(new NotFound('é 日本 😀'), GET);
    expect(headers['content-length']).toBe(String(Buffer.byteLength(String(body))));
  });

  it.each([
    ['application/json', 'application/problem+json'],
    ['text/html', 'text/html; charset=utf-8'],
    ['text/plain', 'text/plain; charset=utf-8'],
    ['application/problem+xml', 'application/problem+xml'],
    ['image/png', 'application/problem+json'],
  ])('Accept: %s gives %s', (accept, type) => {
    expect(render(new NotFound(), accepting(accept)).headers['content-type']).toBe(type);
  });

  it('is what a request without headers gets', () => {
    expect(render(new NotFound(), { method: 'GET' })).toEqual(render(new NotFound(), GET));
  });

  it('only a page has a policy', () => {
    const policy = (accept: string): unknown =>
      render(new NotFound(), accepting(accept)).headers['content-security-policy'];
    expect(policy('text/html')).toMatch(/^default-src 'none'; /);
    expect(policy('text/plain')).toBeUndefined();
    expect(policy('application/json')).toBeUndefined();
  });

  it.each(['application/json', 'text/html', 'text/plain'])(
    'HEAD gets the fields of GET and no body: %s',
    (accept) => {
      const get = render(new NotFound('x'), accepting(accept));
      const head = render(new NotFound('x'), accepting(accept, 'HEAD'));
      expect(head.headers).toEqual(get.headers);
      expect(head.body).toBeUndefined();
    },
  );

  it.each(ERRORS)('%i says its status in the line and in the member alike', (status) => {
    const reply = render(new Any(status), GET);
    expect(reply.status).toBe(status);
    expect(JSON.parse(String(reply.body))['status']).toBe(status);
  });

  it('says the status that somebody has assigned', () => {
    const error = new NotFound('x');
    (error as { status: number }).status = 410;
    expect(render(error, GET).status).toBe(410);
    expect(body(error)['status']).toBe(410);
  });

  it.each([200, 304, 99, 600, 404.5, Number.NaN, '404', null, undefined])(
    'a status of %s is a 500 that shows nothing of the error',
    (status) => {
      const error = new Conflict({ secret: 1 }, { detail: 'secret' });
      (error as { status: unknown }).status = status;
      const reply = render(error, GET);
      expect(reply.status).toBe(500);
      expect(JSON.parse(String(reply.body))).toEqual({
        type: 'about:blank',
        title: 'Internal Server Error',
        status: 500,
        instance: expect.stringMatching(URN),
      });
    },
  );
});

describe('instance', () => {
  it('is a fresh urn:uuid: for each 5xx', () => {
    for (const error of [new InternalServerError(), new BadGateway(), new ServiceUnavailable('unknown')]) {
      expect(body(error)['instance']).toMatch(URN);
      expect(body(error)['instance']).not.toBe(body(error)['instance']);
    }
  });

  it('is none for a 4xx', () => {
    expect(body(new NotFound())).not.toHaveProperty('instance');
  });

  it('is what the error says, and the option before that', () => {
    expect(body(new NotFound({ instance: 'urn:own' }))['instance']).toBe('urn:own');
    expect(body(new BadGateway({ instance: 'urn:own' }))['instance']).toBe('urn:own');
    expect(body(new InternalServerError({ instance: 'urn:own' }))['instance']).toBe('urn:own');
    expect(body(new BadGateway({ instance: 'urn:own' }), { instance: 'urn:option' })['instance']).toBe(
      'urn:option',
    );
    expect(body(new NotFound(), { instance: 'urn:option' })['instance']).toBe('urn:option');
  });

  describe('of a 5xx whose request has an id', () => {
    const named = (requestId: string): unknown =>
      instanceFor({ instance: undefined, status: 502 }, requestId);
    const ID = '0190F3A2-7c1e-4d6b-9a55-0123456789AB';

    it('is that id if it is a UUID, in lower case', () => {
      expect(named(ID)).toBe(`urn:uuid:${ID.toLowerCase()}`);
    });

    it.each([
      ['text before it', `x${ID}`],
      ['text after it', `${ID}x`],
      ['a short first group', '1-7c1e-4d6b-9a55-0123456789ab'],
      ['a letter that is not hexadecimal', ID.replace('F3', 'G3')],
      ['two groups', '0190f3a2-7c1e-0123456789ab'],
      ['short groups', '0190f3a2-7-4-9-0123456789ab'],
      ['groups that are not hexadecimal', '0190f3a2-zzzz-zzzz-zzzz-0123456789ab'],
      ['a short last group', '0190f3a2-7c1e-4d6b-9a55-0'],
      ['a last group that is not hexadecimal', '0190f3a2-7c1e-4d6b-9a55-zzzzzzzzzzzz'],
      ['no UUID at all', 'req-1'],
    ])('is a fresh one for %s', (_what, requestId) => {
      expect(named(requestId)).toMatch(URN);
    });
  });

  describe('where nothing makes a UUID', () => {
    afterEach(() => void vi.unstubAllGlobals());

    // A page of a browser without TLS has `crypto`, but no `randomUUID`.
    it.each([undefined, {}])('is absent: crypto is %j', (crypto) => {
      vi.stubGlobal('crypto', crypto);
      expect(instanceFor({ instance: undefined, status: 500 }, undefined)).toBeUndefined();
      expect(body(new BadGateway())).not.toHaveProperty('instance');
    });
  });

  it('is in the page and in the text as well', () => {
    for (const accept of ['text/html', 'text/plain']) {
      expect(render(new BadGateway(), accepting(accept), { instance: 'urn:x' }).body).toContain('urn:x');
    }
  });
});

describe('Cache-Control', () => {
  const cached = (status: number, cache: RenderOptions['cache'], headers = {}): unknown =>
    render(new Any(status as ErrorStatus, { headers }), GET, { cache }).headers['cache-control'];

  it.each(ERRORS)('%i is not stored unless asked, and never where an RFC forbids it', (status) => {
    const asked = statusFacts(status).mustNotStore ? 'no-store' : 'public, max-age=60';
    expect(cached(status, undefined)).toBe('no-store');
    expect(cached(status, { [status]: 'public, max-age=60' })).toBe(asked);
    expect(cached(status, () => 'public, max-age=60')).toBe(asked);
    expect(cached(status, undefined, { 'cache-control': 'public, max-age=60' })).toBe(asked);
  });

  it('a policy is for its status only', () => {
    expect(cached(410, { 404: 'max-age=60' })).toBe('no-store');
    expect(cached(410, ({ status }) => (status === 404 ? 'max-age=60' : undefined))).toBe('no-store');
  });

  it('a policy goes before what the error says', () => {
    expect(cached(404, { 404: 'max-age=1' }, { 'cache-control': 'max-age=2' })).toBe('max-age=1');
    expect(cached(404, {}, { 'cache-control': 'max-age=2' })).toBe('max-age=2');
  });

  it.each([['a\r\nX: y'], ['é'], [''], [5], [null], [{}], [['max-age=1']]])('%j is no policy', (value) => {
    expect(cached(404, { 404: value as string })).toBe('no-store');
    expect(cached(404, () => value as string)).toBe('no-store');
  });

  it.each([['a\r\nX: y'], ['é'], [''], [5], [{}]])('%j is reported', (value) => {
    const heard: unknown[] = [];
    const onHookError = (failure: unknown): void => void heard.push(failure);
    render(new NotFound(), GET, { cache: { 404: value as string }, onHookError });
    expect(heard).toEqual([
      expect.objectContaining({
        message: expect.stringMatching(/^cache: expected the value of Cache-Control/),
      }),
    ]);
    render(new NotFound(), GET, { cache: { 410: value as string }, onHookError });
    expect(heard).toHaveLength(1);
  });

  it.each([null, undefined])('%s counts as no cache policy: the error decides', (value) => {
    const heard: unknown[] = [];
    const sent = (headers?: Record<string, string>): unknown =>
      render(new NotFound({ headers }), GET, {
        cache: { 404: value as never },
        onHookError: (failure) => heard.push(failure),
      }).headers['cache-control'];
    expect(sent({ 'cache-control': 'max-age=2' })).toBe('max-age=2');
    expect(sent()).toBe('no-store');
    expect(heard).toEqual([]);
  });

  it('a function that throws is heard and passed over', () => {
    const heard: unknown[] = [];
    const reply = render(new NotFound('kept'), GET, {
      cache: () => {
        throw new Error('broken');
      },
      onHookError: (failure) => heard.push(failure),
    });
    expect(reply.headers['cache-control']).toBe('no-store');
    expect(reply.body).toContain('kept');
    expect(heard).toEqual([expect.objectContaining({ message: 'broken' })]);
  });
});

describe('fields', () => {
  it('of the error go out as they are, several lines as a list', () => {
    const two = new Unauthorized([{ scheme: 'Bearer' }, { scheme: 'Basic' }], {
      headers: { 'Set-Cookie': ['a=1', 'b=2'] },
    });
    expect(render(two, GET).headers).toMatchObject({
      'www-authenticate': ['Bearer', 'Basic'],
      'set-cookie': ['a=1', 'b=2'],
    });
    expect(render(new MethodNotAllowed([]), GET).headers['allow']).toBe('');
    expect(render(new TooManyRequests({ seconds: 0 }), GET).headers['retry-after']).toBe('0');
    expect(render(new Conflict(null, { etag: '"v7"' }), GET).headers['etag']).toBe('"v7"');
  });

  it('that middleware has added are normalised: names, numbers, one line of a list', () => {
    const error = new NotFound();
    const headers = error.headers as Record<string, unknown>;
    headers['X-Limit'] = 5;
    headers['X-One'] = ['a'];
    headers['X-None'] = [];
    headers['X-Null'] = null;
    headers['X-Some'] = ['a', 'é', 7, undefined];
    headers['X Bad'] = 'x';
    const sent = render(error, GET).headers;
    expect(sent).toMatchObject({ 'x-limit': '5', 'x-one': 'a', 'x-some': ['a', '7'] });
    for (const name of ['x-none', 'x-null', 'x bad', 'X-Limit']) expect(sent).not.toHaveProperty([name]);
  });

  it('Vary is united with Accept, once', () => {
    const vary = (value: string | string[]): unknown =>
      render(new NotFound({ headers: { vary: value } }), GET).headers['vary'];
    expect(vary('Origin')).toBe('Origin, Accept');
    expect(vary('accept')).toBe('accept');
    expect(vary(['Origin', 'Accept-Encoding'])).toBe('Origin, Accept-Encoding, Accept');
    expect(vary('*')).toBe('*');
  });

  it('Vary of two spellings is united, as @koa/cors adds its own beside ours', () => {
    const error = new NotFound({ headers: { vary: 'Prefer' } });
    error.headers['Vary'] = 'Origin';
    expect(render(error, GET).headers['vary']).toBe('Prefer, Origin, Accept');
  });

  it.each([
    'Content-Type',
    'Content-Length',
    'Content-Encoding',
    'X-Content-Type-Options',
    'Transfer-Encoding',
  ])('%s is ours, whatever the error has', (name) => {
    const error = new NotFound();
    const usual = render(error, GET).headers;
    error.headers[name] = 'wrong';
    expect(render(error, GET).headers).toEqual(usual);
  });

  it('an error without headers is no reason for a 500', () => {
    for (const headers of [undefined, null, 'x', 5]) {
      const error = Object.assign(new NotFound('kept'), { headers });
      expect(render(error as never, GET)).toMatchObject({
        status: 404,
        body: expect.stringContaining('kept'),
      });
    }
  });
});

describe('426', () => {
  const error = (): UpgradeRequired => new UpgradeRequired(['HTTP/3.0']);

  it('has Upgrade and Connection on HTTP/1.1', () => {
    expect(render(error(), GET).headers).toMatchObject({ upgrade: 'HTTP/3.0', connection: 'upgrade' });
  });

  it('has neither on HTTP/2', () => {
    const { headers } = render(error(), { ...GET, httpVersionMajor: 2 });
    expect(headers).not.toHaveProperty('upgrade');
    expect(headers).not.toHaveProperty('connection');
  });

  it('says both where the connection ends', () => {
    const request = { method: 'POST', complete: false, headers: { 'transfer-encoding': 'chunked' } };
    expect(render(error(), request)).toMatchObject({
      close: true,
      headers: { upgrade: 'HTTP/3.0', connection: 'close, upgrade' },
    });
  });

  it('has them only as itself: another status brings no Upgrade', () => {
    const other = new NotFound();
    other.headers['upgrade'] = 'h2c';
    other.headers['connection'] = 'upgrade';
    expect(render(other, GET).headers).not.toHaveProperty('upgrade');
    expect(render(other, GET).headers).not.toHaveProperty('connection');
  });
});

describe('Connection', () => {
  const unread = { method: 'POST', complete: false, headers: { 'transfer-encoding': 'chunked' } };

  it('is close if content is still to come, but on HTTP/2', () => {
    expect(render(new NotFound(), unread)).toMatchObject({ close: true, headers: { connection: 'close' } });
    const overHttp2 = render(new NotFound(), { ...unread, httpVersionMajor: 2 });
    expect(overHttp2.close).toBe(true);
    expect(overHttp2.headers).not.toHaveProperty('connection');
  });

  it('is absent if all content has come', () => {
    const { close, headers } = render(new NotFound(), { ...unread, complete: true });
    expect(close).toBe(false);
    expect(headers).not.toHaveProperty('connection');
  });
});

describe('drop', () => {
  it('names what describes the representation that is not sent', () => {
    expect([...render(new NotFound(), GET).drop].sort()).toEqual([
      'accept-ranges',
      'cache-control',
      'cdn-cache-control',
      'content-digest',
      'content-disposition',
      'content-encoding',
      'content-language',
      'content-length',
      'content-location',
      'content-range',
      'content-type',
      'etag',
      'expires',
      'last-modified',
      'repr-digest',
      'trailer',
      'transfer-encoding',
    ]);
  });

  it.each([
    'access-control-allow-origin',
    'vary',
    'link',
    'set-cookie',
    'strict-transport-security',
    'x-request-id',
  ])('leaves %s', (name) => {
    expect(render(new NotFound(), GET).drop).not.toContain(name);
  });
});

describe('body', () => {
  const own = { contentType: 'application/json', body: '{"error":{"message":"é"}}' };

  it('replaces the content, never status or fields', () => {
    const error = new TooManyRequests({ seconds: 5 });
    const reply = render(error, accepting('text/html'), { body: () => own });
    expect(reply).toMatchObject({ status: 429, body: own.body });
    expect(reply.headers).toEqual({
      'retry-after': '5',
      vary: 'Accept',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(own.body)),
    });
  });

  it('leaves Cache-Control to the policy', () => {
    const options = { body: () => own, cache: { 404: 'max-age=60' } };
    expect(render(new NotFound(), GET, options).headers['cache-control']).toBe('max-age=60');
  });

  it('that declines leaves the name of the occurrence, even if the document cannot be written', () => {
    class Cyclic extends NotFound {
      override toJSON(): never {
        const made: Record<string, unknown> = { title: 'x' };
        made['self'] = made;
        return made as never;
      }
    }
    expect(body(new Cyclic(), { instance: 'urn:x', body: () => undefined })).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      instance: 'urn:x',
    });
  });

  it('gets the document, the error, the request and the preferred form', () => {
    const seen: unknown[] = [];
    const request = accepting('text/html');
    const note = ({ problem, error, request, prefers }: BodyInput, second: unknown): undefined =>
      void seen.push({ problem, error, request, prefers }, second);
    render(new NotFound('x'), request, { body: note });
    const problem = { type: 'about:blank', title: 'Not Found', status: 404, detail: 'x' };
    expect(seen).toStrictEqual([{ problem, error: expect.any(NotFound), request, prefers: 'html' }, request]);
    expect(seen[1]).toBe(request);
  });

  it('can read of a 500 nothing but what may leave', () => {
    const seen: unknown[] = [];
    const error = new InternalServerError({ detail: 'secret', log: 'secret', extensions: { secret: 1 } });
    render(error, GET, { instance: 'urn:x', body: ({ problem }) => void seen.push(problem) });
    expect(seen).toEqual([
      { type: 'about:blank', title: 'Internal Server Error', status: 500, instance: 'urn:x' },
    ]);
  });

  it('answers HEAD with the length and no content', () => {
    const reply = render(new NotFound(), { method: 'HEAD', headers: {} }, { body: () => own });
    expect(reply.body).toBeUndefined();
    expect(reply.headers['content-length']).toBe(String(Buffer.byteLength(own.body)));
  });

  it.each<[string, string | Uint8Array | object, string]>([
    ['text', 'ü', 'ü'],
    ['a value, which is sent as JSON', { error: 'ü' }, '{"error":"ü"}'],
    ['a list', [1, 'ü'], '[1,"ü"]'],
  ])('may be %s', (_what, given, sent) => {
    const reply = render(new NotFound(), GET, { body: () => ({ contentType: 'a/b', body: given }) });
    expect([reply.body, reply.headers['content-length']]).toEqual([sent, String(Buffer.byteLength(sent))]);
  });

  it('may be bytes', () => {
    const bytes = new Uint8Array([255, 0, 10]);
    const reply = render(new NotFound(), GET, { body: () => ({ contentType: 'a/b', body: bytes }) });
    expect([reply.body, reply.headers['content-length']]).toEqual([bytes, '3']);
  });

  it('brings a policy if it names one, and none if it does not', () => {
    const page = { contentType: 'text/html', body: '<p>x' };
    const contentSecurityPolicy = "default-src 'self'";
    const policyOf = (body: () => BodyAnswer | undefined): unknown =>
      render(new NotFound(), accepting('text/html'), { body }).headers['content-security-policy'];
    expect(policyOf(() => ({ ...page, contentSecurityPolicy }))).toBe(contentSecurityPolicy);
    expect(policyOf(() => page)).toBeUndefined();
    expect(policyOf(() => undefined)).toMatch(/^default-src 'none'/);
  });

  it('gets pointers that a person can read', () => {
    const errors = [
      { detail: 'a', pointer: '#/email or password' },
      { detail: 'b', pointer: '#/%E2%82%AC/100%' },
      { detail: 'c', parameter: 'a%20b' },
    ] as const;
    const seen: unknown[] = [];
    const error = new UnprocessableContent({ errors });
    render(error, GET, { body: ({ problem }) => void seen.push(problem.errors?.map((one) => one.pointer)) });
    expect(seen).toEqual([['#/email or password', '#/€/100%', undefined]]);
    expect(body(error)).toMatchObject({ errors: [{ pointer: '#/email%20or%20password' }, {}, {}] });
  });

  it('gets what the first form of the hook got', () => {
    const reply = render(new NotFound('gone'), GET, {
      body: ({ title, detail }, { method }) => ({ contentType: 'a/b', body: { title, detail, method } }),
    });
    expect(reply.body).toBe('{"title":"Not Found","detail":"gone","method":"GET"}');
  });

  it('may be empty', () => {
    const reply = render(new NotFound(), GET, { body: () => ({ contentType: 'text/plain', body: '' }) });
    expect(reply).toMatchObject({ body: '', headers: { 'content-length': '0' } });
  });

  it('undefined is the usual content', () => {
    expect(render(new NotFound(), GET, { body: () => undefined })).toEqual(render(new NotFound(), GET));
  });

  it.each([
    ['null', null],
    ['a string', '{}'],
    ['no contentType', { body: '{}' }],
    ['an empty contentType', { contentType: '', body: '{}' }],
    ['a contentType with CR LF', { contentType: 'a/b\r\nX: y', body: '{}' }],
    ['a contentType with é', { contentType: 'a/é', body: '{}' }],
    ['a body that is no value', { contentType: 'application/json', body: undefined }],
    ['a body that has no JSON', { contentType: 'application/json', body: { toJSON: () => undefined } }],
    ['a body that is a promise', { contentType: 'application/json', body: Promise.resolve('x') }],
    ['a policy with CR LF', { ...own, contentSecurityPolicy: "default-src 'self'\r\nX: y" }],
    ['a promise', Promise.resolve(own)],
  ])('%s is skipped and heard', (_what, result) => {
    const heard: unknown[] = [];
    const reply = render(new NotFound(), GET, {
      body: () => result as never,
      onHookError: (failure) => heard.push(failure),
    });
    expect(reply).toEqual(render(new NotFound(), GET));
    expect(heard).toEqual([expect.any(TypeError)]);
  });

  it('a promise that rejects ends no process', async () => {
    const body = (): never => Promise.reject(new Error('late')) as never;
    expect(render(new NotFound(), GET, { body }).status).toBe(404);
    await new Promise((resolve) => setImmediate(resolve));
  });
});

describe('a toJSON of a subclass', () => {
  class Own extends NotFound {
    readonly shown: () => unknown;
    constructor(shown: () => unknown) {
      super('hidden');
      this.shown = shown;
    }
    override toJSON(): never {
      return this.shown() as never;
    }
  }
  const plain = { type: 'about:blank', title: 'Not Found', status: 404 };

  it('decides what is shown, but for the status', () => {
    expect(body(new Own(() => ({ mine: 1, status: 200 })))).toEqual({ mine: 1, status: 404 });
  });

  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  it.each([
    ['throws', () => JSON.parse('{')],
    ['has a cycle', () => cycle],
    ['has a bigint', () => ({ n: 1n })],
    ['gives null', () => null],
    ['gives a string', () => 'x'],
    ['gives undefined', () => undefined],
    ['gives a list', () => []],
    // Once it was copied before anybody looked: the copy is no promise, its rejection ended the process.
    ['gives a promise', () => Promise.reject(new Error('late'))],
  ])('that %s is heard, and the plain document goes out', (_what, shown) => {
    for (const accept of ['application/json', 'text/html', 'text/plain']) {
      const heard: unknown[] = [];
      const onHookError = (failure: unknown): void => void heard.push(failure);
      const reply = render(new Own(shown), accepting(accept), { onHookError });
      expect(reply.status).toBe(404);
      if (accept === 'application/json') {
        expect(JSON.parse(String(reply.body))).toEqual(plain);
        expect(heard).toHaveLength(1);
      } else expect(reply.body).not.toContain('hidden');
    }
  });
});

describe('the last level', () => {
  it('is a constant that needs nothing of the error', () => {
    expect(constant(GET)).toEqual({
      status: 500,
      headers: {
        'cache-control': 'no-store',
        'content-type': 'application/problem+json',
        'content-length': '67',
        'x-content-type-options': 'nosniff',
      },
      drop: render(new NotFound(), GET).drop,
      body: '{"type":"about:blank","title":"Internal Server Error","status":500}',
      close: false,
    });
    expect(constant({ method: 'HEAD' }).body).toBeUndefined();
    expect(constant({ method: 'HEAD' }).headers).toEqual(constant(GET).headers);
  });

  it('is reached where the request itself cannot be read', () => {
    const request = new Proxy(
      { method: 'GET' },
      {
        get: (target, name) => {
          if (name === 'headers') throw new Error('broken');
          return Reflect.get(target, name);
        },
      },
    );
    const heard: unknown[] = [];
    const onHookError = (failure: unknown): void => void heard.push(failure);
    expect(render(new NotFound(), request, { onHookError })).toEqual(constant(GET));
    expect(heard).toEqual([expect.objectContaining({ message: 'broken' })]);
  });
});
