// Errors of MySQL as mysql2 makes them of what a server sends, by itself and behind what wraps it: of MariaDB, and of a server
// of the tests, which refuses each statement with the number and the state that stand in it.
import { rules } from '@statuskit/core';
import { drizzle } from 'drizzle-orm/mysql2';
import createKnex from 'knex';
import { Kysely, MysqlDialect, sql } from 'kysely';
import mysql from 'mysql2';
import { createConnection, createPool, type Pool } from 'mysql2/promise';
import { Sequelize } from 'sequelize';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closedOrigin } from '../../setup/closed-origin.ts';
import {
  AGAIN,
  answerOf,
  errorOf,
  LINKED,
  REQUIRED,
  type SqlClient,
  TAKEN,
  TOO_LONG,
  UNMET,
  UNREADABLE,
} from '../../setup/database-answers.ts';
import { describeWith } from '../../setup/describe-with.ts';
import { type MariadbServer, startMariadb } from '../../setup/mariadb-server.ts';
import { type MysqlServer, startMysqlServer } from '../../setup/mysql-server.ts';

// By the server error reference of MySQL 8.4 and MariaDB 11.
const CASES: readonly (readonly [errno: number, what: string, answer: object])[] = [
  [1062, 'ER_DUP_ENTRY', TAKEN],
  [1586, 'ER_DUP_ENTRY_WITH_KEY_NAME', TAKEN],
  [1451, 'ER_ROW_IS_REFERENCED_2', LINKED],
  [1452, 'ER_NO_REFERENCED_ROW_2', LINKED],
  [1048, 'ER_BAD_NULL_ERROR', REQUIRED],
  [1364, 'ER_NO_DEFAULT_FOR_FIELD', REQUIRED],
  [3819, 'ER_CHECK_CONSTRAINT_VIOLATED', UNMET],
  [4025, 'ER_CONSTRAINT_FAILED of MariaDB', UNMET],
  [1406, 'ER_DATA_TOO_LONG', TOO_LONG],
  [1264, 'ER_WARN_DATA_OUT_OF_RANGE', UNREADABLE],
  [1292, 'ER_TRUNCATED_WRONG_VALUE', UNREADABLE],
  [1366, 'ER_TRUNCATED_WRONG_VALUE_FOR_FIELD', UNREADABLE],
  [1213, 'ER_LOCK_DEADLOCK', AGAIN],
  [1205, 'ER_LOCK_WAIT_TIMEOUT', AGAIN],
  [3572, 'ER_LOCK_NOWAIT', AGAIN],
  [3024, 'ER_QUERY_TIMEOUT', { status: 503 }],
  [1317, 'ER_QUERY_INTERRUPTED', { status: 503 }],
  [1146, 'ER_NO_SUCH_TABLE', { status: 500 }],
  [1064, 'ER_PARSE_ERROR', { status: 500 }],
  [1045, 'ER_ACCESS_DENIED_ERROR', { status: 500 }],
];

const STATES: Readonly<Record<number, string>> = {
  1146: '42S02',
  1064: '42000',
  1045: '28000',
  1213: '40001',
};
const stateOf = (errno: number): string => STATES[errno] ?? (errno < 1500 ? '23000' : 'HY000');

interface Account {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string;
  readonly database: string;
}
const account = (port: number): Account => ({ host: '127.0.0.1', port, user: 'test', database: 'test' });
const SILENT = { warn() {}, error() {}, deprecate() {}, debug() {} };

