import { describe, expect, it } from 'vitest';
import { Conflict } from '../../../../src/errors/current-state.ts';
import { toHttpError } from '../../../../src/errors/understand/from-unknown.ts';
import type { DatabaseRule } from '../../../../src/errors/understand/rules/database.ts';
import { mongo } from '../../../../src/errors/understand/rules/mongo.ts';
import { mongoose } from '../../../../src/errors/understand/rules/mongoose.ts';
import { mysql } from '../../../../src/errors/understand/rules/mysql.ts';
import { postgres } from '../../../../src/errors/understand/rules/postgres.ts';
import { prisma } from '../../../../src/errors/understand/rules/prisma.ts';
import { sqlite } from '../../../../src/errors/understand/rules/sqlite.ts';
import { answerOf, type Case, itAnswers, revoked, thrown } from './cases.ts';

// What each kind of failure means for the request.
const TAKEN = { status: 409, detail: 'Something with the same unique value exists already.' };
const LINKED = {
  status: 409,
  detail: 'Something that the request refers to does not exist, or is still in use.',
};
const STALE = { status: 409, detail: 'Another request has changed the resource. Read it again.' };
const VIOLATED = { status: 409, detail: 'The request conflicts with what is stored.' };
const REQUIRED = { status: 422, detail: 'A value is missing.' };
const UNMET = { status: 422, detail: 'A value is not allowed.' };
const LONG = { status: 422, detail: 'A value is too long.' };
const UNREADABLE = { status: 400, detail: 'A value is malformed or out of range.' };
const AGAIN = { status: 503, headers: { 'retry-after': '1' }, retryAfter: 1 };
const DOWN = { status: 503 };
const ABSENT = { status: 404 };

type Codes = readonly (readonly [codes: string, answer: object | undefined])[];

/** Cases for each of the codes, as `make` puts it into an error. */
const each = (codes: Codes, make: (code: string) => unknown): Case[] =>
  codes.flatMap(([list, answer]) => list.split(' ').map((code): Case => [code, make(code), answer]));

describe('PostgreSQL, by SQLSTATE', () => {
  itAnswers(
    postgres,
    each(
      [
        ['23505 23P01', TAKEN],
        ['23503 23001', LINKED],
        ['23502', REQUIRED],
        ['23514 44000', UNMET],
        ['22001', LONG],
        ['22000 22003 22007 22008 22021 22P02 22P05', UNREADABLE],
        ['40001 40P01 55P03', AGAIN],
        ['08000 08001 08003 08004 08006 53000 53300 57014 57P01', DOWN],
        ['23000 40003 08P01 42P01 42703 XX000 5312 223 2350', undefined],
        ['22-02 22p02 225050', undefined], // each class has five of A-Z and 0-9
      ],
      (code) => thrown({ severity: 'ERROR', code }),
    ),
  );
  itAnswers(postgres, [
    ['a code without a severity', thrown({ code: '23505' }), undefined],
    ['a severity without a code', thrown({ severity: 'ERROR' }), undefined],
    ['parsed JSON', { severity: 'ERROR', code: '23505' }, undefined],
    ...each([['CONNECT_TIMEOUT CONNECTION_CLOSED CONNECTION_ENDED', DOWN]], (code) =>
      thrown({ code, errno: code }),
    ),
    ['a code of postgres.js, of another producer', thrown({ code: 'CONNECT_TIMEOUT' }), undefined],
    [
      'CONNECTION_DESTROYED',
      thrown({ code: 'CONNECTION_DESTROYED', errno: 'CONNECTION_DESTROYED' }),
      undefined,
    ],
    ['a code of the database without a severity', thrown({ code: '23505', errno: '23505' }), undefined],
    ['a code that only ends so', thrown({ code: '53', errno: '53' }), undefined],
  ]);
});

