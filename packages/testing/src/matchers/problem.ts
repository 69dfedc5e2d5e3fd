import type { HttpError } from '@statuskit/core';
import { parseMediaType } from '@statuskit/core/fields';
import { type ErrorStatus, errorClassName, STATUS_NAMES } from '@statuskit/core/status';
import { expected, read, show } from '../arguments.ts';
import { objectOf } from '../exchange.ts';
import { observe } from '../observed.ts';
import { printStatus } from '../print.ts';
import { type Verdict, verdict } from './verdict.ts';

/** A class of errors: one of statuskit's, one of `problem()`, or a subclass of either. */
export type ErrorClass = abstract new (...args: never) => HttpError<number>;

/** Members of a problem document. A member may be a matcher of the test framework, such as `expect.any(String)`. */
export type ProblemMembers = Readonly<Record<string, unknown>>;

interface Wanted {
  readonly status: number | undefined;
  readonly type: string | undefined;
  readonly name: string;
}

const STATUS_OF_CLASS: ReadonlyMap<string, number> = new Map(
  Object.keys(STATUS_NAMES)
    .map(Number)
    .filter((status) => status >= 400 && status !== 418)
    .map((status) => [errorClassName(status as ErrorStatus), status]),
);

/** Returns the status and the type that an error class stands for. A subclass stands for the same as the class that it extends. */
function wantedOf(type: unknown): Wanted {
  if (type === undefined) return { status: undefined, type: undefined, name: 'a problem document' };
  if (typeof type === 'number')
    return { status: type, type: undefined, name: `a problem document with status ${type}` };
  if (typeof type !== 'function') throw new TypeError(expected('type', 'an error class or a status', type));
  for (let one: unknown = type; typeof one === 'function'; one = Object.getPrototypeOf(one)) {
    const { name } = type;
    const problem = Object.hasOwn(one, 'problem') ? read(one, 'problem') : undefined;
    const status = read(problem, 'status') ?? STATUS_OF_CLASS.get(String(read(one, 'tag')));
    if (typeof status !== 'number') continue;
    const uri = read(problem, 'type');
    return {
      status,
      type: typeof uri === 'string' ? uri : undefined,
      name: `the problem document of ${name}`,
    };
  }
  throw new TypeError(
    `type: expected a class with a known status, got ${type.name}; pass the status instead`,
  );
}

/** Checks that a response is a problem document, of a class or a status, with members. */
export async function checkProblem(
  response: unknown,
  type?: ErrorClass | number,
  members?: ProblemMembers,
): Promise<Verdict> {
  const observed = observe(response);
  const wanted = wantedOf(type);
  if (members !== undefined && objectOf(members) === undefined)
    throw new TypeError(expected('members', 'an object', members));
  const { text } = await observed.content();
  return verdict(observed, wrongWith(), `be ${wanted.name}`);

  function wrongWith(): string | undefined {
    const but = `expected ${wanted.name}, but`;
    if (wanted.status !== undefined && wanted.status !== observed.status)
      return `expected ${wanted.name} with ${printStatus(wanted.status)}, but the status is ${printStatus(observed.status)}`;
    const given = observed.fields.get('content-type')?.join(', ');
    const media = parseMediaType(given);
    if (media === undefined || `${media.type}/${media.subtype}` !== 'application/problem+json')
      return `${but} Content-Type is ${given ?? 'missing'}`;
    if (text === undefined) return `${but} the content is not known, since it was read before`;
    const document = objectOf(parsed(text));
    if (document === undefined) return `${but} the content is not a JSON object`;
    if (document['status'] !== undefined && document['status'] !== observed.status)
      return `${but} the member status is ${show(document['status'])}`;
    if (wanted.type !== undefined && document['type'] !== wanted.type)
      return `${but} the member type is ${show(document['type'])}, not ${show(wanted.type)}`;
    const differing = members && difference(document, members, '');
    return differing && `${but} ${differing}`;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Returns how a value differs from what is wanted of it, or undefined if it does not. Objects may have more members. */
function difference(value: unknown, wanted: unknown, path: string): string | undefined {
  const where = path === '' ? 'the document' : `the member ${path}`;
  const matches = read(wanted, 'asymmetricMatch');
  if (typeof matches === 'function')
    return matches.call(wanted, value) === true
      ? undefined
      : `${where} is ${show(value)}, which does not match`;
  if (wanted instanceof RegExp)
    return typeof value === 'string' && wanted.test(value)
      ? undefined
      : `${where} is ${show(value)}, which ${wanted} does not match`;
  if (Array.isArray(wanted)) {
    if (!Array.isArray(value)) return `${where} is ${show(value)}, not a list`;
    if (value.length !== wanted.length) return `${where} has ${value.length} elements, not ${wanted.length}`;
    return first(wanted.map((one, at) => difference(value[at], one, `${path}[${at}]`)));
  }
  const members = objectOf(wanted);
  if (members !== undefined) {
    const own = objectOf(value);
    if (own === undefined) return `${where} is ${show(value)}, not an object`;
    return first(
      Object.entries(members).map(([name, one]) =>
        difference(own[name], one, path === '' ? name : `${path}.${name}`),
      ),
    );
  }
  return Object.is(value, wanted) ? undefined : `${where} is ${show(value)}, not ${show(wanted)}`;
}

function first(found: readonly (string | undefined)[]): string | undefined {
  return found.find((one) => one !== undefined);
}
