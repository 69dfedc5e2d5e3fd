import {
  Conflict,
  NotFound,
  TooManyRequests,
  Unauthorized,
  UnavailableForLegalReasons,
} from '@statuskit/core';
import createError from 'http-errors';
import { describe, expect, it } from 'vitest';
import { FRAMEWORKS, type Routes } from '../setup/frameworks.ts';
import { answerOf, problemOf } from '../setup/here.ts';

type Fields = Readonly<Record<string, string | string[]>>;

/** A handler that sets fields and then throws. */
function setAndThrow(fields: Fields, make: () => unknown): Routes[string] {
  return ({ set }) => {
    for (const [name, value] of Object.entries(fields)) set(name, value);
    throw make();
  };
}

// Of a representation that is not sent. Three of them come back with the representation of the error.
const DESCRIPTIVE: Fields = {
  'Content-Type': 'image/png',
  'Content-Length': '5',
  'Content-Encoding': 'gzip',
  'Content-Language': 'de',
  'Content-Location': '/notes/7.png',
  'Content-Disposition': 'attachment; filename="note.png"',
  'Content-Range': 'bytes 0-4/9',
  'Content-Digest': 'sha-256=:AAAA:',
  'Repr-Digest': 'sha-256=:AAAA:',
  ETag: '"v7"',
  'Last-Modified': 'Sun, 06 Nov 1994 08:49:37 GMT',
  'Cache-Control': 'public, max-age=600',
  'CDN-Cache-Control': 'max-age=600',
  Expires: 'Sun, 06 Nov 2044 08:49:37 GMT',
  'Accept-Ranges': 'bytes',
  'Transfer-Encoding': 'chunked',
  Trailer: 'Server-Timing',
};
const OURS = {
  'content-type': ['application/problem+json'],
  'cache-control': ['no-store'],
};

const KEPT: Fields = {
  'Access-Control-Allow-Origin': 'https://app.example',
  'Access-Control-Expose-Headers': 'Retry-After',
  'Set-Cookie': ['a=1; HttpOnly', 'b=2'],
  'Strict-Transport-Security': 'max-age=63072000',
  'Content-Security-Policy': "default-src 'self'",
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'X-Request-Id': 'r-1',
  'Server-Timing': 'db;dur=53',
  'RateLimit-Policy': '"hourly";q=1000;w=3600',
  RateLimit: '"hourly";r=0;t=12',
  Allow: 'GET, HEAD',
};

describe.each(FRAMEWORKS)('%s: fields set before the throw', (framework) => {
  it('are dropped where they describe another representation', async () => {
    for (const make of [() => new NotFound(), () => new Error('unexpected'), () => createError(404)]) {
      const { fields, complete, rest } = await answerOf(framework, setAndThrow(DESCRIPTIVE, make));
      for (const name of Object.keys(DESCRIPTIVE).map((one) => one.toLowerCase())) {
        if (name === 'content-length') expect(fields[name]).not.toEqual(['5']);
        else expect([name, fields[name]]).toEqual([name, OURS[name as keyof typeof OURS]]);
      }
      expect([complete, rest]).toEqual([true, '']);
    }
  });

  it('stay where they say something else', async () => {
    for (const make of [() => new NotFound(), () => new Error('unexpected'), () => 'no error']) {
      const { fields } = await answerOf(framework, setAndThrow(KEPT, make));
      for (const [name, value] of Object.entries(KEPT)) {
        expect([name, fields[name.toLowerCase()]]).toEqual([name, [value].flat()]);
      }
    }
  });

  it('are replaced by those of the error', async () => {
    const wait = await answerOf(
      framework,
      setAndThrow({ 'Retry-After': '5' }, () => new TooManyRequests({ seconds: 9 })),
    );
    expect(wait.fields['retry-after']).toEqual(['9']);
    const challenge = await answerOf(
      framework,
      setAndThrow({ 'WWW-Authenticate': ['Basic', 'Digest'] }, () => new Unauthorized({ scheme: 'Bearer' })),
    );
    expect(challenge.fields['www-authenticate']).toEqual(['Bearer']);
    const tag = await answerOf(
      framework,
      setAndThrow({ ETag: '"v6"' }, () => new Conflict('Changed', { etag: '"v7"' })),
    );
    expect(tag.fields['etag']).toEqual(['"v7"']);
  });

  it.each([
    ['Origin', undefined, 'Origin, Accept'],
    ['Origin', 'Accept-Language, origin', 'Origin, Accept-Language, Accept'],
    ['accept, Origin', undefined, 'accept, Origin'],
    [['Origin', 'Cookie'], 'Cookie', 'Origin, Cookie, Accept'],
    ['*', undefined, '*'],
    ['Origin', '*', '*'],
    [undefined, 'Origin', 'Origin, Accept'],
  ])('Vary %j and the %j of the error are united', async (before, brought, united) => {
    const { fields } = await answerOf(
      framework,
      setAndThrow(
        before === undefined ? {} : { Vary: before },
        () => new NotFound(brought === undefined ? {} : { headers: { Vary: brought } }),
      ),
    );
    expect(fields['vary']).toEqual([united]);
  });

  it('Link is appended to', async () => {
    const blocked = (): unknown =>
      new UnavailableForLegalReasons('https://isp.example/', { headers: { Link: '</why>; rel="help"' } });
    const ours = ['<https://isp.example/>; rel="blocked-by"', '</why>; rel="help"'];
    const one = await answerOf(framework, setAndThrow({ Link: '</s.css>; rel="preload"' }, blocked));
    expect(one.fields['link']).toEqual(['</s.css>; rel="preload"', ...ours]);
    const two = await answerOf(
      framework,
      setAndThrow({ Link: ['</a>; rel="prev"', '</c>; rel="next"'] }, blocked),
    );
    expect(two.fields['link']).toEqual(['</a>; rel="prev"', '</c>; rel="next"', ...ours]);
  });
});

