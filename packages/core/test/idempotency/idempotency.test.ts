import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type IdempotencyBegun,
  type IdempotencyEvent,
  type IdempotencyOptions,
  type IdempotencyOutcome,
  type IdempotencyRequest,
  type IdempotencyStore,
  idempotency,
  MemoryIdempotencyStore,
} from '../../src/idempotency/index.ts';

const REGISTER = Symbol.for('statuskit.warned/1');
let emitted: ReturnType<typeof vi.spyOn>;

beforeEach(() => {
  Reflect.deleteProperty(globalThis, REGISTER);
  emitted = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
});

const warned = (): unknown[] =>
  emitted.mock.calls.map(([, about]: readonly unknown[]) => (about as { code: string }).code);

const request = (over: Partial<IdempotencyRequest<string>> = {}): IdempotencyRequest<string> => ({
  method: 'POST',
  target: '/payments',
  headers: { 'idempotency-key': '"k"' },
  hasContent: true,
  isRead: true,
  content: { amount: 7 },
  source: 'ada',
  ...over,
});

const BODY = new TextEncoder().encode('{"id":7}');
const answer = (status: number, fields = {}, body: Uint8Array | undefined = BODY) => ({
  status,
  fieldsBefore: {},
  fields,
  body,
});

function machine(options: Partial<IdempotencyOptions<string>> = {}) {
  const events: IdempotencyEvent[] = [];
  const begin = idempotency<string>({
    scope: (source) => source,
    onEvent: (event) => events.push(event),
    ...options,
  });
  const now = (over?: Partial<IdempotencyRequest<string>>): IdempotencyOutcome => {
    const outcome = begin(request(over));
    if ('kind' in outcome) return outcome;
    throw new Error('expected an answer at once');
  };
  const run = (status: number, fields = {}, body: Uint8Array | undefined = BODY): void => {
    const outcome = now();
    if (outcome.kind !== 'run') throw new Error(`expected a run, got ${outcome.kind}`);
    outcome.execution.complete(answer(status, fields, body));
  };
  return { now, run, begin, kinds: () => events.map(({ kind }) => kind), events };
}

const statusOf = (outcome: IdempotencyOutcome): number | string =>
  outcome.kind === 'refuse' ? outcome.error.status : outcome.kind;

describe('which requests are concerned', () => {
  it.each([
    ['GET', 'pass'],
    ['PUT', 'pass'],
    ['DELETE', 'pass'],
    ['POST', 'run'],
    ['PATCH', 'run'],
  ])('%s: %s', (method, kind) => {
    expect(machine().now({ method }).kind).toBe(kind);
  });

  it('of others the field is not even read', () => {
    expect(machine().now({ method: 'GET', headers: { 'idempotency-key': '"' } }).kind).toBe('pass');
    expect(machine({ methods: ['PUT'] }).now({ method: 'PUT' }).kind).toBe('run');
    expect(machine({ methods: ['PUT'] }).now().kind).toBe('pass');
  });

  it('without a key: refused, unless keys are not required', () => {
    expect(statusOf(machine().now({ headers: {} }))).toBe(400);
    expect(statusOf(machine({ required: false }).now({ headers: {} }))).toBe('pass');
    expect(statusOf(machine({ required: false }).now({ headers: { 'idempotency-key': '' } }))).toBe(400);
  });

  it('the field is named by an option', () => {
    const { now } = machine({ field: 'X-Request-Key' });
    expect(statusOf(now())).toBe(400);
    expect(statusOf(now({ headers: { 'x-request-key': 'k' } }))).toBe('run');
  });
});

