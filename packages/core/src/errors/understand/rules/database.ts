import { allowOneOf, expected, requireInteger, requireObject } from '../../../arguments.ts';
import { type OptionNames, warnOfUnknown } from '../../../option-names.ts';
import { isError, read, readText } from '../../../read.ts';
import { NotFound } from '../../client-errors.ts';
import { Conflict } from '../../current-state.ts';
import type { HttpError } from '../../http-error.ts';
import type { Json } from '../../json.ts';
import { BadRequest, type Fault, faultOf, UnprocessableContent } from '../../validation.ts';
import { ServiceUnavailable } from '../../waits.ts';
import { chainOf } from '../chain.ts';
import { isChosen, isFromClientLibrary } from '../foreign.ts';
import { type ErrorContext, LAST, type Rule } from '../rule.ts';

/*
 * Theory of operation.
 *
 * Each database has a table of its codes, sorted into kinds, and each kind has one answer for all databases. A rule walks
 * the chain of what was thrown, since query builders and mappers wrap the error of the driver, and asks its recognizer about
 * each link. It compares codes and names only, never messages: those hold values of the client, and the names of tables and
 * indexes, in the language of the server. Nothing of the driver's text is sent. What is in no table stays a 500.
 */

/** What an error of a database means for the request. */
export type Kind =
  | 'absent'
  | 'again'
  | 'down'
  | 'linked'
  | 'long'
  | 'required'
  | 'stale'
  | 'taken'
  | 'unmet'
  | 'unreadable'
  | 'violated';

/** The codes of each kind, separated by spaces. */
export type Marks = Readonly<Partial<Record<Kind, string>>>;

/** Options of a rule for a database. */
export interface DatabaseOptions {
  /**
   * Faults by the name of a constraint, a column or a field, as the database or the mapper reports it:
   * `{ users_email_key: { pointer: '#/email', detail: 'is taken' } }`. Sent as the member `errors`. Default: none.
   */
  readonly constraints?: Readonly<Record<string, Fault>> | undefined;
  /** Status for a value that the database cannot read: an id that is not a UUID, a NUL, a number out of range. Default: 400. */
  readonly invalidText?: 400 | 404 | undefined;
  /** Status for a transaction that was rolled back because of another one: a deadlock, a serialization failure. Default: 503. */
  readonly lostTransaction?: 409 | 503 | undefined;
  /** Wait that the 503 for such a transaction announces, in whole seconds, 1 to 86,400. Default: 1. */
  readonly retryAfterSeconds?: number | undefined;
}

const NAMES: OptionNames<DatabaseOptions> = {
  constraints: true,
  invalidText: true,
  lostTransaction: true,
  retryAfterSeconds: true,
};

/** A rule for a database: used as it is, or called with options. */
export interface DatabaseRule {
  /**
   * Returns the rule with options.
   *
   * @throws {TypeError} If an option has another form.
   * @throws {RangeError} If `retryAfterSeconds` is out of range.
   */
  (options?: DatabaseOptions): Rule;
  /** Returns the error that a value of this database means; undefined for any other value. */
  (value: unknown, context: ErrorContext): HttpError<number> | undefined;
}

/** Returns the kind of one error, or the HttpError that it means; undefined if the database did not make it. */
type Recognizer = (error: Error, context: ErrorContext, value: unknown) => Kind | HttpError | undefined;

const CONFLICTS: Marks = {
  again: 'Another request has changed the same data. Repeat the request.',
  linked: 'Something that the request refers to does not exist, or is still in use.',
  stale: 'Another request has changed the resource. Read it again.',
  taken: 'Something with the same unique value exists already.',
  violated: 'The request conflicts with what is stored.',
};

const REFUSALS: Marks = {
  long: 'A value is too long.',
  required: 'A value is missing.',
  unmet: 'A value is not allowed.',
};

const UNREACHABLE: ReadonlySet<unknown> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'ETIMEDOUT',
]);

/** Returns the kind that has a code. */
export function kindIn(marks: Marks, code: unknown): Kind | undefined {
  if (typeof code !== 'string' && typeof code !== 'number') return undefined;
  return (Object.keys(marks) as Kind[]).find((kind) => ` ${marks[kind]} `.includes(` ${code} `));
}

// What names a constraint, then what names columns or fields: pg, postgres.js, Sequelize, MongoDB; Prisma, in `meta`. The
// first that is known counts.
const LABELS =
  'constraint constraint_name index column column_name field_name target keyPattern fields'.split(' ');

