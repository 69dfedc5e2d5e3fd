import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  BadGateway,
  BadRequest,
  Conflict,
  Forbidden,
  HttpError,
  InternalServerError,
  NotFound,
  type Reply,
  type RequestView,
  render,
  ServiceUnavailable,
  type ToHttpErrorOptions,
  TooManyRequests,
  toHttpError,
  Unauthorized,
} from '../../src/index.ts';
import { failureHandler } from '../../src/middleware/failure.ts';
import { fakeExchange } from '../middleware/fake-exchange.ts';
import { madeByHttpErrors } from './understand/made.ts';

// What went wrong elsewhere, one group each; the wire is what render gives.
const GET: RequestView = { method: 'GET', headers: {} };

beforeEach(() => void vi.spyOn(process, 'emitWarning').mockImplementation(() => {}));
afterEach(() => void vi.restoreAllMocks());

function answer(thrown: unknown, options?: ToHttpErrorOptions, request = GET): Reply {
  return render(toHttpError(thrown, options), request);
}

function failing(message: string, members: object = {}): Error {
  return Object.assign(new Error(message), members);
}

const STACK = /stack|\.ts:\d+|node_modules| {4}at /;

describe("1. an upstream's 401 becomes ours, with its fields", () => {
  const fields = { 'www-authenticate': 'Basic realm="upstream"', 'set-cookie': 'sid=theirs' };
  it.each([
    ['axios', { isAxiosError: true, status: 401, response: { status: 401, headers: fields }, config: {} }],
    ['a status and fields on the error itself', { status: 401, headers: fields }],
    ['AWS SDK 2', { statusCode: 401, code: 'UnrecognizedClientException' }],
    ['http-errors around an error of axios', { status: 401, statusCode: 401, expose: true, response: {} }],
  ])('%s', (_who, members) => {
    const reply = answer(failing('Request failed with status code 401', members));
    expect(reply.status).toBe(500);
    expect(reply.headers).not.toHaveProperty('www-authenticate');
    expect(reply.headers).not.toHaveProperty('set-cookie');
    expect(reply.body).not.toContain('Request failed');
  });
});

describe('2. errors of client libraries carry credentials', () => {
  it('no own member of a foreign error reaches the wire', () => {
    const config = { headers: { Authorization: 'Bearer secret-token' }, auth: { password: 'secret-token' } };
    const thrown = failing('secret-token', {
      config,
      request: { secret: 'secret-token' },
      extra: 'secret-token',
    });
    const reply = answer(thrown);
    expect(JSON.stringify(reply)).not.toContain('secret-token');
    expect(JSON.stringify(answer(new BadGateway({ cause: thrown })))).not.toContain('secret-token');
  });
});

describe('3. cause and stack on the wire', () => {
  const cause = new Error('secret', { cause: new Error('secret below') });
  it.each([
    ['a 4xx', new NotFound({ detail: 'gone', cause })],
    ['a 502', new BadGateway({ detail: 'upstream', cause })],
    ['a 500', new InternalServerError({ cause })],
    ['a foreign error', new Error('secret', { cause })],
  ])('neither of %s', (_what, thrown) => {
    for (const accept of ['application/json', 'text/html', 'text/plain']) {
      const { body, headers } = answer(thrown, {}, { method: 'GET', headers: { accept } });
      expect(body).not.toContain('secret');
      expect(body).not.toMatch(STACK);
      expect(JSON.stringify(headers)).not.toContain('secret');
    }
  });

  it('whatever the environment', () => {
    vi.stubEnv('NODE_ENV', 'development');
    expect(answer(new Error('secret')).body).not.toMatch(/secret| {4}at /);
    vi.unstubAllEnvs();
  });
});

