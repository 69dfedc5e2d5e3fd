import { read, readText } from '../../../read.ts';
import { type DatabaseRule, databaseRule, type Kind, kindIn, type Marks } from './database.ts';

// Numbers of the server error reference of MySQL; 1020, 1927, 1969 and 4025 are those of MariaDB.
const MARKS: Marks = {
  taken: '1062 1169 1586 1859',
  linked: '1216 1217 1451 1452 1761 1762',
  required: '1048 1263 1364',
  unmet: '3819 4025',
  long: '1406',
  unreadable: '1264 1265 1292 1300 1366 1367 1411 1525 1690 3140 3141',
  again: '1020 1205 1213 3572',
  down: '1040 1053 1203 1226 1317 1927 1969 3024 PROTOCOL_CONNECTION_LOST PROTOCOL_SEQUENCE_TIMEOUT',
};

/** Returns the kind of a number of the server. */
export function kindOfNumber(errno: unknown): Kind | undefined {
  return kindIn(MARKS, errno);
}

/**
 * Knows errors of MySQL and MariaDB, as mysql2 and mariadb report them, also behind Drizzle, Kysely, Knex, Sequelize,
 * TypeORM and MikroORM. The answers are those of `rules.postgres`. The server names the index of a duplicate only in its
 * message, which no rule reads: `constraints` has an effect only behind Sequelize.
 *
 * @example
 * ```ts
 * app.use(errorHandler({ rules: [rules.mysql] }));
 * ```
 */
export const mysql: DatabaseRule = /* @__PURE__ */ databaseRule((error) => {
  const code = readText(error, 'code') ?? '';
  if (code.startsWith('PROTOCOL_')) return kindIn(MARKS, code);
  const isOfServer = readText(error, 'sqlState') !== undefined || code.startsWith('ER_');
  return isOfServer ? kindOfNumber(read(error, 'errno')) : undefined;
});