function labelsOf(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [value];
  try {
    return Array.isArray(value) ? value : Object.keys(value);
  } catch {
    return []; // a proxy
  }
}

function faultsFor(chain: readonly unknown[], { constraints = {} }: DatabaseOptions): readonly Fault[] {
  const metas = chain.map((one) => read(one, 'meta'));
  const causes = metas.map((meta) => read(read(read(meta, 'driverAdapterError'), 'cause'), 'constraint'));
  const sources = [...chain, ...metas, ...causes];
  for (const name of LABELS) {
    const labels = new Set(sources.flatMap((one) => labelsOf(read(one, name))));
    const known = [...labels].filter(
      (label) => typeof label === 'string' && Object.hasOwn(constraints, label),
    );
    if (known.length > 0) return known.flatMap((label) => constraints[label as string] ?? []);
  }
  return [];
}

/**
 * Knows a connection that was refused. It looks the same whatever was called, so each other rule is asked first: with
 * `upstream` it is that rule's 502.
 */
function unreachable(value: unknown): HttpError | undefined {
  const chain = chainOf(value);
  const isOurs =
    isError(value) &&
    !isChosen(value) &&
    chain.some((one) => isError(one) && UNREACHABLE.has(read(one, 'code'))) &&
    !chain.some((one) => isFromClientLibrary(one) || readText(one, 'name') === 'TypeError');
  return isOurs ? new ServiceUnavailable('unknown', { cause: value }) : undefined;
}

function answer(
  kind: Kind,
  errors: readonly Fault[],
  cause: unknown,
  context: ErrorContext,
  options: DatabaseOptions,
): HttpError {
  if (kind === 'down') return new ServiceUnavailable('unknown', { cause });
  if (kind === 'absent' || (kind === 'unreadable' && options.invalidText === 404))
    return new NotFound({ cause });
  if (kind === 'again' && options.lostTransaction !== 409)
    return new ServiceUnavailable({ seconds: options.retryAfterSeconds ?? 1 }, { cause });
  const conflict = CONFLICTS[kind];
  if (conflict !== undefined) {
    const extensions = errors.length === 0 ? {} : { errors: errors as unknown as Json }; // checked when the rule was made
    return new Conflict(conflict, { cause, extensions });
  }
  const refusal = REFUSALS[kind];
  const detail = refusal ?? 'A value is malformed or out of range.';
  const init = { detail, cause, ...(errors.length > 0 && { errors }) };
  return refusal === undefined || context.validation === 400
    ? new BadRequest(init)
    : new UnprocessableContent(init);
}

function checked(given: DatabaseOptions): DatabaseOptions {
  warnOfUnknown('database rule', given, NAMES);
  const { constraints = {}, invalidText, lostTransaction, retryAfterSeconds = 1 } = given;
  requireObject('options.constraints', constraints);
  allowOneOf('options.invalidText', invalidText, [400, 404]);
  allowOneOf('options.lostTransaction', lostTransaction, [409, 503]);
  requireInteger('options.retryAfterSeconds', retryAfterSeconds, { least: 1, most: 86_400 });
  const faults = Object.entries(constraints).map(([name, fault]) => {
    const what = `options.constraints.${name}`;
    if (readText(fault, 'detail') === undefined)
      throw new TypeError(expected(what, '{ detail, pointer | parameter | header }', fault));
    return [name, faultOf(fault, what)];
  });
  return { invalidText, lostTransaction, retryAfterSeconds, constraints: Object.fromEntries(faults) };
}

function ruleFor(recognize: Recognizer, options: DatabaseOptions): Rule {
  function database(value: unknown, context: ErrorContext): HttpError | undefined {
    const whole = chainOf(value);
    // A status that the program has chosen itself counts: createError(404, 'no such city', { cause }).
    for (const one of isChosen(value) ? [value] : whole) {
      const found = isError(one) ? recognize(one, context, value) : undefined;
      if (typeof found === 'string') return answer(found, faultsFor(whole, options), value, context, options);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return Object.assign(database, { [LAST]: unreachable });
}

/** Returns a rule that is also a function of options: with one argument that is not an Error, or without any. */
export function databaseRule(recognize: Recognizer): DatabaseRule {
  const plain = ruleFor(recognize, {});
  const rule = (...given: unknown[]): unknown => {
    const [value = {}, context = {}] = given;
    const isCall = given.length < 2 && !isError(value);
    return isCall
      ? ruleFor(recognize, checked(value as DatabaseOptions))
      : plain(given[0], context as ErrorContext);
  };
  return Object.assign(rule, { [LAST]: unreachable }) as DatabaseRule;
}
