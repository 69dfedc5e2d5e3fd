import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Reply } from '../../src/index.ts';
import {
  clientIsGone,
  cutOff,
  isClosed,
  type NodeResponse,
  refuseUpload,
  writeToNode,
} from '../../src/node/exchange.ts';
import { type FakeExchange, fakeExchange } from '../middleware/fake-exchange.ts';

const response = (fake: FakeExchange): NodeResponse => fake.exchange.response;

describe('a closed exchange', () => {
  const aborted = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
  it.each([
    ['open', {}, false, false],
    ['closed by the client', { destroyed: true }, true, true],
    ['closed by the client during its upload', { destroyed: true, requestErrored: aborted }, true, true],
    ['complete, then closed', { destroyed: true, writableEnded: true }, false, false],
    ['destroyed by our own side', { destroyed: true, errored: new Error('disk') }, true, false],
    [
      'our own side destroyed the request',
      { destroyed: true, requestErrored: new Error('disk') },
      true,
      false,
    ],
    [
      'an open stream of HTTP/2',
      { httpVersionMajor: 2, stream: { destroyed: false, closed: false } },
      false,
      false,
    ],
    [
      'a closed stream of HTTP/2',
      { httpVersionMajor: 2, stream: { destroyed: false, closed: true } },
      true,
      true,
    ],
    [
      'a destroyed stream of HTTP/2',
      { httpVersionMajor: 2, stream: { destroyed: true, closed: false } },
      true,
      true,
    ],
  ])('%s', (_what, given, closed, gone) => {
    const fake = fakeExchange(given);
    expect(isClosed(fake.request, response(fake))).toBe(closed);
    expect(clientIsGone(fake.request, response(fake))).toBe(gone);
  });

  it('a socket that is destroyed counts, before the response knows', () => {
    const fake = fakeExchange();
    fake.socket.destroyed = true;
    expect(isClosed(fake.request, response(fake))).toBe(true);
    expect(clientIsGone(fake.request, response(fake))).toBe(true);
  });

  it('is nothing that needs a socket', () => {
    const { request, exchange } = fakeExchange();
    for (const socket of [undefined, null]) {
      Object.assign(request, { socket });
      expect(isClosed(request, exchange.response)).toBe(false);
      expect(() => cutOff(request, exchange.response)).not.toThrow();
    }
  });
});

describe('a reply is written', () => {
  const reply = (more: Partial<Reply> = {}): Reply => ({
    status: 404,
    headers: {},
    drop: [],
    body: 'x',
    close: false,
    ...more,
  });
  const written = (more: Partial<Reply>, fields: Readonly<Record<string, string | string[]>> = {}) => {
    const fake = fakeExchange({ fields });
    writeToNode(reply(more), fake.request, response(fake));
    return fake;
  };

  it('with status, phrase and body', () => {
    const fake = written({});
    expect(fake.response.statusCode).toBe(404);
    expect(fake.response.statusMessage).toBe('Not Found');
    expect(fake.body()).toBe('x');
  });

  it('with the phrase of the RFC where Node has another', () => {
    expect(written({ status: 413 }).response.statusMessage).toBe('Content Too Large');
    expect(written({ status: 422 }).response.statusMessage).toBe('Unprocessable Content');
  });

  it('a field replaces the one that is there; several lines stay several', () => {
    const fake = written(
      { headers: { 'x-a': 'new', 'www-authenticate': ['A', 'B'] } },
      { 'x-a': ['o', 'l'] },
    );
    expect(fake.fields()).toEqual({ 'x-a': 'new', 'www-authenticate': ['A', 'B'] });
  });

  it.each([
    ['Origin', 'Accept', 'Origin, Accept'],
    [['Origin', 'Prefer'], 'accept, origin', 'Origin, Prefer, accept'],
    ['*', 'Accept', '*'],
    [undefined, 'Accept', 'Accept'],
  ])('Vary is united: %j and %j', (there, ours, both) => {
    const fields = there === undefined ? {} : { vary: there };
    expect(written({ headers: { vary: ours } }, fields).fields()['vary']).toBe(both);
  });

  it.each([
    ['</a>; rel="a"', '</b>; rel="b"', ['</a>; rel="a"', '</b>; rel="b"']],
    [
      ['</a>', '</c>'],
      ['</b>', '</d>'],
      ['</a>', '</c>', '</b>', '</d>'],
    ],
    [undefined, '</b>', '</b>'],
  ])('Link is appended: %j and %j', (there, ours, both) => {
    const fields = there === undefined ? {} : { link: there };
    expect(written({ headers: { link: ours } }, fields).fields()['link']).toEqual(both);
  });

  it('drops first, whatever the spelling', () => {
    const fake = written(
      { drop: ['etag', 'content-type'], headers: { 'content-type': 'text/plain' } },
      { ETag: '"x"', 'Content-Type': 'text/html', 'X-Kept': '1' },
    );
    expect(fake.fields()).toEqual({ 'content-type': 'text/plain', 'x-kept': '1' });
  });

  it('changes neither the reply nor its lists', () => {
    const frozen = reply({
      headers: Object.freeze({ link: Object.freeze(['a', 'b']) as string[], vary: 'A' }),
    });
    const fake = fakeExchange({ fields: { link: 'c' } });
    writeToNode(Object.freeze(frozen), fake.request, response(fake));
    expect(frozen.headers).toEqual({ link: ['a', 'b'], vary: 'A' });
  });
});