describe('4. expose: true on a 5xx', () => {
  it.each([500, 502, 503, 504])('%i is decided by the status, not by the flag', (status) => {
    const thrown = madeByHttpErrors({ status }, 'password hunter2');
    const reply = answer(thrown);
    expect(reply.status).toBe(status);
    expect(JSON.stringify(reply)).not.toContain('hunter2');
  });

  it('a Boom 502 to 504 neither', () => {
    const payload = { statusCode: 502, error: 'Bad Gateway', message: 'password hunter2' };
    const boom = failing('password hunter2', { isBoom: true, output: { statusCode: 502, payload } });
    expect(JSON.stringify(answer(boom))).not.toContain('hunter2');
  });

  it('one of ours that somebody has exposed neither', () => {
    const own = Object.assign(new ServiceUnavailable('unknown', 'password hunter2'), { expose: true });
    expect(JSON.stringify(answer(own))).not.toContain('hunter2');
  });
});

describe('5. field values from data', () => {
  it.each(['a\r\nX-Injected: 1', 'caf\u00e9', 'a\0b', '\u65e5\u672c'])(
    '%j never reaches a field',
    (value) => {
      expect(() => new NotFound({ headers: { 'x-file': value } })).toThrow(TypeError);
      const realm = new Unauthorized({ scheme: 'Basic', params: { realm: value } });
      expect(answer(realm).headers['www-authenticate']).toMatch(/^Basic realm="[\x20-\x7e]*"$/);
      const foreign = madeByHttpErrors({ status: 403, headers: { 'www-authenticate': value } }, 'x');
      expect(answer(foreign).headers).not.toHaveProperty('www-authenticate');
      const assigned = new NotFound();
      assigned.headers['x-file'] = value;
      expect(answer(assigned).headers).not.toHaveProperty('x-file');
    },
  );
});

describe('6. framing fields on an error', () => {
  it.each(['Transfer-Encoding', 'Content-Length', 'Trailer', 'Connection', 'Upgrade', 'Keep-Alive', 'TE'])(
    '%s never comes with one',
    (name) => {
      const field = name.toLowerCase();
      const headers = { [name]: '999' };
      const foreign = madeByHttpErrors({ status: 404, headers }, 'x');
      expect(answer(foreign).headers[field]).not.toBe('999');
      expect(answer(foreign, { compat: 'trust-status' }).headers[field]).not.toBe('999');
      const assigned = new NotFound();
      assigned.headers[name] = '999';
      expect(answer(assigned).headers[field]).not.toBe('999');
      expect(() => new NotFound({ headers })).toThrow(TypeError);
    },
  );
});

describe('7. prototype pollution through members', () => {
  it('extensions from parsed JSON change no prototype and no member of RFC 9457', () => {
    const extensions = JSON.parse('{"__proto__":{"status":200,"polluted":1},"status":200,"balance":5}');
    const reply = answer(new Forbidden({ extensions }));
    expect(JSON.parse(String(reply.body))).toEqual({
      type: 'about:blank',
      title: 'Forbidden',
      status: 403,
      balance: 5,
    });
    expect(({} as { polluted?: 1 }).polluted).toBeUndefined();
  });

  it('fields neither', () => {
    const headers = JSON.parse('{"__proto__":"x","constructor":"y"}');
    const { headers: sent } = answer(failing('x', { headers }));
    expect(Object.getPrototypeOf(sent)).toBe(Object.prototype);
  });
});

describe('8. XSS in HTML pages', () => {
  const evil = `<script>alert('1')</script>&"`;
  it('all text is escaped, and the policy would let no script run', () => {
    const error = new NotFound({ detail: evil, instance: evil, type: 'urn:x', title: evil });
    const reply = answer(error, {}, { method: 'GET', headers: { accept: 'text/html' } });
    expect(reply.body).not.toContain('<script');
    expect(reply.body).toContain('&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&quot;');
    expect(reply.headers['content-security-policy']).toMatch(/^default-src 'none'/);
    expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(reply.headers['x-content-type-options']).toBe('nosniff');
  });

  it('the URL is not shown in any form', () => {
    const request = { method: 'GET', url: '/<script>probe', originalUrl: '/<script>probe', headers: {} };
    for (const accept of ['text/html', 'text/plain', 'application/json']) {
      expect(answer(new NotFound(), {}, { ...request, headers: { accept } }).body).not.toContain('probe');
    }
  });
});

