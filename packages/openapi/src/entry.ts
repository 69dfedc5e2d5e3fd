import {
  type ErrorStatus,
  errorClassName,
  type HttpError,
  isHttpError,
  type Json,
  STATUS_NAMES,
} from '@statuskit/core';
import { requireList, requireObject, requireText, wrong } from './arguments.ts';
import { ARGUMENTS, type ClassName, SHOWS_STATE } from './class-contracts.ts';
import { sampleOf } from './sample.ts';
import type { SchemaObject } from './types.ts';
import { copySchema } from './user-schema.ts';

/** An entry, checked and complete. */
export interface Entry {
  readonly name: string;
  /** The class of core that decides about fields and members; undefined for a class that extends HttpError directly. */
  readonly contract: ClassName | undefined;
  readonly status: number;
  readonly title: string;
  /** URI of the problem type, if the class has one. */
  readonly type: string | undefined;
  readonly current: SchemaObject | undefined;
  readonly extensions: SchemaObject | undefined;
  readonly description: string | undefined;
  /** Errors whose problem documents are the examples. */
  readonly examples: readonly HttpError<number>[];
  /** Errors that together have all fields of the class. */
  readonly samples: readonly HttpError<number>[];
}

/** A class as it is at run time. */
type Constructor = (new (
  ...args: unknown[]
) => HttpError<number>) & {
  readonly tag?: unknown;
  readonly problem?: { readonly type: string; readonly title: string; readonly status: number };
};

const CLASS_NAMES: readonly unknown[] = Object.keys(STATUS_NAMES).map((status) =>
  errorClassName(Number(status) as ErrorStatus),
);

/** Returns a class and those that it extends, from the inside to the outside. */
function lineageOf(Class: Constructor): Constructor[] {
  const lineage: Constructor[] = [];
  for (let one = Class; typeof one === 'function'; one = Object.getPrototypeOf(one)) lineage.push(one);
  return lineage;
}

function requireErrorClass(name: string, given: unknown): [Constructor, ...Constructor[]] {
  const [Class, ...bases] = lineageOf(given as Constructor);
  const isError = bases.some((one) => Object.hasOwn(one, 'tag') && one.tag === 'HttpError');
  if (Class !== undefined && isError) return [Class, ...bases];
  throw wrong(name, 'a class of errors such as NotFound, or { error: NotFound }', given);
}

const pascal = (title: string): string =>
  title.replace(/\W*(\w)(\w*)/g, (_, first, rest) => first.toUpperCase() + rest);

function nameOf(path: string, given: unknown, [Class]: readonly [Constructor, ...Constructor[]]): string {
  const { tag, problem, name } = Class;
  // A class as `problem()` returns it has no name of its own.
  const isBare = Object.hasOwn(Class, 'problem');
  const chosen = given ?? (Object.hasOwn(Class, 'tag') ? tag : isBare ? pascal(problem?.title ?? '') : name);
  if (typeof chosen === 'string' && /^[\w.-]+$/.test(chosen)) return chosen;
  throw wrong(`${path}.name`, 'letters, digits, ".", "-" and "_"', chosen);
}

/** Builds an error, or throws that the caller has to pass one. */
function build(path: string, Class: Constructor, args: readonly unknown[]): HttpError<number> {
  let cause: unknown;
  try {
    const error = new Class(...args);
    if (isHttpError(error)) return error;
  } catch (failure) {
    cause = failure;
  }
  throw needsExample(path, Class, cause);
}

function needsExample(path: string, { name }: Constructor, cause?: unknown): TypeError {
  return new TypeError(
    `${path}: expected an example, since only the application can build a ${name}; write { error: ${name}, example: new ${name}(…) }`,
    { cause },
  );
}

/** What the schemas of the caller allow, if a value can be made of them. */
interface Sampled {
  readonly state: Json;
  readonly members: Json;
}

