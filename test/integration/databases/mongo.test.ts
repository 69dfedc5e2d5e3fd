// mongoose without a server: validation, casting and BSON are its own. What a server answers, and what a save decides by that
// answer, is by the real classes of mongodb and mongoose.
import { type Rule, rules } from '@statuskit/core';
import { MongoBulkWriteError, MongoNetworkError, MongoServerError, MongoServerSelectionError } from 'mongodb';
import { MongoServerError as MongoServerError6, ObjectId as ObjectId6 } from 'mongodb6';
import mongoose from 'mongoose';
import { describe, expect, it } from 'vitest';
import { answerOf, errorOf, TAKEN, UNREADABLE } from '../../setup/database-answers.ts';
import { FRAMEWORKS } from '../../setup/frameworks.ts';
import { problemOf, serveHere } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';

const Note = mongoose.model(
  'Note',
  new mongoose.Schema({
    email: { type: String, required: [true, 'hunter2 is required'], match: /@/ },
    age: { type: Number, min: 3, max: 9 },
    kind: { type: String, enum: ['a', 'b'] },
    title: { type: String, minlength: 3, maxlength: 5 },
    even: { type: Number, validate: (value: number) => value % 2 === 0 },
    address: { city: { type: String, required: true } },
    owner: new mongoose.Schema({ name: { type: String, required: true } }),
    items: [{ name: { type: String, minlength: 3 } }],
  }),
);

describe('rules.mongoose: a document that its schema refuses', () => {
  it('is a 422 that says where each fault is, and quotes no value', async () => {
    const content = {
      age: 1,
      kind: 'hunter2',
      title: 'hunter2',
      even: 3,
      address: {},
      owner: {},
      items: [{ name: 'a' }, { name: 'long enough' }],
    };
    const thrown = await errorOf(() => new Note(content).validate());
    const { status, errors } = answerOf(thrown, rules.mongoose) as { status: number; errors: object[] };
    expect(status).toBe(422);
    expect(errors).toHaveLength(8);
    expect(errors).toEqual(
      expect.arrayContaining([
        { pointer: '#/email', detail: 'is required', code: 'required' },
        { pointer: '#/age', detail: 'is too small', code: 'min', limits: { min: 3 } },
        {
          pointer: '#/kind',
          detail: 'is not one of the allowed values',
          code: 'enum',
          limits: { enumValues: ['a', 'b'] },
        },
        { pointer: '#/title', detail: 'is too long', code: 'maxlength', limits: { maxlength: 5 } },
        { pointer: '#/even', detail: 'is not valid', code: 'user defined' },
        { pointer: '#/address/city', detail: 'is required', code: 'required' },
        { pointer: '#/owner/name', detail: 'is required', code: 'required' },
        { pointer: '#/items/0/name', detail: 'is too short', code: 'minlength', limits: { minlength: 3 } },
      ]),
    );
  });

  it('and one with a value of the wrong type', async () => {
    const content = { email: 'no at', age: 'hunter2', address: { city: 'x' } };
    const thrown = await errorOf(() => new Note(content).validate());
    expect(answerOf(thrown, rules.mongoose)).toMatchObject({
      status: 422,
      errors: expect.arrayContaining([
        { pointer: '#/age', detail: 'is not valid', code: 'Number' },
        { pointer: '#/email', detail: 'does not have the required form', code: 'regexp' },
      ]),
    });
  });

  it('the ValidationError of another package is not mistaken for one', () => {
    const other = Object.assign(new Error('hunter2'), { name: 'ValidationError', errors: ['hunter2'] });
    expect(answerOf(other, rules.mongoose)).toEqual({ status: 500 });
  });
});