const CLIENTS: Readonly<Record<string, (to: Account) => SqlClient | Promise<SqlClient>>> = {
  mysql2(to) {
    const pool = mysql.createPool(to);
    return {
      run: (statement) =>
        new Promise((resolve, reject) =>
          pool.query(statement, (error, rows) => (error === null ? resolve(rows) : reject(error))),
        ),
      close: () => pool.promise().end(),
    };
  },
  'mysql2/promise'(to) {
    const pool = createPool(to);
    return { run: (statement) => pool.query(statement), close: () => pool.end() };
  },
  Drizzle(to) {
    const pool = createPool(to);
    const db = drizzle(pool);
    return { run: (statement) => db.execute(statement), close: () => pool.end() };
  },
  Kysely(to) {
    const db = new Kysely({ dialect: new MysqlDialect({ pool: mysql.createPool(to) as never }) });
    return { run: (statement) => sql.raw(statement).execute(db), close: () => db.destroy() };
  },
  Knex(to) {
    const db = createKnex({
      client: 'mysql2',
      connection: to,
      pool: { min: 0, max: 1 },
      log: SILENT,
    });
    return { run: (statement) => db.raw(statement), close: () => db.destroy() };
  },
  async TypeORM(to) {
    const { user, ...rest } = to;
    const db = await new DataSource({ type: 'mysql', username: user, ...rest }).initialize();
    return { run: (statement) => db.query(statement), close: () => db.destroy() };
  },
  Sequelize(to) {
    const { user, ...rest } = to;
    const db = new Sequelize({
      ...rest,
      username: user,
      dialect: 'mysql',
      logging: false,
      retry: { max: 1 },
    });
    return { run: (statement) => db.query(statement), close: () => db.close() };
  },
};

let server: MysqlServer;
beforeAll(async () => {
  server = await startMysqlServer();
});
afterAll(() => server?.close());

describe.each(Object.entries(CLIENTS))('rules.mysql and %s', (_name, connect) => {
  let client: SqlClient;
  beforeAll(async () => {
    client = await connect(account(server.port));
  });
  afterAll(() => client?.close?.());

  it.each(CASES)('%i %s', async (errno, _what, answer) => {
    const thrown = await errorOf(() => client.run(`fail ${errno} ${stateOf(errno)}`));
    expect(answerOf(thrown, rules.mysql)).toEqual(answer);
    expect(answerOf(thrown)).toEqual({ status: 500 });
  });

  it('a server without room, and one that refuses the connection, are a 503', async () => {
    const full = await startMysqlServer(true);
    const ports = [full.port, Number(new URL(await closedOrigin()).port)];
    for (const port of ports) {
      let refused: SqlClient | undefined;
      const thrown = await errorOf(async () => {
        refused = await connect(account(port));
        await refused.run('select 1');
      });
      expect(answerOf(thrown, rules.mysql)).toEqual({ status: 503 });
      await refused?.close?.();
    }
    await full.close();
  });
});

// On MariaDB, or on the server of `MYSQL_URL=mysql://user:password@127.0.0.1:3306/database`. The tables are dropped.
const REAL: readonly (readonly [what: string, statement: string, answer: object])[] = [
  ['a duplicate', "insert into statuskit_teams values (2, 'hunter2', 1, now())", TAKEN],
  ['a primary key', "insert into statuskit_teams values (1, 'other', 1, now())", TAKEN],
  ['a row that is not there', 'insert into statuskit_people values (9)', LINKED],
  ['a row that is in use', 'delete from statuskit_teams', LINKED],
  ['NOT NULL', 'insert into statuskit_teams values (2, null, 1, now())', REQUIRED],
  ['no default', 'insert into statuskit_teams (id) values (2)', REQUIRED],
  ['CHECK', "insert into statuskit_teams values (2, 'x', 0, now())", UNMET],
  ['too long', "insert into statuskit_teams values (2, 'hunter2hunter2', 1, now())", TOO_LONG],
  ['out of range', "insert into statuskit_teams values (2, 'x', 99999999999, now())", UNREADABLE],
  ['no number', "insert into statuskit_teams values (2, 'x', 'hunter2', now())", UNREADABLE],
  ['no time', "insert into statuskit_teams values (2, 'x', 1, 'hunter2')", UNREADABLE],
  ['a table that does not exist', 'select * from statuskit_nowhere', { status: 500 }],
  ['no SQL', 'selekt', { status: 500 }],
];

