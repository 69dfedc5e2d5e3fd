import type * as core from '@statuskit/core';
import type { SchemaObject } from './types.ts';

/*
 * What the classes of core show beside their status. Which fields a response has follows from the errors that are built of the
 * arguments below, and from the status table: there is no list of fields here.
 */

type Core = typeof core;
/** Name of a class that stands for one status. */
export type ClassName = core.ErrorClassName<core.ErrorStatus>;
type Arguments<Name extends ClassName> = ConstructorParameters<Core[Name]>;

/** The classes that cannot be built without an argument. */
type WithArgument = { [Name in ClassName]: [] extends Arguments<Name> ? never : Name }[ClassName];

type Samples = { readonly [Name in WithArgument]: readonly Arguments<Name>[] } & {
  readonly [Name in Exclude<ClassName, WithArgument>]?: readonly Arguments<Name>[];
};

const etag = '"v7"';

/** Arguments of the constructors: the first are those of the example, all of them together have all fields of the class. */
export const ARGUMENTS: Samples = {
  Unauthorized: [[{ scheme: 'Bearer', params: { realm: 'api' } }]],
  ProxyAuthenticationRequired: [[{ scheme: 'Basic', params: { realm: 'proxy' } }]],
  MethodNotAllowed: [[['GET', 'HEAD']]],
  NotAcceptable: [[['application/json', { type: 'text/csv', href: '/export.csv' }]]],
  Conflict: [['The resource has changed.', { etag }]],
  PreconditionFailed: [[undefined, { etag }]],
  ContentTooLarge: [[{ limit: 1_048_576 }], [{ retryAfter: { seconds: 60 } }]],
  UnsupportedMediaType: [
    [{ accept: ['application/json'] }],
    [{ acceptPost: ['application/json'] }],
    [{ acceptPatch: ['application/merge-patch+json'] }],
    [{ acceptQuery: ['application/json'] }],
    [{ coding: ['gzip'] }],
  ],
  RangeNotSatisfiable: [[1234]],
  UpgradeRequired: [[['HTTP/3.0']]],
  PreconditionRequired: [[['If-Match']]],
  TooManyRequests: [[{ seconds: 30 }]],
  UnavailableForLegalReasons: [['https://example.com/legal']],
  ServiceUnavailable: [[{ seconds: 30 }]],
  BadRequest: [[{ errors: [{ detail: 'must be a number', parameter: 'limit' }] }]],
  UnprocessableContent: [[{ errors: [{ detail: 'must be a text', pointer: '#/name' }] }]],
};

const text: SchemaObject = { type: 'string' };
const seconds = { type: 'integer', minimum: 0, description: 'Seconds to wait before the next request.' };
const bytes = { type: 'integer', minimum: 0, description: 'Largest content that is accepted, in bytes.' };

const faults = {
  errors: {
    type: 'array',
    description: 'The faults, each with its place.',
    items: {
      type: 'object',
      required: ['detail'],
      properties: {
        detail: { type: 'string', description: 'What is wrong.' },
        pointer: { type: 'string', description: 'JSON Pointer into the content, as a URI fragment.' },
        parameter: { type: 'string', description: 'Name of a query or path parameter.' },
        header: { type: 'string', description: 'Name of a request field.' },
        code: { type: 'string', description: 'Name of the rule that failed.' },
        limits: { type: 'object', description: 'Bounds that the value had to meet.' },
      },
    },
  },
  more: { type: 'integer', minimum: 1, description: 'Number of faults that are not listed.' },
};

const current = { current: { description: 'The current state of the resource.' } };

/** Members that a class adds to its problem documents. */
export const MEMBERS: { readonly [Name in ClassName]?: Readonly<Record<string, SchemaObject>> } = {
  BadRequest: faults,
  UnprocessableContent: faults,
  Conflict: current,
  PreconditionFailed: current,
  NotAcceptable: {
    available: {
      type: 'array',
      description: 'The representations that are available.',
      items: {
        anyOf: [
          text,
          {
            type: 'object',
            required: ['type'],
            properties: { type: text, language: text, href: { type: 'string', format: 'uri-reference' } },
          },
        ],
      },
    },
  },
  PreconditionRequired: {
    required: {
      type: 'array',
      description: 'Request fields, one of which makes the request acceptable.',
      items: text,
    },
  },
  ContentTooLarge: { limit: bytes },
  TooManyRequests: { retryAfter: seconds },
  ServiceUnavailable: { retryAfter: seconds },
};

/** Members that every problem document of a class has: its constructor demands them. */
export const REQUIRED: { readonly [Name in ClassName]?: string } = {
  NotAcceptable: 'available',
  PreconditionRequired: 'required',
};

/** The classes that show the current state of a resource. */
export const SHOWS_STATE: readonly string[] = ['Conflict', 'PreconditionFailed'];
