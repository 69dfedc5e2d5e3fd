import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contentReply,
  etag,
  type Outcome,
  type PreconditionRequest,
  partialReply,
} from '../../src/conditional/index.ts';
import { PreconditionFailed, RangeNotSatisfiable } from '../../src/index.ts';
import type { Reply } from '../../src/reply.ts';

const contentType = 'text/plain';
const DATE = 'Sun, 06 Nov 1994 08:49:37 GMT';
const current = { etag: etag.strong('7'), lastModified: new Date(DATE) };
const fields = { vary: 'Accept', cacheControl: { maxAgeSeconds: 60 } } as const;

function get(headers: Record<string, string> = {}): PreconditionRequest {
  return { method: 'GET', headers };
}

function textOf(reply: Reply): string {
  return typeof reply.body === 'string' ? reply.body : new TextDecoder('latin1').decode(reply.body);
}

describe('contentReply', () => {
  it('sends the whole, and says that parts can be had (RFC 9110 §14.3)', () => {
    expect(contentReply(get(), 'hello', { contentType, current, fields })).toEqual({
      status: 200,
      headers: {
        'accept-ranges': 'bytes',
        'cache-control': 'max-age=60',
        'content-length': '5',
        'content-type': contentType,
        etag: '"7"',
        'last-modified': DATE,
        vary: 'Accept',
      },
      drop: [],
      body: 'hello',
      close: false,
    });
  });

  it('sends a part with the same fields, its place and its own length (§15.3.7.1)', () => {
    const reply = contentReply(get({ range: 'bytes=1-2' }), 'hello', { contentType, current, fields });
    expect(reply.status).toBe(206);
    expect(reply.headers).toEqual({
      'accept-ranges': 'bytes',
      'cache-control': 'max-age=60',
      'content-length': '2',
      'content-range': 'bytes 1-2/5',
      'content-type': contentType,
      etag: '"7"',
      'last-modified': DATE,
      vary: 'Accept',
    });
    expect(textOf(reply)).toBe('el');
    expect(reply.drop).toContain('content-length');
  });

  it('cuts a text by its bytes', () => {
    const reply = contentReply(get({ range: 'bytes=0-1' }), '\u00e9t\u00e9', { contentType });
    expect(reply.headers['content-range']).toBe('bytes 0-1/5');
    expect(reply.body).toEqual(Uint8Array.of(0xc3, 0xa9));
  });

  it('tells the length of the whole to HEAD, whatever range it asks for (§14.2)', () => {
    const reply = contentReply({ method: 'HEAD', headers: { range: 'bytes=0-1' } }, 'hello', { contentType });
    expect([reply.status, reply.headers['content-length'], reply.body]).toEqual([200, '5', undefined]);
  });

  it('sends a 304 without anything about content', () => {
    const reply = contentReply(get({ 'if-none-match': '"7"' }), 'hello', { contentType, current, fields });
    expect([reply.status, reply.body]).toEqual([304, undefined]);
    expect(reply.headers).toEqual({ 'cache-control': 'max-age=60', etag: '"7"', vary: 'Accept' });
  });

  it('sends several parts only where it may', () => {
    const request = get({ range: 'bytes=0-0,2-2' });
    expect(contentReply(request, 'hello', { contentType }).status).toBe(200);
    expect(contentReply(request, 'hello', { contentType, maxRanges: undefined }).status).toBe(200);
    expect(contentReply(request, 'hello', { contentType, maxRanges: 2 }).status).toBe(206);
  });

  it('sends no parts, and does not offer them, where ranges are off', () => {
    const reply = contentReply(get({ range: 'bytes=0-0' }), 'hello', { contentType, ranges: false });
    expect([reply.status, reply.headers['accept-ranges']]).toEqual([200, undefined]);
  });

  it('sends the whole where If-Range is false (§13.1.5)', () => {
    const headers = { range: 'bytes=0-0', 'if-range': '"6"' };
    expect(contentReply(get(headers), 'hello', { contentType, current }).status).toBe(200);
    expect(
      contentReply(get({ ...headers, 'if-range': '"7"' }), 'hello', { contentType, current }).status,
    ).toBe(206);
  });

  it('throws the 412 and the 416', () => {
    const failed = (): unknown => contentReply(get({ 'if-match': '"6"' }), 'hello', { contentType, current });
    const unsatisfiable = (): unknown => contentReply(get({ range: 'bytes=5-' }), 'hello', { contentType });
    expect(failed).toThrow(PreconditionFailed);
    expect(unsatisfiable).toThrow(RangeNotSatisfiable);
    expect(unsatisfiable).toThrow(expect.objectContaining({ headers: { 'content-range': 'bytes */5' } }));
  });

  it.each([[undefined], [null], [7], [{}], [[1]]])('refuses %j for content', (content) => {
    // @ts-expect-error what plain JavaScript may give
    expect(() => contentReply(get(), content, { contentType })).toThrow(
      /^content: expected text or bytes, got /,
    );
  });

  it.each([undefined, 'text/plain\r\nSet-Cookie: a=b', 7])('refuses %j for a media type', (type) => {
    // @ts-expect-error some of them are what plain JavaScript may give
    expect(() => contentReply(get(), 'hello', { contentType: type })).toThrow(TypeError);
    // @ts-expect-error some of them are what plain JavaScript may give
    expect(() => contentReply(get({ range: 'bytes=0-0' }), 'hello', { contentType: type })).toThrow(
      TypeError,
    );
  });
});

