import { wrong } from './arguments.ts';
import type { SchemaObject } from './types.ts';

/*
 * JSON Schema 2020-12 in the dialect of OpenAPI 3.0. What it says in other words is translated; annotations that 3.0 does not know are
 * left out, since an unknown keyword would make the document invalid; a keyword that constrains and has no counterpart is refused, since
 * a schema without it would describe something else.
 */

const SCHEMAS = ['not', 'additionalProperties'];
const LISTS = ['allOf', 'anyOf', 'oneOf'];
const SAME =
  `title description type format default enum required properties multipleOf minimum maximum exclusiveMinimum exclusiveMaximum
  minLength maxLength pattern minItems maxItems uniqueItems minProperties maxProperties nullable discriminator readOnly writeOnly xml
  externalDocs example deprecated`.split(/\s+/);

// What has no counterpart, and what to write instead.
const REFUSED: Readonly<Record<string, string>> = {
  patternProperties: 'additionalProperties',
  propertyNames: 'additionalProperties',
  unevaluatedProperties: 'additionalProperties',
  unevaluatedItems: 'items',
  contains: 'items',
  if: 'oneOf',
  dependentRequired: 'oneOf',
  dependentSchemas: 'oneOf',
  dependencies: 'oneOf',
};

const isObject = (value: unknown): value is SchemaObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The schema that only null fits. `nullable` needs a type beside it. */
const onlyNull = (): SchemaObject => ({ enum: [null] });

const isOnlyNull = ({ enum: values, ...rest }: SchemaObject): boolean =>
  Array.isArray(values) && values.length === 1 && values[0] === null && Object.keys(rest).length === 0;

/** Adds null to a schema with one type. */
function withNull(schema: SchemaObject): SchemaObject {
  const { enum: values } = schema;
  const isListed = Array.isArray(values) && !values.includes(null);
  return { ...schema, nullable: true, ...(isListed && { enum: [...values, null] }) };
}

/** Adds an alternative that must hold as well, beside those that the schema has already. */
function alternatives(schema: SchemaObject, anyOf: readonly SchemaObject[]): SchemaObject {
  if (!('anyOf' in schema)) return { ...schema, anyOf };
  return { ...schema, allOf: [...((schema['allOf'] as SchemaObject[] | undefined) ?? []), { anyOf }] };
}

/** Translates `type`, which is a list in JSON Schema, and the type `null`. */
function typed(schema: SchemaObject): SchemaObject {
  const { type, ...rest } = schema;
  if (type === undefined) return schema;
  const types = [type].flat();
  const [first, ...others] = types.filter((one) => one !== 'null');
  if (first === undefined) return { ...rest, ...onlyNull() };
  const isNullable = others.length < types.length - 1;
  if (others.length === 0) {
    const one = { type: first, ...rest };
    return isNullable ? withNull(one) : one;
  }
  const each = [first, ...others].map(
    (one): SchemaObject => ({ type: one, ...(one === 'array' && { items: {} }) }),
  );
  return alternatives(rest, isNullable ? [...each, onlyNull()] : each);
}

/** `anyOf: [X, null]` is X that is nullable, if X has one type. */
function unionWithNull(schema: SchemaObject): SchemaObject {
  for (const key of ['anyOf', 'oneOf']) {
    const { [key]: list, ...rest } = schema;
    if (!Array.isArray(list) || list.length !== 2) continue;
    const other = (list as SchemaObject[]).find((one) => !isOnlyNull(one));
    if (other === undefined || typeof other['type'] !== 'string' || !list.some(isOnlyNull)) continue;
    if (Object.keys(rest).every((one) => ['title', 'description', 'default'].includes(one)))
      return withNull({ ...other, ...rest });
  }
  return schema;
}

