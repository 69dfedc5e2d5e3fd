import { show } from '../arguments.ts';
import { type EntityTag, requireEntityTag } from '../fields/entity-tag.ts';
import { timeOf } from '../fields/http-date.ts';

/** What is known of the selected representation, before the request has changed anything. */
export type Current =
  | { readonly exists: false }
  | {
      readonly exists: true;
      /** Default: none. Conditions on tags, but for `*`, are then false. */
      readonly etag?: EntityTag | undefined;
      /** Cut to the second, as the field holds it. Default: none. Conditions on dates are then ignored. */
      readonly lastModified?: Date | undefined;
      /** Complete length in bytes. Default: unknown. Range is then ignored. */
      readonly length?: number | undefined;
      /**
       * Whether the content never changes twice within the second of `lastModified`, as RFC 9110 §8.8.2.2 asks of a strong
       * validator; If-Range accepts only such a date. Default: false.
       */
      readonly lastModifiedIsStrong?: boolean | undefined;
    };

/** Returns the date in whole seconds, the precision of an HTTP-date; undefined if there is no date. Throws if it is not a valid Date. */
export function secondsOf(date: unknown, what: string): number | undefined {
  if (date === undefined) return undefined;
  const ms = timeOf(date);
  if (ms !== undefined && !Number.isNaN(ms)) return Math.floor(ms / 1000);
  throw new TypeError(`${what}: expected a valid Date, got ${show(date)}`);
}

/** Throws a TypeError or a RangeError if `current` does not have the form of its type. */
export function checkCurrent(current: unknown): asserts current is Current {
  if (typeof current !== 'object' || current === null || typeof exists(current) !== 'boolean') {
    throw new TypeError(
      `current: expected { exists: false } or { exists: true, etag?, lastModified?, length? }, got ${show(current)}`,
    );
  }
  if (exists(current) === false) return;
  const { etag, length } = current as { readonly etag?: unknown; readonly length?: unknown };
  if (etag !== undefined) requireEntityTag(etag, 'current.etag');
  if (length !== undefined && !(Number.isSafeInteger(length) && (length as number) >= 0)) {
    throw new RangeError(`current.length: expected a whole number of bytes, got ${show(length)}`);
  }
}

function exists(current: object): unknown {
  return (current as { readonly exists?: unknown }).exists;
}