describe('what a request is answered', () => {
  it('first: it runs; while it runs: 409 with Retry-After; then: what it was answered', () => {
    const { now, kinds } = machine();
    const first = now();
    const second = now();
    expect(statusOf(second)).toBe(409);
    expect(second.kind === 'refuse' && second.error.headers).toEqual({ 'retry-after': '1' });
    expect(second.kind === 'refuse' && second.error.type).toMatch(/^https:.*idempotency-key-in-use$/);
    if (first.kind === 'run') first.execution.complete(answer(201, { Location: '/payments/7' }));
    const third = now();
    expect(third).toEqual({
      kind: 'replay',
      reply: {
        status: 201,
        headers: { location: '/payments/7', 'content-length': '8', 'idempotent-replayed': 'true' },
        drop: [],
        body: BODY,
        close: false,
      },
    });
    expect(kinds()).toEqual(['started', 'running', 'completed', 'replayed']);
  });

  it.each([
    ['another content', { content: { amount: 8 } }],
    ['another path', { target: '/refunds' }],
    ['another query', { target: '/payments?test' }],
    ['another method', { method: 'PATCH' }],
    ['no content', { hasContent: false, content: undefined }],
  ])('%s: 422, while the first runs and after', (_name, over) => {
    const { now, kinds } = machine();
    const first = now();
    expect(statusOf(now(over))).toBe(422);
    if (first.kind === 'run') first.execution.complete(answer(201));
    expect(statusOf(now(over))).toBe(422);
    expect(kinds()).toEqual(['started', 'reused', 'completed', 'reused']);
  });

  it('the same key of another caller is another key', () => {
    const { now, run } = machine();
    run(201);
    expect(statusOf(now({ source: 'bob', content: { amount: 8 } }))).toBe('run');
    expect(statusOf(now())).toBe('replay');
  });

  it('the same key of all callers is one key where they share them', () => {
    const { now, run } = machine({ scope: 'shared' });
    run(201);
    expect(statusOf(now({ source: 'bob' }))).toBe('replay');
  });

  it('quoted or bare, it is one key', () => {
    const { now, run } = machine();
    run(201);
    expect(statusOf(now({ headers: { 'idempotency-key': 'k' } }))).toBe('replay');
  });

  it('each refusal names the field, and the documentation where there is one', () => {
    const { now, run } = machine({ documentation: 'https://api.example/keys', maxBodyBytes: 4 });
    run(201, { location: '/payments/7' });
    const link = '<https://api.example/keys>; rel="describedby"; type="text/html"';
    for (const outcome of [now({ headers: {} }), now({ target: '/x' }), now()]) {
      if (outcome.kind !== 'refuse') throw new Error('expected a refusal');
      expect(outcome.error.headers['link']).toBe(link);
      expect(outcome.error.toJSON()).toMatchObject({ errors: [{ header: 'Idempotency-Key' }] });
    }
  });
});