/** Returns errors that have all fields of a class. */
function samplesOf(
  path: string,
  [Class, ...bases]: readonly [Constructor, ...Constructor[]],
  contract: Constructor | undefined,
  { state, members }: Sampled,
): HttpError<number>[] {
  const declared = [Class, ...bases].find((one) => Object.hasOwn(one, 'problem'));
  // A subclass without parameters takes those of the class that it extends, or needs none.
  if (declared !== undefined) return [build(path, Class.length === 0 ? Class : declared, [members])];
  if (Class !== contract && Class.length > 0) throw needsExample(path, Class);
  if (contract === undefined) return [build(path, Class, [])];
  return (ARGUMENTS[contract.tag as ClassName] ?? [[]]).map((list) => {
    const args: unknown[] = [...list];
    const last = contract.length - 1; // where the constructors of core take their options
    if (state !== undefined) args[0] = state;
    if (members !== undefined) args[last] = { ...(args[last] as object | undefined), extensions: members };
    return build(path, Class, args);
  });
}

function requireExamples(path: string, given: unknown, Class: Constructor): readonly HttpError<number>[] {
  const examples = [given].flat();
  for (const one of examples)
    if (!isHttpError(one) || !(one instanceof Class))
      throw wrong(`${path}.example`, `an error of the class ${Class.name}, or a list of them`, one);
  return examples as HttpError<number>[];
}

/** @throws {TypeError} If these cannot be extension members. */
function checkMembers(path: string, members: SchemaObject | undefined): void {
  const { type = 'object', properties } = members ?? {};
  if (type !== 'object') throw wrong(path, 'the schema of an object', members);
  const taken = ['type', 'title', 'status', 'detail', 'instance'].find((name) => name in Object(properties));
  if (taken !== undefined) throw wrong(path, 'members beside those of RFC 9457 §3.1', taken);
}

/**
 * Returns an entry, checked and complete.
 *
 * @throws {TypeError} If it is not an entry.
 */
function entryOf(path: string, given: unknown): Entry {
  if (typeof given !== 'function') requireObject(path, given, 'a class of errors, or { error }');
  const isClass = typeof given === 'function';
  const options: Readonly<Record<string, unknown>> = isClass ? { error: given } : given;
  const { error, name, current, extensions, description, example } = options;
  const lineage = requireErrorClass(isClass ? path : `${path}.error`, error);
  const [Class] = lineage;
  if (description !== undefined) requireText(`${path}.description`, description);

  const contract = lineage.find((one) => Object.hasOwn(one, 'tag') && CLASS_NAMES.includes(one.tag));
  const state = current === undefined ? undefined : copySchema(`${path}.current`, current);
  if (state !== undefined && !SHOWS_STATE.includes(String(contract?.tag)))
    throw wrong(`${path}.error`, `${SHOWS_STATE.join(' or ')} beside current, or extensions`, Class.name);
  const members = extensions === undefined ? undefined : copySchema(`${path}.extensions`, extensions);
  checkMembers(`${path}.extensions`, members);
  const sampled = { state: state && sampleOf(state, state), members: members && sampleOf(members, members) };

  const own = example === undefined ? undefined : requireExamples(path, example, Class);
  const samples = own ?? samplesOf(path, lineage, contract, sampled);
  const [first] = samples;
  if (first === undefined) throw wrong(`${path}.example`, 'at least one error', example);
  if (members !== undefined && first.status === 500)
    throw wrong(`${path}.extensions`, 'none, since a 500 shows nothing of itself', members);
  const declared = Class.problem;
  const isOwnClass = Class !== contract && first.type !== 'about:blank';
  const canShow = !(state && sampled.state === undefined) && !(members && sampled.members === undefined);
  return {
    name: nameOf(path, name, lineage),
    contract: contract?.tag as ClassName | undefined,
    status: first.status,
    title: declared?.title ?? first.title,
    type: declared?.type ?? (isOwnClass ? first.type : undefined),
    current: state,
    extensions: members,
    description,
    examples: own ?? (canShow ? [first] : []),
    samples,
  };
}

/**
 * Returns the entries of a list, checked and complete.
 *
 * @throws {TypeError} If `given` is not a list of entries.
 */
export function entriesOf(given: unknown): Entry[] {
  requireList('entries', given);
  return given.map((one, at) => entryOf(`entries[${at}]`, one));
}
