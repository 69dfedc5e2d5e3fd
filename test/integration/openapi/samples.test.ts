import { Conflict } from '@statuskit/core';
import { problemComponents } from '@statuskit/openapi';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkOf } from '../../setup/openapi-ajv.ts';
import { CLASSES, VERSIONS } from '../../setup/openapi-document.ts';

const MEDIA = 'application/problem+json';

describe.each(VERSIONS)('in version %s', (version) => {
  it('the example of every class fits its schema', () => {
    const { schemas, responses } = problemComponents(
      CLASSES.map(([, Class]) => Class),
      { version },
    );
    const check = checkOf(schemas, version);
    for (const [name, { content }] of Object.entries(responses)) {
      expect([name, content[MEDIA]?.example]).toEqual([name, expect.any(Object)]);
      expect([name, check(name, content[MEDIA]?.example)]).toEqual([name, []]);
    }
  });
});

// Schemas of the kinds that validators write, with bounds that something fits.
const bounds = fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 0, max: 50 }));
const { schema } = fc.letrec<{ schema: object; leaf: object; branch: object }>((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom<object>(
      { type: 'boolean' },
      { type: 'null' },
      { const: 'a' },
      { enum: ['a', 7] },
      {},
      { type: 'string', format: 'date-time' },
      { type: 'string', format: 'uuid', pattern: '^[0-9a-f-]{36}$' },
      { type: ['string', 'null'] },
      { type: 'integer', exclusiveMinimum: 0 },
      { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
    ),
    bounds.map(([minLength, more]) => ({
      type: 'string',
      minLength: Math.abs(minLength),
      maxLength: Math.abs(minLength) + more,
    })),
    bounds.map(([minimum, more]) => ({ type: 'integer', minimum, maximum: minimum + more })),
    bounds.map(([exclusiveMinimum, more]) => ({
      type: 'number',
      exclusiveMinimum,
      maximum: exclusiveMinimum + more + 1,
    })),
    fc.integer({ min: 1, max: 9 }).map((multipleOf) => ({ type: 'integer', multipleOf, minimum: 10 })),
  ),
  branch: fc.oneof(
    fc
      .record({ items: tie('schema'), minItems: fc.integer({ min: 0, max: 3 }) })
      .map((part) => ({ type: 'array', ...part })),
    fc
      .array(tie('schema'), { minLength: 1, maxLength: 3 })
      .map((prefixItems) => ({ type: 'array', prefixItems, items: false })),
    fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
    fc
      .dictionary(fc.constantFrom('a', 'b', 'c'), tie('schema'))
      .chain((properties) =>
        fc
          .subarray(Object.keys(properties))
          .map((required) => ({ type: 'object', properties, required, additionalProperties: false })),
      ),
  ),
  schema: fc.oneof({ maxDepth: 4 }, tie('leaf'), tie('branch')),
}));

it('an example that is made of a schema fits it, in both versions', () => {
  fc.assert(
    fc.property(schema, (part) => {
      const current = { type: 'object', properties: { part }, required: ['part'] };
      for (const version of VERSIONS) {
        const { schemas, responses } = problemComponents([{ error: Conflict, current }], { version });
        const example = responses['Conflict']?.content[MEDIA]?.example;
        expect(example).toBeDefined();
        expect(checkOf(schemas, version)('Conflict', example)).toEqual([]);
      }
    }),
    { numRuns: 25 },
  );
});
