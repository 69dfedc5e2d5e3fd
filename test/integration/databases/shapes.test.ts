import { Boom } from '@hapi/boom';
import { type Report, type Rule, render, rules, toHttpError } from '@statuskit/core';
import createError from 'http-errors';
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

// By shape: Prisma 6 without a driver adapter, whose engine is a binary. prisma.test.ts has real ones.
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
  ['DatabaseError of pg-protocol', rules.postgres, () => pg('23505'), () => pg('42P01')],
  ['Prisma', rules.prisma, () => prisma('P2002'), () => prisma('P2010')],
  [
    'MongoServerError of mongodb 7',
    rules.mongo,
    () => new MongoServerError(answer(11000)),
    () => new MongoServerError(answer(59)),
  ],
  [
    'MongoBulkWriteError of mongodb 7',
    rules.mongo,
    () => new MongoBulkWriteError(bulk(11000), {} as never),
    () => new MongoBulkWriteError(bulk(59), {} as never),
  ],
  [
    'MongoServerError of mongodb 6',
    rules.mongo,
    () => new ServerError6(answer(11000)),
    () => new ServerError6(answer(59)),
  ],
  [
    'MongoBulkWriteError of mongodb 6',
    rules.mongo,
    () => new BulkWriteError6(bulk(11000), {} as never),
    () => new BulkWriteError6(bulk(59), {} as never),
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

describe('Prisma', () => {
  it.each([
    ['P2003', 409],
    ['P2014', 409],
    ['P2025', 404],
    ['P2018', 404],
    ['P2000', 422],
    ['P2011', 422],
    ['P2023', 400],
    ['P2034', 503],
    ['P2024', 503],
    ['P1001', 503],
    ['P2010', 500],
    ['P2021', 500],
  ])('%s is a %i', (code, status) => {
    const thrown = prisma(code);
    for (const one of [thrown, new Error('saving failed', { cause: thrown })])
      expect(toHttpError(one, { rules: [rules.prisma] }).status).toBe(status);
  });

  it('a client that cannot start is a 503', () => {
    const thrown = Object.assign(new Error('hunter2'), {
      name: 'PrismaClientInitializationError',
      errorCode: 'P1001',
    });
    expect(toHttpError(thrown, { rules: [rules.prisma] }).status).toBe(503);
  });

  const fault = { pointer: '#/email', detail: 'is taken' } as const;
  const adapter = (constraint: object) => ({
    driverAdapterError: { cause: { kind: 'UniqueConstraintViolation', constraint } },
  });
  it.each([
    ['fields as the target', { target: ['tenant', 'email'] }],
    ['an index as the target', { target: 'email' }],
    ['fields of a driver adapter', adapter({ fields: ['email'] })],
    ['an index of a driver adapter', adapter({ index: 'email' })],
  ])('%s lead to the fault', (_what, meta) => {
    const thrown = Object.assign(prisma('P2002'), { meta });
    const error = toHttpError(thrown, { rules: [rules.prisma({ constraints: { email: fault } })] });
    expect(error.toJSON()).toMatchObject({ status: 409, errors: [fault] });
  });
});

describe('a status that the program has chosen', () => {
  it.each([
    ['createError of http-errors', (cause: Error) => createError(404, 'no such city', { cause })],
    ['Boom', (cause: Error) => Object.assign(new Boom('no such city', { statusCode: 404 }), { cause })],
  ])('%s: what the database has said is only the cause', (_what, make) => {
    const error = toHttpError(make(pg('23505')), { rules: [rules.postgres] });
    expect(error).toMatchObject({ status: 404, detail: 'no such city' });
  });
});

describe('options of a rule for a database', () => {
  const fault = { pointer: '#/email', detail: 'is taken' } as const;

  it('a rule is used as it is, called without options, or called with them', () => {
    for (const rule of [rules.postgres, rules.postgres(), rules.postgres({})])
      expect(toHttpError(pg('23505'), { rules: [rule] }).toJSON()).not.toHaveProperty('errors');
    expect(rules.postgres(pg('23505'), {})?.status).toBe(409);
    expect(rules.postgres({ message: 'hunter2' }, {})).toBeUndefined();
  });

  it.each([
    ['options', null],
    ['options.constraints', { constraints: null }],
    ['options.constraints.a', { constraints: { a: { pointer: '#/a' } } }],
    ['options.constraints.a.pointer', { constraints: { a: { detail: 'x', pointer: 'a' } } }],
    ['options.constraints.a', { constraints: { a: 'is taken' } }],
    ['options.invalidText', { invalidText: 422 }],
    ['options.lostTransaction', { lostTransaction: 500 }],
    ['options.retryAfterSeconds', { retryAfterSeconds: 0 }],
  ])('%s is named if it is wrong: %j', (name, options) => {
    for (const rule of [rules.postgres, rules.mysql, rules.sqlite, rules.prisma, rules.mongo, rules.mongoose])
      expect(() => rule(options as never)).toThrow(new RegExp(`^${name}: expected`));
  });

  it('the name of a constraint is a name, whatever it is', () => {
    for (const constraint of ['__proto__', 'toString', 'constructor']) {
      const thrown = Object.assign(pg('23505'), { constraint });
      const error = toHttpError(thrown, { rules: [rules.postgres({ constraints: { other: fault } })] });
      expect(error.toJSON()).not.toHaveProperty('errors');
    }
  });

  it('validation: 400 counts for what the database refuses, too', () => {
    const options = { rules: [rules.postgres], validation: 400 } as const;
    expect(toHttpError(pg('23502'), options).status).toBe(400);
    expect(toHttpError(pg('23505'), options).status).toBe(409);
  });
});

describe('errors like those of a database', () => {
  const all = [rules.postgres, rules.mysql, rules.sqlite, rules.prisma, rules.mongo, rules.mongoose];

  it.each([
    ['a code of PostgreSQL without a severity', Object.assign(new Error(), { code: '23505' })],
    ['a number in its place', Object.assign(new Error(), { code: 23505, severity: 'ERROR' })],
    ['a code of Prisma from elsewhere', Object.assign(new Error(), { code: 'P2002' })],
    [
      'an error of an adapter without its kind',
      Object.assign(new Error(), { name: 'DriverAdapterError', cause: { originalCode: '23505' } }),
    ],
    [
      'a kind of an adapter from elsewhere',
      Object.assign(new Error(), { cause: { kind: 'UniqueConstraintViolation' } }),
    ],
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
