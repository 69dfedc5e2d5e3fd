import { allowBoolean, allowOneOf, expected, requireInteger } from '../arguments.ts';
import { NotFound } from '../errors/client-errors.ts';
import type { HttpError } from '../errors/http-error.ts';
import { isWeakTag } from '../fields/entity-tag.ts';
import { requireMethods } from '../fields/methods.ts';
import type { Reply } from '../reply.ts';
import { warnOnce } from '../warn.ts';
import { notModifiedAsKnown, withoutCodings } from './coded-tag.ts';
import type { Current } from './current.ts';
import {
  demandsCondition,
  type EvaluateOptions,
  evaluatePreconditions,
  isConditional,
  readsOnly,
} from './evaluate.ts';
import { checkLoaded, type Loaded, type MaybeLoaded, type Passed } from './loaded.ts';
import type { Outcome } from './outcome.ts';
import { preconditionError, type RefusedOutcome } from './precondition-error.ts';
import { representationHeaders } from './representation.ts';
import type { PreconditionRequest } from './request.ts';

/** How a guard decides. */
export interface GuardOptions extends Pick<EvaluateOptions, 'require'> {
  /**
   * What to do if nothing was loaded: `'create'` means that the request may create the resource, so that
   * `If-None-Match: *` holds and If-Match is a 412; `'not-found'` means a 404. Default: `'create'` for PUT; otherwise the
   * handler decides, and its 404 comes before any condition (RFC 9110 §13.2.1).
   */
  readonly absent?: 'create' | 'not-found' | undefined;
  /** How to treat a malformed If-Match or If-None-Match, see {@link EvaluateOptions}. Default: `'400'` for writes, `'rfc'` for reads. */
  readonly malformed?: 'rfc' | '400' | undefined;
  /**
   * Whether a 412 shows the state that was loaded, and its tag; or a function that returns what is shown of the state.
   * Default: false, since the state was loaded to be compared, before the handler has decided who may see it.
   */
  readonly showState?: boolean | ((state: never) => object | null | undefined) | undefined;
  /**
   * Whether Range is evaluated for text and bytes. With `true` and no length, the range is cut from what the handler
   * returns. Default: true if `load` returns the length.
   */
  readonly ranges?: boolean | undefined;
  /** The most ranges of one request; a request for more receives the whole. More than 1 allows `multipart/byteranges`. Default: 1. */
  readonly maxRanges?: number | undefined;
}

/** The decision of a guard about a request. */
export type Verdict<L> =
  | { readonly kind: 'answer'; readonly reply: Reply }
  | { readonly kind: 'refuse'; readonly error: HttpError }
  | {
      readonly kind: 'pass';
      readonly passed: Passed<L>;
      /** Fields for the response, whatever the handler returns. */
      readonly headers: Readonly<Record<string, string>>;
      /** Returns the requested ranges, once the length of the content is known. Throws a 416. */
      readonly rangesOf: ((length: number) => Extract<Outcome, { kind: 'partial' }> | undefined) | undefined;
    };

const NOTHING: Readonly<Record<string, string>> = Object.freeze({});

/**
 * Checks the options of a guard.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If `maxRanges` is not an integer of at least 1.
 */
export function checkGuardOptions(options: GuardOptions): void {
  const { absent, malformed, showState, ranges, maxRanges = 1, require } = options;
  allowOneOf('absent', absent, ['create', 'not-found']);
  allowOneOf('malformed', malformed, ['rfc', '400']);
  if (showState !== undefined && typeof showState !== 'boolean' && typeof showState !== 'function')
    throw new TypeError(expected('showState', 'a boolean or a function', showState));
  allowBoolean('ranges', ranges);
  requireInteger('maxRanges', maxRanges, { least: 1 });
  if (Array.isArray(require)) requireMethods(require, 'require');
  else if (require !== undefined && typeof require !== 'boolean')
    throw new TypeError(expected('require', 'a boolean or a list of methods', require));
}

/** Reports whether a guard applies to requests with this method. */
export function isGuarded(request: PreconditionRequest): boolean {
  return isConditional(request.method ?? '');
}

/**
 * Evaluates the conditions of a request against its loaded target, before the handler runs. Returns the fields of the
 * response, a 304 to send instead, or a refusal.
 *
 * @throws {TypeError | RangeError} If `loaded` has an invalid value, or can satisfy no condition although one is required.
 */