/** Translates a bound that excludes its value: a number in JSON Schema, and a flag beside the bound in 3.0. */
function bounded(
  schema: SchemaObject,
  exclusive: string,
  inclusive: string,
  isTighter: (one: number, other: number) => boolean,
): void {
  const { [exclusive]: excluded, [inclusive]: included } = schema;
  if (typeof excluded !== 'number') return;
  if (typeof included === 'number' && isTighter(included, excluded)) delete schema[exclusive];
  else Object.assign(schema, { [inclusive]: excluded, [exclusive]: true });
}

/** A tuple is a list of its length whose items are any of the parts. */
function listed(schema: SchemaObject, items: unknown, path: string): SchemaObject {
  const { prefixItems } = schema;
  if (!Array.isArray(prefixItems)) {
    // 3.0 demands `items` of a list.
    if (items === undefined) return [schema['type']].flat().includes('array') ? { items: {} } : {};
    return items === false ? { items: {}, maxItems: 0 } : { items: to30(items, `${path}.items`) };
  }
  const isOpen = items !== false;
  const parts = prefixItems.map((part, at) => to30(part, `${path}.prefixItems.${at}`));
  if (isOpen) parts.push(to30(items ?? true, `${path}.items`));
  const different = [...new Map(parts.map((part) => [JSON.stringify(part), part])).values()];
  return {
    items: different.length === 1 ? different[0] : { anyOf: different },
    ...(!isOpen && { maxItems: schema['maxItems'] ?? prefixItems.length }),
  };
}

/**
 * Returns a schema in the dialect of OpenAPI 3.0.
 *
 * @param path Where the schema is, for the message of an error.
 *
 * @throws {TypeError} If a keyword has no counterpart in 3.0. The message has what to write instead.
 */
export function to30(given: unknown, path: string): SchemaObject {
  if (given === true) return {};
  if (given === false) return { not: {} };
  if (!isObject(given)) throw wrong(path, 'a schema', given);
  const { $ref, const: value, examples, items, contentEncoding, propertyNames, ...schema } = given;
  if (isObject(propertyNames) && Object.keys(propertyNames).join() !== 'type')
    schema['propertyNames'] = propertyNames;
  for (const [keyword, better] of Object.entries(REFUSED))
    if (keyword in schema)
      throw new TypeError(
        `${path}: expected keywords of OpenAPI 3.0, got ${keyword}; write ${better}, or use version '3.1'`,
      );

  let made: SchemaObject = {};
  for (const [keyword, part] of Object.entries(schema)) {
    const at = `${path}.${keyword}`;
    if (keyword === 'properties' && isObject(part)) made[keyword] = mapped(part, at);
    else if (LISTS.includes(keyword) && Array.isArray(part))
      made[keyword] = part.map((one, index) => to30(one, `${at}.${index}`));
    else if (keyword === 'additionalProperties' && typeof part === 'boolean') made[keyword] = part;
    else if (SCHEMAS.includes(keyword)) made[keyword] = to30(part, at);
    else if (SAME.includes(keyword) || keyword.startsWith('x-')) made[keyword] = part;
  }
  Object.assign(made, listed(schema, items, path));
  if ('const' in given) made['enum'] = [value];
  if (Array.isArray(examples) && examples.length > 0) made['example'] ??= examples[0];
  if (contentEncoding === 'base64') made['format'] ??= 'byte';
  bounded(made, 'exclusiveMinimum', 'minimum', (one, other) => one > other);
  bounded(made, 'exclusiveMaximum', 'maximum', (one, other) => one < other);
  made = unionWithNull(typed(made));
  if ($ref === undefined) return made;
  // 3.0 ignores what stands beside a reference.
  if (Object.keys(made).length === 0) return { $ref };
  return { ...made, allOf: [{ $ref }, ...((made['allOf'] as SchemaObject[] | undefined) ?? [])] };
}

function mapped(schemas: SchemaObject, path: string): SchemaObject {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, part]) => [name, to30(part, `${path}.${name}`)]),
  );
}
