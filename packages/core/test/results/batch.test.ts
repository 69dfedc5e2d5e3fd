import { Readable } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import {
  type BatchBody,
  type BatchOptions,
  batch,
  Conflict,
  created,
  isHttpError,
  NotFound,
  noContent,
  ok,
  type Report,
  ServiceUnavailable,
  seeOther,
  Unauthorized,
  type UnprocessableContent,
} from '../../src/index.ts';

const body = async (...args: Parameters<typeof batch<unknown>>): Promise<BatchBody> =>
  (await batch(...args)).body;

/** Statuses in order, where each item is what its handler does. */
async function statuses(
  items: readonly (() => unknown)[],
  options?: BatchOptions<() => unknown>,
): Promise<number[]> {
  const result = await batch(items, (item) => item(), { report() {}, ...options });
  return result.body.items.map(({ status }) => status);
}

const later = async (turns: number): Promise<void> => {
  for (let turn = 0; turn < turns; turn++) await Promise.resolve();
};

describe('the answers of a batch', () => {
  it('mean what they mean alone, in the order of the items', async () => {
    const answers: readonly (() => unknown)[] = [
      () => created('/users/7', { id: 7 }, { etag: '"v1"' }),
      async () => ({ id: 8, at: new Date(0) }),
      () => 'text',
      () => null,
      () => undefined,
      () => noContent({ etag: '"v2"' }),
      () => ok([1], { contentType: 'application/vnd.x+json' }),
      () => new NotFound('no such user'),
      () => Promise.reject(new Conflict({ id: 7 }, { etag: '"v3"' })),
      () => {
        throw new Unauthorized({ scheme: 'Bearer', params: { realm: 'api' } });
      },
      () =>
        new ServiceUnavailable({ seconds: 7 }, { detail: 'Maintenance until 18:00', instance: 'urn:x:1' }),
    ];
    const result = await batch(answers, (answer) => answer(), { report() {} });
    expect(result).toMatchObject({ status: 207, headers: {} });
    expect(result.body).toEqual({
      succeeded: 7,
      failed: 4,
      items: [
        { status: 201, headers: { location: '/users/7', etag: '"v1"' }, body: { id: 7 } },
        { status: 200, body: { id: 8, at: '1970-01-01T00:00:00.000Z' } },
        { status: 200, body: 'text' },
        { status: 204 },
        { status: 204 },
        { status: 204, headers: { etag: '"v2"' } },
        { status: 200, body: [1] },
        {
          status: 404,
          problem: { type: 'about:blank', title: 'Not Found', status: 404, detail: 'no such user' },
        },
        {
          status: 409,
          headers: { etag: '"v3"' },
          problem: { type: 'about:blank', title: 'Conflict', status: 409, current: { id: 7 } },
        },
        {
          status: 401,
          headers: { 'www-authenticate': 'Bearer realm="api"' },
          problem: { type: 'about:blank', title: 'Unauthorized', status: 401 },
        },
        {
          status: 503,
          headers: { 'retry-after': '7' },
          problem: {
            type: 'about:blank',
            title: 'Service Unavailable',
            status: 503,
            detail: 'Maintenance until 18:00',
            retryAfter: 7,
            instance: 'urn:x:1',
          },
        },
      ],
    });
  });

  it('of what fails here show the phrase and an instance, and nothing else', async () => {
    const reports: Report[] = [];
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    const failing: readonly (() => unknown)[] = [
      () => Promise.reject(new Error('password=hunter2')),
      () => Promise.reject('hunter2'),
      () => Promise.reject(null),
      () => cycle,
      () => 7n,
      () => () => 1,
      () => new Map(),
      () => ok(Uint8Array.from([1]) as never),
    ];
    const { items } = await body(failing, (run) => (run as () => unknown)(), {
      report: (report) => reports.push(report),
    });
    const instances = items.map(({ problem }) => problem?.instance);
    for (const [index, item] of items.entries()) {
      expect(item).toEqual({
        status: 500,
        problem: {
          type: 'about:blank',
          title: 'Internal Server Error',
          status: 500,
          instance: expect.stringMatching(/^urn:uuid:[0-9a-f-]{36}$/),
        },
      });
      // Nothing is lost: the report has the thrown value, and the instance that the client was shown.
      expect(reports[index]).toMatchObject({
        level: 'error',
        sent: 500,
        instance: instances[index],
        route: `item ${index}`,
      });
    }
    expect(new Set(instances).size).toBe(failing.length);
    expect(JSON.stringify(items)).not.toMatch(/hunter2|passwd|ENOENT/);
    expect(reports[0]?.thrown).toEqual(new Error('password=hunter2'));
  });

  it('are copies: what the handler changes later does not show', async () => {
    const row = { id: 7 };
    const result = await batch([1], () => row);
    row.id = 8;
    expect(result.body.items).toEqual([{ status: 200, body: { id: 7 } }]);
  });

  it('a redirection is an answer, and no failure', async () => {
    expect(await body([1], () => seeOther('/users/7'))).toMatchObject({
      failed: 0,
      items: [{ status: 303, headers: { location: '/users/7' } }],
    });
  });

  it('are 200 together where all went well and that is wanted; else 207', async () => {
    const result = async (allOk: 200 | 207 | undefined, items: readonly number[]): Promise<number> =>
      (await batch(items, (item) => (item > 0 ? item : new NotFound()), { allOk, report() {} })).status;
    expect([await result(undefined, [1]), await result(207, [1]), await result(200, [1])]).toEqual([
      207, 207, 200,
    ]);
    expect([await result(200, [1, 0]), await result(200, []), await result(207, [])]).toEqual([
      207, 200, 207,
    ]);
  });

  it('failures are reported once each: by default on the console, and there only those of the server', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { items } = await body([() => new NotFound(), () => new Error('pg-7 is down')], (run) => {
      throw (run as () => unknown)();
    });
    expect(printed).toHaveBeenCalledTimes(1);
    const [text] = printed.mock.calls[0] ?? [];
    expect(text).toContain('pg-7 is down');
    expect(text).toContain(`item 1, instance ${items[1]?.problem?.instance}`);
  });

  it('a reporter that fails loses neither what it was told nor its own failure', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    await body([1], () => Promise.reject(new Error('pg-7 is down')), {
      report: () => {
        throw new Error('log is full');
      },
    });
    expect(
      printed.mock.calls.map(([text]) => /pg-7 is down|log is full/.exec(String(text))?.[0]).sort(),
    ).toEqual(['log is full', 'pg-7 is down']);
  });

  it('validators and rules are understood as in errorHandler', async () => {
    class Missing extends Error {}
    const rule = (value: unknown) => (value instanceof Missing ? new NotFound('by rule') : undefined);
    const { items } = await body([1], () => Promise.reject(new Missing()), { rules: [rule] });
    expect(items[0]).toMatchObject({ status: 404, problem: { detail: 'by rule' } });
    const broken = (): undefined => JSON.parse('{') as undefined;
    const reports: Report[] = [];
    await body([1], () => Promise.reject(new Error('x')), {
      rules: [broken],
      report: (one) => reports.push(one),
    });
    expect(reports.map(({ thrown }) => (thrown as Error).name)).toEqual(['Error', 'SyntaxError']);
  });
});

