import type { HttpError } from '@statuskit/core';

/*
 * The parts of an OpenAPI document that this package makes. The types are those of the specification, as narrow as what is made and no
 * narrower than what other packages take: they fit the types of openapi-types, openapi3-ts and zod-openapi for both versions, and a
 * consumer needs none of these to compile.
 */

/** Version of the OpenAPI specification: 3.1 has JSON Schema 2020-12, 3.0 an older dialect of it. */
export type OpenApiVersion = '3.0' | '3.1';

/** A Schema Object, or a reference to one. */
export interface SchemaObject {
  [keyword: string]: unknown;
}

/** A JSON Schema that the caller has: draft 2020-12, or draft 7 with its older keywords. */
export type JsonSchema = object;

/** A Header Object. */
export type HeaderObject = {
  description?: string;
  required?: boolean;
  schema: SchemaObject;
  example?: unknown;
};

/** A Parameter Object for a request field. */
export type ParameterObject = {
  name: string;
  in: 'header';
  description: string;
  required: boolean;
  schema: SchemaObject;
  example: string;
};

/** A Media Type Object with one example, or several by name. */
export type MediaTypeObject = {
  schema: SchemaObject;
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
};

/** A Response Object. */
export type ResponseObject = {
  description: string;
  headers?: Record<string, HeaderObject>;
  content: Record<string, MediaTypeObject>;
};

/** A Reference Object. */
export type ReferenceObject = { $ref: string };

/** What {@link problemComponents} returns. */
export type ProblemComponents = {
  schemas: Record<string, SchemaObject>;
  responses: Record<string, ResponseObject>;
};

/** What {@link responsesOf} returns: responses by status, and `default`. */
export type OperationResponses = Record<string, ResponseObject | ReferenceObject>;

/** A class of errors: one of core, one that `problem()` has declared, or a subclass of either. */
export type ErrorClass = abstract new (...args: never[]) => HttpError<number>;

/** A class of errors, with what only the application knows about it. */
export interface ErrorEntry {
  readonly error: ErrorClass;
  /** Name of the response and of its schema. Default: the name of the class. */
  readonly name?: string | undefined;
  /**
   * JSON Schema of the current state that a `Conflict` or a `PreconditionFailed` shows. The member `current` is then required: list
   * the class itself as well if an operation also answers without it. Default: any state, or none.
   */
  readonly current?: JsonSchema | undefined;
  /** JSON Schema of the extension members of the problem document, an object. Default: members that are not described. */
  readonly extensions?: JsonSchema | undefined;
  /** Text about the response. Default: the title, and when the status is used. */
  readonly description?: string | undefined;
  /**
   * An error, or several, whose problem documents are the examples. Required for a class whose constructor takes other arguments than
   * the class that it extends. Default: made from the schemas.
   */
  readonly example?: HttpError<number> | readonly HttpError<number>[] | undefined;
}

/** What an API answers with: a class of errors, or a class with more about it. */
export type ProblemEntry = ErrorClass | ErrorEntry;

/** Options of everything that this package makes. */
export interface OpenApiOptions {
  /** Version of the specification that the document follows. Default: `'3.1'`. */
  readonly version?: OpenApiVersion | undefined;
}