describe('MySQL and MariaDB, by number', () => {
  const NUMBERS: Codes = [
    ['1062 1169 1586 1859', TAKEN],
    ['1216 1217 1451 1452 1761 1762', LINKED],
    ['1048 1263 1364', REQUIRED],
    ['3819 4025', UNMET],
    ['1406', LONG],
    ['1264 1265 1292 1300 1366 1367 1411 1525 1690 3140 3141', UNREADABLE],
    ['1020 1205 1213 3572', AGAIN],
    ['1040 1053 1203 1226 1317 1927 1969 3024', DOWN],
    ['1146 1054 106', undefined],
  ];
  itAnswers(
    mysql,
    each(NUMBERS, (code) => thrown({ sqlState: '23000', errno: Number(code) })),
  );
  itAnswers(mysql, [
    ['a code in words instead of a state', thrown({ code: 'ER_DUP_ENTRY', errno: 1062 }), TAKEN],
    ['a number alone', thrown({ errno: 1062 }), undefined],
    ['a number in a list', thrown({ sqlState: '23000', errno: [1062] }), undefined],
    ['a number beside a code of another producer', thrown({ code: 'DUP_ER_', errno: 1062 }), undefined],
    ['no number', thrown({ sqlState: '23000' }), undefined],
    ...each(
      [
        ['PROTOCOL_CONNECTION_LOST PROTOCOL_SEQUENCE_TIMEOUT', DOWN],
        ['PROTOCOL_ENQUEUE_AFTER_QUIT', undefined],
      ],
      (code) => thrown({ code, errno: 1062, sqlState: '23000' }),
    ),
  ]);
});

describe('SQLite, by name', () => {
  const NAMES: Codes = [
    ['CONSTRAINT_UNIQUE CONSTRAINT_PRIMARYKEY CONSTRAINT_ROWID', TAKEN],
    ['CONSTRAINT_FOREIGNKEY', LINKED],
    ['CONSTRAINT_NOTNULL', REQUIRED],
    ['CONSTRAINT_CHECK CONSTRAINT_DATATYPE', UNMET],
    ['CONSTRAINT CONSTRAINT_TRIGGER', VIOLATED],
    ['TOOBIG', LONG],
    ['MISMATCH', UNREADABLE],
    ['BUSY BUSY_SNAPSHOT BUSY_TIMEOUT LOCKED LOCKED_SHAREDCACHE', AGAIN],
    ['FULL INTERRUPT', DOWN],
    ['ERROR CORRUPT IOERR', undefined],
  ];
  itAnswers(sqlite, [
    ...each(NAMES, (code) => thrown({ code: `SQLITE_${code}` })),
    ['a name without the prefix', thrown({ code: 'BUSY' }), undefined],
    ['a prefix that is not the first', thrown({ code: 'XSQLITE_BUSY' }), undefined],
    [
      'the extended code counts',
      thrown({ code: 'SQLITE_CONSTRAINT', extendedCode: 'SQLITE_CONSTRAINT_UNIQUE' }),
      TAKEN,
    ],
  ]);
});

describe('SQLite, by number', () => {
  const NUMBERS: Codes = [
    ['2067 1555 2579', TAKEN],
    ['787', LINKED],
    ['1299', REQUIRED],
    ['275 3091', UNMET],
    ['19 1811', VIOLATED],
    ['18', LONG],
    ['20', UNREADABLE],
    ['5 517 773 6 262', AGAIN],
    ['13 9', DOWN],
    ['1 11 10', undefined],
  ];
  itAnswers(sqlite, [
    ...each(NUMBERS, (code) => thrown({ code: 'ERR_SQLITE_ERROR', errcode: Number(code) })),
    ['a number of another producer', thrown({ code: 'ERR_OTHER', errcode: 5 }), undefined],
    ['a code that libsql has no name for', thrown({ code: 'UNKNOWN_SQLITE_ERROR_2579' }), TAKEN],
    ['one of a digit', thrown({ code: 'UNKNOWN_SQLITE_ERROR_5' }), AGAIN],
    ['one without a number', thrown({ code: 'UNKNOWN_SQLITE_ERROR_X' }), undefined],
    ['one with more than that', thrown({ code: 'UNKNOWN_SQLITE_ERROR_5X' }), undefined],
    ['one inside another text', thrown({ code: 'XUNKNOWN_SQLITE_ERROR_5' }), undefined],
  ]);
});

