// As much of vitest as the unit tests of the client use, and those of core that mutation testing runs, for runtimes in which vitest
// does not run. The matchers and the spies are vitest's own.
// @ts-expect-error a dependency of vitest, which bundle.ts finds there
import { JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect';
// @ts-expect-error another one
import { fn, restoreAllMocks, spyOn } from '@vitest/spy';
import * as chai from 'chai';

chai.use(JestExtend as never);
chai.use(JestChaiExpect as never);
chai.use(JestAsymmetricMatchers as never);
export const expect: unknown = chai.expect;

type Body = (...args: unknown[]) => unknown;
interface Hooks {
  readonly before: Body[];
  readonly after: Body[];
}
interface Test {
  readonly name: string;
  readonly body: () => unknown;
  readonly around: readonly Hooks[];
}

/** The tests that the files imported so far have registered. */
export const tests: Test[] = [];
let around: readonly Hooks[] = [{ before: [], after: [] }];
let path = '';

function group(name: string, body: () => void): void {
  const outer = { around, path };
  around = [...around, { before: [], after: [] }];
  path = `${path}${name} > `;
  body();
  ({ around, path } = outer);
}

const add = (name: string, body: Body, row: readonly unknown[] = []): void =>
  void tests.push({ name: path + name, body: () => body(...row), around });

type Each = (rows: readonly unknown[]) => (name: string, body: Body) => void;
const eachOf =
  (one: (name: string, body: () => unknown, row: readonly unknown[]) => void): Each =>
  (rows) =>
  (name, body) => {
    for (const [at, row] of rows.entries()) {
      const args = Array.isArray(row) ? row : [row];
      one(`${name} #${at}`, () => body(...args), []);
    }
  };

export const describe = Object.assign(group, {
  each: eachOf((name, body) => group(name, () => void body())),
});
// Between the name and the body may be options. A time limit is all that the tests have there; here each test has the same.
export const it = Object.assign((name: string, ...rest: unknown[]) => add(name, rest.at(-1) as Body), {
  each: eachOf((name, body) => add(name, body)),
});
export const beforeEach = (body: Body): void => void around.at(-1)?.before.push(body);
export const afterEach = (body: Body): void => void around.at(-1)?.after.push(body);

const finished: Body[] = [];
export const onTestFinished = (body: Body): void => void finished.push(body);

interface Timer {
  readonly atMs: number;
  readonly run: () => void;
}

// Timers by hand: a clock that stands still until a test advances it.
// Not properties of an object, which would be `this` when they are called; browsers refuse that.
const { setTimeout: realSetTimeout, clearTimeout: realClearTimeout } = globalThis;
const realNow = Date.now;
const timers = new Map<number, Timer>();
let nowMs = 0;
let last = 0;

/** Lets everything run that waits for promises only, streams and message ports among it. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 8; turn++) await new Promise((resolve) => realSetTimeout(resolve, 0));
};

const replaced = new Map<string, PropertyDescriptor | undefined>();
const environment = new Map<string, string | undefined>();

export const vi = {
  fn,
  spyOn,
  restoreAllMocks,
  stubEnv(name: string, value: string | undefined): void {
    if (!environment.has(name)) environment.set(name, process.env[name]);
    setEnv(name, value);
  },
  unstubAllEnvs(): void {
    for (const [name, own] of environment) setEnv(name, own);
    environment.clear();
  },
  stubGlobal(name: string, value: unknown): void {
    if (!replaced.has(name)) replaced.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  },
  unstubAllGlobals(): void {
    for (const [name, own] of replaced) {
      Reflect.deleteProperty(globalThis, name);
      if (own !== undefined) Object.defineProperty(globalThis, name, own);
    }
    replaced.clear();
  },
  useFakeTimers(): void {
    nowMs = realNow();
    timers.clear();
    Date.now = () => nowMs;
    globalThis.setTimeout = ((run: () => void, ms = 0) => {
      timers.set(++last, { atMs: nowMs + ms, run });
      return last;
    }) as never;
    globalThis.clearTimeout = ((id: number) => void timers.delete(id)) as never;
  },
  useRealTimers(): void {
    globalThis.setTimeout = realSetTimeout;
    globalThis.clearTimeout = realClearTimeout;
    Date.now = realNow;
  },
  getTimerCount: (): number => timers.size,
  async advanceTimersByTimeAsync(ms: number): Promise<void> {
    const endMs = nowMs + ms;
    await settle();
    for (;;) {
      const [next] = [...timers].sort(([, one], [, other]) => one.atMs - other.atMs);
      if (next === undefined || next[1].atMs > endMs) break;
      timers.delete(next[0]);
      nowMs = Math.max(nowMs, next[1].atMs);
      next[1].run();
      await settle();
    }
    nowMs = endMs;
  },
};

function setEnv(name: string, value: string | undefined): void {
  if (value === undefined) Reflect.deleteProperty(process.env, name);
  else process.env[name] = value;
}

/** What became of the tests. */
export interface Outcome {
  readonly passed: number;
  readonly failed: readonly string[];
}

/** Runs one test with the hooks around it. Rejects if it fails. */
export async function runTest(test: Test): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    for (const { before } of test.around) for (const body of before) await body();
    const late = new Promise((_, reject) => {
      timer = realSetTimeout(() => reject(new Error('takes too long')), 10_000);
    });
    await Promise.race([test.body(), late]);
  } finally {
    realClearTimeout(timer);
    for (const { after } of test.around) for (const body of after) await body();
    for (const body of finished.splice(0)) await body();
  }
}

/** Runs all tests that were registered, one after the other. */
export async function run(): Promise<Outcome> {
  const failed: string[] = [];
  for (const test of tests) {
    try {
      await runTest(test);
    } catch (error) {
      failed.push(`${test.name}: ${String((error as Error)?.stack ?? error).slice(0, 500)}`);
    }
  }
  return { passed: tests.length - failed.length, failed };
}