describe('how a batch runs', () => {
  it.each([1, 2, 5, 100, Number.POSITIVE_INFINITY])(
    '%d at a time, in order, all of them',
    async (concurrency) => {
      let running = 0;
      let most = 0;
      const begun: number[] = [];
      const result = await batch(
        Array.from({ length: 20 }, (_, at) => at),
        async (item, { index }) => {
          begun.push(item);
          most = Math.max(most, ++running);
          await later(20 - index);
          running--;
          return { item };
        },
        { concurrency },
      );
      expect(most).toBe(Math.min(concurrency, 20));
      expect(begun).toEqual([...begun].sort((a, b) => a - b));
      expect(result.body.items.map(({ body }) => body)).toEqual(begun.map((item) => ({ item })));
    },
  );

  it('stops at the first failure where that is asked for; what ran ends, the rest is a 424', async () => {
    const fail = () => Promise.reject(new NotFound());
    const fine = async () => later(5);
    expect(await statuses([fine, fail, fine, fine])).toEqual([204, 404, 204, 204]);
    expect(await statuses([fine, fail, fine, fine], { onError: 'stop' })).toEqual([204, 404, 424, 424]);
    expect(await statuses([fine, fail, fine, fine], { onError: 'stop', concurrency: 3 })).toEqual([
      204, 404, 204, 424,
    ]);
    const { items } = await body([fail, fine], (run) => (run as () => unknown)(), { onError: 'stop' });
    expect(items[1]?.problem).toEqual({
      type: 'about:blank',
      title: 'Failed Dependency',
      status: 424,
      detail: 'Not run, because of item 0',
      failedItems: [0],
    });
  });

  it('a 424 is reported by nobody: the failure behind it is', async () => {
    const reports: Report[] = [];
    await batch([1, 2, 3], () => Promise.reject(new NotFound()), {
      onError: 'stop',
      report: (one) => reports.push(one),
    });
    expect(reports.map(({ sent }) => sent)).toEqual([404]);
  });

  it('takes ten thousand items, each behind the last, in one go', async () => {
    const items = Array.from({ length: 10_000 }, (_, at) => at);
    const dependsOn = (_: number, index: number) => (index === 0 ? [] : [index - 1]);
    const fails = await body(items, (item) => (item === 0 ? new NotFound() : item), {
      dependsOn: dependsOn as never,
      maxItems: 10_000,
      report() {},
    });
    expect([fails.succeeded, fails.failed, fails.items.at(-1)?.status]).toEqual([0, 10_000, 424]);
  });
});

