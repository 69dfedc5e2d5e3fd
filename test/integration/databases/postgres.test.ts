// Real errors of PostgreSQL, by each driver and each query builder or mapper that wraps it.
import { MikroORM } from '@mikro-orm/core';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';
import { rules } from '@statuskit/core';
import { drizzle as drizzlePg } from 'drizzle-orm/node-postgres';
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite';
import createKnex from 'knex';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Pool } from 'pg';
import createPostgres from 'postgres';
import { Sequelize } from 'sequelize';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closedOrigin } from '../../setup/closed-origin.ts';
import {
  answerOf,
  errorOf,
  LINKED,
  type SqlClient,
  TAKEN,
  UNREADABLE,
} from '../../setup/database-answers.ts';
import { type PgServer, startPgServer } from '../../setup/pg-server.ts';

const SCHEMA = `
  create table teams (id uuid primary key, name varchar(7) unique not null, size smallint check (size > 0));
  create table people (id serial primary key, team uuid constraint people_team references teams);
  create table bookings (during int4range, constraint no_overlap exclude using gist (during with &&));
  insert into teams values ('11111111-1111-4111-8111-111111111111', 'hunter2', 1);
  insert into people (team) values ('11111111-1111-4111-8111-111111111111');
  insert into bookings values ('[1,5)');
`;

const raise = (code: string): string =>
  `do $$ begin raise exception 'hunter2' using errcode = '${code}'; end $$`;

const CONSTRAINTS = {
  teams_name_key: { pointer: '#/name', detail: 'is taken' },
  people_team: { pointer: '#/team', detail: 'does not exist' },
  name: { pointer: '#/name', detail: 'is required' },
} as const;

const CASES: readonly (readonly [what: string, statement: string, answer: object])[] = [
  [
    '23505',
    "insert into teams values (gen_random_uuid(), 'hunter2', 1)",
    { ...TAKEN, errors: [CONSTRAINTS.teams_name_key] },
  ],
  ['23P01', "insert into bookings values ('[2,3)')", TAKEN],
  [
    '23503, a row that is not there',
    'insert into people (team) values (gen_random_uuid())',
    { ...LINKED, errors: [CONSTRAINTS.people_team] },
  ],
  ['23503, a row that is in use', 'delete from teams', { ...LINKED, errors: [CONSTRAINTS.people_team] }],
  [
    '23502',
    'insert into teams values (gen_random_uuid(), null, 1)',
    { status: 422, detail: 'A value is missing.', errors: [CONSTRAINTS.name] },
  ],
  [
    '23514',
    "insert into teams values (gen_random_uuid(), 'x', 0)",
    { status: 422, detail: 'A value is not allowed.' },
  ],
  [
    '22001',
    "insert into teams values (gen_random_uuid(), 'hunter2 and more', 1)",
    { status: 422, detail: 'A value is too long.' },
  ],
  ['22P02', "select * from teams where id = 'hunter2'", UNREADABLE],
  ['22021', "select convert_from('\\x00', 'UTF8')", UNREADABLE],
  ['22003', 'select 99999999999::int4', UNREADABLE],
  ['22007', "select 'hunter2'::date", UNREADABLE],
  ['22008', "select '2026-13-45'::date", UNREADABLE],
  ['40001', raise('40001'), { status: 503, wait: '1', retryAfter: 1 }],
  ['40P01', raise('40P01'), { status: 503, wait: '1', retryAfter: 1 }],
  ['55P03', raise('55P03'), { status: 503, wait: '1', retryAfter: 1 }],
  ['57014', raise('57014'), { status: 503 }],
  ['53300', raise('53300'), { status: 503 }],
  ['57P03', raise('57P03'), { status: 503 }],
  ['42P01', 'select * from nowhere', { status: 500 }],
  ['42601', 'selekt', { status: 500 }],
  ['P0001', raise('P0001'), { status: 500 }],
  ['40003', raise('40003'), { status: 500 }],
  ['08P01', raise('08P01'), { status: 500 }],
];

const SILENT = { warn() {}, error() {}, deprecate() {}, debug() {} };

type Connect = (url: string) => SqlClient | Promise<SqlClient>;

