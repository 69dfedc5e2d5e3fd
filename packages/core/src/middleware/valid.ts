import { allowBoolean, allowOneOf, expected, requireObject } from '../arguments.ts';
import { errorFromStatus } from '../errors/understand/rule.ts';
import { isThenable } from '../hook.ts';
import type { NodeRequest } from '../node/exchange.ts';
import { type OptionNames, warnOfUnknown } from '../option-names.ts';
import { hasContent } from '../request-view.ts';
import { CONTINUE, refuse, type Step } from '../step.ts';
import { refusalOf } from '../validation/check.ts';
import { type Inspected, inspect, PARTS, type Part } from '../validation/inspect.ts';
import type { Parsed, Schemas, ValidOptions } from '../validation/parsed.ts';
import { requireSchema, type StandardSchema } from '../validation/schema.ts';
import { warnOnce } from '../warn.ts';
import type { Decider } from './decider.ts';

/** The half of `valid` that both adapters share. */
export interface Validator<Source, S extends Schemas> {
  readonly decide: Decider<Source>;
  /**
   * Returns the parsed values of a request.
   *
   * @throws {TypeError} If this `valid` has not let the request continue.
   */
  of(source: object): Parsed<S>;
}

/** Returns the object on which the framework keeps a part of a request, under the name of the part. */
export type HolderOf<Source> = (source: Source, part: Part) => object;

const NAMES: OptionNames<ValidOptions> = {
  status: true,
  replace: true,
};

/**
 * Returns the half of `valid` that both adapters share. All the parts are validated, and a refusal lists the faults of all of
 * them.
 *
 * @throws {TypeError} If a schema is missing or is not a Standard Schema, or if an option has the wrong type.
 */
export function validator<Source extends object, S extends Schemas>(
  schemas: S,
  options: ValidOptions,
  holderOf: HolderOf<Source>,
): Validator<Source, S> {
  const described = checkSchemas(schemas);
  warnOfUnknown('valid', options, NAMES);
  const { status, replace = false } = options;
  allowOneOf('status', status, [400, 422]);
  allowBoolean('replace', replace);
  const passes = new WeakMap<object, Parsed<S>>();

  function settled(seen: readonly Inspected[], source: Source, request: NodeRequest): Step {
    const failed = seen.filter(({ faults }) => faults !== undefined);
    if (failed.length > 0) return refusalFor(failed, status, !hasContent(request));
    const parsed: Partial<Record<Part, unknown>> = {};
    for (const { part, value } of seen) {
      parsed[part] = value;
      // Defined and not assigned: the query of Express 5 and of Koa is a getter.
      if (replace && part !== 'headers')
        Object.defineProperty(holderOf(source, part), part, {
          value,
          configurable: true,
          enumerable: true,
          writable: true,
        });
    }
    passes.set(source, parsed as Parsed<S>); // each part of S was inspected
    return CONTINUE;
  }

  return {
    decide(source, request) {
      const unread =
        schemas.body &&
        refusedUnread((holderOf(source, 'body') as { readonly body?: unknown }).body, request);
      if (unread !== undefined) return unread;
      const seen = described.map(([part, schema]) =>
        inspect(schema, part, valueIn(part, holderOf(source, part), request)),
      );
      return seen.some(isThenable)
        ? Promise.all(seen).then((all) => settled(all, source, request))
        : settled(seen as Inspected[], source, request);
    },
    of(source) {
      const parsed = passes.get(source);
      if (parsed !== undefined) return parsed;
      throw new TypeError(
        'of: expected a request that this `valid` has allowed; mount it on the route, before the handler',
      );
    },
  };
}

function checkSchemas(schemas: Schemas): readonly (readonly [Part, StandardSchema])[] {
  requireObject('schemas', schemas, '{ body, query, params, headers }');
  if ('~standard' in schemas)
    throw new TypeError(
      'schemas: expected { body, query, params, headers }, got one schema; write { body: schema }',
    );
  const given = Object.entries(schemas).filter(([, schema]) => schema !== undefined);
  for (const [part, schema] of given) {
    if (!PARTS.includes(part as Part))
      throw new TypeError(expected('schemas', 'body, query, params and headers only', part));
    requireSchema(part, schema);
  }
  if (given.length === 0)
    throw new TypeError(expected('schemas', 'at least one of body, query, params and headers', schemas));
  return given as [Part, StandardSchema][]; // just checked
}

/** Reports whether a parser has left nothing: undefined, or the empty object of Express 4 and Koa. */
function isNothing(content: unknown): boolean {
  if (typeof content !== 'object' || content === null) return content === undefined;
  return Object.keys(content).length === 0;
}

/** Returns what a parser has left. Without content that is undefined, and without a query or parameters an empty object. */
function valueIn(part: Part, holder: object, request: NodeRequest): unknown {
  const value = (holder as Partial<Record<Part, unknown>>)[part];
  if (part !== 'body') return value ?? {};
  return isNothing(value) && !hasContent(request) ? undefined : value;
}

/** Returns the refusal of content that no parser has read. */
function refusedUnread(content: unknown, request: NodeRequest): Step | undefined {
  if (!isNothing(content) || !hasContent(request) || request.readableDidRead === true) return undefined;
  warnOnce(
    'STATUSKIT_UNREAD_CONTENT',
    'valid: content arrived that no parser had read, and was refused with 415; if it happens to every request, mount the body parser before it',
  );
  return refuse(errorFromStatus(415, { detail: 'Content of this media type is not understood here' }, {}));
}

function refusalFor(failed: readonly Inspected[], status: 400 | 422 | undefined, isEmpty: boolean): Step {
  const lacksContent = isEmpty && failed.some(({ part }) => part === 'body');
  // A pointer leads into content that is there.
  const named = lacksContent ? failed.filter(({ part }) => part !== 'body') : failed;
  const errors = named.flatMap(({ faults = [] }) => faults);
  const init = {
    ...(lacksContent && { detail: 'The request has no content.' }),
    ...(errors.length > 0 && { errors }),
  };
  const isContentAlone = !lacksContent && failed.every(({ part }) => part === 'body');
  return refuse(refusalOf(isContentAlone, status, init));
}