const CASES: readonly (readonly [what: string, run: () => unknown, answer: object, rules: Rule[]])[] = [
  ['CastError of an id', () => Note.findById('hunter2').exec(), UNREADABLE, [rules.mongoose]],
  ['CastError of a query', () => Note.find({ age: 'hunter2' as never }).exec(), UNREADABLE, [rules.mongoose]],
  [
    'BSONError of mongodb 7',
    () => new mongoose.mongo.ObjectId('hunter2'),
    UNREADABLE,
    [rules.mongoose, rules.mongo],
  ],
  ['BSONError of mongodb 6', () => new ObjectId6('hunter2'), UNREADABLE, [rules.mongoose, rules.mongo]],
  [
    'VersionError',
    () => Promise.reject(new mongoose.Error.VersionError(new Note(), 1, ['email'])),
    { status: 409, detail: 'Another request has changed the resource. Read it again.' },
    [rules.mongoose],
  ],
  [
    'DocumentNotFoundError',
    () => Promise.reject(new mongoose.Error.DocumentNotFoundError({ _id: 'hunter2' } as never)),
    { status: 404 },
    [rules.mongoose],
  ],
  [
    'a duplicate key',
    () => Promise.reject(new MongoServerError({ code: 11000, keyPattern: { email: 1 }, errmsg: 'hunter2' })),
    TAKEN,
    [rules.mongoose, rules.mongo],
  ],
  [
    'a duplicate key, mongodb 6',
    () => Promise.reject(new MongoServerError6({ code: 11000, keyPattern: { email: 1 }, errmsg: 'hunter2' })),
    TAKEN,
    [rules.mongo],
  ],
  [
    'a duplicate key among many',
    () =>
      Promise.reject(
        new MongoBulkWriteError({ message: 'hunter2', code: 11000, writeErrors: [] }, {} as never),
      ),
    TAKEN,
    [rules.mongo],
  ],
  [
    'what the validation of a collection refuses',
    () => Promise.reject(new MongoServerError({ code: 121, errmsg: 'hunter2' })),
    { status: 422, detail: 'A value is not allowed.' },
    [rules.mongo],
  ],
  [
    'a write conflict',
    () => Promise.reject(new MongoServerError({ code: 112, errmsg: 'hunter2' })),
    { status: 503, wait: '1', retryAfter: 1 },
    [rules.mongo],
  ],
  [
    'a time limit',
    () => Promise.reject(new MongoServerError({ code: 50, errmsg: 'hunter2' })),
    { status: 503 },
    [rules.mongo],
  ],
  [
    'no server',
    () => Promise.reject(new MongoServerSelectionError('hunter2', {} as never)),
    { status: 503 },
    [rules.mongo],
  ],
  [
    'a broken connection',
    () => Promise.reject(new MongoNetworkError('hunter2')),
    { status: 503 },
    [rules.mongo],
  ],
  [
    'a command that does not exist',
    () => Promise.reject(new MongoServerError({ code: 59, errmsg: 'hunter2' })),
    { status: 500 },
    [rules.mongo, rules.mongoose],
  ],
];

describe.each(CASES)('%s', (_what, run, answer, known) => {
  it('is what the rule says, also as a cause, and a 500 without it', async () => {
    const thrown = await errorOf(async () => run());
    for (const rule of known) {
      expect(answerOf(thrown, rule)).toEqual(answer);
      expect(answerOf(new Error('hunter2', { cause: thrown }), rule)).toEqual(answer);
    }
    expect(answerOf(thrown)).toEqual({ status: 500 });
  });
});

it('constraints go by the fields of the index', async () => {
  const thrown = new MongoServerError({
    code: 11000,
    keyPattern: { tenant: 1, email: 1 },
    errmsg: 'hunter2',
  });
  const fault = { pointer: '#/email', detail: 'is taken' };
  for (const rule of [rules.mongo, rules.mongoose])
    expect(answerOf(thrown, rule({ constraints: { email: fault } }))).toEqual({ ...TAKEN, errors: [fault] });
});

it.each(FRAMEWORKS)(
  '%s: an id that cannot be cast is a 404 if the application says so',
  async (framework) => {
    const { port } = await serveHere(
      framework,
      { 'GET /notes/:id': () => Note.findById('zzz') },
      { errors: { rules: [rules.mongoose({ invalidText: 404 })], report() {} } },
    );
    const response = await request(port, 'GET', '/notes/zzz');
    expect(response.status).toBe(404);
    expect(problemOf(response)).toEqual({ type: 'about:blank', title: 'Not Found', status: 404 });
  },
);
