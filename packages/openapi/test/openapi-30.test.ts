import { Conflict } from '@statuskit/core';
import { describe, expect, it } from 'vitest';
import { problemComponents } from '../src/index.ts';

/** What a schema of a property becomes. */
function translated(schema: unknown): unknown {
  const current = { type: 'object', properties: { it: schema } };
  const { schemas } = problemComponents([{ error: Conflict, current }], { version: '3.0' });
  const { properties } = schemas['Conflict'] as { properties: { current: { properties: { it: unknown } } } };
  return properties.current.properties.it;
}

const NULL = { enum: [null] };

// JSON Schema 2020-12, and the same in the dialect of OpenAPI 3.0.
const SAME: readonly (readonly [schema: unknown, in30: unknown])[] = [
  [true, {}],
  [false, { not: {} }],
  [{ const: 'a' }, { enum: ['a'] }],
  [
    { type: 'integer', const: 7 },
    { type: 'integer', enum: [7] },
  ],
  [{ type: 'null' }, NULL],
  [{ type: ['string', 'null'] }, { type: 'string', nullable: true }],
  [
    { type: ['string', 'null'], enum: ['a', 'b'] },
    { type: 'string', nullable: true, enum: ['a', 'b', null] },
  ],
  [{ type: ['array', 'null'] }, { type: 'array', nullable: true, items: {} }],
  [{ type: ['string', 'number'] }, { anyOf: [{ type: 'string' }, { type: 'number' }] }],
  [{ type: ['string', 'number', 'null'] }, { anyOf: [{ type: 'string' }, { type: 'number' }, NULL] }],
  [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, { type: 'string', nullable: true }],
  [
    { oneOf: [{ type: 'null' }, { type: 'integer', minimum: 1 }], description: 'x' },
    { type: 'integer', minimum: 1, nullable: true, description: 'x' },
  ],
  [
    { anyOf: [{ $ref: '#/components/schemas/A' }, { type: 'null' }] },
    { anyOf: [{ $ref: '#/components/schemas/A' }, NULL] },
  ],
  [
    { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 9 },
    { type: 'number', minimum: 0, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: true },
  ],
  [
    { type: 'number', minimum: 5, exclusiveMinimum: 0 },
    { type: 'number', minimum: 5 },
  ],
  [
    { type: 'number', minimum: 0, exclusiveMinimum: 5 },
    { type: 'number', minimum: 5, exclusiveMinimum: true },
  ],
  [
    { type: 'string', examples: ['a', 'b'] },
    { type: 'string', example: 'a' },
  ],
  [
    { type: 'string', contentEncoding: 'base64', contentMediaType: 'image/png' },
    { type: 'string', format: 'byte' },
  ],
  [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/A' }],
  [
    { $ref: '#/components/schemas/A', description: 'x' },
    { allOf: [{ $ref: '#/components/schemas/A' }], description: 'x' },
  ],
  [{ type: 'array' }, { type: 'array', items: {} }],
  [
    { type: 'array', prefixItems: [{ type: 'number' }, { type: 'string' }], items: false },
    { type: 'array', items: { anyOf: [{ type: 'number' }, { type: 'string' }] }, maxItems: 2 },
  ],
  [
    { type: 'array', prefixItems: [{ type: 'number' }, { type: 'number' }], items: false },
    { type: 'array', items: { type: 'number' }, maxItems: 2 },
  ],
  [
    { type: 'object', additionalProperties: { const: 1 } },
    { type: 'object', additionalProperties: { enum: [1] } },
  ],
  [
    { type: 'object', additionalProperties: false },
    { type: 'object', additionalProperties: false },
  ],
  [{ type: 'object', propertyNames: { type: 'string' } }, { type: 'object' }],
  [
    { type: 'object', properties: { const: { const: 'a' } }, required: ['const'] },
    { type: 'object', properties: { const: { enum: ['a'] } }, required: ['const'] },
  ],
  [{ not: { const: 1 } }, { not: { enum: [1] } }],
  [{ allOf: [{ const: 1 }] }, { allOf: [{ enum: [1] }] }],
  // Annotations that 3.0 does not know would make it invalid; extensions may stay.
  [
    { type: 'string', $comment: 'x', id: 'Note', 'x-order': 1 },
    { type: 'string', 'x-order': 1 },
  ],
  // What is in the dialect of 3.0 already.
  [
    { type: 'string', nullable: true, example: 'a' },
    { type: 'string', nullable: true, example: 'a' },
  ],
  [
    { type: 'number', minimum: 0, exclusiveMinimum: true },
    { type: 'number', minimum: 0, exclusiveMinimum: true },
  ],
];

describe('a schema in the dialect of OpenAPI 3.0', () => {
  it.each(SAME.map(([schema, in30]) => [JSON.stringify(schema), schema, in30] as const))(
    '%s',
    (_text, schema, in30) => {
      expect(translated(schema)).toEqual(in30);
    },
  );

  it.each([
    ['patternProperties', { patternProperties: { '^a': {} } }],
    ['propertyNames', { propertyNames: { enum: ['a'] } }],
    ['unevaluatedProperties', { unevaluatedProperties: false }],
    ['contains', { contains: {} }],
    ['if', { if: {} }],
    ['dependentRequired', { dependentRequired: { a: ['b'] } }],
    ['dependentSchemas', { dependentSchemas: { a: {} } }],
  ])('%s is refused, with what to write instead', (keyword, schema) => {
    expect(() => translated(schema)).toThrow(TypeError);
    expect(() => translated(schema)).toThrow(
      new RegExp(
        `Conflict\\.properties\\.current\\.properties\\.it: expected keywords of OpenAPI 3\\.0, got ${keyword}; write \\w+, or use version '3\\.1'`,
      ),
    );
  });

  it('is left as it is in 3.1', () => {
    const current = {
      type: 'object',
      properties: { it: { type: ['string', 'null'], const: 'a' } },
      if: {},
      patternProperties: {},
    };
    const { schemas } = problemComponents([{ error: Conflict, current }]);
    expect(schemas['Conflict']).toMatchObject({ properties: { current } });
  });
});
