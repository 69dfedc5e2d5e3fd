// Real errors of SQLite. better-sqlite3 and node:sqlite need Node 22: this file is not run on Node 20.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { EntitySchema, MikroORM, NotFoundError } from '@mikro-orm/core';
import { NodeSqliteDialect, SqliteDriver } from '@mikro-orm/sql';
import { rules } from '@statuskit/core';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import createKnex from 'knex';
import { Kysely, SqliteDialect, sql } from 'kysely';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerOf, errorOf, LINKED, type SqlClient, TAKEN } from '../../setup/database-answers.ts';

// Neither has types: one is younger than the Node whose types are installed, the other has none of its own.
interface Engine {
  exec(statement: string): void;
  close(): void;
}
const require = createRequire(import.meta.url);
const Database = require('better-sqlite3') as new (path: string) => Engine;
const { DatabaseSync } = require('node:sqlite') as { readonly DatabaseSync: new (path: string) => Engine };

const SCHEMA = [
  'pragma foreign_keys = on',
  'create table teams (id integer primary key, name text unique not null, size integer check (size > 0), note text)',
  'create table people (team integer references teams(id))',
  'create table typed (a integer) strict',
  "create trigger no_notes before update on teams begin select raise(abort, 'hunter2'); end",
  "insert into teams values (1, 'hunter2', 1, null)",
  'insert into people values (1)',
];

const CASES: readonly (readonly [what: string, statement: string, answer: object])[] = [
  ['UNIQUE', "insert into teams values (2, 'hunter2', 1, null)", TAKEN],
  ['PRIMARY KEY', "insert into teams values (1, 'other', 1, null)", TAKEN],
  ['FOREIGN KEY, a row that is not there', 'insert into people values (9)', LINKED],
  ['FOREIGN KEY, a row that is in use', 'delete from teams', LINKED],
  ['NOT NULL', 'insert into teams values (2, null, 1, null)', { status: 422, detail: 'A value is missing.' }],
  ['CHECK', "insert into teams values (2, 'x', 0, null)", { status: 422, detail: 'A value is not allowed.' }],
  [
    'a STRICT table',
    "insert into typed values ('hunter2')",
    { status: 422, detail: 'A value is not allowed.' },
  ],
  [
    'a trigger',
    'update teams set size = 2',
    { status: 409, detail: 'The request conflicts with what is stored.' },
  ],
  [
    'a key that is not a number',
    "insert into teams values ('hunter2', 'x', 1, null)",
    { status: 400, detail: 'A value is malformed or out of range.' },
  ],
  ['a table that does not exist', 'select * from nowhere', { status: 500 }],
  ['no SQL', 'selekt', { status: 500 }],
];

const CLIENTS: Readonly<Record<string, () => SqlClient | Promise<SqlClient>>> = {
  'better-sqlite3'() {
    const db = new Database(':memory:');
    return { run: (statement) => db.exec(statement), close: () => db.close() };
  },
  'node:sqlite'() {
    const db = new DatabaseSync(':memory:');
    return { run: (statement) => db.exec(statement), close: () => db.close() };
  },
  Drizzle() {
    const db = drizzle(':memory:');
    return {
      run: (statement) => db.run(statement),
      close: () => (db as unknown as { $client: Engine }).$client.close(),
    };
  },
  Kysely() {
    const db = new Kysely({ dialect: new SqliteDialect({ database: new Database(':memory:') as never }) });
    return { run: (statement) => sql.raw(statement).execute(db), close: () => db.destroy() };
  },
  Knex() {
    const db = createKnex({ client: 'better-sqlite3', connection: ':memory:', useNullAsDefault: true });
    return { run: (statement) => db.raw(statement), close: () => db.destroy() };
  },
  async TypeORM() {
    const db = await new DataSource({ type: 'better-sqlite3', database: ':memory:' }).initialize();
    return { run: (statement) => db.query(statement), close: () => db.destroy() };
  },
  libsql() {
    const db = createClient({ url: ':memory:' });
    return { run: (statement) => db.execute(statement), close: () => db.close() };
  },
  async MikroORM() {
    const db = await mikroOrm();
    return { run: (statement) => db.em.getConnection().execute(statement), close: () => db.close() };
  },
};

