import { formatHttpDate, isToken } from '@statuskit/core/fields';
import { isVersion30, requireList, wrong } from './arguments.ts';
import type { OpenApiOptions, ParameterObject } from './types.ts';

const TAG = '"v7"';
const DATE = formatHttpDate(new Date(Date.UTC(2026, 0, 31, 12)));

/** A request field that {@link conditionalParameters} can describe. */
export type ConditionalField =
  | 'If-Match'
  | 'If-None-Match'
  | 'If-Modified-Since'
  | 'If-Unmodified-Since'
  | 'Range'
  | 'If-Range';

/** What each field means, and an example (RFC 9110 §13.1, §14.2). */
const FIELDS: Readonly<Record<ConditionalField, readonly [description: string, example: string]>> = {
  'If-Match': ['Entity tags, one of which the current state must have, or * (RFC 9110 §13.1.1).', TAG],
  'If-None-Match': ['Entity tags that the current state must not have, or * (RFC 9110 §13.1.2).', TAG],
  'If-Modified-Since': ['Date after which the state must have changed (RFC 9110 §13.1.3).', DATE],
  'If-Unmodified-Since': ['Date after which the state must not have changed (RFC 9110 §13.1.4).', DATE],
  Range: ['Ranges of the content to send (RFC 9110 §14.2).', 'bytes=0-499'],
  'If-Range': ['Tag or date without which Range is ignored (RFC 9110 §13.1.5).', TAG],
};

/** Options of {@link conditionalParameters}. */
export interface ConditionalParametersOptions extends OpenApiOptions {
  /** The fields that the operation evaluates. Default: the four of RFC 9110 §13.1.1 to §13.1.4, and with `ranges` all six. */
  readonly fields?: readonly ConditionalField[] | undefined;
  /** Whether the operation answers ranges, so that Range and If-Range are included. Default: false. */
  readonly ranges?: boolean | undefined;
  /** Those without which a request is refused, as by `require` of `conditional` with one field. Default: none. */
  readonly required?: readonly ConditionalField[] | undefined;
}

function requireFields(name: string, given: unknown): readonly ConditionalField[] {
  requireList(name, given);
  for (const one of given)
    if (typeof one !== 'string' || !Object.hasOwn(FIELDS, one))
      throw wrong(name, `names among ${Object.keys(FIELDS).join(', ')}`, one);
  return given as ConditionalField[];
}

function parameterOf(name: string, description: string, example: string, required: boolean): ParameterObject {
  return { name, in: 'header', description, required, schema: { type: 'string' }, example };
}

/**
 * Returns the parameters of an operation whose requests may be conditional, as `conditional` and `conditionalWrite` evaluate them.
 * Each call returns new objects.
 *
 * @throws {TypeError} If an option is not valid.
 *
 * @example
 * ```ts
 * const put = { parameters: conditionalParameters({ fields: ['If-Match'], required: ['If-Match'] }) };
 * const get = { parameters: conditionalParameters({ ranges: true }) };
 * ```
 */
export function conditionalParameters(options: ConditionalParametersOptions = {}): ParameterObject[] {
  isVersion30(options);
  const { ranges = false } = options;
  if (typeof ranges !== 'boolean') throw wrong('options.ranges', 'a boolean', ranges);
  const required = requireFields('options.required', options.required ?? []);
  const all = Object.keys(FIELDS) as ConditionalField[];
  const chosen = requireFields('options.fields', options.fields ?? all.slice(0, 4));
  const names = new Set([...chosen, ...(ranges ? all.slice(4) : []), ...required]);
  return [...names].map((name) => {
    const [description, example] = FIELDS[name];
    return parameterOf(name, description, example, required.includes(name));
  });
}

/** Options of {@link idempotencyKeyParameter}. They are those of `idempotent`. */
export interface IdempotencyKeyParameterOptions extends OpenApiOptions {
  /** Request header field that carries the key. Default: `Idempotency-Key`. */
  readonly field?: string | undefined;
  /** Whether a request without a key is refused. Default: true. */
  readonly required?: boolean | undefined;
  /** The longest key, in characters. Default: 255. */
  readonly maxKeyLength?: number | undefined;
}

/**
 * Returns the parameter of an operation that `idempotent` protects. Each call returns a new object.
 *
 * @throws {TypeError} If an option has the wrong type, or `field` is not a valid field name.
 * @throws {RangeError} If `maxKeyLength` is not an integer of at least 1.
 *
 * @example
 * ```ts
 * const post = { parameters: [idempotencyKeyParameter()] };
 * ```
 */
export function idempotencyKeyParameter(options: IdempotencyKeyParameterOptions = {}): ParameterObject {
  isVersion30(options);
  const { field = 'Idempotency-Key', required = true, maxKeyLength = 255 } = options;
  if (!isToken(field)) throw wrong('options.field', 'a field name', field);
  if (typeof required !== 'boolean') throw wrong('options.required', 'a boolean', required);
  if (typeof maxKeyLength !== 'number') throw wrong('options.maxKeyLength', 'a number', maxKeyLength);
  if (!Number.isSafeInteger(maxKeyLength) || maxKeyLength < 1)
    throw new RangeError(`options.maxKeyLength: expected an integer of at least 1, got ${maxKeyLength}`);
  const made = parameterOf(
    field,
    'Name of this request, new for each request and the same when it is repeated.',
    '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
    required,
  );
  // The key stands in quotes, or alone.
  return { ...made, schema: { type: 'string', minLength: 1, maxLength: maxKeyLength + 2 } };
}
