import { wrong } from './arguments.ts';
import { describeAll } from './components.ts';
import { type Described, MEDIA_TYPE } from './response.ts';
import type {
  HeaderObject,
  OpenApiOptions,
  OperationResponses,
  ProblemEntry,
  ResponseObject,
} from './types.ts';

const referenceTo = (kind: 'responses' | 'schemas', name: string): { $ref: string } => ({
  $ref: `#/components/${kind}/${name}`,
});

/** Returns the fields of several responses; one that not all of them have is not required. */
function commonHeaders(several: readonly Described[]): Record<string, HeaderObject> {
  const all = several.map(({ response }) => response.headers ?? {});
  const merged: Record<string, HeaderObject> = Object.assign({}, ...all.toReversed());
  for (const [name, { required, ...header }] of Object.entries(merged)) {
    const isRequired = all.every(({ [name]: one }) => one?.required === true);
    merged[name] = { ...header, ...(isRequired && { required }) };
  }
  return merged;
}

function examplesOf({ name, response }: Described): [string, { value: unknown }][] {
  const { example, examples } = response.content[MEDIA_TYPE] ?? {};
  return example === undefined ? Object.entries(examples ?? {}) : [[name, { value: example }]];
}

function merged(several: readonly Described[]): ResponseObject {
  const headers = commonHeaders(several);
  const examples = Object.fromEntries(several.flatMap(examplesOf));
  const schemas = several.map(({ name }) => referenceTo('schemas', name));
  // Only problem types exclude one another: a document of a class may fit other schemas of its status as well.
  const union = several.every(({ isTyped }) => isTyped) ? 'oneOf' : 'anyOf';
  return {
    description: [...new Set(several.map(({ response }) => response.description))].join(' '),
    ...(Object.keys(headers).length > 0 && { headers }),
    content: {
      [MEDIA_TYPE]: {
        schema: { [union]: schemas },
        ...(Object.keys(examples).length > 0 && { examples }),
      },
    },
  };
}

/** Options of {@link responsesOf}. */
export interface ResponsesOptions extends OpenApiOptions {
  /** Whether `default` describes any other error. Default: true. */
  readonly default?: boolean | undefined;
}

/**
 * Returns the error responses of one operation by status, with `default` for any other error. They refer to what
 * {@link problemComponents} returns for a list with the same entries. Several entries of one status become one response, whose schema
 * is `oneOf` if each has a problem type, and else `anyOf`. List the errors that this operation can answer with. The result is plain
 * JSON, and made of new objects in each call.
 *
 * @throws {TypeError} If {@link problemComponents} would throw one for the same arguments, or `options.default` is not a boolean.
 *
 * @example
 * ```ts
 * const responses = { 200: { description: 'The note.' }, ...responsesOf([NotFound, TooManyRequests]) };
 * Object.keys(responses); // ['200', '404', '429', 'default']
 * ```
 */
export function responsesOf(
  entries: readonly ProblemEntry[],
  options: ResponsesOptions = {},
): OperationResponses {
  const { all } = describeAll(entries, options);
  const { default: hasDefault = true } = options;
  if (typeof hasDefault !== 'boolean') throw wrong('options.default', 'a boolean', hasDefault);
  const responses: OperationResponses = {};
  const statuses = [...new Set(all.map(({ status }) => status))];
  for (const status of statuses) {
    const several = all.filter((one) => one.status === status);
    const [first, second] = several;
    if (first === undefined || (status === 'default' && !hasDefault)) continue;
    responses[status] = second === undefined ? referenceTo('responses', first.name) : merged(several);
  }
  const { default: other, ...byStatus } = responses;
  return other === undefined ? byStatus : { ...byStatus, default: other };
}