describe('SQLite behind Sequelize, by the name of the class', () => {
  const named = (name: unknown, code: unknown) => thrown({ name, parent: { code } });
  itAnswers(sqlite, [
    ['a duplicate', named('SequelizeUniqueConstraintError', 'SQLITE_CONSTRAINT'), TAKEN],
    ['a broken reference', named('SequelizeForeignKeyConstraintError', 'SQLITE_CONSTRAINT'), LINKED],
    ['another database', named('SequelizeUniqueConstraintError', '23505'), undefined],
    ['a code that only contains it', named('SequelizeUniqueConstraintError', 'XSQLITE_'), undefined],
    ['no parent', thrown({ name: 'SequelizeUniqueConstraintError' }), undefined],
  ]);
});

describe('MongoDB', () => {
  const NUMBERS: Codes = [
    ['11000 11001', TAKEN],
    ['121', UNMET],
    ['24 112 244 251', AGAIN],
    ['50 89 91 189 9001 10107 11600 11602 13435 13436', DOWN],
    ['59 13 1100', undefined],
  ];
  const NAMES: Codes = [
    ['BSONError BSONTypeError', UNREADABLE],
    [
      'MongoNetworkError MongoNetworkTimeoutError MongoServerSelectionError MongoPoolClearedError MongoWaitQueueTimeoutError',
      DOWN,
    ],
    ['MongoParseError BSONVersionError', undefined],
  ];
  const cases: Case[] = [
    ...each(NUMBERS, (code) => thrown({ name: 'MongoServerError', code: Number(code) })),
    ...each(NAMES, (name) => thrown({ name })),
    ['the error of a bulk', thrown({ name: 'MongoBulkWriteError', code: 11000 }), TAKEN],
    ['a code that is text', thrown({ name: 'MongoServerError', code: '11000' }), undefined],
    ['a number of another producer', thrown({ name: 'Error', code: 11000 }), undefined],
    ['a name that only contains it', thrown({ name: 'MyMongoServerError', code: 11000 }), undefined],
    ['a name with more than that', thrown({ name: 'MongoServerErrors', code: 11000 }), undefined],
    ['a name with a digit', thrown({ name: 'Mongo2Error', code: 11000 }), undefined],
    ['the shortest name', thrown({ name: 'MongoError', code: 11000 }), TAKEN],
    ['no name', thrown({ name: 1, code: 11000 }), undefined],
  ];
  itAnswers(mongo, cases);
  describe('behind mongoose', () => itAnswers(mongoose, cases));
});

const OF_REQUEST = 'PrismaClientKnownRequestError';

describe('Prisma', () => {
  const CODES: Codes = [
    ['P2002', TAKEN],
    ['P2003 P2014', LINKED],
    ['P2001 P2015 P2018 P2025', ABSENT],
    ['P2011 P2012', REQUIRED],
    ['P2004', UNMET],
    ['P2000', LONG],
    ['P2005 P2006 P2007 P2019 P2020 P2023 P2033', UNREADABLE],
    ['P2034', AGAIN],
    ['P1001 P1002 P1008 P1017 P2024 P2037', DOWN],
    ['P2010 P1000', undefined],
  ];
  itAnswers(prisma, [
    ...each(CODES, (code) => thrown({ name: OF_REQUEST, code })),
    ['an initialization', thrown({ name: 'PrismaClientInitializationError', errorCode: 'P1001' }), DOWN],
    ['another name', thrown({ name: 'PrismaClientValidationError', code: 'P2002' }), undefined],
    ['a name that only contains it', thrown({ name: `My${OF_REQUEST}`, code: 'P2002' }), undefined],
    ['a name with more than that', thrown({ name: `${OF_REQUEST}s`, code: 'P2002' }), undefined],
    ['no name', thrown({ name: 1, code: 'P2002' }), undefined],
    ['no code', thrown({ name: OF_REQUEST }), undefined],
  ]);
});

