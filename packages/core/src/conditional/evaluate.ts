import { show } from '../arguments.ts';
import type { NonEmpty } from '../errors/lists.ts';
import { findTag, isWeakTag, type TagMatch } from '../fields/entity-tag.ts';
import { type Current, checkCurrent, secondsOf } from './current.ts';
import type { Outcome, PreconditionField } from './outcome.ts';
import { evaluateRange } from './range.ts';
import { dateField, listField, type PreconditionRequest } from './request.ts';

/*
 * Theory of operation.
 *
 * RFC 9110 §13.2.2 fixes the order: If-Match, or If-Unmodified-Since without it; then If-None-Match, or If-Modified-Since
 * without it; then Range. A field that is present hides the date of its step, even if it is malformed or names nothing.
 *
 * A condition has three answers. `absent` means that it is missing or has no effect: a date that is not one HTTP-date, or of
 * a resource whose modification date is unknown, or If-Modified-Since on a write. Only `false` ends the evaluation: with a
 * 412, or for the second step of a read with a 304. `matched` is the first condition that is true and protects something; it
 * is what `require` looks for, and what a conditional write reports.
 *
 * Two comparisons must not be mixed up: If-Match compares strongly, If-None-Match weakly (§8.8.3.2). A weak current tag
 * therefore fails every If-Match but `*`.
 */

/** How preconditions are evaluated. */
export interface EvaluateOptions {
  /**
   * The methods that must make a condition, in upper case; true means PUT, PATCH and DELETE. Only a condition that takes effect
   * counts: not a date if no modification date is known, not a list without a tag. If nothing could satisfy it, since the
   * representation has neither a strong tag nor a modification date, the outcome is `proceed`; a guard refuses such a write.
   * Default: false.
   */
  readonly require?: boolean | readonly string[] | undefined;
  /**
   * The status of the response without conditions, if it is known. Conditions are evaluated only for a 2xx or a 412: a
   * request that would be a 404 stays one (RFC 9110 §13.2.1). Default: a success.
   */
  readonly plainStatus?: number | undefined;
  /**
   * Whether the same client has made the requested change before. A false If-Match or If-Unmodified-Since then does not fail
   * (RFC 9110 §13.1.1, §13.1.4). Default: false.
   */
  readonly alreadyApplied?: boolean | undefined;
  /** Whether Range is evaluated; it needs a length. Default: true. */
  readonly ranges?: boolean | undefined;
  /** The most ranges of one request; a request for more receives the whole. Default: 8. */
  readonly maxRanges?: number | undefined;
  /**
   * How to treat an If-Match or If-None-Match that is malformed: `'rfc'` takes it for a list that names nothing, so that
   * If-Match is false and If-None-Match true; `'400'` ends the evaluation. Default: `'rfc'`.
   */
  readonly malformed?: 'rfc' | '400' | undefined;
  /** The time of the response, which decides the century of a date with a two-digit year. Default: the clock. */
  readonly now?: Date | undefined;
}

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'QUERY']);
const WRITES: readonly string[] = ['PUT', 'PATCH', 'DELETE'];
/** RFC 9110 §13.2.1: these methods neither select nor change a representation. */
const UNCONDITIONAL: ReadonlySet<string> = new Set(['OPTIONS', 'TRACE', 'CONNECT']);
const DEFAULT_MAX_RANGES = 8;

/** Reports whether the method reads a representation, so that a false If-None-Match is a 304. */
export function readsOnly(method: string): boolean {
  return READS.has(method);
}

/** Reports whether preconditions have a meaning for the method. */
export function isConditional(method: string): boolean {
  return !UNCONDITIONAL.has(method);
}

const PROCEED: Outcome = Object.freeze({ kind: 'proceed' });

/** A condition that is missing or has no effect is neither true nor false. */
type Answer = 'absent' | 'true' | 'false';

/**
 * Evaluates the preconditions of a request against the current state of its target, in the order of RFC 9110 §13.2.2, for
 * every method, QUERY (RFC 10008) included. Nothing that a client sends makes it throw.
 *
 * @throws {TypeError} If the method is not a string, or if the state or an option has the wrong type.
 * @throws {RangeError} If a length or `maxRanges` is out of range.
 *
 * @example
 * ```ts
 * evaluatePreconditions({ method: 'GET', headers: { 'if-none-match': '"7"' } }, { exists: true, etag: etag.strong('7') }).kind; // 'not-modified'
 * ```
 */
