import { isNativeError } from 'node:util/types';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  BadGateway,
  Conflict,
  type HttpError,
  InternalServerError,
  NotFound,
  TooManyRequests,
} from '../../src/index.ts';

const LIMIT = Error.stackTraceLimit;

function frames(error: Error): string[] {
  return (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
}

class Mine extends NotFound {}
class Deep extends Mine {
  constructor(text: string) {
    super(text);
  }
}

/** At a depth of more than one frame, and named. */
function throwSite(make: () => HttpError): HttpError {
  const inner = (): HttpError => make();
  return inner();
}

const FOUR: readonly (readonly [string, () => HttpError])[] = [
  ['NotFound', () => new NotFound()],
  ['Conflict', () => new Conflict({ id: 1 })],
  ['TooManyRequests', () => new TooManyRequests('unknown')],
  ['a subclass', () => new Mine('x')],
  ['a subclass of a subclass', () => new Deep('x')],
];
const FIVE: readonly (readonly [string, () => HttpError])[] = [
  ['InternalServerError', () => new InternalServerError('x')],
  ['BadGateway', () => new BadGateway('x')],
];

afterEach(() => {
  vi.unstubAllEnvs();
  Error.stackTraceLimit = LIMIT;
});

describe('in production, with the default limit', () => {
  it.each(FOUR)('%s keeps one frame, the one that threw', (_name, make) => {
    vi.stubEnv('NODE_ENV', 'production');
    Error.stackTraceLimit = 10;
    const error = throwSite(make);
    expect(frames(error)).toHaveLength(1);
    expect(frames(error)[0]).toContain('stack.test.ts');
  });

  it.each(FIVE)('%s keeps the full stack', (_name, make) => {
    vi.stubEnv('NODE_ENV', 'production');
    Error.stackTraceLimit = 10;
    expect(frames(throwSite(make)).length).toBeGreaterThan(2);
  });

  it('the limit is restored at once', () => {
    vi.stubEnv('NODE_ENV', 'production');
    Error.stackTraceLimit = 10;
    new NotFound();
    expect(Error.stackTraceLimit).toBe(10);
    expect(frames(new Error('x')).length).toBeGreaterThan(2);
  });

  it('also where the argument is refused', () => {
    vi.stubEnv('NODE_ENV', 'production');
    Error.stackTraceLimit = 10;
    expect(() => new NotFound(null as never)).toThrow();
    expect(() => new Conflict(undefined as never)).toThrow();
    expect(Error.stackTraceLimit).toBe(10);
  });
});

describe('anybody who has changed something wants the frames', () => {
  it.each([9, 11, 20, 100, Number.POSITIVE_INFINITY])('limit %d', (limit) => {
    vi.stubEnv('NODE_ENV', 'production');
    Error.stackTraceLimit = limit;
    expect(frames(throwSite(() => new NotFound())).length).toBeGreaterThan(2);
    expect(Error.stackTraceLimit).toBe(limit);
  });

  it.each([0, 1, 2])('limit %d is kept to', (limit) => {
    vi.stubEnv('NODE_ENV', 'production');
    Error.stackTraceLimit = limit;
    expect(frames(throwSite(() => new NotFound()))).toHaveLength(limit);
    expect(Error.stackTraceLimit).toBe(limit);
  });

  it.each(['development', 'test', '', 'Production', undefined])('NODE_ENV=%s', (environment) => {
    vi.stubEnv('NODE_ENV', environment);
    Error.stackTraceLimit = 10;
    expect(frames(throwSite(() => new NotFound())).length).toBeGreaterThan(2);
  });
});

describe('each error is a native one', () => {
  it.each([...FOUR, ...FIVE])('%s', (_name, make) => {
    vi.stubEnv('NODE_ENV', 'production');
    Error.stackTraceLimit = 10;
    const error = make();
    expect(isNativeError(error)).toBe(true);
    expect(Object.prototype.toString.call(error)).toBe('[object Error]');
    expect(structuredClone(error)).toBeInstanceOf(Error);
  });
});

describe('a limit that cannot be written is left alone', () => {
  // As --frozen-intrinsics makes it; assigning would throw.
  it('the full stack is kept', () => {
    vi.stubEnv('NODE_ENV', 'production');
    const usual = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit') ?? {};
    Object.defineProperty(Error, 'stackTraceLimit', { value: 10, writable: false, configurable: true });
    try {
      const error = throwSite(() => new NotFound());
      expect(frames(error).length).toBeGreaterThan(2);
      expect(Error.stackTraceLimit).toBe(10);
    } finally {
      Object.defineProperty(Error, 'stackTraceLimit', usual);
    }
  });

  it('and a limit that is not there at all', () => {
    vi.stubEnv('NODE_ENV', 'production');
    const usual = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit') ?? {};
    Reflect.deleteProperty(Error, 'stackTraceLimit');
    try {
      expect(new NotFound().status).toBe(404);
      expect('stackTraceLimit' in Error).toBe(false);
    } finally {
      Object.defineProperty(Error, 'stackTraceLimit', usual);
    }
  });
});
