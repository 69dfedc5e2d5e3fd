// Real errors of Prisma 6 and 7: generated clients, whose queries go by a driver adapter to SQLite and to PostgreSQL.
// better-sqlite3 needs Node 22: this file is not run on Node 20.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rules } from '@statuskit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closedOrigin } from '../../setup/closed-origin.ts';
import {
  AGAIN,
  answerOf,
  errorOf,
  LINKED,
  REQUIRED,
  TAKEN,
  TOO_LONG,
  UNMET,
  UNREADABLE,
} from '../../setup/database-answers.ts';
import { FRAMEWORKS } from '../../setup/frameworks.ts';
import { problemOf, serveHere } from '../../setup/here.ts';
import { type PgServer, startPgServer } from '../../setup/pg-server.ts';
import { type Major, type PrismaClient, prismaClient } from '../../setup/prisma.ts';
import { request } from '../../setup/raw.ts';

const ROWS = ["insert into teams values (1, 'hunter2', 1, null)", 'insert into people values (1, 1)'];
const SQLITE = [
  'pragma foreign_keys = on',
  'create table teams (id integer primary key, name text unique not null, size integer check (size > 0), uid text)',
  'create table people (id integer primary key, team integer not null references teams(id))',
  ...ROWS,
];
// A new name is raised as an error: the only way to a conflict with a single connection.
const POSTGRESQL = [
  'create table teams (id integer primary key, name varchar(7) unique not null, size smallint check (size > 0), uid uuid)',
  'create table people (id integer primary key, team integer not null constraint people_team references teams)',
  "create function fail() returns trigger as $$ begin raise exception 'hunter2' using errcode = new.name; end $$ language plpgsql",
  'create trigger fail before update on teams for each row execute function fail()',
  ...ROWS,
];

// SQLite and Prisma 6 report columns, Prisma 7 the index of PostgreSQL.
const NAME = { pointer: '#/name', detail: 'is missing or taken' };
const TEAM = { pointer: '#/team', detail: 'does not exist' };
const CONSTRAINTS = { name: NAME, teams_name_key: NAME, team: TEAM, people_team: TEAM } as const;

type Run = (db: PrismaClient) => Promise<unknown>;
type Cases = readonly [what: string, run: Run, answer: object, errors?: readonly object[]][];

const again = { data: { id: 2, name: 'hunter2' } };
const CASES: Cases = [
  ['P2002', (db) => db.team.create(again), TAKEN, [NAME]],
  ['P2002, the primary key', (db) => db.team.create({ data: { id: 1, name: 'other' } }), TAKEN],
  [
    'P2002 in a transaction',
    (db) => db.$transaction(async (inner) => inner.team.create(again)),
    TAKEN,
    [NAME],
  ],
  ['P2002 in a list', (db) => db.$transaction([db.team.create(again)]), TAKEN, [NAME]],
  ['P2025, update', (db) => db.team.update({ where: { id: 9 }, data: { name: 'other' } }), { status: 404 }],
  ['P2025, delete', (db) => db.team.delete({ where: { id: 9 } }), { status: 404 }],
  ['P2025, findUniqueOrThrow', (db) => db.team.findUniqueOrThrow({ where: { id: 9 } }), { status: 404 }],
  [
    'P2025, what is to be connected',
    (db) => db.person.create({ data: { id: 9, team: { connect: { id: 9 } } } }),
    { status: 404 },
  ],
  ['a check', (db) => db.team.create({ data: { id: 2, name: 'other', size: 0 } }), UNMET],
  ['P2010, a check', (db) => db.$executeRawUnsafe("insert into teams values (2, 'x', 0, null)"), UNMET],
  [
    'P2010, a duplicate',
    (db) => db.$executeRawUnsafe("insert into teams values (2, 'hunter2', 1, null)"),
    TAKEN,
    [NAME],
  ],
  ['P2010, no SQL', (db) => db.$executeRawUnsafe('selekt'), { status: 500 }],
  [
    'P2010, a table that does not exist',
    (db) => db.$executeRawUnsafe('delete from nowhere'),
    { status: 500 },
  ],
  // What TypeScript refuses is a mistake of the program.
  ['null in a model', (db) => db.team.create({ data: { id: 2, name: null } }), { status: 500 }],
  ['text as a number', (db) => db.team.findUnique({ where: { id: 'hunter2' } }), { status: 500 }],
  ['no number', (db) => db.team.findUnique({ where: { id: Number('hunter2') } }), { status: 500 }],
];
const withoutName: Run = (db) => db.$executeRawUnsafe('insert into teams values (2, null, 1, null)');
const ON_SQLITE: Cases = [
  ['P2010, NOT NULL', withoutName, REQUIRED, [NAME]],
  ['P2011', (db) => db.person.create({ data: { id: 9 } }), REQUIRED, [TEAM]],
  // SQLite does not name the reference.
  ['P2003, a row that is not there', (db) => db.person.create({ data: { id: 9, teamId: 9 } }), LINKED],
  ['P2003, a row that is in use', (db) => db.team.delete({ where: { id: 1 } }), LINKED],
];
const failing =
  (code: string): Run =>
  (db) =>
    db.team.update({ where: { id: 1 }, data: { name: code } });
