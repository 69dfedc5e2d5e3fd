import { type Report, type Rule, render, rules, toHttpError } from '@statuskit/core';
import { MongoBulkWriteError, MongoServerError } from 'mongodb';
import { MongoBulkWriteError as BulkWriteError6, MongoServerError as ServerError6 } from 'mongodb6';
import { DatabaseError } from 'pg-protocol';
import { describe, expect, it, vi } from 'vitest';
import { FRAMEWORKS } from '../../setup/frameworks.ts';
import { serveHere } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';

// As the protocol fills it in.
const pg = (code: string): Error =>
  Object.assign(new DatabaseError('hunter2 violates "hunter2_key"', 99, 'error'), {
    severity: 'ERROR',
    code,
    detail: 'Key (hunter2)=(hunter2) already exists.',
    schema: 'hunter2',
    table: 'hunter2',
    column: 'hunter2',
    constraint: 'hunter2_key',
    file: 'nbtinsert.c',
    routine: '_bt_check_unique',
  });

// By shape: the client is generated for each application.
const prisma = (code: string): Error =>
  Object.defineProperty(
    Object.assign(new Error('Unique constraint failed on the fields: (`hunter2`)'), {
      code,
      clientVersion: '7.0.0',
      meta: { modelName: 'hunter2', target: ['hunter2'] },
    }),
    'name',
    { value: 'PrismaClientKnownRequestError' },
  );

const answer = (code: number) => ({
  code,
  codeName: 'DuplicateKey',
  errmsg: 'E11000 duplicate key error collection: hunter2 index: hunter2_1 dup key: { hunter2: "hunter2" }',
  keyPattern: { hunter2: 1 },
  keyValue: { hunter2: 'hunter2' },
});
const bulk = (code: number) => ({ message: answer(code).errmsg, code, writeErrors: [] });

const PRODUCERS: readonly (readonly [string, Rule, () => Error, () => Error])[] = [
  ['DatabaseError of pg-protocol', rules.postgres, () => pg('23505'), () => pg('23503')],
  ['Prisma', rules.prisma, () => prisma('P2002'), () => prisma('P2025')],
  [
    'MongoServerError of mongodb 7',
    rules.mongo,
    () => new MongoServerError(answer(11000)),
    () => new MongoServerError(answer(121)),
  ],
  [
    'MongoBulkWriteError of mongodb 7',
    rules.mongo,
    () => new MongoBulkWriteError(bulk(11000), {} as never),
    () => new MongoBulkWriteError(bulk(121), {} as never),
  ],
  [
    'MongoServerError of mongodb 6',
    rules.mongo,
    () => new ServerError6(answer(11000)),
    () => new ServerError6(answer(121)),
  ],
  [
    'MongoBulkWriteError of mongodb 6',
    rules.mongo,
    () => new BulkWriteError6(bulk(11000), {} as never),
    () => new BulkWriteError6(bulk(121), {} as never),
  ],
];

const body = (thrown: unknown, rule?: Rule): string =>
  String(render(toHttpError(thrown, rule === undefined ? {} : { rules: [rule] }), { method: 'POST' }).body);

describe.each(PRODUCERS)('%s', (_name, rule, duplicate, other) => {
  it('a duplicate is a 409 that names nothing of the database', () => {
    const thrown = duplicate();
    expect(toHttpError(thrown, { rules: [rule] })).toMatchObject({ status: 409, headers: {}, cause: thrown });
    expect(JSON.parse(body(thrown, rule))).toEqual({
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      detail: 'Something with the same unique value exists already.',
    });
  });

  it('anything else is an opaque 500', () => {
    expect(toHttpError(other(), { rules: [rule] }).status).toBe(500);
    expect(body(other(), rule)).not.toContain('hunter2');
  });

  it('a duplicate is an opaque 500 where nobody opted in', () => {
    expect(toHttpError(duplicate()).status).toBe(500);
    expect(body(duplicate())).not.toContain('hunter2');
  });

  it('a frozen one is understood', () => {
    expect(toHttpError(Object.freeze(duplicate()), { rules: [rule] }).status).toBe(409);
  });

  it('parsed JSON with the same members is a 500', () => {
    const thrown = duplicate();
    const parsed = { ...JSON.parse(JSON.stringify(thrown)), name: thrown.name, message: thrown.message };
    expect(toHttpError(parsed, { rules: [rule] }).status).toBe(500);
  });

  it('members that throw are a 500, and no failure of the rule', () => {
    const hostile = new Proxy(duplicate(), {
      get() {
        throw new Error('hunter2');
      },
    });
    const onRuleError = vi.fn();
    expect(toHttpError(hostile, { rules: () => [rule], onRuleError }).status).toBe(500);
    expect(onRuleError).not.toHaveBeenCalled();
  });
});

describe('PostgreSQL', () => {
  // Integrity, data, transactions, resources, the server itself: none of them is what the client asked for.
  it.each(['23000', '23502', '23503', '23514', '23P01', '22001', '40001', '42P01', '53300', '57014'])(
    'SQLSTATE %s is a 500',
    (code) => {
      expect(toHttpError(pg(code), { rules: [rules.postgres] }).status).toBe(500);
    },
  );
});

describe('errors like those of a database', () => {
  const all = [rules.postgres, rules.prisma, rules.mongo];

  it.each([
    ['a code of PostgreSQL without a severity', Object.assign(new Error(), { code: '23505' })],
    ['a number in its place', Object.assign(new Error(), { code: 23505, severity: 'ERROR' })],
    ['a code of Prisma from elsewhere', Object.assign(new Error(), { code: 'P2002' })],
    ['a code of MongoDB from elsewhere', Object.assign(new Error(), { code: 11000 })],
    ['the same as text', Object.assign(new Error(), { name: 'MongoServerError', code: '11000' })],
    ['a name like that of MongoDB', Object.assign(new Error(), { name: 'NotMongoError', code: 11000 })],
    ['a status', Object.assign(new Error(), { code: '23505', status: 409, statusCode: 409 })],
  ])('%s is a 500', (_what, thrown) => {
    expect(toHttpError(thrown, { rules: all }).status).toBe(500);
  });
});

describe.each(FRAMEWORKS)('a duplicate on %s', (framework) => {
  it('is a 409 on the wire, and the database is in the log', async () => {
    const reports: Report[] = [];
    const server = await serveHere(
      framework,
      { 'POST /': () => Promise.reject(pg('23505')) },
      { errors: { rules: [rules.postgres], report: (report) => reports.push(report) } },
    );
    const response = await request(server.port, 'POST', '/');
    expect(response.status).toBe(409);
    expect(response.body).not.toMatch(/hunter2|Key|23505/);
    expect(reports).toEqual([
      expect.objectContaining({ sent: 409, level: 'info', thrown: expect.any(DatabaseError) }),
    ]);
  });
});
