import { connect, type Socket } from 'node:net';
import type { IdempotencyBegun, RateLimitOptions } from '@statuskit/express';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FRAMEWORKS, type Framework, type Routes } from '../setup/frameworks.ts';
import { serveHere } from '../setup/here.ts';
import { request } from '../setup/raw.ts';
import { hearWarnings } from '../setup/warnings.ts';

// What `perform` of each adapter must survive. Each middleware is asked about a request that waits for something slow: its own
// store, or middleware in front of it if it has none.

/** Something slow. A request announces that it waits, and the test says when it continues. */
class Gate {
  open: (failure?: Error) => void = () => {};
  /** Resolves when a request waits. */
  readonly waiting: Promise<void>;
  readonly pass: () => Promise<void>;

  constructor() {
    const opened = new Promise<void>((resolve, reject) => {
      this.open = (failure) => (failure === undefined ? resolve() : reject(failure));
    });
    opened.catch(() => {});
    let announce = (): void => {};
    this.waiting = new Promise((resolve) => {
      announce = resolve;
    });
    this.pass = () => {
      announce();
      return opened;
    };
  }
}

type Pass = Gate['pass'];
// The middlewares of both have the same names, and options that these tests give alike.
type Adapter = typeof forExpress;

interface Subject {
  /** Makes the middleware. One that calls `slow` waits for its own store; it may not be called if there is none. */
  make(adapter: Adapter, slow: Pass): unknown;
  /** Whether the middleware itself waits. */
  readonly waits: boolean;
  readonly method?: string;
  readonly path?: string;
  readonly fields?: Readonly<Record<string, string>>;
  /** Whether a request that is let through reaches the handler. */
  readonly reaches: boolean;
  /** The status of a request that nothing disturbs, and of one whose store fails. */
  readonly status: number;
  readonly failed: number;
}

const policies = [{ name: 'hourly', quota: 1000, windowSeconds: 3600 }];

function slowStore(slow: Pass): NonNullable<RateLimitOptions['store']> {
  const memory = new forExpress.MemoryStore();
  return {
    take: async (...args) => {
      await slow();
      return memory.take(...args);
    },
    refund: (...args) => memory.refund(...args),
    forget: (...args) => memory.forget(...args),
  };
}

function keyStore(slow: Pass, begun: (fingerprint: string) => IdempotencyBegun): forExpress.IdempotencyStore {
  return {
    async begin(_name, fingerprint) {
      await slow();
      return begun(fingerprint);
    },
    complete: async () => true,
    release: async () => {},
  };
}

const KEY = { 'idempotency-key': 'k' };
const response = { status: 201, headers: {}, body: Buffer.from('before') };