describe('an upload is refused', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const uploading = { method: 'POST', complete: false, headers: { 'content-length': '999999' } };

  it('not at all where none is coming', () => {
    const fake = fakeExchange({ complete: true });
    const { destroySoon } = fake.socket;
    refuseUpload(true, fake.request, response(fake));
    expect(fake.calls).toEqual([]);
    expect(fake.socket.destroySoon).toBe(destroySoon);
  });

  it('what still comes is thrown away, and nobody else is fed', () => {
    const fake = fakeExchange(uploading);
    const { destroySoon } = fake.socket;
    refuseUpload(false, fake.request, response(fake));
    expect(fake.calls).toEqual(['unpipe', 'resume']);
    expect(fake.socket.destroySoon).toBe(destroySoon);
  });

  it('a connection that ends says so at once, and is closed after at most a second', () => {
    const fake = fakeExchange(uploading);
    refuseUpload(true, fake.request, response(fake));
    fake.socket.destroySoon(); // what Node calls when the response is finished
    expect(fake.socket.calls).toEqual(['end']);
    vi.advanceTimersByTime(999);
    expect(fake.socket.calls).toEqual(['end']);
    vi.advanceTimersByTime(1);
    expect(fake.socket.calls).toEqual(['end', 'destroySoon']);
  });

  it('sooner where all of it has come', () => {
    const fake = fakeExchange(uploading);
    refuseUpload(true, fake.request, response(fake));
    fake.socket.destroySoon();
    fake.request.emit('end');
    expect(fake.socket.calls).toEqual(['end', 'destroySoon']);
  });

  it('and no timer is left where the client closes', () => {
    const fake = fakeExchange(uploading);
    refuseUpload(true, fake.request, response(fake));
    fake.socket.destroySoon();
    fake.socket.emit('close');
    expect(vi.getTimerCount()).toBe(0);
    expect(fake.socket.calls).toEqual(['end']);
  });

  it('over HTTP/2 the stream is reset with NO_ERROR when the answer is out (RFC 9113 §8.1)', () => {
    const close = vi.fn();
    const once = vi.fn();
    const stream = { endAfterHeaders: false, close, once };
    const fake = fakeExchange({ ...uploading, httpVersionMajor: 2, stream });
    refuseUpload(true, fake.request, response(fake));
    expect(close).not.toHaveBeenCalled();
    expect(once).toHaveBeenCalledExactlyOnceWith('finish', expect.any(Function));
    once.mock.calls[0]?.[1]();
    expect(close).toHaveBeenCalledExactlyOnceWith(0);
    expect(fake.socket.calls).toEqual([]);
  });
});