const ON_POSTGRESQL: Cases = [
  // The adapter for PostgreSQL names no column here.
  ['P2010, NOT NULL', withoutName, REQUIRED],
  ['P2011', (db) => db.person.create({ data: { id: 9 } }), REQUIRED],
  [
    'P2003, a row that is not there',
    (db) => db.person.create({ data: { id: 9, teamId: 9 } }),
    LINKED,
    [TEAM],
  ],
  ['P2003, a row that is in use', (db) => db.team.delete({ where: { id: 1 } }), LINKED, [TEAM]],
  ['P2000', (db) => db.team.create({ data: { id: 2, name: 'hunter2 and more' } }), TOO_LONG],
  ['P2020', (db) => db.team.create({ data: { id: 2, name: 'x', size: 99_999 } }), UNREADABLE],
  ['a bad UUID', (db) => db.team.findMany({ where: { uid: 'hunter2' } }), UNREADABLE],
  ['a NUL', (db) => db.team.findMany({ where: { name: 'hunter2\0' } }), UNREADABLE],
  ['P2034, 40001', failing('40001'), AGAIN],
  ['P2034, 40P01', failing('40P01'), AGAIN],
  ['55P03', failing('55P03'), AGAIN],
  ['57014', failing('57014'), { status: 503 }],
  ['P2037, 53300', failing('53300'), { status: 503 }],
  ['P0001', failing('P0001'), { status: 500 }],
];

const START_MS = 180_000;
const MAJORS: readonly Major[] = [6, 7];

describe.each(MAJORS)('rules.prisma and Prisma %i on SQLite', (major) => {
  let db: PrismaClient;
  beforeAll(async () => {
    db = await prismaClient(major, 'sqlite', ':memory:');
    for (const statement of SQLITE) await db.$executeRawUnsafe(statement);
  }, START_MS);
  afterAll(() => db?.$disconnect());

  it.each([...CASES, ...ON_SQLITE])('%s', (_what, run, answer, errors) =>
    requireAnswer(db, run, answer, errors),
  );

  it('a database that another connection has locked can be asked again', async () => {
    const Database = createRequire(import.meta.url)('better-sqlite3') as new (
      path: string,
    ) => { exec(statement: string): void; close(): void };
    const folder = mkdtempSync(join(tmpdir(), 'statuskit-prisma-'));
    const other = new Database(join(folder, 'db'));
    const late = await prismaClient(major, 'sqlite', `file:${join(folder, 'db')}`);
    try {
      other.exec('create table teams (id integer primary key, name text, size integer, uid text)');
      other.exec('begin exclusive');
      await late.$executeRawUnsafe('pragma busy_timeout = 0');
      const thrown = await errorOf(() => late.team.create(again));
      expect(answerOf(thrown, rules.prisma)).toEqual(AGAIN);
    } finally {
      other.close();
      await late.$disconnect();
      rmSync(folder, { recursive: true });
    }
  });
});

describe('rules.prisma on PostgreSQL', () => {
  let server: PgServer;
  beforeAll(async () => {
    server = await startPgServer();
    for (const statement of POSTGRESQL) await server.engine.exec(statement);
  }, START_MS);
  afterAll(() => server?.close());

  describe.each(MAJORS)('Prisma %i', (major) => {
    let db: PrismaClient;
    beforeAll(async () => {
      db = await prismaClient(major, 'postgresql', server.url);
    }, START_MS);
    afterAll(() => db?.$disconnect());

    it.each([...CASES, ...ON_POSTGRESQL])('%s', (_what, run, answer, errors) =>
      requireAnswer(db, run, answer, errors),
    );

    it('P1001, a server that refuses the connection', async () => {
      const closed = await prismaClient(
        major,
        'postgresql',
        (await closedOrigin()).replace('http:', 'postgres:'),
      );
      const thrown = await errorOf(() => closed.team.findMany());
      expect(answerOf(thrown, rules.prisma)).toEqual({ status: 503 });
      await closed.$disconnect();
    });
  });
});

async function requireAnswer(
  db: PrismaClient,
  run: Run,
  answer: object,
  errors?: readonly object[],
): Promise<void> {
  const thrown = await errorOf(() => run(db));
  const rule = rules.prisma({ constraints: CONSTRAINTS });
  expect(answerOf(thrown, rule)).toEqual({ ...answer, ...(errors && { errors }) });
  // Without options, the answer has no places; without the rule, it is a 500.
  expect(answerOf(thrown, rules.prisma)).toEqual(answer);
  expect(answerOf(thrown)).toEqual({ status: 500 });
}

describe('a handler that asks Prisma', () => {
  let db: PrismaClient;
  beforeAll(async () => {
    db = await prismaClient(7, 'sqlite', ':memory:');
    for (const statement of SQLITE) await db.$executeRawUnsafe(statement);
  }, START_MS);
  afterAll(() => db?.$disconnect());

  it.each(FRAMEWORKS)('%s', async (framework) => {
    const server = await serveHere(
      framework,
      {
        'POST /': () => db.team.create(again),
        'DELETE /': () => db.team.delete({ where: { id: 9 } }),
      },
      { errors: { rules: [rules.prisma({ constraints: CONSTRAINTS })] } },
    );
    const taken = await request(server.port, 'POST', '/');
    expect(problemOf(taken)).toMatchObject({ ...TAKEN, errors: [NAME] });
    expect(taken.body).not.toMatch(/hunter2|teams|P2002|prisma/i);
    expect((await request(server.port, 'DELETE', '/')).status).toBe(404);
  });
});