describe('what ends a key', () => {
  it.each([
    [200, true],
    [201, true],
    [204, true],
    [303, true],
    [400, true],
    [402, true],
    [404, true],
    [410, true],
    [413, true],
    [422, true],
    [424, true],
    [451, true],
    [499, true],
    [401, false],
    [403, false],
    [407, false],
    [408, false],
    [409, false],
    [412, false],
    [421, false],
    [423, false],
    [425, false],
    [428, false],
    [429, false],
    [500, false],
    [502, false],
    [503, false],
    [599, false],
  ])('%i: %s', (status, ends) => {
    const { now, run } = machine();
    run(status);
    expect(statusOf(now())).toBe(ends ? 'replay' : 'run');
  });

  it('an error that says when to come back does not', () => {
    const { now, run } = machine();
    run(413, { 'retry-after': '60' });
    expect(statusOf(now())).toBe('run');
  });

  it('whatever `keep` says, by status; where it fails, the default', () => {
    const all = machine({ keep: () => true });
    all.run(500);
    expect(statusOf(all.now())).toBe('replay');
    const broken = machine({ keep: () => JSON.parse('{') });
    broken.run(201);
    expect(statusOf(broken.now())).toBe('replay');
  });

  it('the first end counts', () => {
    const { now, kinds } = machine();
    const first = now();
    if (first.kind !== 'run') throw new Error('expected a run');
    first.execution.complete(answer(201));
    first.execution.complete(answer(500));
    first.execution.release();
    expect(statusOf(now())).toBe('replay');
    expect(kinds()).toEqual(['started', 'completed', 'replayed']);
  });

  it('a release frees the key for any request', () => {
    const { now } = machine();
    const first = now();
    if (first.kind === 'run') first.execution.release();
    expect(statusOf(now({ content: { amount: 8 } }))).toBe('run');
  });

  it('a request that runs keeps its key, whatever the clock of the store says', () => {
    let nowMs = 0;
    const store = new MemoryIdempotencyStore({ now: () => nowMs });
    const { now, kinds } = machine({ store, leaseSeconds: 10 });
    const first = now();
    nowMs = 1e9;
    expect(statusOf(now())).toBe(409);
    expect(statusOf(now({ content: { amount: 8 } }))).toBe(422);
    if (first.kind === 'run') first.execution.complete(answer(201));
    expect(statusOf(now())).toBe('replay');
    expect(kinds()).toEqual(['started', 'running', 'reused', 'completed', 'replayed']);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, undefined])(
    'a clock that fails frees no key: %s',
    (wrong) => {
      const nowMs = 1000;
      let given: unknown = nowMs;
      const store = new MemoryIdempotencyStore({ now: () => given as number });
      expect(store.begin('key', 'f', 'first', 60_000)).toEqual({ kind: 'started' });
      given = wrong;
      expect(() => store.begin('key', 'f', 'second', 60_000)).toThrow(
        'now: expected a function that returns milliseconds, got',
      );
      expect(() =>
        store.complete('key', 'f', 'second', { status: 200, headers: {}, body: new Uint8Array() }, 60_000),
      ).toThrow(TypeError);
      given = nowMs;
      expect(store.begin('key', 'f', 'second', 60_000)).toEqual({ kind: 'running', fingerprint: 'f' });
    },
  );

  it('a lease that nobody renews frees it for another process, and who is overtaken stores nothing', () => {
    let nowMs = 0;
    const memory = new MemoryIdempotencyStore({ now: () => nowMs });
    const inProcess = () =>
      machine({ store: Object.assign(Object.create(memory), memory), leaseSeconds: 10 });
    const [one, other] = [inProcess(), inProcess()];
    const first = one.now();
    nowMs = 9999;
    expect(statusOf(other.now())).toBe(409);
    nowMs = 10_000;
    const second = other.now();
    if (first.kind !== 'run' || second.kind !== 'run') throw new Error('expected two runs');
    first.execution.complete(answer(200));
    expect(statusOf(one.now())).toBe(409);
    second.execution.complete(answer(201));
    const third = one.now();
    expect(third.kind === 'replay' && third.reply.status).toBe(201);
    expect(one.kinds()).toEqual(['started', 'overtaken', 'running', 'replayed']);
    expect(other.kinds()).toEqual(['running', 'started', 'completed']);
  });

  it('a response is forgotten when its time is over', () => {
    let nowMs = 0;
    const store = new MemoryIdempotencyStore({ now: () => nowMs });
    const { now, run } = machine({ store, ttlSeconds: 2 });
    run(201);
    nowMs = 1999;
    expect(statusOf(now())).toBe('replay');
    nowMs = 2000;
    expect(statusOf(now())).toBe('run');
  });
});

describe('whose key it is', () => {
  const HOSTS: readonly (readonly [one: string, other: string, isSame: boolean])[] = [
    ['a.example', 'b.example', false],
    ['a.example', 'A.EXAMPLE', true],
    ['a.example', 'a.example:8443', false],
    ['a.example:80', 'a.example:81', false],
    ['[::1]:80', '[::1]:80', true],
    ['', 'a.example', false],
  ];
  it.each(HOSTS)('%s and %s: the same key is %j', (one, other, isSame) => {
    for (const scope of ['shared', (source: string) => source] as const) {
      const { now } = machine({ scope });
      const first = now({ authority: one });
      if (first.kind === 'run') first.execution.complete(answer(201));
      expect(statusOf(now({ authority: other }))).toBe(isSame ? 'replay' : 'run');
    }
  });

  const CALLERS: readonly (readonly [one: string | number, other: string | number])[] = [
    [1, '1'],
    [0, '0'],
    ['null', 'shared'],
    ['["a","b"]', 'a'],
    [1.5, '1.5'],
    [1, 2],
  ];
  it.each(CALLERS)('the callers %j and %j are two', (one, other) => {
    const callers = [one, other];
    const { now } = machine({ scope: () => callers.shift() ?? one });
    const first = now();
    if (first.kind === 'run') first.execution.complete(answer(201));
    expect(statusOf(now())).toBe('run');
    expect(statusOf(now())).toBe('replay');
  });
});