interface Step {
  readonly id?: string;
  readonly needs?: string | number | readonly (string | number)[] | null;
  readonly fails?: boolean;
}

const run = (steps: readonly Step[], options: BatchOptions<Step> = {}): Promise<BatchBody> =>
  batch(
    steps,
    (step, { before }) =>
      step.fails === true ? new NotFound() : { after: before.map(({ id }) => id ?? '-') },
    {
      id: (step) => step.id,
      dependsOn: (step) => step.needs,
      report() {},
      ...options,
    },
  ).then(({ body }) => body);

async function faultsOf(steps: readonly unknown[], options: BatchOptions<Step> = {}): Promise<unknown> {
  try {
    await run(steps as readonly Step[], options);
  } catch (thrown) {
    if (isHttpError(thrown) && thrown.status === 422) return (thrown as UnprocessableContent).errors;
    throw thrown;
  }
  throw new Error('expected a 422');
}

describe('items that depend on others', () => {
  it('are blamed a hundred times at most', async () => {
    const needs = Array.from({ length: 24_000 }, (_, n) => `x${n}`);
    await expect(run([{ needs }] as never)).rejects.toMatchObject({
      errors: { length: 100 },
      more: 23_900,
    });
  });

  it('run after them, and are told their answers', async () => {
    const { items } = await run([
      { id: 'c', needs: ['b', 'a'] },
      { id: 'b', needs: 2 },
      { id: 'a', needs: null },
      { needs: 'c' },
    ]);
    expect(items).toEqual([
      { id: 'c', status: 200, body: { after: ['b', 'a'] } },
      { id: 'b', status: 200, body: { after: ['a'] } },
      { id: 'a', status: 200, body: { after: [] } },
      { status: 200, body: { after: ['c'] } },
    ]);
  });

  it('are a 424 where one of those failed, and so are those behind them', async () => {
    const { items, failed } = await run([
      { id: 'a', fails: true },
      { id: 'b' },
      { id: 'c', needs: ['b', 'a'] },
      { id: 'd', needs: 'c' },
      { id: 'e', needs: 'b' },
    ]);
    expect(items.map(({ status }) => status)).toEqual([404, 200, 424, 424, 200]);
    expect(items[2]?.problem).toMatchObject({ detail: 'Not run, because of item "a"', failedItems: [0] });
    expect(items[3]?.problem).toMatchObject({ failedItems: [2] });
    expect(failed).toBe(3);
  });

  it.each<[string, readonly unknown[], unknown]>([
    ['itself', [{ needs: 0 }], [[0, 'must not depend on itself, by way of others']]],
    [
      'itself by way of others',
      [{ id: 'a', needs: 'b' }, { id: 'b', needs: 'a' }, {}],
      [
        [0, 'must not depend on itself, by way of others'],
        [1, 'must not depend on itself, by way of others'],
      ],
    ],
    ['what is not there', [{ needs: 'x' }], [[0, 'must depend on items of this batch, not on "x"']]],
    ['a place behind the end', [{ needs: [1] }], [[0, 'must depend on items of this batch, not on 1']]],
    ['a place before the start', [{ needs: -1 }], [[0, 'must depend on items of this batch, not on -1']]],
    ['what is no reference', [{ needs: [{}] }], [[0, 'must depend on items of this batch, not on {}']]],
    ['a name that two have', [{ id: 'a' }, { id: 'a' }], [[1, 'must have an id of its own; "a" is taken']]],
    ['a name that is none', [{ id: 7 }], [[0, 'must have a string as its id']]],
  ])('cannot depend on %s: a 422 that points there, and nothing runs', async (_name, steps, faults) => {
    const wanted = (prefix: string) =>
      (faults as [number, string][]).map(([index, detail]) => ({ detail, pointer: `${prefix}/${index}` }));
    const handler = vi.fn();
    expect(await faultsOf(steps)).toEqual(wanted('#'));
    expect(await faultsOf(steps, { pointer: '#/operations' })).toEqual(wanted('#/operations'));
    await batch(steps as Step[], handler, { id: ({ id }) => id, dependsOn: ({ needs }) => needs }).catch(
      () => {},
    );
    expect(handler).not.toHaveBeenCalled();
  });

  it('a name cannot be one of those that objects have', async () => {
    expect(await faultsOf([{ needs: '__proto__' }, { needs: 'constructor' }])).toHaveLength(2);
  });
});

