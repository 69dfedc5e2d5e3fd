import {
  type ErrorStatus,
  type HttpError,
  InternalServerError,
  isRegisteredStatus,
  type Reply,
  render,
  statusFacts,
} from '@statuskit/core';
import { MEMBERS, REQUIRED } from './class-contracts.ts';
import type { Entry } from './entry.ts';
import { headerLike } from './header.ts';
import { to30 } from './openapi-30.ts';
import { usedUp } from './rate-limit-headers.ts';
import type { HeaderObject, MediaTypeObject, ResponseObject, SchemaObject } from './types.ts';
import { COMPONENT, placed } from './user-schema.ts';

export const MEDIA_TYPE = 'application/problem+json';

/** A response as the components of one entry. */
export interface Described {
  readonly name: string;
  readonly status: number | 'default';
  /** The schemas that the response needs, its own among them. */
  readonly schemas: Schemas;
  readonly response: ResponseObject;
  /** Whether its schema allows one problem type only. */
  readonly isTyped: boolean;
}

const MEMBERS_OF_ALL: Readonly<Record<string, SchemaObject>> = {
  type: { type: 'string', format: 'uri-reference', description: 'URI of the problem type.' },
  title: { type: 'string', description: 'Text that is the same for every occurrence of the type.' },
  status: { type: 'integer', minimum: 400, maximum: 599, description: 'Status code of the response.' },
  detail: { type: 'string', description: 'Text about this occurrence.' },
  instance: { type: 'string', format: 'uri-reference', description: 'URI that names this occurrence.' },
};

/** Returns the schema of problem documents, with what a class adds to those of RFC 9457 §3.1. */
function documentSchema(members: object, required: readonly string[] = []): SchemaObject {
  return {
    type: 'object',
    required: ['type', 'title', 'status', ...required],
    properties: { ...MEMBERS_OF_ALL, ...members },
  };
}

type Schemas = Record<string, SchemaObject>;

/** A schema of extension members is about these alone: that there are no others is not meant for the whole document. */
function opened(schema: SchemaObject, schemas: Schemas): SchemaObject {
  const { $ref, additionalProperties, unevaluatedProperties, ...own } = schema;
  const target = schemas[String($ref).slice(COMPONENT.length)];
  if (target !== undefined) return opened({ ...target, ...own }, schemas);
  for (const key of ['allOf', 'anyOf', 'oneOf']) {
    const { [key]: parts } = own;
    if (Array.isArray(parts)) own[key] = parts.map((part) => opened(part, schemas));
  }
  return $ref === undefined ? own : { $ref, ...own };
}

function withExtensions(document: SchemaObject, extensions: SchemaObject): SchemaObject {
  const { type, title, properties, required = [], ...rest } = extensions;
  // Keywords that are about more than single members stay a schema of their own.
  if (Object.keys(rest).some((key) => key !== 'description')) return { allOf: [document, extensions] };
  return {
    ...document,
    ...rest,
    required: [document['required'], required].flat(),
    properties: { ...(document['properties'] as object), ...(properties as object | undefined) },
  };
}

/** Returns the schema of the problem documents of an entry, in JSON Schema 2020-12. What it refers to is put into `schemas`. */
function schemaOf(entry: Entry, schemas: Schemas): SchemaObject {
  const { name, contract, status, type, current, extensions } = entry;
  const members: Record<string, unknown> = {
    ...(type !== undefined && { type: { type: 'string', const: type } }),
    status: { type: 'integer', const: status },
    ...(contract !== undefined && MEMBERS[contract]),
  };
  const required = contract === undefined ? [] : [REQUIRED[contract] ?? []].flat();
  if (current !== undefined) {
    const place = `${name}Current`;
    const own = placed(place, current, schemas);
    members['current'] = place in schemas ? { $ref: COMPONENT + place } : own;
    required.push('current');
  }
  const document = documentSchema(members, required);
  return extensions === undefined
    ? document
    : withExtensions(document, opened(placed(`${name}Extensions`, extensions, schemas), schemas));
}

// In responses a new name for each occurrence, in examples always this one.
const INSTANCE = 'urn:uuid:f81d4fae-7dec-41d0-a765-00a0c91e6bf6';

function written(error: HttpError<number>): Reply {
  const isNamed = error.status < 500 || error.instance !== undefined;
  return render(error as HttpError<ErrorStatus>, { method: 'GET' }, isNamed ? {} : { instance: INSTANCE });
}

/** Returns the fields of a status and of the errors of a class, with values that the renderer wrote. */
function headersOf({ status, samples }: Entry): Record<string, HeaderObject> {
  const values = new Map<string, string | undefined>();
  for (const error of samples) {
    const { headers } = written(error);
    for (const name of Object.keys(error.headers))
      if (!values.has(name)) values.set(name, [headers[name] ?? []].flat()[0]);
  }
  const facts = isRegisteredStatus(status) ? statusFacts(status) : undefined;
  const { requiredFields = [], recommendedFields = [], optionalFields = [] } = facts ?? {};
  const names: readonly string[] = [...requiredFields, ...recommendedFields, ...optionalFields];
  const made: Record<string, HeaderObject> = status === 429 ? usedUp() : {};
  for (const name of names) {
    made[name] = {
      ...((requiredFields as readonly string[]).includes(name) && { required: true }),
      ...headerLike(values.get(name.toLowerCase())),
    };
    values.delete(name.toLowerCase());
  }
  // What a class of the application adds.
  for (const [name, value] of values) {
    made[name.replace(/\b\w/g, (letter) => letter.toUpperCase())] = headerLike(value);
  }
  return made;
}

function responseOf(
  name: string,
  description: string,
  headers: Record<string, HeaderObject>,
  examples: readonly HttpError<number>[],
): ResponseObject {
  const media: MediaTypeObject = { schema: { $ref: COMPONENT + name } };
  const values = examples.map((error): unknown => JSON.parse(String(written(error).body)));
  if (values.length === 1) media.example = values[0];
  else if (values.length > 1)
    media.examples = Object.fromEntries(values.map((value, at) => [`${name}${at + 1}`, { value }]));
  return {
    description,
    ...(Object.keys(headers).length > 0 && { headers }),
    content: { [MEDIA_TYPE]: media },
  };
}

function inVersion(schemas: Schemas, is30: boolean): Record<string, SchemaObject> {
  if (!is30) return schemas;
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, to30(schema, name)]));
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/**
 * Returns the components of an entry.
 *
 * @throws {TypeError} If a schema of the caller has no form in the version of the document.
 */
export function describe(entry: Entry, is30: boolean): Described {
  const { name, status, title, type, examples } = entry;
  const schemas: Schemas = {};
  schemas[name] = schemaOf(entry, schemas);
  const useWhen = type === undefined && isRegisteredStatus(status) ? ` ${statusFacts(status).useWhen}` : '';
  const description = entry.description ?? `${sentence(title)}${useWhen}`;
  return {
    name,
    status,
    schemas: inVersion(schemas, is30),
    response: responseOf(name, description, headersOf(entry), examples),
    isTyped: type !== undefined,
  };
}

/** Returns the components of any other error. */
export function describeOther(is30: boolean): Described {
  const schema = documentSchema({});
  return {
    name: 'Problem',
    status: 'default',
    schemas: inVersion({ Problem: schema }, is30),
    response: responseOf('Problem', 'Any other error, as a problem document (RFC 9457).', {}, [
      new InternalServerError(),
    ]),
    isTyped: false,
  };
}