type Partial = Extract<Outcome, { kind: 'partial' }>;

function partial(
  length: number,
  first: readonly [number, number],
  ...more: readonly (readonly [number, number])[]
): Partial {
  const range = ([from, to]: readonly [number, number]) => ({ first: from, last: to });
  return { kind: 'partial', ranges: [range(first), ...more.map(range)], length };
}

/** Reads what RFC 2046 §5.1 calls a multipart, as strictly as it is written here. */
function partsOf(reply: Reply): { readonly fields: string; readonly content: string }[] {
  const boundary = /^multipart\/byteranges; boundary=([\w-]{1,70})$/.exec(
    String(reply.headers['content-type']),
  )?.[1];
  const pieces = `\r\n${textOf(reply)}`.split(`\r\n--${boundary}`);
  expect(pieces[0]).toBe('');
  expect(pieces.at(-1)).toBe('--\r\n');
  return pieces.slice(1, -1).map((piece) => {
    const [head = '', ...rest] = piece.split('\r\n\r\n');
    return { fields: head.trim(), content: rest.join('\r\n\r\n') };
  });
}

describe('partialReply', () => {
  it('writes several parts each with its type and place, none at the top (RFC 9110 §15.3.7.2)', () => {
    const options = { contentType, boundary: 'SEP' };
    const reply = partialReply(partial(10, [0, 1], [8, 9]), '0123456789', options);
    expect(reply.headers).toEqual({
      'accept-ranges': 'bytes',
      'content-length': String(textOf(reply).length),
      'content-type': 'multipart/byteranges; boundary=SEP',
    });
    expect(reply.drop).toContain('content-range');
    expect(textOf(reply)).toBe(
      [
        '--SEP',
        'Content-Type: text/plain',
        'Content-Range: bytes 0-1/10',
        '',
        '01',
        '--SEP',
        'Content-Type: text/plain',
        'Content-Range: bytes 8-9/10',
        '',
        '89',
        '--SEP--',
        '',
      ].join('\r\n'),
    );
  });

  it('takes another boundary each time', () => {
    const type = (): unknown =>
      partialReply(partial(2, [0, 0], [1, 1]), 'ab', { contentType }).headers['content-type'];
    expect(type()).not.toBe(type());
  });

  it('gives back exactly the bytes asked for, in one part or many', () => {
    const content = fc.uint8Array({ minLength: 1, maxLength: 60 });
    const spans = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(content, spans, (bytes, asked) => {
        const places = asked.map(([a, b]) => {
          const ends = [a % bytes.length, b % bytes.length].sort((x, y) => x - y);
          return [ends[0] ?? 0, ends[1] ?? 0] as const;
        });
        const [first = [0, 0] as const, ...more] = places;
        const reply = partialReply(partial(bytes.length, first, ...more), bytes, { contentType });
        const slices = places.map(([from, to]) =>
          new TextDecoder('latin1').decode(bytes.slice(from, to + 1)),
        );
        expect(reply.headers['content-length']).toBe(String((reply.body as Uint8Array).byteLength));
        if (places.length === 1) {
          expect(textOf(reply)).toBe(slices[0]);
          return;
        }
        expect(partsOf(reply)).toEqual(
          places.map(([from, to], index) => ({
            fields: `Content-Type: text/plain\r\nContent-Range: bytes ${from}-${to}/${bytes.length}`,
            content: slices[index],
          })),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('refuses a content of another length than the one that was judged', () => {
    expect(() => partialReply(partial(5, [0, 1]), 'hell', { contentType })).toThrow(
      new RangeError('content: expected the 5 bytes that were evaluated, got 4'),
    );
  });

  it('refuses a boundary that would have to be quoted', () => {
    expect(() => partialReply(partial(2, [0, 0], [1, 1]), 'ab', { contentType, boundary: 'a b' })).toThrow(
      TypeError,
    );
  });
});
