import * as core from '@statuskit/core';
import { describe, expect, it } from 'vitest';
import { CLASSES } from '../../core/src/errors/classes.ts';
import { type ErrorClass, type ProblemEntry, problemComponents, responsesOf } from '../src/index.ts';

const { Conflict, Forbidden, NotFound, PreconditionFailed, problem, Unauthorized } = core;

class OutOfCredit extends problem<{ balance: number }>()({
  type: 'https://example.org/problems/out-of-credit',
  title: 'Out of credit',
  status: 403,
}) {}
class NotYours extends problem()({
  type: 'https://example.org/problems/not-yours',
  title: 'Not yours',
  status: 403,
}) {}

const MEDIA = 'application/problem+json';
const statuses = Object.keys(core.STATUS_NAMES)
  .map(Number)
  .filter((status): status is core.ErrorStatus => status >= 400 && status !== 418);
const classes = statuses.map((status) => [status, core.errorClassName(status)] as const);

describe.each(classes)('%s %s', (status, name) => {
  const { schemas, responses } = problemComponents([CLASSES[name] as ErrorClass]);
  const response = responses[name];

  it('has every field of the status table, and requires what the table requires', () => {
    const { requiredFields, recommendedFields, optionalFields } = core.statusFacts(
      status,
    ) as core.StatusFacts;
    const headers = response?.headers ?? {};
    const names = [...requiredFields, ...recommendedFields, ...optionalFields];
    expect(Object.keys(headers)).toEqual(expect.arrayContaining([...names]));
    const required = Object.entries(headers).filter(([, header]) => header.required);
    expect(required.map(([field]) => field)).toEqual(requiredFields);
    // What is required has a value that the class wrote.
    for (const field of requiredFields) expect(headers[field]?.example).toBeDefined();
  });

  it('has the example that the renderer writes, and a schema with its status', () => {
    const example = response?.content[MEDIA]?.example;
    expect(example).toMatchObject({ type: 'about:blank', title: core.STATUS_NAMES[status], status });
    expect(schemas[name]).toMatchObject({ properties: { status: { const: status } } });
    const { properties } = schemas[name] as { properties: object };
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(example as object)));
    expect(response?.description).toContain(core.STATUS_NAMES[status]);
  });
});

describe('components', () => {
  const note = {
    type: 'object',
    required: ['text'],
    properties: { text: { type: 'string', examples: ['oats'] } },
  };
  const entries: readonly ProblemEntry[] = [
    NotFound,
    OutOfCredit,
    { error: Conflict, name: 'NoteConflict', current: note },
    {
      error: PreconditionFailed,
      current: { $ref: '#/components/schemas/Note' },
      example: new PreconditionFailed({ text: 'oats' }, { etag: '"v9"' }),
    },
  ];

  it.each(['3.0', '3.1'] as const)('in %s are JSON, the same in each call, and new', (version) => {
    for (const make of [problemComponents, responsesOf]) {
      const one: object = make(entries, { version });
      const other: object = make(entries, { version });
      expect(other).toEqual(one);
      expect(JSON.stringify(other)).toBe(JSON.stringify(one));
      expect(structuredClone(one)).toEqual(one);
      expect(JSON.parse(JSON.stringify(one))).toEqual(one);
      // No object is shared with another call, nor within the result.
      const seen = new Set<unknown>();
      const visit = (value: unknown): void => {
        if (typeof value !== 'object' || value === null) return;
        expect(seen.has(value)).toBe(false);
        seen.add(value);
        for (const part of Object.values(value)) visit(part);
      };
      visit(one);
      visit(other);
    }
  });

  it('always have Problem, and names of classes or of entries', () => {
    expect(Object.keys(problemComponents([]).schemas)).toEqual(['Problem']);
    const { schemas, responses } = problemComponents(entries);
    const names = ['Problem', 'NotFound', 'OutOfCredit', 'NoteConflict', 'PreconditionFailed'];
    expect(Object.keys(responses)).toEqual(names);
    expect(Object.keys(schemas)).toEqual(names);
  });

  it('have the type of a problem class as a constant, and its title', () => {
    const { schemas, responses } = problemComponents([OutOfCredit]);
    expect(schemas['OutOfCredit']).toMatchObject({
      properties: { type: { const: OutOfCredit.problem.type } },
    });
    expect(responses['OutOfCredit']).toMatchObject({
      description: 'Out of credit.',
      content: { [MEDIA]: { example: { title: 'Out of credit' } } },
    });
  });

  it('show the state and the fields of an example', () => {
    const { responses } = problemComponents(entries);
    expect(responses['NoteConflict']?.content[MEDIA]?.example).toMatchObject({ current: { text: 'oats' } });
    expect(responses['PreconditionFailed']?.content[MEDIA]?.example).toMatchObject({
      current: { text: 'oats' },
    });
    expect(responses['PreconditionFailed']?.headers?.['ETag']?.example).toBe('"v9"');
  });

  it('have several examples by name', () => {
    const example = [new NotFound('No note'), new NotFound('No list')];
    const { examples } =
      problemComponents([{ error: NotFound, example }]).responses['NotFound']?.content[MEDIA] ?? {};
    expect(examples).toMatchObject({
      NotFound1: { value: { detail: 'No note' } },
      NotFound2: { value: { detail: 'No list' } },
    });
  });

  it('have no example if none can be made', () => {
    const current = {
      type: 'object',
      required: ['code'],
      properties: { code: { type: 'string', pattern: '^[A-Z]{3}$' } },
    };
    const { responses } = problemComponents([{ error: Conflict, current }]);
    expect(responses['Conflict']?.content[MEDIA]).toEqual({
      schema: { $ref: '#/components/schemas/Conflict' },
    });
  });

  it('do not change what they are made of', () => {
    const frozen = Object.freeze({
      ...note,
      properties: Object.freeze({ text: Object.freeze({ type: 'string' }) }),
    });
    expect(() => problemComponents([{ error: Conflict, current: frozen }], { version: '3.0' })).not.toThrow();
  });
});

describe('the responses of an operation', () => {
  it('are by status, with default at the end', () => {
    expect(responsesOf([NotFound, Unauthorized])).toEqual({
      401: { $ref: '#/components/responses/Unauthorized' },
      404: { $ref: '#/components/responses/NotFound' },
      default: { $ref: '#/components/responses/Problem' },
    });
    expect(Object.keys(responsesOf([NotFound], { default: false }))).toEqual(['404']);
  });

  it('of one status are one: anyOf for classes, oneOf for problem types', () => {
    const schemaOf = (entries: readonly ProblemEntry[]): unknown =>
      (responsesOf(entries)['403'] as { content: Record<string, { schema: unknown }> }).content[MEDIA]
        ?.schema;
    const refs = (...names: string[]) => names.map((name) => ({ $ref: `#/components/schemas/${name}` }));
    expect(schemaOf([Forbidden, OutOfCredit])).toEqual({ anyOf: refs('Forbidden', 'OutOfCredit') });
    expect(schemaOf([OutOfCredit, NotYours])).toEqual({ oneOf: refs('OutOfCredit', 'NotYours') });
  });

  it('of one status have the examples and the fields of all', () => {
    const { 409: response } = responsesOf([
      Conflict,
      { error: Conflict, name: 'NoteConflict', current: { type: 'object' } },
    ]);
    expect(response).toMatchObject({
      headers: { ETag: { example: '"v7"' } },
      content: {
        [MEDIA]: {
          examples: { Conflict: { value: { status: 409 } }, NoteConflict: { value: { current: {} } } },
        },
      },
    });
  });
});
