import { show } from '../../arguments.ts';
import { callHook } from '../../hook.ts';
import { isError, read, readText } from '../../read.ts';
import type { Challenges } from '../authentication.ts';
import { type HttpError, isHttpError } from '../http-error.ts';
import { isRemote, localError } from '../remote.ts';
import { foreignHeaders, isErrorStatus, isFromClientLibrary, isSystemError, readStatus } from './foreign.ts';
import { errorFromStatus } from './from-status.ts';
import { fieldMissingFrom, heal } from './heal.ts';
import type { ErrorContext, Rule } from './rule.ts';
import { DEFAULT_RULES } from './rules/index.ts';

/** How thrown values are understood. */
export interface ToHttpErrorOptions {
  /**
   * Rules of one's own, tried before the built-in ones; or a function that gets the built-in ones and gives all that
   * are to be tried. Default: the built-in ones.
   */
  readonly rules?: readonly Rule[] | ((builtIn: readonly Rule[]) => readonly Rule[]) | undefined;
  /** The challenge for a 401 of somebody else's that carries none. Default: none, which is reported once. */
  readonly challenge?: Challenges | undefined;
  /**
   * `'trust-status'` believes `status` and `statusCode` of any thrown value and the status already set on the response,
   * as Express and Koa do. An upstream's 401 is then yours: for migration only. Default: off.
   */
  readonly compat?: 'trust-status' | undefined;
  /** The status for a request that a validator refused. Default: 422. */
  readonly validation?: 400 | 422 | undefined;
  /** What is known about the exchange. */
  readonly context?: ErrorContext | undefined;
  /** Hears of a rule that threw or gave something else than an HttpError. */
  readonly onRuleError?: ((error: unknown) => void) | undefined;
}

/** The rules to try, in their order. */
export function rulesFor(given: ToHttpErrorOptions['rules']): readonly Rule[] {
  if (given === undefined) return DEFAULT_RULES;
  const own: unknown = typeof given === 'function' ? given(DEFAULT_RULES) : given;
  if (!Array.isArray(own) || own.some((rule) => typeof rule !== 'function')) {
    throw new TypeError(`rules: expected a list of functions, got ${show(own)}`);
  }
  return typeof given === 'function' ? own : [...own, ...DEFAULT_RULES];
}

function byRule(value: unknown, context: ErrorContext, options: ToHttpErrorOptions): HttpError | undefined {
  for (const rule of rulesFor(options.rules)) {
    const error: unknown = callHook(() => rule(value, context), options.onRuleError);
    if (error === undefined) continue;
    if (isUsable(error)) return error;
    options.onRuleError?.(
      new TypeError(`rule ${rule.name}: expected an HttpError or undefined, got ${show(error)}`),
    );
  }
  return undefined;
}

function byStatus(value: unknown, context: ErrorContext): HttpError | undefined {
  const status = readStatus(value, 'status') ?? readStatus(value, 'statusCode');
  const believed = status ?? (isErrorStatus(context.responseStatus) ? context.responseStatus : undefined);
  if (believed === undefined) return undefined;
  const message = readText(value, 'message') ?? '';
  const upstream = isFromClientLibrary(value);
  const shown =
    believed < 500 && message !== '' && read(value, 'expose') === true && !upstream && !isSystemError(value);
  const headers = foreignHeaders(read(value, 'headers'), status !== undefined && !upstream);
  return errorFromStatus(
    believed,
    shown ? { detail: message, cause: value } : { log: message, cause: value },
    headers,
  );
}

function describe(value: unknown): string {
  if (isError(value)) return readText(value, 'message') ?? 'an error without a message';
  return `thrown: ${typeof value === 'object' && value !== null ? 'an object' : show(value)}`;
}

function opaque(value: unknown): HttpError {
  const headers = isFromClientLibrary(value) ? {} : foreignHeaders(read(value, 'headers'), false);
  return errorFromStatus(500, { log: describe(value), cause: value }, headers);
}

/** Whether a value is an error of ours, and its status still one for errors: members can be changed after the throw. */
function isUsable(value: unknown): value is HttpError {
  return isHttpError(value) && readStatus(value, 'status') !== undefined;
}

/** A subclass may have left out what its status demands; a frozen one, or one of another version, stays as it is. */
function healed(error: HttpError, context: ErrorContext, challenge: Challenges | undefined): HttpError {
  try {
    return heal(error, context, challenge);
  } catch {
    return error;
  }
}

/** The value itself, where it is an error of ours that is complete: no rule is asked then, and nothing is healed. */
export function completeError(value: unknown): HttpError | undefined {
  if (!isUsable(value) || isRemote(value)) return undefined;
  try {
    return fieldMissingFrom(value) === undefined ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The HttpError that a thrown value means: itself if it is one with a status for errors, what the first rule says that
 * knows its producer, else an opaque 500. A 401, 405, 407, 416 or 426 without its field is given one. Never throws
 * because of `value`, and changes no foreign one; throws a TypeError for `rules` that are none.
 *
 * @example
 * const error = toHttpError(await request.json().catch((cause) => cause), { rules: [rules.postgres] });
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
