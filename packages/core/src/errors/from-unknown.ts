import { show } from '../fields/show.ts';
import type { Challenges } from './authentication.ts';
import {
  foreignHeaders,
  isError,
  isErrorStatus,
  isFromClientLibrary,
  read,
  readStatus,
  readText,
} from './foreign.ts';
import { errorFromStatus } from './from-status.ts';
import { heal } from './heal.ts';
import { type HttpError, isHttpError } from './http-error.ts';
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
  /** What is known about the exchange. */
  readonly context?: ErrorContext | undefined;
  /** Hears of a rule that threw or gave something else than an HttpError. */
  readonly onRuleError?: ((error: unknown) => void) | undefined;
}

/** The rules to try, in their order. */
export function rulesFor(given: ToHttpErrorOptions['rules']): readonly Rule[] {
  if (given === undefined) return DEFAULT_RULES;
  const all: unknown = typeof given === 'function' ? given(DEFAULT_RULES) : [...given, ...DEFAULT_RULES];
  if (!Array.isArray(all) || all.some((rule) => typeof rule !== 'function')) {
    throw new TypeError(`rules: expected a list of functions, got ${show(all)}`);
  }
  return all;
}

function byRule(value: unknown, context: ErrorContext, options: ToHttpErrorOptions): HttpError | undefined {
  for (const rule of rulesFor(options.rules)) {
    try {
      const error: unknown = rule(value, context);
      if (error === undefined) continue;
      if (isHttpError(error)) return error;
      throw new TypeError(`rule ${rule.name}: expected an HttpError or undefined, got ${show(error)}`);
    } catch (failure) {
      options.onRuleError?.(failure);
    }
  }
  return undefined;
}

function byStatus(value: unknown, context: ErrorContext): HttpError | undefined {
  const status = readStatus(value, 'status') ?? readStatus(value, 'statusCode');
  const believed = status ?? (isErrorStatus(context.responseStatus) ? context.responseStatus : undefined);
  if (believed === undefined) return undefined;
  const message = readText(value, 'message') ?? '';
  const init = believed < 500 && read(value, 'expose') === true ? { detail: message } : { log: message };
  const headers = foreignHeaders(read(value, 'headers'), status !== undefined && !isFromClientLibrary(value));
  return errorFromStatus(believed, { ...init, cause: value }, headers);
}

function describe(value: unknown): string {
  if (isError(value)) return readText(value, 'message') ?? 'an error without a message';
  return `thrown: ${typeof value === 'object' && value !== null ? 'an object' : show(value)}`;
}

function opaque(value: unknown): HttpError {
  return errorFromStatus(
    500,
    { log: describe(value), cause: value },
    foreignHeaders(read(value, 'headers'), false),
  );
}

/** A subclass may have left out what its status demands; a frozen one, or one of another version, stays as it is. */
function healOwn(error: HttpError, context: ErrorContext, challenge: Challenges | undefined): HttpError {
  try {
    return heal(error, context, challenge);
  } catch {
    return error;
  }
}

/**
 * The HttpError that a thrown value means: itself if it is one, what the first rule says that knows its producer, else
 * an opaque 500. A foreign 401, 405, 407, 416 or 426 without its field is given one. Never throws because of `value`,
 * and changes no foreign one; throws a TypeError for `rules` that are none.
 *
 * @example
 * const error = toHttpError(await request.json().catch((cause) => cause), { rules: [rules.postgres] });
 */
export function toHttpError(value: unknown, options: ToHttpErrorOptions = {}): HttpError {
  const context = options.context ?? {};
  if (isHttpError(value)) return healOwn(value, context, options.challenge);
  const error =
    byRule(value, context, options) ??
    (options.compat === 'trust-status' ? byStatus(value, context) : undefined) ??
    opaque(value);
  return heal(error, context, options.challenge);
}