/** The account of a server that is there already. */
function accountOf(url: string): Account {
  const { hostname: host, port, username: user, password, pathname } = new URL(url);
  return { host, port: Number(port || 3306), user, password, database: pathname.slice(1) };
}

const REAL_URL = process.env['MYSQL_URL'];
const START_MS = 180_000;

function onServer(): void {
  let mariadb: MariadbServer | undefined;
  let to: Account;
  let pool: Pool;
  beforeAll(async () => {
    if (REAL_URL === undefined) {
      mariadb = await startMariadb();
      const { database, ...rest } = account(mariadb.port);
      const first = await createConnection(rest);
      await first.query(`create database ${database}`);
      await first.end();
    }
    to = REAL_URL === undefined ? account(mariadb?.port ?? 0) : accountOf(REAL_URL);
    pool = createPool({ ...to, connectionLimit: 2 });
    await pool.query('drop table if exists statuskit_people, statuskit_teams');
    await pool.query(
      'create table statuskit_teams (id int primary key, name varchar(7) unique not null, size int check (size > 0), at datetime) engine innodb',
    );
    await pool.query(
      'create table statuskit_people (team int, foreign key (team) references statuskit_teams(id)) engine innodb',
    );
    await pool.query("insert into statuskit_teams values (1, 'hunter2', 1, now())");
    await pool.query('insert into statuskit_people values (1)');
  }, START_MS);
  afterAll(async () => {
    await pool?.query('drop table if exists statuskit_people, statuskit_teams');
    await pool?.end();
    await mariadb?.stop();
  });

  describe.each(Object.entries(CLIENTS))('%s', (_name, connect) => {
    let client: SqlClient;
    beforeAll(async () => {
      client = await connect(to);
    });
    afterAll(() => client?.close?.());

    it.each(REAL)('%s', async (_what, statement, answer) => {
      const thrown = await errorOf(() => client.run(statement));
      expect(answerOf(thrown, rules.mysql)).toEqual(answer);
      expect(answerOf(thrown)).toEqual({ status: 500 });
    });
  });

  it('a row that another transaction has locked', async () => {
    const [one, other] = [await pool.getConnection(), await pool.getConnection()];
    try {
      await one.query('begin');
      await one.query('select * from statuskit_teams where id = 1 for update');
      const late = await errorOf(() => other.query('select * from statuskit_teams for update nowait'));
      expect(answerOf(late, rules.mysql)).toEqual(AGAIN);
    } finally {
      await one.query('rollback');
      one.release();
      other.release();
    }
  });

  if (REAL_URL === undefined) {
    // MySQL has another option for it.
    it('a statement that takes too long', async () => {
      const slow = 'set statement max_statement_time = 0.01 for select sleep(9)';
      const late = await errorOf(() => pool.query(slow));
      expect(late).toMatchObject({ errno: 1969 });
      expect(answerOf(late, rules.mysql)).toEqual({ status: 503 });
    });
  }

  it('a deadlock', async () => {
    await pool.query("insert into statuskit_teams values (7, 'seven', 1, now()), (8, 'eight', 1, now())");
    const [one, other] = [await pool.getConnection(), await pool.getConnection()];
    try {
      for (const db of [one, other]) await db.query('begin');
      await one.query('update statuskit_teams set size = 2 where id = 7');
      await other.query('update statuskit_teams set size = 2 where id = 8');
      const both = await Promise.allSettled([
        one.query('update statuskit_teams set size = 3 where id = 8'),
        other.query('update statuskit_teams set size = 3 where id = 7'),
      ]);
      const lost = both.filter((settled) => settled.status === 'rejected').map(({ reason }) => reason);
      expect(lost).toHaveLength(1);
      expect(answerOf(lost[0], rules.mysql)).toEqual(AGAIN);
    } finally {
      for (const db of [one, other]) await db.query('rollback');
      one.release();
      other.release();
    }
  });
}

if (REAL_URL === undefined) describeWith(['mariadbd'], 'rules.mysql and MariaDB', onServer);
else describe('rules.mysql and the server of MYSQL_URL', onServer);