describe('a request that comes twice', () => {
  it.each([
    ['one middleware', (options: object) => [options, options]],
    ['two with one store', (options: object) => [options, { ...options }]],
    ['two with other fingerprints', (options: object) => [options, { ...options, fingerprint: () => 'x' }]],
  ])('%s: it runs once, under one execution', (_name, pair) => {
    const store = new MemoryIdempotencyStore();
    const [outer, inner] = pair({ scope: () => 'ada', store }).map((options) =>
      idempotency<object>(options as never),
    );
    const source = {};
    const same = { ...request(), source };
    const first = outer?.(same) as IdempotencyOutcome;
    expect(inner?.(same)).toEqual({ kind: 'pass' });
    expect(statusOf(inner?.({ ...request(), source: {} }) as IdempotencyOutcome)).not.toBe('pass');
    if (first.kind === 'run') first.execution.complete(answer(201));
    expect(statusOf(outer?.({ ...same, source: {} }) as IdempotencyOutcome)).toBe('replay');
  });
});

describe('how many requests of one caller run', () => {
  const flood = (options: Partial<IdempotencyOptions<string>>, most: number): void => {
    const { now, kinds } = machine(options);
    const key = (at: number) => ({ 'idempotency-key': `"${at}"` });
    const started = Array.from({ length: most }, (_, at) => now({ headers: key(at) }));
    expect(started.map(statusOf)).toEqual(Array(most).fill('run'));
    const refused = now({ headers: key(most) });
    expect(statusOf(refused)).toBe(429);
    expect(refused.kind === 'refuse' && refused.error.headers['retry-after']).toBe('1');
    expect(kinds().at(-1)).toBe('limited');
    // Those that run already are told so, others run, and one that ends makes room.
    expect(statusOf(now({ headers: key(0) }))).toBe(409);
    expect(statusOf(now({ headers: key(0), source: 'bob' }))).toBe('run');
    const [first, second] = started;
    if (first?.kind === 'run') first.execution.complete(answer(201));
    expect(statusOf(now({ headers: key(0) }))).toBe('replay');
    expect(statusOf(now({ headers: key(most) }))).toBe('run');
    if (second?.kind !== 'run') return;
    second.execution.release();
    expect(statusOf(now({ headers: key(most + 1) }))).toBe('run');
    expect(statusOf(now({ headers: key(most + 2) }))).toBe(429);
  };
  const remote = (): IdempotencyStore => {
    const { begin, complete, release } = new MemoryIdempotencyStore();
    return { begin, complete, release };
  };

  it('a tenth of the capacity of the store', () => {
    flood({ store: new MemoryIdempotencyStore({ capacity: 30 }) }, 3);
    flood({ store: Object.assign(remote(), { capacity: 27 }) }, 2);
  });
  it('at least 1', () => flood({ store: new MemoryIdempotencyStore({ capacity: 5 }) }, 1));
  it('1,000 for a store that states no capacity', () => flood({ store: remote() }, 1000));
  it('`maxPerScope`', () => flood({ maxPerScope: 2 }, 2));
  it('counted over all middlewares of one store, and whatever host a caller names', () => {
    const store = new MemoryIdempotencyStore({ capacity: 20 });
    const all = Array.from({ length: 5 }, () => machine({ store }));
    const outcomes = all.map(({ now }, at) =>
      statusOf(now({ authority: `h${at}`, headers: { 'idempotency-key': `k${at}` } })),
    );
    expect(outcomes).toEqual(['run', 'run', 429, 429, 429]);
  });
  it('no bound where all callers share their keys', () => {
    const { now } = machine({ scope: 'shared', maxPerScope: 1 });
    for (let at = 0; at < 50; at++)
      expect(now({ headers: { 'idempotency-key': `k${at}` } }).kind).toBe('run');
  });
});