describe('9. cached errors', () => {
  it('what was set before the throw is dropped, and no-store is said', () => {
    const reply = answer(new NotFound());
    expect(reply.headers['cache-control']).toBe('no-store');
    for (const field of ['etag', 'cache-control', 'expires', 'last-modified', 'content-disposition']) {
      expect(reply.drop).toContain(field);
    }
  });

  it('not even an error that may be cached by heuristics is, unless asked', () => {
    for (const status of [404, 405, 410, 414, 451, 501]) {
      class Any extends HttpError {}
      expect(answer(new Any(status as 404)).headers['cache-control']).toBe('no-store');
    }
  });
});

describe('10. CORS lost on errors', () => {
  it('it stays: on the response and from an error of ours, and none comes from a foreign error', () => {
    const cors = { 'access-control-allow-origin': '*', vary: 'Origin' };
    expect(answer(new NotFound()).drop.filter((name) => /^access-control|^vary/.test(name))).toEqual([]);
    expect(answer(new NotFound({ headers: cors })).headers).toMatchObject({
      'access-control-allow-origin': '*',
      vary: 'Origin, Accept',
    });
    for (const foreign of [
      failing('x', { headers: cors }),
      madeByHttpErrors({ status: 404, headers: cors }),
    ]) {
      expect(answer(foreign).headers['vary']).toBe('Accept');
      expect(answer(foreign).headers).not.toHaveProperty('access-control-allow-origin');
    }
  });
});

describe('11. a status guessed from the message', () => {
  it.each([
    '404 Not Found',
    '403',
    'not found',
    'user not found',
    'Unauthorized',
    'ECONNREFUSED 1.2.3.4:443',
  ])('%s is a 500', (message) => {
    expect(answer(new Error(message)).status).toBe(500);
    expect(answer(message).status).toBe(500);
  });
});

describe('12. forged brands', () => {
  it.each([
    [
      'our form',
      '{"status":401,"statusCode":401,"expose":true,"headers":{"set-cookie":"a=b"},"name":"HttpError"}',
    ],
    ['http-errors', '{"status":404,"statusCode":404,"expose":true,"message":"mine","name":"NotFoundError"}'],
    [
      'Boom',
      '{"isBoom":true,"output":{"statusCode":404,"payload":{"message":"mine"},"headers":{"vary":"x"}}}',
    ],
    ['body-parser', '{"type":"entity.too.large","status":413,"limit":1}'],
    ['send', '{"code":"ENOENT","status":404,"path":"/"}'],
    ['abort', '{"name":"AbortError"}'],
  ])('parsed JSON in the form of %s chooses nothing', (_form, json) => {
    const reply = answer(JSON.parse(json), { context: { aborted: true } });
    expect(reply.status).toBe(500);
    expect(reply.headers).not.toHaveProperty('set-cookie');
    expect(reply.body).not.toContain('mine');
  });
});

describe('13. frozen errors, proxies, getters that throw', () => {
  it('a frozen error is understood like any other', () => {
    expect(answer(Object.freeze(madeByHttpErrors({ status: 401 })))).toMatchObject({ status: 401 });
    expect(answer(Object.freeze(new Error('x'))).status).toBe(500);
    expect(answer(Object.freeze(new NotFound())).status).toBe(404);
  });

  it('a getter that throws counts as absent', () => {
    const thrown = new Error('x');
    for (const name of ['status', 'statusCode', 'headers', 'expose', 'isBoom', 'code', 'type', 'message']) {
      Object.defineProperty(thrown, name, {
        get() {
          throw new Error('trap');
        },
      });
    }
    expect(answer(thrown, { compat: 'trust-status' }).status).toBe(500);
  });
});