describe('what a batch refuses', () => {
  it('more items than it takes: 413, and nothing runs', async () => {
    const handler = vi.fn();
    const refused = await batch(Array(101).fill(0), handler).catch((thrown: unknown) => thrown);
    expect(JSON.parse(JSON.stringify(refused))).toEqual({
      type: 'about:blank',
      title: 'Content Too Large',
      status: 413,
      detail: 'At most 100 items at a time',
      maxItems: 100,
    });
    await expect(batch([1, 2], handler, { maxItems: 1 })).rejects.toMatchObject({ status: 413 });
    expect(handler).not.toHaveBeenCalled();
  });

  it.each([undefined, null, {}, 'ab', 7, { length: 1, 0: 'x' }])(
    'what is no list (%j): 422',
    async (items) => {
      await expect(batch(items as never, () => 1)).rejects.toMatchObject({
        status: 422,
        errors: [{ detail: 'must be a list', pointer: '#' }],
      });
    },
  );

  it.each([
    [{ concurrency: 0 }, 'concurrency: expected a whole number from 1, got 0'],
    [{ concurrency: 1.5 }, 'concurrency'],
    [{ maxItems: Number.NaN }, 'maxItems'],
    [{ onError: 'skip' }, "onError: expected 'continue' or 'stop', got \"skip\""],
    [{ allOk: 201 }, 'allOk: expected 200 or 207, got 201'],
    [{ signal: {} }, 'signal: expected an AbortSignal'],
    [{ report: 'log' }, 'report: expected a function'],
    [{ rules: 'x' }, 'rules'],
  ])('options %j: an error that says what was expected', async (options, message) => {
    await expect(batch([1], () => 1, options as never)).rejects.toThrow(message);
  });

  it('a handler that is none', async () => {
    await expect(batch([1], undefined as never)).rejects.toThrow(
      'handler: expected a function, got undefined',
    );
  });
});

