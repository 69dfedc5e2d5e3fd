import { read, readText } from '../../../read.ts';
import { type Finding, NOT_VALID } from '../../fault.ts';
import type { HttpError } from '../../http-error.ts';
import { faultsOf, limitsOf } from '../place.ts';
import type { ErrorContext } from '../rule.ts';
import { type DatabaseRule, databaseRule, kindIn, type Marks } from './database.ts';
import { invalid } from './invalid.ts';
import { kindOfMongo } from './mongo.ts';

const MARKS: Marks = {
  absent: 'DocumentNotFoundError',
  stale: 'VersionError',
  unreadable: 'CastError',
  down: 'MongooseServerSelectionError',
};

// What mongoose calls the rule that failed. Its messages quote the value.
const DETAILS: Readonly<Record<string, string>> = {
  required: 'is required',
  enum: 'is not one of the allowed values',
  min: 'is too small',
  max: 'is too large',
  minlength: 'is too short',
  maxlength: 'is too long',
  regexp: 'does not have the required form',
};

const LIMITS = ['min', 'max', 'minlength', 'maxlength', 'enumValues'];

function findingOf([path, error]: [string, unknown]): Finding {
  const code = readText(error, 'kind') ?? '';
  const detail = Object.hasOwn(DETAILS, code) ? DETAILS[code] : undefined;
  return {
    path: path.split('.'),
    detail: detail ?? NOT_VALID,
    ...(code !== '' && { code }),
    limits: limitsOf(read(error, 'properties'), LIMITS),
  };
}

/** Returns the error for a document that its schema refuses; undefined for a ValidationError of another package. */
function refused(error: Error, context: ErrorContext, value: unknown): HttpError | undefined {
  const errors = read(error, 'errors');
  if (readText(error, '_message') === undefined || typeof errors !== 'object' || errors === null)
    return undefined;
  const entries = Object.entries(errors);
  // A nested document that is not valid is listed itself, beside each of its paths.
  const leaves = entries.filter(([path]) => !entries.some(([other]) => other.startsWith(`${path}.`)));
  return invalid(faultsOf(leaves.map(findingOf), context), value, context.validation);
}

/**
 * Knows errors of mongoose, and those of MongoDB that it passes on: a document that its schema refuses is a 422 with the
 * place of each fault, a value that cannot be cast, such as an id, a 400, a document that was not found a 404, one that
 * another request has changed a 409. Details are made from the names of validators, since messages quote values.
 *
 * @example
 * ```ts
 * app.use(errorHandler({ rules: [rules.mongoose({ invalidText: 404 })] }));
 * ```
 */
export const mongoose: DatabaseRule = /* @__PURE__ */ databaseRule((error, context, value) => {
  const name = readText(error, 'name');
  if (name === 'ValidationError') return refused(error, context, value);
  if (name === 'CastError' && readText(error, 'stringValue') === undefined) return undefined;
  return kindIn(MARKS, name) ?? kindOfMongo(error);
});