describe('14. state that cannot be serialised', () => {
  it('is refused where it is thrown', () => {
    expect(() => new Conflict({ n: 1n } as never)).toThrow(TypeError);
  });

  it('and where a toJSON fails all the same, the plain document of that status goes out', () => {
    const error = Object.assign(new Conflict(null), {
      toJSON() {
        throw new Error('secret');
      },
    });
    const heard: unknown[] = [];
    const reply = render(error as never, GET, { onHookError: (failure) => heard.push(failure) });
    expect(JSON.parse(String(reply.body))).toEqual({ type: 'about:blank', title: 'Conflict', status: 409 });
    expect(heard).toEqual([expect.objectContaining({ message: 'secret' })]);
  });
});

describe('15. messages of databases', () => {
  const unique = {
    code: '23505',
    detail: 'Key (email)=(a@b.c) already exists.',
    constraint: 'users_email_key',
    table: 'users',
    schema: 'public',
  };
  it('name no table, constraint or value', () => {
    const message = 'duplicate key value violates unique constraint "users_email_key"';
    const reply = answer(failing(message, unique));
    expect(reply.status).toBe(500);
    expect(reply.body).not.toMatch(/users|email|a@b\.c|constraint/);
  });

  it('nor do they as the cause or by mistake as the state of a 409', () => {
    const cause = failing('duplicate', unique);
    expect(answer(new Conflict('This address is taken.', { cause })).body).not.toMatch(/users|a@b\.c/);
    expect(() => new Conflict(cause)).toThrow(TypeError);
  });
});

describe('16. an error inside the handling of an error', () => {
  const broken = (): never => {
    throw new Error('secret of the hook');
  };

  it('a hook that throws is skipped: the plain answer goes out, both are reported', () => {
    const reports: unknown[] = [];
    const fake = fakeExchange();
    failureHandler({ body: broken, cache: broken, report: ({ thrown }) => reports.push(thrown) })(
      new BadRequest('first'),
      fake.exchange,
    );
    expect(fake.response.statusCode).toBe(400);
    expect(fake.body()).toContain('first');
    expect(fake.body()).not.toContain('secret');
    expect(reports).toEqual([
      expect.objectContaining({ message: 'first' }),
      expect.objectContaining({ message: 'secret of the hook' }),
      expect.objectContaining({ message: 'secret of the hook' }),
    ]);
  });

  it('if rendering itself fails, a constant body goes out', () => {
    const fake = fakeExchange();
    const reports: unknown[] = [];
    const failing = { ...fake.exchange, write: broken };
    failureHandler({ report: ({ thrown }) => reports.push(thrown) })(new NotFound(), failing);
    expect(fake.response.statusCode).toBe(500);
    expect(fake.body()).toBe('{"type":"about:blank","title":"Internal Server Error","status":500}');
    expect(reports).toHaveLength(2);
  });
});

describe('17. a client that goes away', () => {
  it('is a 499 in the log and nothing on the wire', () => {
    const fake = fakeExchange({ destroyed: true });
    const reports: unknown[] = [];
    const thrown = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
    failureHandler({ report: (report) => reports.push(report) })(thrown, fake.exchange);
    expect(fake.written()).toBe(false);
    expect(reports).toEqual([
      expect.objectContaining({
        level: 'info',
        sent: 'aborted',
        thrown,
        error: expect.objectContaining({ status: 499 }),
      }),
    ]);
  });
});

describe('18. the stack as an amplifier of load', () => {
  it('a 429 in production captures one frame', () => {
    vi.stubEnv('NODE_ENV', 'production');
    try {
      const lines = new TooManyRequests('unknown').stack?.split('\n') ?? [];
      expect(lines.filter((line) => line.startsWith('    at '))).toHaveLength(1);
    } finally {
      vi.unstubAllEnvs();
    }
  });
});
