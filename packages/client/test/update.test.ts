import { PreconditionFailed } from '@statuskit/core';
import { describe, expect, it } from 'vitest';
import type { Fetch } from '../src/create-fetch.ts';
import { update } from '../src/update.ts';

const URL = 'http://api.example/items/7';

interface Log {
  readonly method: string;
  readonly ifMatch: string | null;
  readonly contentType: string | null;
}

interface Item {
  readonly stock: number;
}

/** A resource with strong tags; `rivals` is how many writes of others come between. */
function resource({
  rivals = 0,
  shows = true,
  answers = true,
  etag = (version: number) => `"${version}"`,
} = {}): {
  fetch: Fetch;
  log: Log[];
  state: () => Item;
} {
  let version = 1;
  let state: Item = { stock: 10 };
  let left = rivals;
  const log: Log[] = [];
  const fetch: Fetch = async (input, init) => {
    const request = new Request(input, init);
    const ifMatch = request.headers.get('if-match');
    log.push({ method: request.method, ifMatch, contentType: request.headers.get('content-type') });
    const written = request.method === 'GET' ? {} : ((await request.json()) as object);
    if (request.method === 'GET') return Response.json(state, { headers: { etag: etag(version) } });
    if (left-- > 0) {
      state = { stock: state.stock - 1 };
      version += 1;
    }
    if (ifMatch !== etag(version)) {
      const headers = { 'content-type': 'application/problem+json', ...(shows && { etag: etag(version) }) };
      return new Response(JSON.stringify(shows ? { current: state } : {}), { status: 412, headers });
    }
    state = { ...state, ...written };
    version += 1;
    return answers
      ? Response.json({ ...state, version }, { headers: { etag: etag(version) } })
      : new Response(null, { status: 204, headers: { etag: etag(version) } });
  };
  return { fetch, log, state: () => state };
}

const take = (item: Item): Item => ({ stock: item.stock - 1 });

describe('update', () => {
  it('reads, and writes with If-Match', async () => {
    const { fetch, log, state } = resource();
    const updated = await update(URL, take, { fetch, headers: { authorization: 'x' } });
    expect(updated).toEqual({ state: { stock: 9, version: 2 }, etag: '"2"', attempts: 1 });
    expect(state()).toEqual({ stock: 9 });
    expect(log).toEqual([
      { method: 'GET', ifMatch: null, contentType: null },
      { method: 'PUT', ifMatch: '"1"', contentType: 'application/json' },
    ]);
  });

  it('headers of the caller do not replace the condition', async () => {
    const { fetch, log } = resource();
    await update(URL, take, {
      fetch,
      headers: { 'If-Match': '*', 'Content-Type': 'application/vnd.item+json' },
    });
    expect(log[1]).toEqual({ method: 'PUT', ifMatch: '"1"', contentType: 'application/vnd.item+json' });
  });

  it('returns what was written if the response has no content; a PATCH is a merge patch', async () => {
    const { fetch, log } = resource({ answers: false });
    expect(await update(URL, take, { fetch, method: 'PATCH' })).toEqual({
      state: { stock: 9 },
      etag: '"2"',
      attempts: 1,
    });
    expect(log[1]).toEqual({ method: 'PATCH', ifMatch: '"1"', contentType: 'application/merge-patch+json' });
  });

  it('continues with the state of the 412, without another read', async () => {
    const { fetch, log, state } = resource({ rivals: 3 });
    const { attempts } = await update(URL, async (item: Item) => take(item), { fetch });
    expect(attempts).toBe(4);
    expect(state()).toEqual({ stock: 6 });
    expect(log.map(({ method }) => method)).toEqual(['GET', 'PUT', 'PUT', 'PUT', 'PUT']);
  });

  it('reads again if the 412 does not show the state', async () => {
    const { fetch, log, state } = resource({ rivals: 1, shows: false });
    await update(URL, take, { fetch });
    expect(state()).toEqual({ stock: 8 });
    expect(log.map(({ method }) => method)).toEqual(['GET', 'PUT', 'GET', 'PUT']);
  });

  it('gives up after maxAttempts with the last 412', async () => {
    const { fetch, log } = resource({ rivals: 99 });
    const error: unknown = await update(URL, take, { fetch, maxAttempts: 3 }).catch((one: unknown) => one);
    expect(error).toBeInstanceOf(PreconditionFailed);
    expect(log.filter(({ method }) => method === 'PUT').length).toBe(3);
  });

  it('writes nothing if there is nothing to change', async () => {
    const { fetch, log } = resource();
    expect(await update(URL, () => undefined, { fetch })).toEqual({
      state: { stock: 10 },
      etag: '"1"',
      attempts: 0,
    });
    expect(log.length).toBe(1);
  });

  it.each(['W/"1"', '1', ''])('writes nothing without a strong ETag: %j', async (tag) => {
    const { fetch, log } = resource({ etag: () => tag });
    // Without the URL, whose query may hold a secret.
    await expect(update(URL, take, { fetch })).rejects.toThrow('update: the state has no strong ETag');
    expect(log.length).toBe(1);
  });

  it.each([() => 1, Symbol('x')])('writes nothing if the change is no JSON: %s', async (changed) => {
    const { fetch, log } = resource();
    await expect(update(URL, () => changed as never, { fetch })).rejects.toThrow(
      /^change: expected JSON, got /,
    );
    expect(log.length).toBe(1);
  });

  it('rejects with any other error, of the server or of the change', async () => {
    const missing: Fetch = async () => new Response(null, { status: 404 });
    await expect(update(URL, take, { fetch: missing })).rejects.toMatchObject({ status: 404 });
    const { fetch, log } = resource();
    const mistake = new Error('mine');
    await expect(update(URL, () => Promise.reject(mistake), { fetch })).rejects.toBe(mistake);
    expect(log.length).toBe(1);
  });

  it('ends with its signal', async () => {
    const { fetch, log } = resource();
    const control = new AbortController();
    const leave = (item: Item): Item => {
      control.abort('enough');
      return take(item);
    };
    const done = update(URL, leave, {
      fetch,
      signal: control.signal,
    });
    await expect(done).rejects.toBe('enough');
    expect(log.length).toBe(1);
  });

  it.each([
    [undefined, {}, TypeError],
    [take, { method: 'POST' }, TypeError],
    [take, { maxAttempts: 0 }, RangeError],
    [take, { fetch: 1 }, TypeError],
    [take, null, TypeError],
  ])('arguments: %s, %j', async (change, options, Expected) => {
    const call = update(URL, change as never, options as never);
    await expect(call).rejects.toThrow(Expected);
    await expect(call).rejects.toThrow(/^\w+: expected .*, got /);
  });
});

describe('100 races of two writers', () => {
  it('lose no update', async () => {
    for (let race = 0; race < 100; race++) {
      const { fetch, state } = resource({ shows: race % 2 === 0, answers: race % 3 === 0 });
      const add = (name: string) => (item: Item & Record<string, number>) => ({
        ...item,
        stock: item.stock - 1,
        [name]: race,
      });
      const both = await Promise.all([update(URL, add('a'), { fetch }), update(URL, add('b'), { fetch })]);
      expect(state()).toMatchObject({ stock: 8, a: race, b: race });
      expect(both.map(({ attempts }) => attempts).sort()).toEqual([1, 2]);
    }
  });
});