describe('Prisma with a driver adapter', () => {
  const CAUSES: Case[] = [
    ...each(
      [
        ['UniqueConstraintViolation', TAKEN],
        ['ForeignKeyConstraintViolation RestrictViolation', LINKED],
        ['NullConstraintViolation', REQUIRED],
        ['LengthMismatch', LONG],
        ['InvalidInputValue ValueOutOfRange', UNREADABLE],
        ['TransactionWriteConflict', AGAIN],
        ['TooManyConnections', DOWN],
        ['GenericJs', undefined],
      ],
      (kind) => ({ kind }),
    ),
    ['a check of PostgreSQL', { kind: 'postgres', originalCode: '23514' }, UNMET],
    ['a check of SQLite', { kind: 'sqlite', originalCode: 'SQLITE_CONSTRAINT_CHECK' }, UNMET],
    ['a check of MySQL', { kind: 'mysql', originalCode: '3819' }, UNMET],
    ['a code beside a kind', { kind: 'UniqueConstraintViolation', originalCode: '23503' }, LINKED],
    ['an unknown code', { kind: 'postgres', originalCode: '42P01' }, undefined],
    ['an unknown code, and a kind', { kind: 'LengthMismatch', originalCode: '42P01' }, LONG],
    ['a code without a kind', { originalCode: '23505' }, undefined],
  ];
  const causes = (make: (cause: unknown) => Error): Case[] =>
    CAUSES.map(([what, cause, answer]) => [what, make(cause), answer]);
  const wrapped = (code: string) => (cause: unknown) =>
    thrown({ name: OF_REQUEST, code, meta: { driverAdapterError: { cause } } });

  describe('that is thrown itself', () => {
    itAnswers(
      prisma,
      causes((cause) => thrown({ name: 'DriverAdapterError', cause })),
    );
  });
  describe('behind the code for plain SQL', () => itAnswers(prisma, causes(wrapped('P2010'))));
  describe('beside a code of Prisma', () => {
    itAnswers(prisma, [
      ['what the adapter knows counts', wrapped('P2003')({ kind: 'UniqueConstraintViolation' }), TAKEN],
      ['what it does not know leaves the code', wrapped('P2003')({ kind: 'GenericJs' }), LINKED],
      ['a check in SQLite', thrown({ name: OF_REQUEST, code: 'SQLITE_CONSTRAINT_CHECK' }), UNMET],
    ]);
  });
});

describe('mongoose', () => {
  itAnswers(mongoose, [
    ['a document that was not found', thrown({ name: 'DocumentNotFoundError' }), ABSENT],
    ['a document that another request has changed', thrown({ name: 'VersionError' }), STALE],
    ['a value that cannot be cast', thrown({ name: 'CastError', stringValue: '"x"' }), UNREADABLE],
    ['a CastError of another package', thrown({ name: 'CastError' }), undefined],
    ['a server that cannot be reached', thrown({ name: 'MongooseServerSelectionError' }), DOWN],
    ['another error', thrown({ name: 'OverwriteModelError' }), undefined],
  ]);

  const invalid = (errors: unknown, message: unknown = 'Note validation failed') =>
    thrown({ name: 'ValidationError', _message: message, errors });
  const one = (kind: unknown, properties: object = {}) => ({ kind, properties });
  const fault = (code: string, detail: string, limits?: object) => ({
    pointer: '#/a',
    detail,
    code,
    ...(limits !== undefined && { limits }),
  });
  const KINDS: readonly (readonly [string, object, object])[] = [
    ['required', {}, fault('required', 'is required')],
    ['enum', { enumValues: ['x'] }, fault('enum', 'is not one of the allowed values', { enumValues: ['x'] })],
    ['min', { min: 1 }, fault('min', 'is too small', { min: 1 })],
    ['max', { max: 2 }, fault('max', 'is too large', { max: 2 })],
    ['minlength', { minlength: 3 }, fault('minlength', 'is too short', { minlength: 3 })],
    ['maxlength', { maxlength: 4 }, fault('maxlength', 'is too long', { maxlength: 4 })],
    ['regexp', { value: 'sent' }, fault('regexp', 'does not have the required form')],
    ['user defined', {}, fault('user defined', 'is not valid')],
    ['toString', {}, fault('toString', 'is not valid')],
  ];
  itAnswers(mongoose, [
    ...KINDS.map(
      ([kind, properties, error]): Case => [
        `a document whose validator ${kind} fails`,
        invalid({ a: one(kind, properties) }),
        { status: 422, errors: [error] },
      ],
    ),
    [
      'a validator without a name',
      invalid({ a: {} }),
      { status: 422, errors: [{ pointer: '#/a', detail: 'is not valid' }] },
    ],
    [
      'a nested document is not listed beside its paths',
      invalid({ a: one('x'), 'a.b': one('min'), ab: one('max') }),
      {
        status: 422,
        errors: [
          { pointer: '#/a/b', detail: 'is too small', code: 'min' },
          { pointer: '#/ab', detail: 'is too large', code: 'max' },
        ],
      },
    ],
    [
      'with another status for what a validator refuses',
      invalid({ a: one('min') }),
      { status: 400, errors: [fault('min', 'is too small')] },
      { validation: 400 },
    ],
    ['a ValidationError of another package', invalid({ a: one('min') }, 1), undefined],
    ['one whose errors are text', invalid('a'), undefined],
    ['one whose errors are null', invalid(null), undefined],
  ]);
});