const SUBJECTS: Readonly<Record<string, Subject>> = {
  conditional: {
    make: ({ conditional }, slow) =>
      conditional(async () => {
        await slow();
        return { etag: forExpress.etag.strong('v1'), length: 4 };
      }),
    waits: true,
    reaches: true,
    status: 200,
    failed: 500,
  },
  'conditional, with a 304': {
    make: ({ conditional }, slow) =>
      conditional(async () => {
        await slow();
        return { etag: forExpress.etag.strong('v1') };
      }),
    waits: true,
    fields: { 'if-none-match': '"v1"' },
    reaches: false,
    status: 304,
    failed: 500,
  },
  'conditional, with a 412': {
    make: ({ conditional }, slow) =>
      conditional(async () => {
        await slow();
        return { etag: forExpress.etag.strong('v1') };
      }),
    waits: true,
    method: 'PUT',
    fields: { 'if-match': '"v0"' },
    reaches: false,
    status: 412,
    failed: 500,
  },
  rateLimit: {
    make: ({ rateLimit }, slow) =>
      rateLimit({ policies, key: () => 'one', store: slowStore(slow), onStoreError: 'closed' }),
    waits: true,
    reaches: true,
    status: 200,
    failed: 503,
  },
  'rateLimit, with a 429': {
    make: ({ rateLimit }, slow) =>
      rateLimit({ policies, key: () => 'one', cost: 1001, store: slowStore(slow), onStoreError: 'closed' }),
    waits: true,
    reaches: false,
    status: 429,
    failed: 503,
  },
  'rateLimit, with a slow key': {
    make: ({ rateLimit }, slow) => rateLimit({ policies, key: () => slow().then(() => 'one') }),
    waits: true,
    reaches: true,
    status: 200,
    failed: 500,
  },
  loginGuard: {
    make: ({ loginGuard }, slow) =>
      loginGuard({ user: () => 'ada', ip: () => '::1', store: slowStore(slow), onStoreError: 'closed' }),
    waits: true,
    reaches: true,
    status: 200,
    failed: 503,
  },
  'idempotent, the first time': {
    make: ({ idempotent }, slow) =>
      idempotent({ scope: 'shared', store: keyStore(slow, () => ({ kind: 'started' })) }),
    waits: true,
    method: 'POST',
    fields: KEY,
    reaches: true,
    status: 200,
    failed: 503,
  },
  'idempotent, with a replay': {
    make: ({ idempotent }, slow) =>
      idempotent({
        scope: 'shared',
        store: keyStore(slow, (fingerprint) => ({ kind: 'completed', fingerprint, response })),
      }),
    waits: true,
    method: 'POST',
    fields: KEY,
    reaches: false,
    status: 201,
    failed: 503,
  },
  'idempotent, with a 409': {
    make: ({ idempotent }, slow) =>
      idempotent({
        scope: 'shared',
        store: keyStore(slow, (fingerprint) => ({ kind: 'running', fingerprint })),
      }),
    waits: true,
    method: 'POST',
    fields: KEY,
    reaches: false,
    status: 409,
    failed: 503,
  },
  'handle, with a value': {
    make: ({ handle }, slow) => handle(() => slow().then(() => ({ id: 7 }))),
    waits: true,
    reaches: false,
    status: 200,
    failed: 500,
  },
  'handle, with an error': {
    make: ({ handle }, slow) => handle(() => slow().then(() => new forExpress.Gone())),
    waits: true,
    reaches: false,
    status: 410,
    failed: 500,
  },
  concurrency: {
    make: ({ concurrency }) => concurrency({ max: 2 }),
    waits: false,
    reaches: true,
    status: 200,
    failed: 500,
  },
  autoEtag: { make: ({ autoEtag }) => autoEtag(), waits: false, reaches: true, status: 200, failed: 500 },
  'autoEtag, with a 304': {
    make: ({ autoEtag }) => autoEtag(),
    waits: false,
    fields: { 'if-none-match': '*' },
    reaches: true,
    status: 304,
    failed: 500,
  },
  relocations: {
    make: ({ relocations }) => relocations({ '/': '/new' }),
    waits: false,
    reaches: false,
    status: 308,
    failed: 500,
  },
  'relocations, with a 410': {
    make: ({ relocations }) => relocations({ '/': null }),
    waits: false,
    reaches: false,
    status: 410,
    failed: 500,
  },
  unmatched: {
    make: ({ unmatched }) => unmatched(),
    waits: false,
    path: '/nowhere',
    reaches: false,
    status: 404,
    failed: 500,
  },
};

/** One server with one middleware, and what happened in it. */
interface Scene {
  readonly gate: Gate;
  readonly port: number;
  readonly reports: forExpress.Report[];
  /** How often the handler has run. */
  runs(): number;
  /** Answers the request that waits, as a timeout does. */
  answerNow(): void;
  /** Resolves when the response to the request that waits is closed. */
  closed(): Promise<void>;
}

interface SceneOptions {
  /** Middleware in front of all else calls `next` twice. */
  readonly twice?: boolean;
  /** The handler throws. */
  readonly throws?: boolean;
}

async function scene(
  framework: Framework,
  { make, waits }: Subject,
  { twice = false, throws = false }: SceneOptions = {},
): Promise<Scene> {
  const gate = new Gate();
  const reports: forExpress.Report[] = [];
  const held: import('node:http').ServerResponse[] = [];
  let count = 0;
  const run = (): unknown => {
    count++;
    if (throws) throw new Error('late');
    return 'fine';
  };
  const isHeld = (url: string | undefined): boolean => url !== '/other';
  const routes: Routes = { 'GET /': run, 'PUT /': run, 'POST /': run, 'GET /other': () => 'other' };
  const subject = { express: make(forExpress, gate.pass), koa: make(forKoa as never, gate.pass) };
  const { port } = await serveHere(framework, routes, {
    errors: { report: (one) => void reports.push(one) },
    express(app) {
      app.use((req, res, next) => {
        if (isHeld(req.url)) held.push(res);
        next();
        if (twice && isHeld(req.url)) next();
      });
      if (!waits)
        app.use((req, _res, next) => void (isHeld(req.url) ? gate.pass().then(() => next(), next) : next()));
      app.use((req, res, next) =>
        isHeld(req.url) ? (subject.express as forExpress.Middleware)(req, res, next) : next(),
      );
    },
    koa(app) {
      app.use(async (ctx, next) => {
        if (isHeld(ctx.url)) held.push(ctx.res);
        const first = next();
        if (twice && isHeld(ctx.url)) await Promise.all([first, next()]);
        await first;
      });
      if (!waits)
        app.use(async (ctx, next) => {
          if (isHeld(ctx.url)) await gate.pass();
          await next();
        });
      app.use(
        (ctx, next) =>
          (isHeld(ctx.url)
            ? (subject.koa as forKoa.Middleware)(ctx as never, next)
            : next()) as Promise<void>,
      );
    },
  });
  return {
    gate,
    port,
    reports,
    runs: () => count,
    answerNow() {
      const [first] = held;
      if (first === undefined) throw new Error('no request waits');
      first.statusCode = 503;
      first.end('timeout');
    },
    closed: () =>
      new Promise((resolve) => {
        const [first] = held;
        if (first === undefined || first.destroyed) resolve();
        else first.once('close', () => resolve());
      }),
  };
}

