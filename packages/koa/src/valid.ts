import {
  type HolderOf,
  type Parsed,
  type Schemas,
  type ValidOptions,
  validator,
} from '@statuskit/core/adapter';
import { perform } from './perform.ts';
import type { KoaContext, Middleware } from './types.ts';

/** Middleware that validates a request before its handler runs. */
export interface Valid<S extends Schemas> extends Middleware {
  /**
   * Returns the parsed values: `{ body, query, params, headers }`, those that have a schema.
   *
   * @throws {TypeError} If this middleware has not let the request continue.
   */
  of(context: object): Parsed<S>;
}

/**
 * Returns middleware that validates parts of a request, each by its own schema: one of zod, valibot, arktype or any other Standard
 * Schema. A request that is not valid is refused with one problem that lists the faults of all parts, each with its place: a
 * pointer into the content, a parameter or a header. The status is 422 if all of them are in the content, and 400 otherwise.
 *
 * The handler reads the parsed values by `of`, typed by the schemas. The request keeps what the client has sent, unless `replace`
 * is set. Names of headers are found in any case.
 *
 * Content that no parser has read is a 415, and missing content is a 400, unless the schema of the body accepts missing content.
 *
 * @throws {TypeError} If a schema is missing or is not a Standard Schema, or if an option has the wrong type.
 *
 * @example
 * ```ts
 * const input = valid({ params: z.object({ id: z.coerce.number() }), body: z.object({ text: z.string() }) });
 * router.put('/notes/:id', input, handle(async (ctx) => {
 *   const { params, body } = input.of(ctx);
 *   return notes.save(await notes.find(params.id), { id: params.id, text: body.text });
 * }));
 * ```
 */
export function valid<S extends Schemas>(schemas: S, options: ValidOptions = {}): Valid<S> {
  const { decide, of } = validator<KoaContext, S>(schemas, options, holderOf);

  const middleware: Middleware = function valid(context, next): Promise<void> {
    return perform(decide, context, next);
  };
  return Object.assign(middleware, { of });
}

/** A router puts the parameters on the context, and everything else is on the request. */
const holderOf: HolderOf<KoaContext> = (context, part) => (part === 'params' ? context : context.request);
