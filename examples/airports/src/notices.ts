import { LostRace } from '@statuskit/core/conditional';

/** What pilots must know of an airport, as it was written last. */
export type Notice = {
  readonly code: string;
  readonly text: string;
  /** Counts the writes; it is what the entity tag is made of. */
  readonly version: number;
};

/** What of a database is needed here; PGlite and a pool of `pg` fit alike. */
export type Database = {
  query<Row>(sql: string, values: readonly unknown[]): Promise<{ readonly rows: Row[] }>;
};

/** The notices of one register, in a table that may hold those of others. */
export type Notices = {
  find(code: string): Promise<Notice | undefined>;
  /**
   * Writes over the version that was seen last, or for the first time where `seen` is undefined. One statement compares
   * and swaps, so that no update is lost between the two. Rejects with LostRace where the table has another version.
   */
  write(code: string, text: string, seen: number | undefined): Promise<Notice>;
};

/** The statement that makes the table. */
export const noticesTable =
  'CREATE TABLE notices (register text, code text, text text, version integer, PRIMARY KEY (register, code))';

const columns = 'code, text, version';

/**
 * The notices of the register of this name. The table must be there.
 *
 * @example
 * const notices = createNotices(database, 'express');
 * await notices.write('KEF', 'Runway 10/28 closed', undefined); // { code: 'KEF', …, version: 1 }
 */
export function createNotices(database: Database, register: string): Notices {
  async function one(sql: string, ...values: readonly unknown[]): Promise<Notice | undefined> {
    const { rows } = await database.query<Notice>(sql, [register, ...values]);
    return rows[0];
  }

  return {
    find: (code) => one(`SELECT ${columns} FROM notices WHERE register = $1 AND code = $2`, code),

    async write(code, text, seen) {
      const written =
        seen === undefined
          ? await one(
              `INSERT INTO notices (register, code, text, version) VALUES ($1, $2, $3, 1) ON CONFLICT DO NOTHING RETURNING ${columns}`,
              code,
              text,
            )
          : await one(
              `UPDATE notices SET text = $3, version = version + 1 WHERE register = $1 AND code = $2 AND version = $4 RETURNING ${columns}`,
              code,
              text,
              seen,
            );
      if (written === undefined) throw new LostRace();
      return written;
    },
  };
}