describe('a client that leaves before anything is answered', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const left = () => {
    const made = machine({ leaseSeconds: 10, maxPerScope: 1 });
    const first = made.now();
    if (first.kind !== 'run') throw new Error('expected a run');
    first.execution.abandon();
    vi.advanceTimersByTime(9999);
    expect(statusOf(made.now())).toBe(409);
    return { ...made, execution: first.execution };
  };

  it('leaves the key taken until the handler answers', () => {
    const { now, execution } = left();
    execution.complete(answer(201));
    vi.advanceTimersByTime(20_000);
    expect(statusOf(now())).toBe('replay');
  });

  it('or for one more lease, if the handler never does', () => {
    const { now, kinds } = left();
    vi.advanceTimersByTime(1);
    expect(statusOf(now())).toBe('run');
    expect(kinds()).toEqual(['started', 'running', 'released', 'started']);
  });

  it('after which a late answer is stored, unless the request has run again', () => {
    const { now, execution } = left();
    vi.advanceTimersByTime(1);
    execution.complete(answer(202));
    const again = now();
    expect(again.kind === 'replay' && again.reply.status).toBe(202);

    const other = left();
    vi.advanceTimersByTime(1);
    const second = other.now();
    other.execution.complete(answer(202));
    expect(other.kinds().at(-1)).toBe('overtaken');
    expect(statusOf(other.now())).toBe(409);
    if (second.kind === 'run') second.execution.complete(answer(201));
    expect(statusOf(other.now())).toBe('replay');
  });

  it('a lease of any length is no timer that fires immediately', () => {
    const { now } = machine({ leaseSeconds: 1e9 });
    const first = now();
    if (first.kind === 'run') first.execution.abandon();
    vi.advanceTimersByTime(1000);
    expect(statusOf(now())).toBe(409);
  });
});

describe('a status as Express 4 and Node permit it', () => {
  it.each([
    ['410', 410, 'replay'],
    ['201', 201, 'replay'],
    ['409', 409, 'run'],
    [410.5, 410, 'replay'],
    [799, 799, 'run'],
    ['abc', Number.NaN, 'run'],
    ['', 0, 'run'],
  ])('%j', (status, cast, then) => {
    const { now } = machine();
    const first = now();
    if (first.kind === 'run') first.execution.complete({ ...answer(200), status: status as number });
    const again = now();
    expect(statusOf(again)).toBe(then);
    if (again.kind === 'replay') expect(again.reply.status).toBe(cast);
  });
});

describe('which fields are kept', () => {
  const kept = (fields: object, fieldsBefore: object = {}, omit: readonly string[] = []) => {
    const { now } = machine({ omit });
    const first = now();
    if (first.kind !== 'run') throw new Error('expected a run');
    first.execution.complete({ ...answer(201), fields: { ...fields }, fieldsBefore: { ...fieldsBefore } });
    const again = now();
    if (again.kind !== 'replay') throw new Error('expected a replay');
    const { 'content-length': length, 'idempotent-replayed': marker, ...rest } = again.reply.headers;
    expect([length, marker]).toEqual(['8', 'true']);
    return rest;
  };

  it('those of the handler', () => {
    const fields = { location: '/7', etag: '"v1"', 'x-order': '7', 'content-type': 'application/json' };
    expect(kept(fields)).toEqual(fields);
    expect(kept({ 'X-Count': 7, link: ['</a>; rel="a"', '</b>; rel="b"'] })).toEqual({
      'x-count': '7',
      link: ['</a>; rel="a"', '</b>; rel="b"'],
    });
  });

  it('no cookie, nothing of the connection, the framing or the moment', () => {
    expect(
      kept({
        'set-cookie': ['sid=1'],
        connection: 'close',
        'keep-alive': 'timeout=5',
        'transfer-encoding': 'chunked',
        'content-length': 99,
        date: 'Tue, 24 Nov 2026 22:00:00 GMT',
        age: '1',
        trailer: 'x',
        upgrade: 'h2c',
        ratelimit: '"a";r=1',
        'ratelimit-policy': '"a";q=2',
        'x-ratelimit-remaining': '1',
        'server-timing': 'db;dur=1',
        'idempotent-replayed': 'false',
        ':status': 200,
      }),
    ).toEqual({});
  });

  it('not what middleware outside had set, unless the handler changed it', () => {
    const before = { 'x-request-id': '1', vary: 'Origin', 'x-frame-options': 'DENY' };
    expect(kept({ ...before, vary: 'Origin, Accept', etag: '"v1"' }, before)).toEqual({
      vary: 'Origin, Accept',
      etag: '"v1"',
    });
  });

  it('of Link only what was appended', () => {
    expect(kept({ link: ['</a>; rel="a"', '</b>; rel="b"'] }, { link: '</a>; rel="a"' })).toEqual({
      link: '</b>; rel="b"',
    });
  });

  it('not what `omit` names', () => {
    expect(kept({ 'x-trace': '1', etag: '"v1"' }, {}, ['X-Trace'])).toEqual({ etag: '"v1"' });
  });

  it('a 204 is given again without a length', () => {
    const { now, run } = machine();
    run(204, {}, new Uint8Array());
    const again = now();
    expect(again.kind === 'replay' && [again.reply.headers, again.reply.body]).toEqual([
      { 'idempotent-replayed': 'true' },
      undefined,
    ]);
  });
});

