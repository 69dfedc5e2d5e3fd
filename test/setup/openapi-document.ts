import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ErrorStatus, errorClassName, STATUS_NAMES } from '@statuskit/core';
import {
  conditionalParameters,
  type ErrorClass,
  idempotencyKeyParameter,
  type OpenApiVersion,
  type ProblemEntry,
  problemComponents,
  rateLimitHeaders,
  responsesOf,
} from '@statuskit/openapi';
import { CLASSES as BY_NAME } from '../../packages/core/src/errors/classes.ts';

export const VERSIONS: readonly OpenApiVersion[] = ['3.0', '3.1'];

/** Every class that stands for one status, by its name. */
export const CLASSES: readonly (readonly [name: string, Class: ErrorClass])[] = Object.keys(STATUS_NAMES)
  .map(Number)
  .filter((status): status is ErrorStatus => status >= 400 && status !== 418)
  .map((status) => errorClassName(status))
  .map((name) => [name, BY_NAME[name]]);

/** An OpenAPI document as a value. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: object;
  readonly servers: object[];
  readonly security: object[];
  readonly paths: Record<string, Record<string, Record<string, unknown>>>;
  readonly components: ReturnType<typeof problemComponents>;
}

/** A complete document whose operations, by name, answer with the entries. */
export function documentOf(
  operations: Readonly<Record<string, readonly ProblemEntry[]>>,
  version: OpenApiVersion,
): OpenApiDocument {
  const all = [...new Set(Object.values(operations).flat())];
  const answer = { description: 'Done.', headers: rateLimitHeaders(undefined, { version }) };
  return {
    openapi: version === '3.0' ? '3.0.4' : '3.1.1',
    info: {
      title: 'Every error',
      version: '1.0.0',
      license: { name: 'MIT', url: 'https://example.com/license' },
    },
    servers: [{ url: 'https://notes.invalid' }],
    security: [],
    paths: Object.fromEntries(
      Object.entries(operations).map(([name, entries]) => [
        `/${name}`,
        {
          put: {
            operationId: `put${name}`,
            summary: name,
            parameters: [
              ...conditionalParameters({ version, ranges: true }),
              idempotencyKeyParameter({ version }),
            ],
            responses: { 200: answer, ...responsesOf(entries, { version }) },
          },
        },
      ]),
    ),
    components: problemComponents(all, { version }),
  };
}

/** The folder from which the packages of the tests are found. */
export const TESTS: string = dirname(dirname(fileURLToPath(import.meta.url)));
