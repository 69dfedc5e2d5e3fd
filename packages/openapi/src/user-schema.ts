import { requireObject, wrong } from './arguments.ts';
import type { SchemaObject } from './types.ts';

const isObject = (value: unknown): value is SchemaObject => typeof value === 'object' && value !== null;

/** A validator as Standard Schema and Standard JSON Schema define it. */
interface Standard {
  readonly vendor?: unknown;
  readonly jsonSchema?: { output(options: { readonly target: string }): unknown } | undefined;
}

/** Returns the `~standard` of a validator. The JSON Schema that zod writes has one as well, which is not enumerable. */
function standardOf(given: unknown): Standard | undefined {
  if (typeof given !== 'function' && !isObject(given)) return undefined;
  const { '~standard': standard } = given as { readonly '~standard'?: Standard };
  const own = Object.getOwnPropertyDescriptor(given, '~standard');
  const isPlain = [Object.prototype, null].includes(Object.getPrototypeOf(given));
  return isPlain && own?.enumerable === false ? undefined : standard;
}

/**
 * Returns a copy of a JSON Schema of the caller, or what a validator says of itself.
 *
 * @throws {TypeError} If it is neither, or has no JSON form.
 */
export function copySchema(name: string, given: unknown): SchemaObject {
  const standard = standardOf(given);
  if (standard !== undefined && typeof standard.jsonSchema?.output !== 'function')
    throw new TypeError(
      `${name}: expected a JSON Schema, got a validator of ${String(standard.vendor)}; write what its package makes of it, such as z.toJSONSchema(schema) or toJsonSchema(schema)`,
    );
  const schema = standard?.jsonSchema?.output({ target: 'draft-2020-12' }) ?? given;
  requireObject(name, schema, 'a JSON Schema, an object');
  let text: string;
  try {
    text = JSON.stringify(schema);
  } catch (cause) {
    throw new TypeError(`${name}: expected a JSON Schema, got an object without a JSON form`, { cause });
  }
  const copy = JSON.parse(text) as SchemaObject;
  walk(copy, (part) => {
    // Draft 7 writes a tuple as a list of items.
    const { items, additionalItems = true } = part;
    if (Array.isArray(items)) Object.assign(part, { prefixItems: items, items: additionalItems });
    delete part['additionalItems'];
  });
  return copy;
}

/** Calls `visit` with each object of a schema, from the outside to the inside. */
function walk(value: unknown, visit: (part: SchemaObject) => void): void {
  if (!isObject(value)) return;
  visit(value);
  for (const part of Object.values(value)) walk(part, visit);
}

/** Where a document has its schemas. */
export const COMPONENT = '#/components/schemas/';
const DEFINITIONS = ['$defs', 'definitions'];

/**
 * Returns a schema as it stands in an OpenAPI document, in which `#` is the document: what its references lead to is put into
 * `schemas` under names that begin with `name`, and the schema itself as `name` if it refers to itself.
 *
 * @throws {TypeError} If the schema refers to an anchor.
 */
export function placed(
  name: string,
  schema: SchemaObject,
  schemas: Record<string, SchemaObject>,
): SchemaObject {
  let isTarget = false;
  const nameOf = (definition: string): string =>
    `${name}${decodeURIComponent(definition).replace(/[^\w.-]+/g, '_')}`;

  walk(schema, (part) => {
    const { $ref: ref } = part;
    if (part['$dynamicRef'] !== undefined || (typeof ref === 'string' && /^#[^/]/.test(ref)))
      throw wrong(name, 'references of the form #/$defs/NAME', ref ?? part['$dynamicRef']);
    if (typeof ref !== 'string' || !ref.startsWith('#') || ref.startsWith('#/components/')) return;
    const [, place = '', definition = '', ...path] = ref.split('/');
    if (DEFINITIONS.includes(place)) part['$ref'] = [COMPONENT + nameOf(definition), ...path].join('/');
    else {
      isTarget = true;
      part['$ref'] = COMPONENT + name + ref.slice(1);
    }
  });

  const { $schema, $id, ...own } = schema;
  for (const key of DEFINITIONS) {
    const { [key]: definitions } = own;
    delete own[key];
    for (const [definition, part] of Object.entries(isObject(definitions) ? definitions : {}))
      schemas[nameOf(definition)] = part as SchemaObject;
  }
  if (isTarget) schemas[name] = own;
  return own;
}
