import { beforeEach, describe, expect, it, vi } from 'vitest';
import { levelOf } from '../../src/errors/understand/snapshot.ts';
import { BadGateway, NotFound, ServiceUnavailable, toHttpError } from '../../src/index.ts';
import { printReport, type Report } from '../../src/problem/report.ts';

let error: ReturnType<typeof vi.spyOn>;
let warn: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  error = vi.spyOn(console, 'error').mockImplementation(() => {});
  warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
});

function print(thrown: unknown, more: Partial<Report> = {}): string {
  const made = toHttpError(thrown);
  printReport({
    error: made,
    thrown,
    level: levelOf(made.status, false),
    sent: made.status,
    instance: undefined,
    requestId: undefined,
    method: undefined,
    route: undefined,
    ...more,
  });
  return String([...error.mock.calls, ...warn.mock.calls].at(-1)?.[0] ?? '');
}

describe('one record', () => {
  it('for a 5xx: what, where, and the ids that the client was shown', () => {
    const text = print(new Error('the reason'), {
      method: 'PUT',
      route: '/notes/:id',
      instance: 'urn:uuid:1',
      requestId: 'req-7',
    });
    expect(text.split('\n')[0]).toBe(
      '500 Internal Server Error, PUT /notes/:id, instance urn:uuid:1, request "req-7"',
    );
    expect(text).toMatch(/\n {2}Error: the reason\n {8}at /);
    expect(text).toContain('report.test.ts');
    expect(error).toHaveBeenCalledTimes(1);
    expect(warn).not.toHaveBeenCalled();
  });

  it('says no more than it knows', () => {
    expect(print(new Error('x')).split('\n')[0]).toBe('500 Internal Server Error');
    expect(print(new Error('x'), { method: 'GET' }).split('\n')[0]).toBe('500 Internal Server Error, GET');
  });

  it('nothing for a 4xx and for a client that went away', () => {
    print(new NotFound());
    print(new Error('x'), { level: 'info', sent: 'aborted' });
    expect(error).not.toHaveBeenCalled();
    expect(warn).not.toHaveBeenCalled();
  });

  it('a warning for a 503', () => {
    print(new ServiceUnavailable('unknown', 'maintenance'));
    expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('maintenance'));
    expect(error).not.toHaveBeenCalled();
  });

  it('an id cannot forge lines of the log', () => {
    const text = print(new Error('x'), { requestId: 'a\n500 forged' });
    expect(text).not.toContain('\n500 forged');
  });
});

describe('the chain of causes', () => {
  it('is printed whole, each with its stack', () => {
    const text = print(
      new Error('outer', { cause: new TypeError('middle', { cause: new RangeError('inner') }) }),
    );
    expect(text).toMatch(
      /Error: outer\n[\s\S]*caused by: TypeError: middle\n[\s\S]*caused by: RangeError: inner\n/,
    );
  });

  it('of one of ours begins with it', () => {
    const text = print(new BadGateway({ log: 'weather sent HTML', cause: new Error('Unexpected token <') }));
    expect(text).toContain('BadGateway: weather sent HTML');
    expect(text).toContain('caused by: Error: Unexpected token <');
  });

  it('ends at a cycle', () => {
    const first = new Error('first');
    const second = new Error('second', { cause: first });
    Object.assign(first, { cause: second });
    expect(print(first).match(/caused by/g)).toHaveLength(1);
    const own = new Error('own');
    Object.assign(own, { cause: own });
    expect(print(own)).not.toContain('caused by');
  });

  it('ends somewhere', () => {
    let deep = new Error('0');
    for (let depth = 1; depth < 100; depth++) deep = new Error(String(depth), { cause: deep });
    expect(print(deep).match(/caused by/g)?.length).toBeLessThan(10);
  });

  it.each([
    ['a string', 'text', 'thrown: "text"'],
    ['null', null, 'thrown: null'],
    ['undefined', undefined, 'thrown: undefined'],
    ['a number', 5, 'thrown: 5'],
    ['a symbol', Symbol('s'), 'thrown: Symbol(s)'],
    ['a function', () => 1, 'thrown: a function'],
    ['an object, of which nothing is shown', { password: 'x' }, 'thrown: an object'],
  ])('what is no Error is named: %s', (_what, value, text) => {
    expect(print(value)).toContain(text);
    if (value !== undefined) expect(print(new Error('x', { cause: value }))).toContain(`caused by: ${text}`);
  });

  it('an Error without a stack is named by its message', () => {
    const bare = new Error('bare');
    Reflect.deleteProperty(bare, 'stack');
    Object.defineProperty(bare, 'stack', { value: undefined });
    expect(print(bare)).toContain('bare');
  });

  it('shows no own members: client libraries keep credentials there', () => {
    const thrown = Object.assign(new Error('x'), {
      config: { headers: { Authorization: 'hunter2' } },
      response: { data: 'hunter2' },
      toString: () => 'hunter2',
    });
    expect(print(thrown)).not.toContain('hunter2');
    expect(print(new Error('y', { cause: thrown }))).not.toContain('hunter2');
  });

  it('a getter that throws costs no report', () => {
    const thrown = new Error('x');
    for (const name of ['stack', 'message', 'cause']) {
      Object.defineProperty(thrown, name, {
        get() {
          throw new Error('trap');
        },
      });
    }
    expect(print(thrown)).toContain('500 Internal Server Error');
  });
});

describe('levels', () => {
  it.each([
    [new NotFound(), false, 'info'],
    [new ServiceUnavailable('unknown'), false, 'warn'],
    [new BadGateway(), false, 'error'],
    [new BadGateway(), true, 'info'],
    [toHttpError(new Error('x')), false, 'error'],
  ])('%s, client gone: %s: %s', (made, gone, level) => {
    expect(levelOf(made.status, gone)).toBe(level);
  });
});