const DATABASES: readonly (readonly [string, DatabaseRule])[] = Object.entries({
  mongo,
  mongoose,
  mysql,
  postgres,
  prisma,
  sqlite,
});

describe('the error of a driver that another one wraps', () => {
  const driver = () => thrown({ severity: 'ERROR', code: '23505' });
  const chosen = (members: object) => thrown({ cause: driver(), ...members });
  itAnswers(postgres, [
    ['as the cause', chosen({}), TAKEN],
    ['two deep', thrown({ parent: chosen({}) }), TAKEN],
    ['that is not an Error', thrown({ cause: { severity: 'ERROR', code: '23505' } }), undefined],
    ['that http-errors has only marked', Object.assign(driver(), { expose: true }), TAKEN],
    ['by an error of http-errors, whose status counts', chosen({ expose: true }), undefined],
    ['by an error of Boom, whose status counts', chosen({ isBoom: true }), undefined],
  ]);
  it('names the outer one as the cause', () => {
    const outer = chosen({});
    expect(postgres(outer, {})?.cause).toBe(outer);
  });
});

describe('options', () => {
  const duplicate = (members: object = {}) => thrown({ severity: 'ERROR', code: '23505', ...members });
  const fault = { pointer: '#/email', detail: 'is taken' };
  const other = { parameter: 'name', detail: 'is in use' };
  const constraints = { email: fault, name: other };
  const answer = (value: unknown, options: object = { constraints }, context = {}) =>
    answerOf(postgres(options)(value, context));
  const named = (...errors: object[]) => ({ ...TAKEN, errors });

  it.each([
    'constraint',
    'constraint_name',
    'index',
    'column',
    'column_name',
    'field_name',
    'target',
    'fields',
  ])('constraints goes by %s', (name) => {
    expect(answer(duplicate({ [name]: 'email' }))).toEqual(named(fault));
    expect(answer(duplicate({ [name]: ['email', 'x', 'name', 'email'] }))).toEqual(named(fault, other));
    expect(answer(duplicate({ meta: { [name]: ['email'] } }))).toEqual(named(fault));
  });

  it.each<[string, object, object]>([
    ['the keys of an index', { keyPattern: { email: 1, x: 1 } }, named(fault)],
    [
      "the driver's constraint behind an adapter of Prisma",
      { meta: { driverAdapterError: { cause: { constraint: { fields: ['email'] } } } } },
      named(fault),
    ],
    [
      'the first that is known',
      { constraint: 'users_email_key', column: 'name', fields: ['email'] },
      named(other),
    ],
    ['a name that is not known', { constraint: 'x' }, TAKEN],
    ['a name of Object.prototype', { constraint: 'toString' }, TAKEN],
    ['a name that is a number', { constraint: 1 }, TAKEN],
    ['an object that turns into a name', { fields: [{ toString: () => 'email' }] }, TAKEN],
    ['null', { fields: null }, TAKEN],
    ['a proxy that cannot be read', { fields: revoked() }, TAKEN],
  ])('constraints: %s', (_what, members, expected) => {
    expect(answer(duplicate(members))).toEqual(expected);
  });

  it('faults are sent with a 422 and a 400 as well', () => {
    const missing = thrown({ severity: 'ERROR', code: '23502', column: 'email' });
    expect(answer(missing)).toEqual({ ...REQUIRED, errors: [fault] });
    expect(answer(missing, { constraints }, { validation: 400 })).toEqual({
      ...REQUIRED,
      status: 400,
      errors: [fault],
    });
    const malformed = thrown({ severity: 'ERROR', code: '22P02', column: 'email' });
    expect(answer(malformed)).toEqual({ ...UNREADABLE, errors: [fault] });
  });

  it('invalidText: what the database cannot read is a 404', () => {
    const malformed = thrown({ severity: 'ERROR', code: '22P02' });
    expect(answer(malformed, { invalidText: 404 })).toEqual(ABSENT);
    expect(answer(malformed, { invalidText: 400 })).toEqual(UNREADABLE);
    expect(answer(duplicate(), { invalidText: 404 })).toEqual(TAKEN);
  });

  it('lostTransaction and retryAfterSeconds: a lost transaction is a 409, or announces another wait', () => {
    const lost = thrown({ severity: 'ERROR', code: '40001' });
    const detail = 'Another request has changed the same data. Repeat the request.';
    expect(answer(lost, { lostTransaction: 409 })).toEqual({ status: 409, detail });
    expect(answer(lost, { lostTransaction: 503 })).toEqual(AGAIN);
    const announced = { status: 503, headers: { 'retry-after': '86400' }, retryAfter: 86_400 };
    expect(answer(lost, { retryAfterSeconds: 86_400 })).toEqual(announced);
  });

  it.each<[object | null, string]>([
    [null, 'options: expected an object, got null'],
    [{ constraints: 5 }, 'options.constraints: expected an object, got 5'],
    [{ invalidText: 422 }, 'options.invalidText: expected 400 or 404, got 422'],
    [{ lostTransaction: 500 }, 'options.lostTransaction: expected 409 or 503, got 500'],
    [{ retryAfterSeconds: 0 }, 'options.retryAfterSeconds: expected an integer from 1 to 86400, got 0'],
    [
      { retryAfterSeconds: 86_401 },
      'options.retryAfterSeconds: expected an integer from 1 to 86400, got 86401',
    ],
    [
      { constraints: { a: 'is taken' } },
      'options.constraints.a: expected { detail, pointer | parameter | header }, got "is taken"',
    ],
    [
      { constraints: { a: { message: 'is taken', path: ['a'] } } },
      'options.constraints.a: expected { detail, pointer | parameter | header }, got {"message":"is taken","path":["a"]}',
    ],
  ])('%j is refused', (options, message) => {
    expect(() => postgres(options as never)).toThrow(message);
  });

  it.each(DATABASES)('%s without an argument is the rule with the defaults', (_name, rule) => {
    expect(rule()).toBeTypeOf('function');
    expect(rule()(thrown(), {})).toBeUndefined();
    expect(rule(thrown(), {})).toBeUndefined();
    expect(rule({}, {})).toBeUndefined();
    expect(rule(thrown() as never)).toBeUndefined();
  });
});

