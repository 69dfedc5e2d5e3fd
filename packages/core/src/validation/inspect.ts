import { expected } from '../arguments.ts';
import { type Finding, faultAt, NOT_VALID } from '../errors/fault.ts';
import { findingOf } from '../errors/understand/rules/standard-schema.ts';
import { type Fault, MOST_FAULTS } from '../errors/validation.ts';
import { isThenable } from '../hook.ts';
import { read } from '../read.ts';
import { caseless } from './caseless.ts';
import type { StandardSchema } from './schema.ts';

/** A part of a request that a schema can describe. */
export type Part = 'body' | 'query' | 'params' | 'headers';

export const PARTS: readonly Part[] = ['body', 'query', 'params', 'headers'];

/** What a schema says about one part of a request: the parsed value, or its faults. */
export interface Inspected {
  readonly part: Part;
  readonly value: unknown;
  /** As many as there are: those that are not shown repeat the first one. Undefined if the value is valid. */
  readonly faults: readonly Fault[] | undefined;
}

type Maybe<T> = T | Promise<T>;

/**
 * Validates one part of a request, in the same call if the schema does so.
 *
 * @throws {TypeError} If the schema returns neither a value nor issues. What the schema throws is thrown as well.
 */
export function inspect(schema: StandardSchema, part: Part, value: unknown): Maybe<Inspected> {
  if (part !== 'headers' || typeof value !== 'object' || value === null)
    return validate(schema, value, (issues) => refused(part, issues), part);
  const { view, respell } = caseless(value);
  const failed = (issues: readonly unknown[]): Maybe<Inspected> =>
    respell(issues.map(nameOf))
      ? validate(schema, view, (others) => refused(part, others), part)
      : refused(part, issues);
  return validate(schema, view, failed, part);
}

function validate(
  schema: StandardSchema,
  value: unknown,
  failed: (issues: readonly unknown[]) => Maybe<Inspected>,
  part: Part,
): Maybe<Inspected> {
  const settle = (result: unknown): Maybe<Inspected> => {
    const issues = read(result, 'issues');
    if (Array.isArray(issues)) return failed(Array.from(issues));
    if (typeof result === 'object' && result !== null && 'value' in result)
      return { part, value: result.value, faults: undefined };
    throw new TypeError(expected('schema', 'one that returns { value } or { issues }', result));
  };
  const result: unknown = schema['~standard'].validate(value);
  return isThenable(result) ? Promise.resolve(result).then(settle) : settle(result);
}

function findingIn(issue: unknown): Finding {
  return findingOf(issue, true) ?? { detail: NOT_VALID, path: [] };
}

function nameOf(issue: unknown): unknown {
  return findingIn(issue).path[0];
}

// What is beyond the faults that are shown is counted, and not looked at.
function refused(part: Part, issues: readonly unknown[]): Inspected {
  const shown = issues.length === 0 ? [undefined] : issues.slice(0, MOST_FAULTS);
  const faults = shown.map((issue) => faultAt(part, findingIn(issue)));
  const others = new Array<Fault>(Math.max(0, issues.length - faults.length)).fill(faults[0] as Fault);
  return { part, value: undefined, faults: [...faults, ...others] };
}