describe('a body too large to be kept', () => {
  it.each([
    ['by what was handed over', undefined],
    ['by its size', new Uint8Array(5)],
  ])('%s: the request does not run again; 409 says what became of it', (_name, body) => {
    const { now, kinds } = machine({ maxBodyBytes: 4 });
    const first = now();
    if (first.kind === 'run') first.execution.complete({ ...answer(201, { location: '/7' }), body });
    const again = now();
    if (again.kind !== 'refuse') throw new Error('expected a refusal');
    expect(again.error.toJSON()).toMatchObject({
      status: 409,
      detail: 'The request with this key has been processed; its response was too large to be kept',
      original: { status: 201, location: '/7' },
    });
    expect(again.error.headers['retry-after']).toBeUndefined();
    expect(kinds()).toEqual(['started', 'completed', 'too-large']);
  });
});

describe('what cannot be told apart', () => {
  it('content that nobody has read: 415 and one warning', () => {
    const { now } = machine();
    for (let at = 0; at < 3; at++) expect(statusOf(now({ isRead: false, content: undefined }))).toBe(415);
    expect(warned()).toEqual(['STATUSKIT_UNREAD_CONTENT']);
  });

  it.each(['multipart/form-data; boundary=x', 'multipart/mixed', 'MULTIPART/form-data'])(
    '%s without content, or as bytes or text, is like any other',
    (type) => {
      const headers = { 'idempotency-key': 'k', 'content-type': type };
      expect(machine().now({ headers, hasContent: false, content: undefined }).kind).toBe('run');
      expect(machine().now({ headers, hasContent: false, content: {} }).kind).toBe('run');
      expect(machine().now({ headers, content: new Uint8Array(3) }).kind).toBe('run');
      expect(machine().now({ headers, content: '--x--' }).kind).toBe('run');
      expect(statusOf(machine().now({ headers, isRead: false, content: undefined }))).toBe(415);
    },
  );

  it('content of which a parser has left nothing, and multipart: a TypeError that says what to give', () => {
    const { now } = machine();
    expect(() => now({ content: undefined })).toThrow('fingerprint: expected text, bytes or plain data');
    const headers = { 'idempotency-key': 'k', 'content-type': 'multipart/form-data; boundary=x' };
    expect(() => now({ headers })).toThrow('fingerprint: expected a function for multipart content');
  });

  it('a fingerprint of one’s own: what it gives counts, and it must give something', async () => {
    const { now } = machine({ fingerprint: () => 'same' });
    now({ isRead: false, content: undefined });
    expect(statusOf(now({ content: { amount: 8 } }))).toBe(409);
    for (const fingerprint of [() => undefined, async () => 'x', () => () => 1]) {
      expect(() => machine({ fingerprint }).now()).toThrow('fingerprint: expected text, bytes or plain data');
    }
  });

  it.each([undefined, null, '', Number.NaN, {}, true])('a caller that is %j: a TypeError', (caller) => {
    expect(() => machine({ scope: () => caller as never }).now()).toThrow('scope: expected the caller');
  });

  it('a caller may be a number', () => {
    expect(machine({ scope: () => 7 }).now().kind).toBe('run');
  });
});

