import type { NonEmpty } from '../errors/lists.ts';
import { findTag, isWeakTag, type TagMatch } from '../fields/entity-tag.ts';
import { show } from '../fields/show.ts';
import { type Current, checkCurrent, secondsOf } from './current.ts';
import type { Outcome, PreconditionField } from './outcome.ts';
import { evaluateRange } from './range.ts';
import { dateField, listField, type PreconditionRequest } from './request.ts';

/** How preconditions are evaluated. */
export interface EvaluateOptions {
  /**
   * The methods that must make a condition; true for PUT, PATCH and DELETE. Only what takes effect counts: no date where
   * no modification date is known, no list without a tag. Never demanded where nothing would satisfy it: of a
   * representation with neither a strong tag nor a modification date. Default: false.
   */
  readonly require?: boolean | readonly string[] | undefined;
  /**
   * The status without conditions, where it is known. Only a 2xx or a 412 is worth them: a request that would be a 404
   * stays one (RFC 9110 §13.2.1). Default: a success, as far as can be told.
   */
  readonly plainStatus?: number | undefined;
  /**
   * Whether the change that is asked for has been made before, by the same client: then a false If-Match or
   * If-Unmodified-Since is no failure (RFC 9110 §13.1.1, §13.1.4). Default: false.
   */
  readonly alreadyApplied?: boolean | undefined;
  /** Whether Range is honoured, where the length is known. Default: true. */
  readonly ranges?: boolean | undefined;
  /** A request for more ranges than this gets the whole. Default: 8. */
  readonly maxRanges?: number | undefined;
  /**
   * What an If-Match or If-None-Match that is no list of tags means: `'rfc'` lists nothing that matches, so that If-Match
   * is false and If-None-Match true; `'400'` ends the evaluation. Default: `'rfc'`.
   */
  readonly malformed?: 'rfc' | '400' | undefined;
  /** Settles the century of a date with a year of two digits. Default: the clock. */
  readonly now?: Date | undefined;
}

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'QUERY']);
const WRITES: readonly string[] = ['PUT', 'PATCH', 'DELETE'];
/** RFC 9110 §13.2.1: they neither select nor change a representation. */
const UNCONDITIONAL: ReadonlySet<string> = new Set(['OPTIONS', 'TRACE', 'CONNECT']);
const DEFAULT_MAX_RANGES = 8;

const PROCEED: Outcome = Object.freeze({ kind: 'proceed' });

/**
 * Evaluates the preconditions of a request against the current state of its target, in the order of RFC 9110 §13.2.2, for
 * every method, QUERY (RFC 10008) included. Nothing that a client sends makes it throw.
 *
 * Throws a TypeError or a RangeError for a state or options of the wrong form.
 *
 * @example
 * evaluatePreconditions({ method: 'GET', headers: { 'if-none-match': '"7"' } }, { exists: true, etag: etag.strong('7') }).kind; // 'not-modified'
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
  if (UNCONDITIONAL.has(method) || !isWorthConditions(options.plainStatus)) return PROCEED;

  const isRead = READS.has(method);
  const nowMs = nowOf(options.now);
  const ifMatch = listField(request, 'if-match');
  const ifNoneMatch = listField(request, 'if-none-match');
  const tag = current.exists ? current.etag : undefined;
  const match = ifMatch === undefined ? undefined : findTag(ifMatch, tag, 'strong');
  const noneMatch = ifNoneMatch === undefined ? undefined : findTag(ifNoneMatch, tag, 'weak');
  if (options.malformed === '400') {
    if (match === 'malformed') return { kind: 'malformed', field: 'If-Match' };
    if (noneMatch === 'malformed') return { kind: 'malformed', field: 'If-None-Match' };
  }
  const modified = current.exists ? secondsOf(current.lastModified, 'current.lastModified') : undefined;
  let matched: PreconditionField | undefined;

  // Steps 1 and 2: If-Unmodified-Since is ignored where there is an If-Match.
  if (match !== undefined) {
    if (!isFound(match, current)) {
      if (options.alreadyApplied === true && !isRead) return { kind: 'proceed', alreadyApplied: true };
      // A condition that fails is rare enough to be looked at twice.
      const weak = ifMatch !== undefined && tag !== undefined && findTag(ifMatch, tag, 'weak') === 'listed';
      return { kind: 'precondition-failed', because: 'If-Match', ...(weak && { weak }) };
    }
    matched = 'If-Match';
  } else if (modified !== undefined) {
    const since = dateField(request, 'if-unmodified-since', nowMs);
    if (since !== undefined) {
      if (modified > since) {
        if (options.alreadyApplied === true && !isRead) return { kind: 'proceed', alreadyApplied: true };
        return { kind: 'precondition-failed', because: 'If-Unmodified-Since' };
      }
      matched = 'If-Unmodified-Since';
    }
  }

  // Steps 3 and 4: If-Modified-Since is ignored where there is an If-None-Match, whatever that says.
  if (noneMatch !== undefined) {
    if (isFound(noneMatch, current)) {
      return isRead
        ? { kind: 'not-modified', because: 'If-None-Match' }
        : { kind: 'precondition-failed', because: 'If-None-Match' };
    }
    if (noneMatch === 'any' || noneMatch === 'unlisted') matched ??= 'If-None-Match';
  } else if (isRead && modified !== undefined) {
    const since = dateField(request, 'if-modified-since', nowMs);
    if (since !== undefined) {
      if (modified <= since) return { kind: 'not-modified', because: 'If-Modified-Since' };
      matched ??= 'If-Modified-Since';
    }
  }

  if (matched === undefined && demands(options.require, method)) {
    const required = whatWouldDo(current);
    if (required !== undefined) return { kind: 'precondition-required', required };
  }

  // Step 5. HEAD has no content to take a range of (RFC 9110 §14.2).
  const plainlyOk = options.plainStatus === undefined || options.plainStatus === 200;
  if (isRead && method !== 'HEAD' && plainlyOk && options.ranges !== false && current.exists) {
    if (current.length !== undefined) {
      const most = options.maxRanges ?? DEFAULT_MAX_RANGES;
      if (!(Number.isInteger(most) && most >= 1))
        throw new RangeError(`maxRanges: expected a whole number of 1 or more, got ${show(most)}`);
      const partial = evaluateRange(request, current, current.length, { most, nowMs });
      if (partial !== undefined) return partial;
    }
  }
  return matched === undefined ? PROCEED : { kind: 'proceed', matched };
}

function isWorthConditions(status: number | undefined): boolean {
  return status === undefined || (status >= 200 && status <= 299) || status === 412;
}

/** Whether the field names the current representation; `*` is any that exists, with a tag or without. */
function isFound(match: TagMatch, current: Current): boolean {
  return match === 'any' ? current.exists : match === 'listed';
}

function demands(required: EvaluateOptions['require'], method: string): boolean {
  if (required === undefined || typeof required === 'boolean')
    return required === true && WRITES.includes(method);
  return required.includes(method);
}

/** The conditions that can be met and then protect something; undefined where there is none. */
function whatWouldDo(current: Current): NonEmpty<PreconditionField> | undefined {
  if (!current.exists) return ['If-None-Match'];
  const byTag = current.etag !== undefined && !isWeakTag(current.etag);
  if (current.lastModified === undefined) return byTag ? ['If-Match'] : undefined;
  return byTag ? ['If-Match', 'If-Unmodified-Since'] : ['If-Unmodified-Since'];
}

function nowOf(now: Date | undefined): number | undefined {
  const seconds = secondsOf(now, 'now');
  return seconds === undefined ? undefined : seconds * 1000;
}
