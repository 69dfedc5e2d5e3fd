import { LostRace } from '@statuskit/core/conditional';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenDatabase, openDatabase } from '../src/database.ts';
import { createNotices } from '../src/notices.ts';

let database: OpenDatabase;
beforeAll(async () => {
  database = await openDatabase();
}, 120_000);
afterAll(() => database.close());

describe('notices', () => {
  it('count their writes', async () => {
    const notices = createNotices(database, 'counting');
    expect(await notices.find('KEF')).toBeUndefined();
    expect(await notices.write('KEF', 'closed', undefined)).toEqual({
      code: 'KEF',
      text: 'closed',
      version: 1,
    });
    expect(await notices.write('KEF', 'open', 1)).toEqual({ code: 'KEF', text: 'open', version: 2 });
    expect(await notices.find('KEF')).toEqual({ code: 'KEF', text: 'open', version: 2 });
  });

  it('of another register are others', async () => {
    await createNotices(database, 'one').write('KEF', 'closed', undefined);
    expect(await createNotices(database, 'other').find('KEF')).toBeUndefined();
  });

  it.each([
    ['a version that has been written over', 1],
    ['a version that is yet to come', 7],
    ['none, where there is one', undefined],
  ])('are not written over %s', async (name, seen) => {
    const notices = createNotices(database, name);
    await notices.write('KEF', 'closed', undefined);
    await notices.write('KEF', 'open', 1);
    await expect(notices.write('KEF', 'lost', seen)).rejects.toBeInstanceOf(LostRace);
    expect(await notices.find('KEF')).toMatchObject({ text: 'open', version: 2 });
  });

  it('are written by one of many who saw the same', async () => {
    const notices = createNotices(database, 'many');
    await notices.write('KEF', 'closed', undefined);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, writer) => notices.write('KEF', `writer ${writer}`, 1)),
    );
    const [winner, ...others] = outcomes.filter(({ status }) => status === 'fulfilled');
    expect(others).toEqual([]);
    expect(winner).toHaveProperty('value', await notices.find('KEF'));
  });
});
