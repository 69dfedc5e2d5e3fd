import { PGlite } from '@electric-sql/pglite';
import { Pool } from 'pg';

/** A PostgreSQL to write to. */
export interface Database {
  /** `'PGlite'`, or `'PostgreSQL'` for the server that DATABASE_URL names. */
  readonly kind: string;
  query<Row>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  close(): Promise<void>;
}

/** The server that DATABASE_URL names, with several connections; else PostgreSQL in this process. */
export async function openDatabase(): Promise<Database> {
  const connectionString = process.env['DATABASE_URL'];
  if (connectionString !== undefined) {
    const pool = new Pool({ connectionString, max: 20 });
    return {
      kind: 'PostgreSQL',
      // What the columns are is what the statement says.
      query: async <Row>(text: string, values: readonly unknown[] = []) =>
        (await pool.query(text, values)).rows as Row[],
      close: () => pool.end(),
    };
  }
  const engine = await PGlite.create();
  return {
    kind: 'PGlite',
    query: async <Row>(text: string, values: readonly unknown[] = []) =>
      (await engine.query<Row>(text, [...values])).rows,
    close: () => engine.close(),
  };
}
