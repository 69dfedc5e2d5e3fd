import type { Json } from '@statuskit/core';
import type { SchemaObject } from './types.ts';

// One value for each format, right also by the patterns that validators write beside it.
const FORMATS: Readonly<Record<string, string>> = {
  'date-time': '2026-01-31T12:00:00Z',
  date: '2026-01-31',
  time: '12:00:00Z',
  duration: 'PT1H',
  email: 'someone@example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  'uri-reference': '/items/7',
  uuid: '8e03978e-40d5-43dd-bc93-6894a57f9324',
};

const DEEPEST = 8;
/** Optional properties below this depth are left out, or a recursive schema would have no end. */
const DEEPEST_OPTIONAL = 4;

const isObject = (value: unknown): value is SchemaObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns the part of a schema to which a reference leads, if that is inside of it. */
function resolve(ref: unknown, root: unknown): unknown {
  const path = String(ref).split('/');
  if (path.shift() !== '#') return undefined;
  return path.reduce(
    (at, step) =>
      isObject(at) || Array.isArray(at)
        ? (at as SchemaObject)[decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')]
        : undefined,
    root,
  );
}

function sampleText({ format, pattern, minLength = 0, maxLength }: SchemaObject): Json {
  const known = FORMATS[String(format)];
  if (known !== undefined || pattern !== undefined) return known;
  return 'text'.padEnd(Number(minLength), '.').slice(0, maxLength as number | undefined);
}

function sampleNumber(schema: SchemaObject): Json {
  const { multipleOf: step = 1, type } = schema;
  const bound = (name: string, fallback: number): number =>
    typeof schema[name] === 'number' ? schema[name] : fallback;
  const [above, below] = [bound('exclusiveMinimum', -Infinity), bound('exclusiveMaximum', Infinity)];
  const [least, most] = [bound('minimum', -Infinity), bound('maximum', Infinity)];
  const fits = (value: number): boolean => value >= least && value <= most && value > above && value < below;
  const unit = Number(step);
  const nearest = [1, 0, least, most, above + unit, below - unit, (above + below) / 2];
  return nearest
    .map((value) => (type === 'integer' || 'multipleOf' in schema ? Math.ceil(value / unit) * unit : value))
    .find((value) => Number.isFinite(value) && fits(value));
}

function sampleObject(schema: SchemaObject, root: unknown, depth: number): Json {
  const { properties, required } = schema;
  const names = Array.isArray(required) ? required : [];
  const made: Record<string, Json> = {};
  for (const [name, part] of Object.entries(isObject(properties) ? properties : {})) {
    if (!names.includes(name) && depth > DEEPEST_OPTIONAL) continue;
    const value = sampleOf(part, root, depth + 1);
    if (value !== undefined) made[name] = value;
  }
  return names.every((name) => name in made) ? made : undefined;
}

function sampleList({ prefixItems, items, minItems = 0 }: SchemaObject, root: unknown, depth: number): Json {
  const made = (Array.isArray(prefixItems) ? prefixItems : []).map((part) => sampleOf(part, root, depth + 1));
  const count = Math.max(Number(minItems), made.length, depth > DEEPEST_OPTIONAL ? 0 : 1);
  const next = sampleOf(items ?? true, root, depth + 1);
  while (made.length < count && (next !== undefined || made.length < Number(minItems))) made.push(next);
  return made.includes(undefined) ? undefined : made;
}

const ANY = {};

/**
 * Returns a value that a JSON Schema allows: one that it names itself, or one that is made from its keywords. Undefined if there is
 * no way to make one, as for a `pattern` or a reference that leads out of the schema.
 */
export function sampleOf(schema: unknown, root: unknown, depth = 0): Json {
  if (schema === true) return ANY;
  if (!isObject(schema) || depth > DEEPEST) return undefined;
  const { examples, example, allOf, anyOf, oneOf } = schema;
  for (const named of [schema['const'], example, (examples as Json[] | undefined)?.[0], schema['default']])
    if (named !== undefined) return named as Json;
  if (Array.isArray(schema['enum'])) return schema['enum'][0] as Json;
  if (schema['$ref'] !== undefined) return sampleOf(resolve(schema['$ref'], root), root, depth + 1);
  if (Array.isArray(allOf)) return sampleAll([{ ...schema, allOf: undefined }, ...allOf], root, depth);
  for (const part of [anyOf, oneOf].flat())
    if (part !== undefined) {
      const value = sampleAll([{ ...schema, anyOf: undefined, oneOf: undefined }, part], root, depth);
      if (value !== undefined) return value;
    }
  if (anyOf ?? oneOf) return undefined;
  const { type = 'properties' in schema ? 'object' : undefined } = schema;
  switch (Array.isArray(type) ? type.find((one) => one !== 'null') : type) {
    case 'string':
      return sampleText(schema);
    case 'integer':
    case 'number':
      return sampleNumber(schema);
    case 'boolean':
      return true;
    case 'array':
      return sampleList(schema, root, depth);
    case 'object':
      return sampleObject(schema, root, depth);
    case 'null':
      return null;
    default:
      return ANY;
  }
}

/** Returns a value for several schemas that all hold: objects are united, and of others the last that says something counts. */
function sampleAll(parts: readonly unknown[], root: unknown, depth: number): Json {
  let made: Json = ANY;
  for (const part of parts) {
    const value = sampleOf(part, root, depth + 1);
    if (value === undefined) return undefined;
    if (isObject(made) && isObject(value)) made = { ...made, ...value };
    else if (value !== ANY) made = value;
  }
  return made;
}
