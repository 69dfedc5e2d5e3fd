import { isError, read, readText } from '../../../read.ts';
import { type Finding, NOT_VALID } from '../../fault.ts';
import type { HttpError } from '../../http-error.ts';
import { isFromClientLibrary } from '../foreign.ts';
import { findingsIn, limitsOf } from '../place.ts';
import type { ErrorContext } from '../rule.ts';
import { refused } from './invalid.ts';

// Producers whose issues are known, even if the application has made the message something else than text.
const PRODUCERS: ReadonlySet<unknown> = new Set(['$ZodError', 'ValiError', 'ZodError']);

// Bounds as zod, valibot and arktype name them. None of these holds what the client has sent.
const LIMITS = [
  'minimum',
  'maximum',
  'inclusive',
  'divisor',
  'format',
  'values',
  'requirement',
  'rule',
] as const;

function keyOf(step: unknown): PropertyKey | undefined {
  const key = typeof step === 'object' ? read(step, 'key') : step;
  return typeof key === 'string' || typeof key === 'number' || typeof key === 'symbol' ? key : undefined;
}

/** Returns the path as far as it has names: the key of a Map can be any value of the input, and an element of a Set has none. */
function namedPath(path: readonly unknown[]): PropertyKey[] {
  const named: PropertyKey[] = [];
  for (const step of path) {
    const key = keyOf(step);
    if (key === undefined) break;
    named.push(key);
  }
  return named;
}

/** Returns what the producer calls the rule that failed; `type` is valibot's word. */
function codeOf(issue: unknown): string | undefined {
  return (
    readText(issue, 'code') ?? (readText(issue, 'kind') === undefined ? undefined : readText(issue, 'type'))
  );
}

/** Reports whether a whole was expected, as zod (`object`), valibot (`Object`) and arktype (`an object`) say it. */
function isAboutWhole(issue: unknown): boolean {
  return (
    readText(issue, 'received') === 'undefined' ||
    /^(?:an? )?(?:object|array|record|tuple)$/i.test(readText(issue, 'expected') ?? '')
  );
}

/** Returns what an issue says, or undefined if the value is not an issue. `isKnown`: the producer is known, so the message may be missing. */
export function findingOf(value: unknown, isKnown: boolean): Finding | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const detail = readText(value, 'message') ?? (isKnown ? NOT_VALID : undefined);
  const path = read(value, 'path') ?? [];
  if (detail === undefined || !Array.isArray(path)) return undefined;
  return {
    detail,
    path: namedPath(path),
    code: codeOf(value),
    limits: limitsOf(value, LIMITS),
    isWhole: isAboutWhole(value),
  };
}

// `new ZodError(issues)` of zod 4 is not an Error; no parsed JSON holds a Set.
function isMadeByHand(value: unknown): boolean {
  return readText(value, 'name') === 'ZodError' && read(read(value, '_zod'), 'traits') instanceof Set;
}

/**
 * Knows what zod, valibot, arktype and others throw that report issues in the form of Standard Schema. A list of issues
 * in another form belongs to another producer.
 */
export function standardSchema(value: unknown, context: ErrorContext): HttpError | undefined {
  if (!(isError(value) || isMadeByHand(value)) || isFromClientLibrary(value)) return undefined;
  // arktype names its list after itself.
  const given = read(value, 'issues') ?? read(value, 'arkErrors');
  if (!Array.isArray(given)) return undefined;
  const isKnown = PRODUCERS.has(read(value, 'name'));
  return refused(
    findingsIn(given, (one) => findingOf(one, isKnown)),
    value,
    context,
  );
}
