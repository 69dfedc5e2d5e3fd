import type { NonEmpty } from '../errors/lists.ts';
import { sameTag } from '../fields/entity-tag.ts';
import { parseHttpDate } from '../fields/http-date.ts';
import { parseRange, type RangeSpec } from '../fields/range.ts';
import { type Current, secondsOf } from './current.ts';
import type { ByteRange, Outcome, PreconditionField } from './outcome.ts';
import { type PreconditionRequest, singleField } from './request.ts';

/** The most ranges that may overlap another. More indicate an attack or a broken client (RFC 9110 §14.2). */
const MOST_OVERLAPPING = 2;

/** How ranges are answered. */
interface RangePolicy {
  readonly most: number;
  readonly nowMs: number | undefined;
  /** The condition that holds. */
  readonly matched: PreconditionField | undefined;
}

/** Step 5 of RFC 9110 §13.2.2. Returns undefined if Range is absent or ignored, so that the whole is sent. */
export function evaluateRange(
  request: PreconditionRequest,
  current: Extract<Current, { exists: true }>,
  length: number,
  policy: RangePolicy,
): Outcome | undefined {
  // If-Range without Range is ignored (RFC 9110 §13.1.5).
  const range = singleField(request, 'range');
  if (range === undefined) return undefined;
  if (request.headers?.['if-range'] !== undefined && !isSame(request, current, policy.nowMs))
    return undefined;

  const specs = parseRange(range, policy.most);
  if (specs === undefined) return undefined;
  const ranges: ByteRange[] = [];
  let satisfiable = false;
  for (const spec of specs) {
    if (spec.suffix === undefined ? spec.first >= length : spec.suffix === 0) continue;
    satisfiable = true;
    if (length > 0) ranges.push(clipped(spec, length));
  }
  if (!satisfiable) return { kind: 'range-not-satisfiable', length };
  // The last bytes of empty content are satisfiable, but Content-Range cannot express them (RFC 9110 §14.1.2, §14.4).
  if (!isNonEmpty(ranges) || overlapping(ranges) > MOST_OVERLAPPING) return undefined;
  const { matched } = policy;
  return { kind: 'partial', ranges, length, ...(matched !== undefined && { matched }) };
}

/** If-Range, by strong comparison alone (RFC 9110 §13.1.5). */
function isSame(
  request: PreconditionRequest,
  current: Extract<Current, { exists: true }>,
  nowMs: number | undefined,
): boolean {
  const value = singleField(request, 'if-range');
  if (value === undefined) return false;
  if (current.etag !== undefined && sameTag(value, current.etag, 'strong')) return true;
  const modified = secondsOf(current.lastModified, 'current.lastModified');
  if (modified === undefined || current.lastModifiedIsStrong !== true) return false;
  return parseHttpDate(value, nowMs)?.getTime() === modified * 1000;
}

function clipped({ first, last, suffix }: RangeSpec, length: number): ByteRange {
  if (suffix !== undefined) return { first: Math.max(length - suffix, 0), last: length - 1 };
  return { first, last: Math.min(last ?? length, length - 1) };
}

/** Returns how many ranges overlap another one. */
function overlapping(ranges: readonly ByteRange[]): number {
  if (ranges.length < 3) return 0;
  const sorted = [...ranges].sort((a, b) => a.first - b.first);
  const overlaps = new Set<ByteRange>();
  let furthest = sorted[0];
  for (const range of sorted.slice(1)) {
    if (furthest !== undefined && range.first <= furthest.last) overlaps.add(furthest).add(range);
    if (furthest === undefined || range.last > furthest.last) furthest = range;
  }
  return overlaps.size;
}

function isNonEmpty<T>(list: readonly T[]): list is NonEmpty<T> {
  return list.length > 0;
}
