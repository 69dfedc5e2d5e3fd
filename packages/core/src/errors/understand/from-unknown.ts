import { expected, show } from '../../arguments.ts';
import { callHook } from '../../hook.ts';
import { isError, isErrorStatus, read, readStatus, readText } from '../../read.ts';
import type { Challenges } from '../authentication.ts';
import type { HttpError } from '../http-error.ts';
import { localError } from '../remote.ts';
import { foreignHeaders, isFromClientLibrary, isSystemError } from './foreign.ts';
import { heal } from './heal.ts';
import { hintAt } from './hint.ts';
import { type ErrorContext, errorFromStatus, LAST, type Rule } from './rule.ts';
import { DEFAULT_RULES } from './rules/defaults.ts';
import { isUsable } from './snapshot.ts';

/** How thrown values are understood. */
export interface ToHttpErrorOptions {
  /**
   * Your own rules, tried before the built-in ones; or a function that receives the built-in ones and returns all that
   * are tried. Default: the built-in ones.
   */
  readonly rules?: readonly Rule[] | ((builtIn: readonly Rule[]) => readonly Rule[]) | undefined;
  /** Challenge for a 401 of another producer that has none. Default: a placeholder, which is reported once. */
  readonly challenge?: Challenges | undefined;
  /**
   * `'trust-status'` uses `status` and `statusCode` of any thrown value and the status that the handler has set on the
   * response, as Express and Koa do. A 401 of an upstream server is then yours: for migration only. Default: off.
   */
  readonly compat?: 'trust-status' | undefined;
  /** Status for a request that a validator refused. Default: 422. */
  readonly validation?: 400 | 422 | undefined;
  /** What is known about the exchange. Default: nothing. */
  readonly context?: ErrorContext | undefined;
  /** Called with the failure of a rule that threw, or that returned something else than an HttpError. Default: none. */
  readonly onRuleError?: ((error: unknown) => void) | undefined;
}

/**
 * Returns the rules to try, in their order.
 *
 * @throws {TypeError} If `given` is neither a list of functions nor a function that returns one.
 */
export function rulesFor(given: ToHttpErrorOptions['rules']): readonly Rule[] {
  if (given === undefined) return DEFAULT_RULES;
  const own: unknown = typeof given === 'function' ? given(DEFAULT_RULES) : given;
  if (!Array.isArray(own) || own.some((rule) => typeof rule !== 'function')) {
    const advice = typeof given === 'function' ? ' from the function; one rule is written rules: [rule]' : '';
    throw new TypeError(`${expected('rules', 'a list of functions', own)}${advice}`);
  }
  const named = own.find((rule) => /^class\b/.test(Function.prototype.toString.call(rule)));
  if (named !== undefined) {
    throw new TypeError(
      `rules: expected a rule, got the class ${named.name}; write rules.from(${named.name})`,
    );
  }
  return typeof given === 'function' ? own : [...own, ...DEFAULT_RULES];
}

function byRule(value: unknown, context: ErrorContext, options: ToHttpErrorOptions): HttpError | undefined {
  const rules = rulesFor(options.rules);
  const last = rules.flatMap((rule) => (rule as { [LAST]?: Rule })[LAST] ?? []);
  for (const rule of [...rules, ...last]) {
    const error: unknown = callHook(() => rule(value, context), options.onRuleError);
    if (error === undefined) continue;
    if (isUsable(error)) return error;
    options.onRuleError?.(
      new TypeError(`rule ${rule.name}: expected an HttpError or undefined, got ${show(error)}`),
    );
  }
  return undefined;
}

/** Reports whether the handler of the framework itself would show the message of a 4xx. */
function isShown(value: unknown, context: ErrorContext): boolean {
  const expose = read(value, 'expose');
  return (expose === true || (expose === undefined && context.showsMessages === true)) && isError(value);
}

function byStatus(value: unknown, context: ErrorContext): HttpError | undefined {
  const status = readStatus(value, 'status') ?? readStatus(value, 'statusCode');
  const believed = status ?? (isErrorStatus(context.responseStatus) ? context.responseStatus : undefined);
  if (believed === undefined) return undefined;
  const message = readText(value, 'message') ?? '';
  const isUpstream = isFromClientLibrary(value);
  const shown =
    believed < 500 && message !== '' && isShown(value, context) && !isUpstream && !isSystemError(value);
  const isTheirs = status !== undefined && !isUpstream;
  return errorFromStatus(
    believed,
    shown ? { detail: message, cause: value } : { log: message, cause: value },
    isTheirs ? foreignHeaders(read(value, 'headers'), believed) : {},
  );
}

function describe(value: unknown): string {
  if (isError(value)) return readText(value, 'message') ?? 'an error without a message';
  return `thrown: ${typeof value === 'object' && value !== null ? 'an object' : show(value)}`;
}

/** Returns a 500 without any field: nobody knows who made the value. */
function opaque(value: unknown): HttpError {
  hintAt(value);
  return errorFromStatus(500, { log: describe(value), cause: value }, {});
}

/** A subclass may lack what its status requires; a frozen error, or one of another version, stays as it is. */
function healed(error: HttpError, context: ErrorContext, challenge: Challenges | undefined): HttpError {
  try {
    return heal(error, context, challenge);
  } catch {
    return error;
  }
}

/**
 * Returns the HttpError that a thrown value means: the value itself if it is an HttpError with a status for errors, the
 * result of the first rule that knows its producer, else an opaque 500. A 401, 405, 407, 416 or 426 without its field
 * receives one. Never throws because of `value`, and never changes an error of another producer.
 *
 * @throws {TypeError} If `rules` is neither a list of functions nor a function that returns one.
 *
 * @example
 * ```ts
 * try {
 *   await notes.save(undefined, note);
 * } catch (thrown) {
 *   const { status, detail } = toHttpError(thrown, { rules: [rules.postgres] });
 *   console.info(status, detail);
 * }
 * ```
 */
export function toHttpError(value: unknown, options: ToHttpErrorOptions = {}): HttpError {
  const { validation } = options;
  const context = validation === undefined ? (options.context ?? {}) : { ...options.context, validation };
  const error = isUsable(value)
    ? localError(value)
    : (byRule(value, context, options) ??
      (options.compat === 'trust-status' ? byStatus(value, context) : undefined) ??
      opaque(value));
  return healed(error, context, options.challenge);
}