/** An error of ours that other middleware has written to. */
function touched(headers: Record<string, unknown>): NotFound {
  const error = new NotFound();
  Object.assign(error.headers, headers);
  return error;
}

describe.each(FRAMEWORKS)('%s: fields of an error', (framework) => {
  it('come from init, under any spelling of their names', async () => {
    const { fields } = await answerOf(framework, () => {
      throw new NotFound({
        headers: { 'X-Reason': 'moved house', LINK: ['</a>; rel="up"', '</b>; rel="help"'] },
      });
    });
    expect(fields['x-reason']).toEqual(['moved house']);
    expect(fields['link']).toEqual(['</a>; rel="up"', '</b>; rel="help"']);
  });

  it('are found under names that other middleware spelled', async () => {
    const { fields, status } = await answerOf(framework, () => {
      throw touched({
        'Retry-After': 30,
        'Access-Control-Allow-Origin': '*',
        VARY: 'Origin',
        vary: 'Cookie',
      });
    });
    expect(status).toBe(404);
    expect(fields['retry-after']).toEqual(['30']);
    expect(fields['access-control-allow-origin']).toEqual(['*']);
    expect(fields['vary']?.join().split(', ').sort()).toEqual(['Accept', 'Cookie', 'Origin']);
  });

  it('neither frame the response nor break it', async () => {
    const response = await answerOf(framework, () => {
      throw touched({
        'Content-Length': '1',
        'content-type': 'text/html',
        'Transfer-Encoding': 'chunked',
        Connection: 'keep-alive',
        'Keep-Alive': 'timeout=60',
        Upgrade: 'h2c',
        Trailer: 'X',
        'X-Injected': 'a\r\nSet-Cookie: stolen=1',
        'X-Wide': 'Łódź',
        'X-Empty': undefined,
        'X-Object': { a: 1 },
        'not a name': '1',
        'X-Kept': 'yes',
      });
    });
    expect([response.status, response.complete, response.rest]).toEqual([404, true, '']);
    expect(problemOf(response)['status']).toBe(404);
    const { fields } = response;
    expect(fields['content-type']).toEqual(['application/problem+json']);
    expect(fields['connection']).toEqual(['close']);
    expect(fields['x-kept']).toEqual(['yes']);
    for (const name of ['transfer-encoding', 'keep-alive', 'upgrade', 'trailer', 'set-cookie']) {
      expect([name, fields[name]]).toEqual([name, undefined]);
    }
    for (const name of ['x-injected', 'x-wide', 'x-empty', 'x-object', 'not a name']) {
      expect([name, fields[name]]).toEqual([name, undefined]);
    }
  });
});

const EVERYTHING = {
  'Retry-After': '7',
  'WWW-Authenticate': 'Bearer',
  'Proxy-Authenticate': 'Basic realm="p"',
  Allow: 'GET',
  'Content-Range': 'bytes */9',
  Vary: 'Origin',
  'Access-Control-Allow-Origin': '*',
  'Set-Cookie': 'sid=theirs',
  'Cache-Control': 'public, max-age=60',
  'Transfer-Encoding': 'chunked',
  'Content-Length': '3',
  'Content-Type': 'text/html',
  Connection: 'upgrade',
  ETag: '"theirs"',
  Location: 'https://elsewhere.example/',
  Server: 'theirs',
  'X-Powered-By': 'theirs',
};
const NOBODY = { vary: ['Accept'] };
// What belongs to a 429.
const KNOWN = { ...NOBODY, 'retry-after': ['7'] };
const FRAME = [
  'cache-control',
  'connection',
  'content-length',
  'content-type',
  'date',
  'x-content-type-options',
];

function boomLike(): unknown {
  return Object.assign(new Error('slow down'), {
    isBoom: true,
    output: {
      statusCode: 429,
      payload: { error: 'Too Many Requests', message: 'slow down' },
      headers: EVERYTHING,
    },
  });
}

describe.each(FRAMEWORKS)('%s: fields of an error of somebody else', (framework) => {
  it.each([
    ['http-errors', () => createError(429, 'slow down', { headers: EVERYTHING }), 429, KNOWN],
    ['Boom', boomLike, 429, KNOWN],
    [
      'nobody we know',
      () => Object.assign(new Error('x'), { status: 429, headers: EVERYTHING }),
      500,
      NOBODY,
    ],
    [
      'a client library',
      () =>
        Object.assign(createError(401, 'upstream', { headers: EVERYTHING }), {
          config: { headers: { Authorization: 'Bearer t0ken' } },
          response: { status: 401, headers: EVERYTHING },
        }),
      500,
      NOBODY,
    ],
    ['an object that is no error', () => ({ status: 401, expose: true, headers: EVERYTHING }), 500, NOBODY],
  ])('%s', async (_producer, make, status, expected) => {
    const response = await answerOf(framework, () => {
      throw make();
    });
    expect(response.status).toBe(status);
    const others = Object.entries(response.fields).filter(([name]) => !FRAME.includes(name));
    expect(Object.fromEntries(others)).toEqual(expected);
    expect(response.fields['cache-control']).toEqual(['no-store']);
    expect(response.fields['content-type']).toEqual(['application/problem+json']);
    expect([response.complete, response.rest]).toEqual([true, '']);
    expect(problemOf(response)['detail']).toBe(status === 429 ? 'slow down' : undefined);
  });
});
