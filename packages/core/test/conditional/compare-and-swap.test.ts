import { describe, expect, it, vi } from 'vitest';
import { compareAndSwap } from '../../src/conditional/compare-and-swap.ts';
import { etag, LostRace, type Passed } from '../../src/conditional/index.ts';
import type { Conflict, HttpError } from '../../src/index.ts';

interface Row {
  readonly version: number;
}

/** Runs a write against a store that is at the next of `versions` at each load; null stands for nothing there. */
async function run(
  method: string,
  headers: Record<string, string>,
  versions: readonly (number | null)[],
  write: (expected: Passed<{ state: Row } | null>, attempt: number) => unknown,
): Promise<{ result?: unknown; error?: unknown; loads: number; writes: number }> {
  let loads = 0;
  let writes = 0;
  const load = () => {
    const version = versions[loads++] ?? null;
    return version === null ? null : { etag: etag.strong(version), state: { version } };
  };
  try {
    const result = await compareAndSwap({ method, headers }, 'source', {
      load,
      write: (expected) => write(expected, ++writes),
      showState: true,
    });
    return { result, loads, writes };
  } catch (error) {
    return { error, loads, writes };
  }
}

const lose = (): never => {
  throw new LostRace();
};

describe('a conditional write', () => {
  it('is told what was accepted, and gives what it wrote', async () => {
    const { result, loads, writes } = await run('PUT', { 'if-match': '"3"' }, [3], (expected) => expected);
    expect(result).toMatchObject({ exists: true, state: { version: 3 }, matched: 'If-Match' });
    expect({ loads, writes }).toEqual({ loads: 1, writes: 1 });
  });

  it('is not begun where a condition fails', async () => {
    const { error, writes } = await run('PUT', { 'if-match': '"2"' }, [3], lose);
    expect(error).toMatchObject({ status: 412, current: { version: 3 } });
    expect(writes).toBe(0);
  });

  it.each<[string, string, Record<string, string>, (number | null)[], number, number]>([
    // what, method, fields, versions at each load, status, writes
    ['the condition fails by now', 'PUT', { 'if-match': '"3"' }, [3, 4], 412, 1],
    ['it was deleted meanwhile', 'PUT', { 'if-match': '"3"' }, [3, null], 412, 1],
    ['a delete finds it gone', 'DELETE', { 'if-match': '"3"' }, [3, null], 404, 1],
    ['somebody else has created it', 'PUT', { 'if-none-match': '*' }, [null, 1], 412, 1],
    ['a condition that still holds loses twice', 'PUT', { 'if-match': '*' }, [3, 4, 5], 412, 2],
    ['no condition loses twice', 'PUT', {}, [3, 4, 5], 409, 2],
    ['no condition loses twice, and it is gone', 'PUT', {}, [3, 4, null], 409, 2],
  ])('a lost race where %s', async (_what, method, headers, versions, status, writes) => {
    const outcome = await run(method, headers, versions, lose);
    expect(outcome).toMatchObject({ error: { status }, writes, loads: versions.length });
    const now = versions.at(-1);
    const error = outcome.error as HttpError & Pick<Conflict, 'current'>;
    if (status !== 404) expect(error.current).toEqual(now === null ? undefined : { version: now });
    expect(error.headers['etag']).toBe(now === null ? undefined : `"${now}"`);
  });

  it.each([{}, { 'if-match': '*' }])('what still holds is tried again: %j', async (headers) => {
    const outcome = await run('PATCH', headers, [3, 4], (expected, attempt) =>
      attempt === 1 ? lose() : expected.state,
    );
    expect(outcome).toEqual({ result: { version: 4 }, loads: 2, writes: 2 });
  });

  it('knows the race that was lost from another copy of the class, and nothing else', async () => {
    const other = Object.assign(new Error('elsewhere'), { name: 'LostRace' });
    const again = await run('PUT', {}, [3, 4], (_, attempt) => {
      if (attempt === 1) throw other;
      return 'saved';
    });
    expect(again).toMatchObject({ result: 'saved', writes: 2 });
    const failure = new Error('the disk is full');
    const failed = await run('PUT', {}, [3], () => Promise.reject(failure));
    expect(failed).toMatchObject({ error: failure, writes: 1 });
  });

  it.each(['GET', 'HEAD', 'QUERY', 'OPTIONS'])(
    '%s writes nothing, and is a mistake of the program',
    async (method) => {
      const { error, loads } = await run(method, {}, [3], lose);
      expect(error).toBeInstanceOf(TypeError);
      expect(loads).toBe(0);
    },
  );

  it('shows what showState gives', async () => {
    const swap = { load: () => ({ etag: etag.strong(3), state: { version: 3, secret: 'x' } }), write: lose };
    const refused = (showState: undefined | false | ((state: Row) => object)): Promise<unknown> =>
      compareAndSwap({ method: 'PUT', headers: {} }, null, { ...swap, showState }).catch(
        (error: unknown) => error,
      );
    expect(await refused(({ version }) => ({ version }))).toMatchObject({ current: { version: 3 } });
    for (const showState of [false, undefined] as const) {
      const hidden = await refused(showState);
      expect(hidden).toMatchObject({ status: 409, current: undefined });
      expect((hidden as HttpError).headers['etag']).toBeUndefined();
    }
  });

  it.each([{}, { etag: undefined }, { etag: etag.weak('3') }])(
    'is not begun if a condition is required and nothing could meet it: %j',
    async (loaded) => {
      const write = vi.fn();
      const swap = { load: () => ({ ...loaded, state: { version: 3 } }), write, require: true };
      await expect(compareAndSwap({ method: 'PUT', headers: {} }, null, swap)).rejects.toThrow(
        /^require: expected load to return a strong etag/,
      );
      expect(write).not.toHaveBeenCalled();
      await compareAndSwap({ method: 'PUT', headers: { 'if-match': '*' } }, null, swap);
      expect(write).toHaveBeenCalledTimes(1);
    },
  );
});