const Team = new EntitySchema<{ readonly id: number; readonly name: string }>({
  name: 'Team',
  tableName: 'teams',
  properties: { id: { type: 'number', primary: true }, name: { type: 'string' } },
});

function mikroOrm(): Promise<MikroORM> {
  return MikroORM.init({
    driver: SqliteDriver,
    dbName: ':memory:',
    driverOptions: new NodeSqliteDialect(':memory:'),
    entities: [Team],
  });
}

describe.each(Object.entries(CLIENTS))('rules.sqlite and %s', (_name, connect) => {
  let client: SqlClient;
  beforeAll(async () => {
    client = await connect();
    for (const statement of SCHEMA) await client.run(statement);
  });
  afterAll(() => client?.close?.());

  it.each(CASES)('%s', async (_what, statement, answer) => {
    const thrown = await errorOf(() => client.run(statement));
    expect(answerOf(thrown, rules.sqlite)).toEqual(answer);
    expect(answerOf(thrown)).toEqual({ status: 500 });
  });
});

it.each([
  ['better-sqlite3', Database],
  ['node:sqlite', DatabaseSync],
])('%s: a database that another connection has locked can be asked again', async (_name, Class) => {
  const folder = mkdtempSync(join(tmpdir(), 'statuskit-sqlite-'));
  const [one, other] = [new Class(join(folder, 'db')), new Class(join(folder, 'db'))];
  try {
    for (const db of [one, other]) db.exec('pragma busy_timeout = 0');
    one.exec('create table teams (id integer)');
    one.exec('begin exclusive');
    const thrown = await errorOf(() => other.exec('insert into teams values (1)'));
    expect(answerOf(thrown, rules.sqlite)).toEqual({ status: 503, wait: '1', retryAfter: 1 });
    expect(answerOf(thrown, rules.sqlite({ lostTransaction: 409 }))).toMatchObject({ status: 409 });
  } finally {
    one.close();
    other.close();
    rmSync(folder, { recursive: true });
  }
});

it.each([
  ['better-sqlite3', Database],
  ['node:sqlite', DatabaseSync],
])('%s: a rule that reads the message names the field, as the guide shows', async (_name, Class) => {
  const db = new Class(':memory:');
  try {
    db.exec('create table users (email text unique)');
    db.exec("insert into users values ('hunter2')");
    const thrown = await errorOf(() => db.exec("insert into users values ('hunter2')"));
    const isTaken = (error: unknown) =>
      error instanceof Error && error.message === 'UNIQUE constraint failed: users.email';
    const faults = () => [{ detail: 'is taken', pointer: '#/email' }];
    expect(answerOf(thrown, rules.from(isTaken, { status: 422, faults, detail: false }))).toMatchObject({
      status: 422,
      errors: [{ detail: 'is taken', pointer: '#/email' }],
    });
    const constraints = { 'users.email': { detail: 'is taken', pointer: '#/email' } };
    expect(answerOf(thrown, rules.sqlite({ constraints }))).toEqual(TAKEN);
  } finally {
    db.close();
  }
});

it('what MikroORM makes of an error in its unit of work', async () => {
  const orm = await mikroOrm();
  try {
    for (const statement of SCHEMA) await orm.em.getConnection().execute(statement);
    const add = (id: number, name: string): Promise<void> => {
      const em = orm.em.fork();
      em.create(Team, { id, name });
      return em.flush();
    };
    const thrown = await errorOf(() => add(5, 'hunter2'));
    expect(thrown).toMatchObject({ name: 'UniqueConstraintViolationException' });
    expect(answerOf(thrown, rules.sqlite)).toEqual(TAKEN);
    // It has no code, and its class is admitted by name, as the guide shows.
    const none = await errorOf(() => orm.em.fork().findOneOrFail(Team, 99));
    expect(answerOf(none, rules.sqlite)).toEqual({ status: 500 });
    expect(answerOf(none, rules.from(NotFoundError, { status: 404, detail: false }))).toEqual({
      status: 404,
    });
  } finally {
    await orm.close();
  }
});
