import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { replayOf, storedResponse } from '../../src/idempotency/stored-response.ts';

const LIMITS = { omit: new Set(['x-trace']), maxBodyBytes: 1000 };
const store = (fields: object, fieldsBefore: object = {}, origin?: string, status = 201) =>
  storedResponse(
    { status, fields: { ...fields }, fieldsBefore: { ...fieldsBefore }, body: new Uint8Array(3) },
    origin,
    LIMITS,
  );
const replay = (stored: ReturnType<typeof store>, request: Readonly<Record<string, string>> = {}) =>
  replayOf({ ...stored, body: stored.body ?? new Uint8Array() }, request);

describe('fields that the handler removed', () => {
  it.each([
    ['cache-control', 'public, max-age=60'],
    ['content-security-policy', "default-src 'none'"],
    ['set-cookie', ['a=1']],
    ['etag', '"v1"'],
    ['ratelimit', '"a";r=1'],
    ['x-frame-options', 'DENY'],
    ['vary', 'Origin'],
  ])('%s is removed from the replay as well', (name, value) => {
    const stored = store({ 'x-own': '1' }, { [name]: value });
    expect(stored.removed).toEqual([name]);
    expect(replay(stored).drop).toEqual([name]);
  });

  it.each(['content-length', 'transfer-encoding', 'date', 'connection', 'keep-alive', 'x-trace'])(
    'not %s, which is of the message or not stored',
    (name) => {
      expect(store({}, { [name]: '1' })).not.toHaveProperty('removed');
    },
  );

  it('not one that is still there, or was set again', () => {
    expect(store({ 'Cache-Control': 'no-store' }, { 'cache-control': 'public' })).toMatchObject({
      headers: { 'cache-control': 'no-store' },
    });
    expect(store({ etag: '"v1"' }, { etag: '"v1"' })).not.toHaveProperty('removed');
  });

  it('an older store that knows of none removes none', () => {
    const { removed, ...older } = store({}, { etag: '"v1"' });
    expect(removed).toEqual(['etag']);
    expect(replay(older).drop).toEqual([]);
  });
});

describe('CORS fields that the handler set', () => {
  const A = 'https://a.example';
  const CORS = {
    'access-control-allow-origin': A,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'ETag',
    'timing-allow-origin': A,
  };

  it.each([
    ['the same origin', A, true],
    ['another origin', 'https://b.example', false],
    ['the same host by another scheme', 'http://a.example', false],
    ['null', 'null', false],
    ['no origin', undefined, false],
  ])('%s: %j is sent them: %j', (_name, origin, isSent) => {
    const stored = store({ ...CORS, vary: 'Origin', location: '/7' }, {}, A);
    const { headers } = replay(stored, origin === undefined ? {} : { origin });
    expect(headers).toMatchObject({ vary: 'Origin', location: '/7' });
    for (const name of Object.keys(CORS)) expect(Object.hasOwn(headers, name), name).toBe(isSent);
  });

  it('are sent to everybody if they allow every origin', () => {
    const stored = store({ 'access-control-allow-origin': '*' }, {}, A);
    for (const origin of [A, 'https://b.example']) {
      expect(replay(stored, { origin }).headers).toHaveProperty('access-control-allow-origin', '*');
    }
  });

  it('are sent to nobody by a store that has lost the origin, or if the request had none', () => {
    const { origin, ...older } = store(CORS, {}, A);
    expect(origin).toBe(A);
    expect(replay(older, { origin: A }).headers).not.toHaveProperty('access-control-allow-origin');
    expect(replay(store(CORS), {}).headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('no origin is stored if there are none', () => {
    expect(store({ location: '/7' }, {}, A)).not.toHaveProperty('origin');
  });
});

describe('content that was stored in a coding', () => {
  const TEXT = 'x'.repeat(500);
  const CODINGS = [
    ['gzip', gzipSync(TEXT)],
    ['x-gzip', gzipSync(TEXT)],
    ['GZIP', gzipSync(TEXT)],
    ['deflate', deflateSync(TEXT)],
    ['br', brotliCompressSync(TEXT)],
  ] as const;
  const ACCEPTS: readonly (readonly [accept: string, coding: string, isAccepted: boolean])[] = [
    ['identity', 'gzip', false],
    ['', 'gzip', false],
    ['gzip;q=0', 'gzip', false],
    ['br', 'gzip', false],
    ['*;q=0, identity', 'br', false],
    ['gzip', 'gzip', true],
    ['*', 'br', true],
    ['deflate;q=0.1', 'deflate', true],
  ];

  it.each(CODINGS)('%s is undone for a client that excludes it', (coding, bytes) => {
    const stored = store({ 'content-encoding': coding, etag: '"v1"', 'content-digest': 'sha-256=:x:' });
    const plain = replayOf({ ...stored, body: bytes }, { 'accept-encoding': 'identity' });
    expect(String(plain.body && Buffer.from(plain.body))).toBe(TEXT);
    expect(plain.headers).toEqual({
      etag: 'W/"v1"',
      'content-length': '500',
      'idempotent-replayed': 'true',
    });
    const same = replayOf({ ...stored, body: bytes }, {});
    expect([same.body, same.headers['content-encoding'], same.headers['etag']]).toEqual([
      bytes,
      coding,
      '"v1"',
    ]);
  });

  it.each(ACCEPTS)('Accept-Encoding %j and %s: accepted is %j', (accept, coding, isAccepted) => {
    const [, bytes] = CODINGS.find(([name]) => name === coding) ?? ['', new Uint8Array()];
    const reply = replayOf(
      { ...store({ 'content-encoding': coding }), body: bytes },
      { 'accept-encoding': accept },
    );
    expect(reply.body === bytes).toBe(isAccepted);
  });

  it('stays as it is if nobody can read it', () => {
    for (const coding of ['zstd-own', 'gzip', 'gzip, br', 'toString']) {
      const body = new TextEncoder().encode('not gzip');
      const reply = replayOf(
        { ...store({ 'content-encoding': coding }), body },
        { 'accept-encoding': 'identity' },
      );
      expect([reply.body, reply.headers['content-encoding']]).toEqual([body, coding]);
    }
  });
});