export function judge<L extends MaybeLoaded>(
  request: PreconditionRequest,
  loaded: L,
  options: GuardOptions,
): Verdict<L> {
  checkLoaded(loaded);
  const { method = '' } = request;
  const reads = readsOnly(method);
  if (isAbsent(loaded)) {
    if (options.absent === 'not-found') return { kind: 'refuse', error: new NotFound() };
    // Conditions on a target that does not exist are evaluated only if the request may create it (RFC 9110 §13.2.1).
    if (!mayCreate(method, reads, options.absent)) return passAbsent(undefined);
  }
  const current: Current = isAbsent(loaded) ? { exists: false } : currentOf(loaded);
  const cuts = reads && (options.ranges ?? (current.exists && current.length !== undefined));
  const tag = current.exists ? current.etag : undefined;
  const asked = withoutCodings(request, tag);
  const outcome = evaluatePreconditions(asked, current, {
    require: options.require,
    malformed: options.malformed ?? (reads ? 'rfc' : '400'),
    ranges: cuts,
    maxRanges: options.maxRanges ?? 1,
  });
  switch (outcome.kind) {
    case 'not-modified':
      return { kind: 'answer', reply: notModifiedAsKnown(request, current, loaded?.fields) };
    case 'proceed':
    case 'partial': {
      const { matched } = outcome;
      if (isAbsent(loaded)) return passAbsent(matched);
      if (matched === undefined && !reads && demandsCondition(options.require, method))
        throw nothingToRequire();
      const ranges = outcome.kind === 'partial' ? outcome.ranges : undefined;
      return {
        kind: 'pass',
        passed: { exists: true, state: loaded.state, matched, ranges } as Passed<L>, // the state of this L
        headers: reads ? fieldsFor(current, loaded, cuts) : NOTHING,
        rangesOf: cuts ? (length) => rangesFor(asked, { ...current, length } as Current, options) : undefined,
      };
    }
    default:
      return { kind: 'refuse', error: refusal(outcome, current, loaded, options) };
  }
}

/** A requirement that no client can meet is a bug in the application. The request must not continue as if it were met. */
function nothingToRequire(): TypeError {
  return new TypeError(
    'require: expected load to return a strong etag, or lastModified, of a resource whose writes must make a condition, got neither',
  );
}

function isAbsent(loaded: MaybeLoaded): loaded is null | undefined {
  return loaded === null || loaded === undefined;
}

function mayCreate(method: string, reads: boolean, absent: GuardOptions['absent']): boolean {
  return absent === 'create' ? !reads && method !== 'DELETE' : method === 'PUT';
}

function currentOf({ etag, lastModified, lastModifiedIsStrong, length }: Loaded): Current {
  return { exists: true, etag, lastModified, lastModifiedIsStrong, length };
}

function passAbsent<L>(matched: Passed<L>['matched']): Verdict<L> {
  const passed = { exists: false, state: undefined, matched } as Passed<L>; // L has null or undefined
  return { kind: 'pass', passed, headers: NOTHING, rangesOf: undefined };
}

/** RFC 9110 §15.4.5: the 200 carries the fields that a 304 would carry. */
function fieldsFor(current: Current, loaded: Loaded, cuts: boolean): Record<string, string> {
  const headers = representationHeaders(current, loaded.fields);
  if (cuts) headers['accept-ranges'] = 'bytes';
  return headers;
}

function rangesFor(
  request: PreconditionRequest,
  current: Current,
  { maxRanges = 1 }: GuardOptions,
): Extract<Outcome, { kind: 'partial' }> | undefined {
  const outcome = evaluatePreconditions(request, current, { maxRanges });
  if (outcome.kind === 'range-not-satisfiable') throw preconditionError(outcome, current);
  return outcome.kind === 'partial' ? outcome : undefined;
}

/** Returns the error for an outcome, with the part of the state that the client may see. */
function refusal(
  outcome: RefusedOutcome,
  current: Current,
  loaded: MaybeLoaded,
  { showState = false }: Pick<GuardOptions, 'showState'>,
): HttpError {
  if (outcome.kind === 'precondition-failed' && outcome.weak) warnOfWeakTag(current);
  if (!current.exists || isAbsent(loaded)) return preconditionError(outcome, current);
  const state = shownState(loaded, showState);
  // A client that may not see the state does not receive its tag, which would only serve to overwrite the state unseen.
  const shown: Current = showState === false ? { ...current, etag: undefined } : current;
  return preconditionError(outcome, shown, { state });
}

/** Returns what a 412 or a 409 shows of the state: an object or null, since a string would become its detail. */
export function shownState(
  loaded: Loaded,
  showState: Exclude<GuardOptions['showState'], undefined>,
): object | null | undefined {
  if (showState === false) return undefined;
  const state = typeof showState === 'function' ? showState(loaded.state as never) : loaded.state; // of the user's own load
  return typeof state === 'object' ? state : undefined;
}

function warnOfWeakTag(current: Current): void {
  const own = current.exists && current.etag !== undefined && isWeakTag(current.etag);
  warnOnce(
    'STATUSKIT_WEAK_IF_MATCH',
    own
      ? 'a resource that is written has only a weak entity tag, which never satisfies If-Match; every conditional write is a 412'
      : 'a client sent the current entity tag in If-Match, marked as weak, and was answered 412; a proxy on the way has probably weakened it, as nginx and others do when they compress',
  );
}
