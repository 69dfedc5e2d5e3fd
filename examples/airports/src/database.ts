import { PGlite } from '@electric-sql/pglite';
import { type Database, noticesTable } from './notices.ts';

/** A database that is open, and how to close it. */
export type OpenDatabase = Database & { close(): Promise<void> };

/** PostgreSQL in this process and in memory, with an empty table of notices. */
export async function openDatabase(): Promise<OpenDatabase> {
  const database = await PGlite.create();
  await database.query(noticesTable);
  return {
    query: (sql, values) => database.query(sql, [...values]),
    close: () => database.close(),
  };
}
