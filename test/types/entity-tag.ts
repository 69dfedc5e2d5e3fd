// An entity tag is more than a string by type: a version that nobody has quoted does not compile.
import { Conflict, PreconditionFailed } from '@statuskit/core';
import {
  type Current,
  type EntityTag,
  etag,
  evaluatePreconditions,
  type Outcome,
} from '@statuskit/core/conditional';

const tag: EntityTag = etag.strong('7');
const text: string = tag;
const current: Current = { exists: true, etag: tag };
void [
  etag.strong(7),
  etag.weak(7n),
  etag.of('text'),
  etag.of(new Uint8Array(1)),
  etag.parse(text),
  etag.join(tag, 'de'),
];
new Conflict(null, { etag: tag });
new PreconditionFailed(null, { etag: tag });
new Conflict(null, { etag: '"7"' });

// @ts-expect-error a string is no tag
const raw: EntityTag = '"7"';
// @ts-expect-error a string is no tag
const state: Current = { exists: true, etag: '"7"' };
// @ts-expect-error absent has no tag
const absent: Current = { exists: false, etag: tag };
// @ts-expect-error whether it exists must be said
const unsaid: Current = { etag: tag };
// @ts-expect-error a date is a Date
const dated: Current = { exists: true, lastModified: '2026-01-01' };
// @ts-expect-error undefined has no version
etag.strong(undefined);
// @ts-expect-error a version that may be missing
etag.strong(null as string | null);
// @ts-expect-error a string is no tag
etag.join('7', 'de');
// @ts-expect-error a part that may be missing
etag.join(tag, undefined);
// @ts-expect-error an object is no content
etag.of({ id: 7 });
// @ts-expect-error an unknown policy
evaluatePreconditions({ method: 'GET' }, current, { malformed: 'ignore' });
// @ts-expect-error a status is a number
evaluatePreconditions({ method: 'GET' }, current, { plainStatus: '404' });

// An outcome is told by its kind, and each kind has what belongs to it.
function statusOf(outcome: Outcome): number {
  switch (outcome.kind) {
    case 'proceed':
      return outcome.matched === undefined ? 200 : 204;
    case 'not-modified':
      return 304;
    case 'partial':
      return outcome.ranges[0].first;
    case 'precondition-failed':
      return outcome.weak ? 412 : 428;
    case 'precondition-required':
      return outcome.required[0].length;
    case 'range-not-satisfiable':
      return outcome.length;
    case 'malformed':
      return outcome.field.length;
  }
}
// @ts-expect-error ranges are there only for a part
const noRanges = (outcome: Outcome) => outcome.ranges;
void [raw, state, absent, unsaid, dated, statusOf, noRanges];