describe('a batch that nobody waits for any more', () => {
  it('rejects with the reason immediately, begins nothing, and does not stop what runs', async () => {
    const controller = new AbortController();
    const begun: number[] = [];
    const ended: number[] = [];
    const reason = new Error('the client has gone');
    let go = (): void => {};
    const wait = new Promise<void>((resolve) => {
      go = resolve;
    });
    const rejected = await batch(
      [0, 1, 2, 3, 4],
      async (item, { signal }) => {
        begun.push(item);
        if (item === 1) controller.abort(reason);
        await wait;
        expect(signal).toBe(controller.signal);
        ended.push(item);
      },
      { concurrency: 2, signal: controller.signal },
    ).catch((thrown: unknown) => thrown);
    expect(rejected).toBe(reason);
    expect(ended).toEqual([]);
    go();
    await later(1);
    expect([begun, ended]).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  it.each([
    ['a handler that never ends', () => new Promise(() => {})],
    ['one that rejects later', () => later(2).then(() => Promise.reject(new Error('late')))],
    ['one that rejects with nothing', () => later(2).then(() => Promise.reject(undefined))],
  ])('settles with %s, and leaves nothing uncaught', async (_name, handler) => {
    const controller = new AbortController();
    const pending = batch([0, 1], handler, { concurrency: 2, signal: controller.signal, report() {} });
    controller.abort();
    await expect(pending).rejects.toBe(controller.signal.reason);
    await later(5);
  });

  it('lets go of a signal that outlives it', async () => {
    const { signal } = new AbortController();
    const removed = vi.spyOn(signal, 'removeEventListener');
    await batch([0], () => 1, { signal });
    expect(removed).toHaveBeenCalledTimes(1);
  });

  it('begins nothing where nobody waited from the start', async () => {
    const handler = vi.fn();
    await expect(batch([1], handler, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(handler).not.toHaveBeenCalled();
  });

  it('reports what fails meanwhile, but not that an item gave up', async () => {
    const controller = new AbortController();
    const reports: Report[] = [];
    await batch(
      [0, 1],
      async (item, { signal }) => {
        await later(3);
        controller.abort();
        if (item === 0) signal.throwIfAborted();
        throw new Error('pg-7 is down');
      },
      { concurrency: 2, signal: controller.signal, report: (report) => reports.push(report) },
    ).catch(() => {});
    await later(1);
    expect(reports.map(({ sent, route }) => [sent, route])).toEqual([['aborted', 'item 1']]);
  });
});

describe('an item that throws what cannot be read', () => {
  const throwing = (name: string): Error =>
    Object.defineProperty(new NotFound(), name, {
      get() {
        throw new Error('a getter that throws');
      },
    });
  const revoked = (): object => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  };
  it.each<[string, () => unknown]>([
    ...[
      'detail',
      'status',
      'headers',
      'type',
      'title',
      'toJSON',
      'extensions',
      'message',
      'stack',
      'name',
      'cause',
    ].map((name): [string, () => unknown] => [`a getter of ${name}`, () => throwing(name)]),
    ['a revoked proxy', revoked],
    ['null', () => null],
    ['an object without a prototype', () => Object.create(null)],
  ])('%s is a failure of that item alone', async (_name, make) => {
    for (const concurrency of [1, 2]) {
      const { body } = await batch(
        [1, 2],
        (item) => {
          if (item === 1) throw make();
          return 'done';
        },
        { concurrency, report() {} },
      );
      const [first, second] = body?.items ?? [];
      expect([first?.status, second?.status]).toEqual([expect.any(Number), 200]);
      expect(first?.status).toBeGreaterThanOrEqual(400);
    }
  });
});

// `{}` was sent in their place, with a 200.
describe('an item whose value would be an empty object in JSON', () => {
  it.each<[string, () => unknown]>([
    ['a Response', () => new Response('text')],
    ['a stream of the web', () => new ReadableStream()],
    ['a stream of Node', () => Readable.from(['text'])],
    ['a Blob', () => new Blob(['text'])],
    ['a Map', () => new Map([[1, 2]])],
    ['a Set', () => new Set([1])],
    ['an async iterator', async function* text() {}],
    ['bytes that are not a Uint8Array', () => new Uint16Array(2)],
    ['an Error that is returned', () => new Error('not thrown')],
  ])('%s is a 500 of that item alone, and reported', async (_name, make) => {
    const reports: unknown[] = [];
    const { body } = await batch([1, 2], (item) => (item === 1 ? (make() as object) : 'done'), {
      report: ({ thrown }) => void reports.push(thrown),
    });
    expect(body?.items.map(({ status }) => status)).toEqual([500, 200]);
    expect(reports).toEqual([expect.any(Error)]);
  });
});

describe('fields that scripts must not read', () => {
  it.each(['set-cookie', 'Set-Cookie', 'set-cookie2'])('%s is in no item', async (name) => {
    const headers = { [name]: 'sid=secret; HttpOnly', 'x-own': '1' };
    const { body } = await batch([0, 1], (item) =>
      item === 0 ? ok({}, { headers }) : new NotFound({ headers }),
    );
    for (const item of body?.items ?? []) expect(item.headers).toEqual({ 'x-own': '1' });
  });
});