export function evaluatePreconditions(
  request: PreconditionRequest,
  current: Current,
  options: EvaluateOptions = {},
): Outcome {
  checkCurrent(current);
  const { method } = request;
  if (typeof method !== 'string') throw new TypeError(`method: expected a string, got ${show(method)}`);
  // RFC 9110 §13.2.1.
  if (!isConditional(method) || !isWorthConditions(options.plainStatus)) return PROCEED;

  const reads = readsOnly(method);
  const tag = current.exists ? current.etag : undefined;
  const modified = current.exists ? secondsOf(current.lastModified, 'current.lastModified') : undefined;
  const nowMs = nowOf(options.now);
  const ifMatch = listField(request, 'if-match');
  const ifNoneMatch = listField(request, 'if-none-match');
  const match = ifMatch === undefined ? undefined : findTag(ifMatch, tag, 'strong');
  const noneMatch = ifNoneMatch === undefined ? undefined : findTag(ifNoneMatch, tag, 'weak');
  if (options.malformed === '400') {
    if (match === 'malformed') return { kind: 'malformed', field: 'If-Match' };
    if (noneMatch === 'malformed') return { kind: 'malformed', field: 'If-None-Match' };
  }
  let matched: PreconditionField | undefined;

  // Step 1, or step 2 without If-Match.
  const first = match === undefined ? 'If-Unmodified-Since' : 'If-Match';
  const firstAnswer =
    match === undefined
      ? since(request, 'if-unmodified-since', modified, nowMs, isNotAfter)
      : answer(isFound(match, current));
  if (firstAnswer === 'false') {
    if (options.alreadyApplied === true && !reads) return { kind: 'proceed', alreadyApplied: true };
    // A failure is rare, so it may be evaluated twice.
    const weak = ifMatch !== undefined && tag !== undefined && findTag(ifMatch, tag, 'weak') === 'listed';
    return { kind: 'precondition-failed', because: first, ...(weak && { weak }) };
  }
  if (firstAnswer === 'true') matched = first;

  // Step 3, or step 4 without If-None-Match.
  const second = noneMatch === undefined ? 'If-Modified-Since' : 'If-None-Match';
  const secondAnswer =
    noneMatch === undefined
      ? since(request, 'if-modified-since', reads ? modified : undefined, nowMs, isAfter)
      : answer(!isFound(noneMatch, current));
  if (secondAnswer === 'false') {
    return reads
      ? { kind: 'not-modified', because: second }
      : { kind: 'precondition-failed', because: 'If-None-Match' };
  }
  // A list without a tag is always true, and protects nothing.
  if (secondAnswer === 'true' && noneMatch !== 'empty' && noneMatch !== 'malformed') matched ??= second;

  if (matched === undefined && demandsCondition(options.require, method)) {
    const required = whatWouldDo(current);
    if (required !== undefined) return { kind: 'precondition-required', required };
  }

  // Step 5. HEAD has no content to take a range of (RFC 9110 §14.2).
  const cuts = reads && method !== 'HEAD' && options.ranges !== false && (options.plainStatus ?? 200) === 200;
  if (cuts && current.exists && current.length !== undefined) {
    const policy = { most: mostRanges(options.maxRanges), nowMs, matched };
    const outcome = evaluateRange(request, current, current.length, policy);
    if (outcome !== undefined) return outcome;
  }
  return matched === undefined ? PROCEED : { kind: 'proceed', matched };
}

function isWorthConditions(status: number | undefined): boolean {
  return status === undefined || (status >= 200 && status <= 299) || status === 412;
}

function answer(holds: boolean): Answer {
  return holds ? 'true' : 'false';
}

/** Reports whether the field names the current representation; `*` is any that exists, with a tag or without. */
function isFound(match: TagMatch, current: Current): boolean {
  return match === 'any' ? current.exists : match === 'listed';
}

/** A condition on a date has no effect if the date, or that of the modification, is not known. */
function since(
  request: PreconditionRequest,
  name: 'if-modified-since' | 'if-unmodified-since',
  modified: number | undefined,
  nowMs: number | undefined,
  holds: (modified: number, date: number) => boolean,
): Answer {
  const date = modified === undefined ? undefined : dateField(request, name, nowMs);
  return modified === undefined || date === undefined ? 'absent' : answer(holds(modified, date));
}

function isAfter(modified: number, date: number): boolean {
  return modified > date;
}

function isNotAfter(modified: number, date: number): boolean {
  return modified <= date;
}

/** Reports whether a request with this method must make a condition. */
export function demandsCondition(required: EvaluateOptions['require'], method: string): boolean {
  if (required === undefined || typeof required === 'boolean') {
    return required === true && WRITES.includes(method);
  }
  return required.includes(method);
}

/** Returns the conditions that can be met and then protect something; undefined if there are none. */
function whatWouldDo(current: Current): NonEmpty<PreconditionField> | undefined {
  if (!current.exists) return ['If-None-Match'];
  const byTag = current.etag !== undefined && !isWeakTag(current.etag);
  if (current.lastModified === undefined) return byTag ? ['If-Match'] : undefined;
  return byTag ? ['If-Match', 'If-Unmodified-Since'] : ['If-Unmodified-Since'];
}

function mostRanges(most = DEFAULT_MAX_RANGES): number {
  if (Number.isInteger(most) && most >= 1) return most;
  throw new RangeError(`maxRanges: expected a whole number of 1 or more, got ${show(most)}`);
}

function nowOf(now: Date | undefined): number | undefined {
  const seconds = secondsOf(now, 'now');
  return seconds === undefined ? undefined : seconds * 1000;
}
