import { read, readText } from '../../../read.ts';
import { type DatabaseRule, databaseRule, type Kind, kindIn, type Marks } from './database.ts';

// Numbers of the error codes of MongoDB, and names of the driver's classes.
const MARKS: Marks = {
  taken: '11000 11001',
  unmet: '121',
  unreadable: 'BSONError BSONTypeError',
  again: '24 112 244 251',
  down:
    '50 89 91 189 9001 10107 11600 11602 13435 13436 MongoNetworkError MongoNetworkTimeoutError ' +
    'MongoServerSelectionError MongoPoolClearedError MongoWaitQueueTimeoutError',
};

/** Returns the kind of an error of MongoDB, of its driver or of BSON. */
export function kindOfMongo(error: Error): Kind | undefined {
  const name = readText(error, 'name') ?? '';
  const ofName = kindIn(MARKS, name);
  if (ofName !== undefined || !/^Mongo[A-Za-z]*Error$/.test(name)) return ofName;
  const code = read(error, 'code');
  return typeof code === 'number' ? kindIn(MARKS, code) : undefined;
}

/**
 * Knows errors of MongoDB, as the package mongodb reports them: a duplicate key (E11000) is a 409, a document that the
 * validation of the collection refuses a 422, text that is not an ObjectId a 400, a write conflict in a transaction a 503
 * with Retry-After, a server that cannot be reached or took too long a 503. `constraints` goes by the fields of the index.
 *
 * @example
 * ```ts
 * const mongo = rules.mongo({ constraints: { email: { pointer: '#/email', detail: 'is taken' } } });
 * app.use(errorHandler({ rules: [mongo] }));
 * ```
 */
export const mongo: DatabaseRule = /* @__PURE__ */ databaseRule(kindOfMongo);
