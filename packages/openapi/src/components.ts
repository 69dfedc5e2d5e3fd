import { isVersion30 } from './arguments.ts';
import { entriesOf } from './entry.ts';
import { type Described, describe, describeOther } from './response.ts';
import type { OpenApiOptions, ProblemComponents, ProblemEntry } from './types.ts';

/** Adds a component, unless it is there already. */
function add<T>(components: Record<string, T>, name: string, component: T): void {
  const { [name]: before } = components;
  if (before !== undefined && JSON.stringify(before) !== JSON.stringify(component))
    throw new TypeError(
      `entries: expected different names, got two different components named ${name}; write { error, name }`,
    );
  components[name] = component;
}

/** The responses of some entries, `Problem` first, and the components that they need. */
interface AllDescribed {
  readonly all: readonly Described[];
  readonly components: ProblemComponents;
}

/**
 * Returns the entries as responses of an operation or of the components, each name once.
 *
 * @throws {TypeError} If the entries or the options are not valid.
 */
export function describeAll(entries: unknown, options: unknown): AllDescribed {
  const is30 = isVersion30(options);
  const components: ProblemComponents = { schemas: {}, responses: {} };
  const all = new Map<string, Described>();
  for (const one of [describeOther(is30), ...entriesOf(entries).map((entry) => describe(entry, is30))]) {
    for (const [name, schema] of Object.entries(one.schemas)) add(components.schemas, name, schema);
    add(components.responses, one.name, one.response);
    all.set(one.name, one);
  }
  // No two of them share an object, and none with the next call.
  return JSON.parse(JSON.stringify({ all: [...all.values()], components })) as AllDescribed;
}

/**
 * Returns schemas and responses for the `components` of an OpenAPI document: one of each for every entry, and `Problem` for any other
 * error. Responses have the fields that their status and their class send, and examples that the renderer wrote. The result is plain
 * JSON, the same for the same arguments, and made of new objects in each call.
 *
 * The components have the name of the class, or `name`. A schema of yours is copied. What it refers to by `$defs` becomes a component
 * as well. In version 3.0 it is translated from JSON Schema 2020-12.
 *
 * @throws {TypeError} If an entry or an option is not valid, a class needs an `example`, a schema has no form in version 3.0, or two
 *   different entries have one name.
 *
 * @example
 * ```ts
 * class OutOfCredit extends problem<{ balance: number }>()({
 *   type: 'https://example.org/problems/out-of-credit',
 *   title: 'Out of credit',
 *   status: 403,
 * }) {}
 * const state = { type: 'object', required: ['text'], properties: { text: { type: 'string' } } };
 * const components = problemComponents([
 *   NotFound,
 *   { error: OutOfCredit, extensions: { type: 'object', properties: { balance: { type: 'number' } } } },
 *   { error: Conflict, name: 'NoteConflict', current: state },
 * ]);
 * Object.keys(components.responses); // ['Problem', 'NotFound', 'OutOfCredit', 'NoteConflict']
 * ```
 */
export function problemComponents(
  entries: readonly ProblemEntry[],
  options: OpenApiOptions = {},
): ProblemComponents {
  return describeAll(entries, options).components;
}