function ask(
  { port }: Scene,
  { method = 'GET', path = '/', fields = {} }: Subject,
): ReturnType<typeof request> {
  return request(port, method, path, fields);
}

/** A request on a connection of which nothing is read. */
function open({ port }: Scene, { method = 'GET', path = '/', fields = {} }: Subject): Socket {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  const lines = Object.entries({ host: 'localhost', ...fields }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  return socket;
}

/** All that was to happen has happened, but for what waits for a network. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

const uncaught: unknown[] = [];
const note = (thrown: unknown): void => void uncaught.push(thrown);

beforeEach(() => {
  uncaught.length = 0;
  hearWarnings();
  process.on('unhandledRejection', note);
});

afterEach(() => {
  process.off('unhandledRejection', note);
});

/** The process lives, nothing was left to it, and the server answers. */
async function expectHealthy({ port }: Scene): Promise<void> {
  await quiet();
  expect(uncaught).toEqual([]);
  expect((await request(port, 'GET', '/other')).body).toBe('other');
}

const statusOfReports = ({ reports }: Scene): unknown[] => reports.map(({ error }) => error.status);

describe.each(FRAMEWORKS)('%s', (framework) => {
  describe.each(Object.entries(SUBJECTS))('%s', (_name, subject) => {
    const { reaches, status, failed } = subject;
    const isError = status >= 400;

    it('is answered late', async () => {
      const at = await scene(framework, subject);
      const asked = ask(at, subject);
      await at.gate.waiting;
      at.gate.open();
      expect((await asked).status).toBe(status);
      expect(at.runs()).toBe(reaches ? 1 : 0);
      expect(statusOfReports(at)).toEqual(isError ? [status] : []);
      await expectHealthy(at);
    });

    it('what it waits for fails', async () => {
      const at = await scene(framework, subject);
      const asked = ask(at, subject);
      await at.gate.waiting;
      at.gate.open(new Error('store'));
      expect((await asked).status).toBe(failed);
      expect(at.runs()).toBe(0);
      expect(statusOfReports(at)).toEqual([failed]);
      await expectHealthy(at);
    });

    it.each([true, false])('a timeout has answered meanwhile; the store answers: %s', async (answers) => {
      const at = await scene(framework, subject);
      const asked = ask(at, subject);
      await at.gate.waiting;
      at.answerNow();
      expect(await asked).toMatchObject({ status: 503, body: 'timeout', complete: true });
      at.gate.open(answers ? undefined : new Error('store'));
      await expectHealthy(at);
      // What a limiter in front let through is over. A failure is reported, though it cannot be sent any more.
      if (subject.waits) expect(at.runs()).toBe(0);
      const late = answers ? (isError ? status : undefined) : failed;
      if (subject.waits) expect(statusOfReports(at)).toEqual(late === undefined ? [] : [late]);
      else expect(at.reports.length).toBeLessThanOrEqual(1);
    });

    it.each([true, false])('the client has left meanwhile; the store answers: %s', async (answers) => {
      const at = await scene(framework, subject);
      const socket = open(at, subject);
      await at.gate.waiting;
      socket.destroy();
      await at.closed();
      at.gate.open(answers ? undefined : new Error('store'));
      await expectHealthy(at);
      expect(at.runs()).toBe(answers && reaches ? 1 : 0);
      expect(at.reports.map(({ sent }) => sent)).toEqual(answers && !isError ? [] : ['aborted']);
    });

    if (reaches)
      it('what follows throws, late', async () => {
        const at = await scene(framework, subject, { throws: true });
        const asked = ask(at, subject);
        await at.gate.waiting;
        at.gate.open();
        expect((await asked).status).toBe(500);
        expect(at.runs()).toBe(1);
        expect(statusOfReports(at)).toEqual([500]);
        await expectHealthy(at);
      });

    it('`next` is called twice in front of it', async () => {
      const at = await scene(framework, subject, { twice: true });
      const asked = ask(at, subject);
      await at.gate.waiting;
      at.gate.open();
      expect((await asked).complete).toBe(true);
      await expectHealthy(at);
      expect(at.reports.length).toBeLessThanOrEqual(1);
    });
  });
});