describe('a store that fails', () => {
  const failure = new Error('redis is down');
  const broken = (by: 'throw' | 'reject', methods: readonly string[]): IdempotencyStore => {
    const memory = new MemoryIdempotencyStore();
    const fail = (): Promise<never> => {
      if (by === 'throw') throw failure;
      return Promise.reject(failure);
    };
    return Object.assign(memory, Object.fromEntries(methods.map((name) => [name, fail])));
  };

  it.each(['throw', 'reject'] as const)(
    'at the beginning, by %s: 503, or unprotected where that is asked for',
    async (by) => {
      const store = broken(by, ['begin']);
      const refused = await machine({ store }).begin(request());
      expect(statusOf(refused)).toBe(503);
      expect(refused.kind === 'refuse' && refused.error.cause).toBe(failure);
      const ran = machine({ store, onStoreError: 'run' });
      expect(statusOf(await ran.begin(request()))).toBe('pass');
      expect(ran.events).toMatchObject([{ kind: 'store-failed', error: failure }]);
    },
  );

  it.each(['throw', 'reject'] as const)(
    'at the end, by %s: nothing is thrown, and it is told',
    async (by) => {
      for (const status of [201, 500]) {
        const { begin, kinds } = machine({ store: broken(by, ['complete', 'release']) });
        const first = await begin(request());
        if (first.kind === 'run') await first.execution.complete(answer(status));
        expect(kinds()).toEqual(['started', 'store-failed']);
      }
    },
  );

  it('warns once where nobody listens', async () => {
    const begin = idempotency<string>({ scope: 'shared', store: broken('reject', ['begin']) });
    await begin(request());
    await begin(request());
    expect(warned()).toEqual(['STATUSKIT_IDEMPOTENCY_STORE']);
    expect(emitted.mock.calls[0]?.[0]).toContain('redis is down');
  });

  it('a listener that fails breaks nothing', () => {
    const begin = idempotency<string>({
      scope: 'shared',
      onEvent: () => {
        throw new Error('x');
      },
    });
    expect((begin(request()) as IdempotencyOutcome).kind).toBe('run');
  });

  it('a store may answer by promise', async () => {
    const memory = new MemoryIdempotencyStore();
    const store: IdempotencyStore = {
      begin: async (...args): Promise<IdempotencyBegun> => memory.begin(...args),
      complete: async (...args) => memory.complete(...args),
      release: async (...args) => memory.release(...args),
    };
    const { begin } = machine({ store });
    const first = await begin(request());
    if (first.kind === 'run') await first.execution.complete(answer(201));
    expect(statusOf(await begin(request()))).toBe('replay');
  });
});

const STORE = { begin() {}, complete() {}, release() {} };

describe('options', () => {
  it.each([
    [undefined, TypeError, 'options: expected an object with scope'],
    [{}, TypeError, "scope: expected a function that names the caller, or 'shared', got undefined"],
    [{ scope: 'user' }, TypeError, 'scope: expected'],
    [{ scope: 'shared', store: {} }, TypeError, 'store: expected begin()'],
    [{ scope: 'shared', field: 'a b' }, TypeError, 'field'],
    [{ scope: 'shared', methods: [''] }, TypeError, 'methods'],
    [{ scope: 'shared', methods: ['post'] }, TypeError, 'methods: expected a list of methods in upper case'],
    [{ scope: 'shared', methods: 'POST' }, TypeError, 'methods: expected a list of methods in upper case'],
    [{ scope: 'shared', required: 'no' }, TypeError, 'required: expected a boolean'],
    [{ scope: 'shared', leaseSeconds: 0 }, RangeError, 'leaseSeconds: expected a number above 0, got 0'],
    [{ scope: 'shared', ttlSeconds: Number.NaN }, RangeError, 'ttlSeconds'],
    [{ scope: 'shared', maxBodyBytes: -1 }, RangeError, 'maxBodyBytes'],
    [{ scope: 'shared', maxKeyLength: '9' }, RangeError, 'maxKeyLength'],
    [{ scope: 'shared', keep: 500 }, TypeError, 'keep: expected a function'],
    [{ scope: 'shared', fingerprint: 'x' }, TypeError, 'fingerprint: expected a function'],
    [{ scope: 'shared', onEvent: {} }, TypeError, 'onEvent: expected a function'],
    [{ scope: 'shared', omit: ['é'] }, TypeError, 'omit'],
    [{ scope: 'shared', onStoreError: 'ignore' }, TypeError, "onStoreError: expected 'refuse' or 'run'"],
    [
      { scope: 'shared', maxPerScope: 0 },
      RangeError,
      'maxPerScope: expected an integer of at least 1, got 0',
    ],
    [
      { scope: 'shared', store: { ...STORE, renew: 1 } },
      TypeError,
      'store.renew: expected a function, got 1',
    ],
    [{ scope: 'shared', documentation: 'keys' }, TypeError, 'documentation: expected a URL'],
  ])('%j: a %o that says what was expected', (options, kind, message) => {
    expect(() => idempotency(options as never)).toThrow(kind);
    expect(() => idempotency(options as never)).toThrow(message);
  });
});