describe('a connection that was refused', () => {
  const by = (value: unknown) => toHttpError(value, { rules: [postgres] });
  const CODES = ['EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'ETIMEDOUT'];

  it.each(CODES)('%s is a 503', (code) => {
    const value = thrown({ code });
    expect(by(value)).toMatchObject({ status: 503, headers: {}, cause: value });
    expect(by(thrown({ cause: value })).status).toBe(503);
  });

  it.each<[string, unknown]>([
    ['of which nothing says that it is one', thrown({ code: 'ECONNRESET' })],
    ['without a code', thrown()],
    ['whose code is empty', thrown({ code: '' })],
    ['that is parsed JSON', { code: 'ECONNREFUSED' }],
    ['whose cause is parsed JSON', thrown({ cause: { code: 'ECONNREFUSED' } })],
    ['of a client library', thrown({ code: 'ECONNREFUSED', config: {} })],
    ['behind an error of a client library', thrown({ config: {}, cause: thrown({ code: 'ECONNREFUSED' }) })],
    ['of fetch', thrown({ name: 'TypeError', cause: thrown({ code: 'ECONNREFUSED' }) })],
    ['whose status the program has chosen', thrown({ expose: false, code: 'ECONNREFUSED' })],
  ])('one %s is not known', (_what, value) => {
    expect(by(value).status).toBe(500);
  });

  it('is a 503 with options as well, and another rule is asked first', () => {
    const value = thrown({ code: 'ECONNREFUSED' });
    expect(toHttpError(value, { rules: [postgres({ invalidText: 404 })] }).status).toBe(503);
    expect(toHttpError(value, { rules: [postgres, () => new Conflict('mine')] }).status).toBe(409);
  });
});
