import { read, readText } from '../../../read.ts';
import { type DatabaseRule, databaseRule, type Kind, kindIn, type Marks } from './database.ts';

// SQLSTATE, appendix A of the manual: whole codes, and classes by their first two characters. A lost 40003 may have been
// carried out, and 08P01 is a mistake of the program.
const MARKS: Marks = {
  taken: '23505 23P01',
  linked: '23503 23001',
  required: '23502',
  unmet: '23514 44000',
  long: '22001',
  unreadable: '22',
  again: '40001 40P01 55P03',
  // postgres.js reports its own codes for connections.
  down: '08000 08001 08003 08004 08006 53 57 CONNECT_TIMEOUT CONNECTION_CLOSED CONNECTION_ENDED',
};

/** Returns the kind of a SQLSTATE. */
export function kindOfState(code: string): Kind | undefined {
  return /^[\dA-Z]{5}$/.test(code) ? (kindIn(MARKS, code) ?? kindIn(MARKS, code.slice(0, 2))) : undefined;
}

/**
 * Knows errors of PostgreSQL, as pg, postgres.js, PGlite and Neon report them, also behind Drizzle, Kysely, Knex, Sequelize,
 * TypeORM and MikroORM. A unique or exclusion violation and a broken reference are a 409; a value that is missing, too long
 * or not allowed by a constraint a 422; a value that cannot be read (class 22) a 400; a transaction that lost against
 * another a 503 with Retry-After; a canceled statement, a full server and a refused connection a 503.
 *
 * @example
 * ```ts
 * const postgres = rules.postgres({
 *   constraints: { users_email_key: { pointer: '#/email', detail: 'is taken' } },
 * });
 * app.use(errorHandler({ rules: [postgres] }));
 * ```
 */
export const postgres: DatabaseRule = /* @__PURE__ */ databaseRule((error) => {
  const code = readText(error, 'code') ?? '';
  if (readText(error, 'severity') === undefined)
    return code.startsWith('CONNECT') && read(error, 'errno') === code ? kindIn(MARKS, code) : undefined;
  return kindOfState(code);
});
