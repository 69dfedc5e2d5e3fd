import { read, readText } from '../../../read.ts';
import { type DatabaseRule, databaseRule, type Kind, kindIn, type Marks } from './database.ts';

// Result codes by name, as better-sqlite3, libsql and sqlite3 have them, and by number, as node:sqlite has them. A bare
// CONSTRAINT does not say which one; the names of Sequelize do.
const MARKS: Marks = {
  taken:
    'CONSTRAINT_UNIQUE 2067 CONSTRAINT_PRIMARYKEY 1555 CONSTRAINT_ROWID 2579 SequelizeUniqueConstraintError',
  linked: 'CONSTRAINT_FOREIGNKEY 787 SequelizeForeignKeyConstraintError',
  required: 'CONSTRAINT_NOTNULL 1299',
  unmet: 'CONSTRAINT_CHECK 275 CONSTRAINT_DATATYPE 3091',
  violated: 'CONSTRAINT 19 CONSTRAINT_TRIGGER 1811',
  long: 'TOOBIG 18',
  unreadable: 'MISMATCH 20',
  again: 'BUSY 5 BUSY_SNAPSHOT 517 BUSY_TIMEOUT 773 LOCKED 6 LOCKED_SHAREDCACHE 262',
  down: 'FULL 13 INTERRUPT 9',
};

/** Returns the kind of a result code by its name, as in SQLITE_BUSY. */
export function kindOfResult(code: string): Kind | undefined {
  if (code.startsWith('SQLITE_')) return kindIn(MARKS, code.slice(7));
  // libsql and better-sqlite3 have no name for the newer codes.
  return kindIn(MARKS, /^UNKNOWN_SQLITE_ERROR_(\d+)$/.exec(code)?.[1]);
}

/**
 * Knows errors of SQLite, as better-sqlite3, node:sqlite, libsql and sqlite3 report them, also behind Drizzle, Kysely, Knex,
 * Sequelize, TypeORM and MikroORM. The answers are those of `rules.postgres`; a database that another connection has locked
 * counts as a lost transaction. SQLite names columns only in its message, which no rule reads: `constraints` has an effect
 * only behind Sequelize.
 *
 * @example
 * ```ts
 * app.use(errorHandler({ rules: [rules.sqlite] }));
 * ```
 */
export const sqlite: DatabaseRule = /* @__PURE__ */ databaseRule((error) => {
  const code = readText(error, 'extendedCode') ?? readText(error, 'code') ?? '';
  if (code === 'ERR_SQLITE_ERROR') return kindIn(MARKS, read(error, 'errcode'));
  if (code.includes('SQLITE_')) return kindOfResult(code);
  // The mapper knows more than the driver that it wraps.
  const parent = readText(read(error, 'parent'), 'code') ?? '';
  return parent.startsWith('SQLITE_') ? kindIn(MARKS, readText(error, 'name')) : undefined;
});