// One connection each: PGlite has one.
const CLIENTS: Readonly<Record<string, Connect>> = {
  pg(url) {
    const pool = new Pool({ connectionString: url, max: 1 });
    return { run: (statement) => pool.query(statement), close: () => pool.end() };
  },
  'postgres.js'(url) {
    const client = createPostgres(url, { max: 1, onnotice: () => {} });
    return { run: (statement) => client.unsafe(statement), close: () => client.end() };
  },
  'Drizzle on pg'(url) {
    const pool = new Pool({ connectionString: url, max: 1 });
    const db = drizzlePg(pool);
    return { run: (statement) => db.execute(statement), close: () => pool.end() };
  },
  Kysely(url) {
    const pool = new Pool({ connectionString: url, max: 1 });
    const db = new Kysely({ dialect: new PostgresDialect({ pool: pool as never }) });
    return { run: (statement) => sql.raw(statement).execute(db), close: () => db.destroy() };
  },
  Knex(url) {
    const db = createKnex({ client: 'pg', connection: url, pool: { min: 0, max: 1 }, log: SILENT });
    return { run: (statement) => db.raw(statement), close: () => db.destroy() };
  },
  Sequelize(url) {
    const db = new Sequelize(url, { logging: false, pool: { max: 1 }, retry: { max: 1 } });
    return { run: (statement) => db.query(statement), close: () => db.close() };
  },
  async TypeORM(url) {
    const db = await new DataSource({
      type: 'postgres',
      url,
      poolSize: 1,
      installExtensions: false,
    }).initialize();
    return { run: (statement) => db.query(statement), close: () => db.destroy() };
  },
  async MikroORM(url) {
    const db = await MikroORM.init({
      driver: PostgreSqlDriver,
      clientUrl: url,
      pool: { max: 1 },
      entities: [],
      discovery: { warnWhenNoEntities: false },
    });
    return { run: (statement) => db.em.getConnection().execute(statement), close: () => db.close() };
  },
};

// PGlite takes seconds to start on a busy machine.
const START_MS = 180_000;

let server: PgServer;
beforeAll(async () => {
  server = await startPgServer();
  await server.engine.exec(SCHEMA);
}, START_MS);
afterAll(() => server?.close());

describe.each(Object.entries(CLIENTS))('rules.postgres and %s', (_name, connect) => {
  let client: SqlClient;
  beforeAll(async () => {
    client = await connect(server.url);
  });
  afterAll(() => client?.close?.());

  it.each(CASES)('%s', async (_what, statement, answer) => {
    const thrown = await errorOf(() => client.run(statement));
    expect(answerOf(thrown, rules.postgres({ constraints: CONSTRAINTS }))).toEqual(answer);
    // Without options, the answer has no places; without the rule, it is a 500.
    const { errors, ...plain } = answer as Record<string, unknown>;
    expect(answerOf(thrown, rules.postgres)).toEqual(plain);
    expect(answerOf(thrown)).toEqual({ status: 500 });
  });

  it('options choose between what is right in one application and another', async () => {
    const unreadable = await errorOf(() => client.run("select 'hunter2'::uuid"));
    expect(answerOf(unreadable, rules.postgres({ invalidText: 404 }))).toEqual({ status: 404 });
    const lost = await errorOf(() => client.run(raise('40001')));
    expect(answerOf(lost, rules.postgres({ lostTransaction: 409 }))).toEqual({
      status: 409,
      detail: 'Another request has changed the same data. Repeat the request.',
    });
    expect(answerOf(lost, rules.postgres({ retryAfterSeconds: 7 }))).toMatchObject({
      status: 503,
      wait: '7',
    });
  });
});

it.each(CASES)('rules.postgres and PGlite, bare and behind Drizzle: %s', async (_what, statement, answer) => {
  const { engine } = server;
  const db = drizzlePglite(engine);
  for (const run of [() => engine.query(statement), () => db.execute(statement)]) {
    const thrown = await errorOf(run);
    expect(answerOf(thrown, rules.postgres({ constraints: CONSTRAINTS }))).toEqual(answer);
  }
});

async function closedDatabase(): Promise<string> {
  return (await closedOrigin()).replace('http:', 'postgres:');
}

describe('a server that refuses the connection is a 503', () => {
  it.each(Object.entries(CLIENTS))('%s', async (_name, connect) => {
    const url = `${await closedDatabase()}/postgres`;
    let client: SqlClient | undefined;
    const thrown = await errorOf(async () => {
      client = await connect(url);
      await client.run('select 1');
    });
    expect(answerOf(thrown, rules.postgres)).toEqual({ status: 503 });
    expect(answerOf(thrown)).toEqual({ status: 500 });
    await client?.close?.();
  });

  it('but not another server that refuses it: fetch', async () => {
    const thrown = await errorOf(async () => fetch(await closedOrigin()));
    expect(answerOf(thrown, rules.postgres)).toEqual({ status: 500 });
  });
});
