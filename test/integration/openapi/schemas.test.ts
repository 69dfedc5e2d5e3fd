import { Conflict, NotFound, render } from '@statuskit/core';
import { problemComponents } from '@statuskit/openapi';
import { toJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkOf } from '../../setup/openapi-ajv.ts';
import { VERSIONS } from '../../setup/openapi-document.ts';

/** The document that the renderer writes for a state. */
function conflictWith(state: object): unknown {
  return JSON.parse(String(render(new Conflict(state as Record<string, never>), {}).body));
}

const tree: z.ZodType = z.lazy(() => z.object({ name: z.string(), children: z.array(tree) }));
const Author = z.object({ name: z.string().min(1) }).meta({ id: 'Author' });
const zodNote = z.object({
  id: z.int().positive(),
  text: z.string().max(500),
  kind: z.literal('note'),
  tags: z.array(z.enum(['a', 'b'])),
  author: Author.nullable(),
  editor: z.union([Author, z.null()]),
  seen: z.iso.datetime(),
  owner: z.email(),
  place: z.tuple([z.number(), z.number()]),
  more: z.record(z.string(), z.number()),
  size: z.union([z.string(), z.number()]).nullish(),
  shape: z.discriminatedUnion('form', [
    z.object({ form: z.literal('circle'), radius: z.number().gt(0).lt(10) }),
    z.object({ form: z.literal('square'), side: z.number().multipleOf(0.5) }),
  ]),
});
const note = {
  id: 7,
  text: 'buy milk',
  kind: 'note',
  tags: ['a'],
  author: null,
  editor: { name: 'Edda' },
  seen: '2026-01-31T12:00:00Z',
  owner: 'edda@example.com',
  place: [1, 2],
  more: { a: 1 },
  size: null,
  shape: { form: 'circle', radius: 2 },
};

const arkNote = type({ id: 'number.integer > 0', text: 'string <= 500', 'author?': { name: 'string' } });
const valibotNote = v.object({
  id: v.pipe(v.number(), v.integer(), v.minValue(1)),
  text: v.nullable(v.string()),
  place: v.strictTuple([v.number(), v.number()]),
});

const SCHEMAS: readonly (readonly [name: string, schema: object, right: object, wrong: readonly object[]])[] =
  [
    [
      'zod',
      z.toJSONSchema(zodNote),
      note,
      [
        { ...note, id: 0 },
        { ...note, kind: 'list' },
        { ...note, author: {} },
        { ...note, size: true },
        { ...note, shape: { form: 'circle', radius: 10 } },
        { ...note, place: [1, 'two'] },
      ],
    ],
    ['zod, itself', zodNote, note, [{ ...note, id: 'seven' }]],
    [
      'zod, recursive',
      z.toJSONSchema(tree),
      { name: 'root', children: [{ name: 'leaf', children: [] }] },
      [{ name: 'root', children: [{ name: 'leaf' }] }],
    ],
    ['arktype', arkNote.toJsonSchema(), { id: 7, text: 'x' }, [{ id: 0, text: 'x' }, { id: 7 }]],
    ['arktype, itself', arkNote, { id: 7, text: 'x' }, [{ id: 0.5, text: 'x' }]],
    [
      'valibot',
      toJsonSchema(valibotNote),
      { id: 7, text: null, place: [1, 2] },
      [
        { id: 0, text: null, place: [1, 2] },
        { id: 7, text: null, place: [1, 'two'] },
      ],
    ],
  ];

const cases = VERSIONS.flatMap((version) => SCHEMAS.map((one) => [version, ...one] as const));

describe('the schema of a state', () => {
  it.each(cases)(
    'in %s, of %s, allows what it should, and nothing else',
    (version, _name, current, right, wrong) => {
      const components = problemComponents([{ error: Conflict, name: 'NoteConflict', current }], { version });
      const check = checkOf(components.schemas, version);
      expect(check('NoteConflict', conflictWith(right))).toEqual([]);
      for (const one of wrong) expect(check('NoteConflict', conflictWith(one))).not.toEqual([]);
      // The example that is made of it fits as well.
      const { example } = components.responses['NoteConflict']?.content['application/problem+json'] ?? {};
      expect(example).toMatchObject({ status: 409, current: {} });
      expect(check('NoteConflict', example)).toEqual([]);
      expect(JSON.stringify(components)).not.toContain('$defs');
    },
  );

  it.each(cases)('in %s, of %s, allows extension members beside it', (version, _name, extensions, right) => {
    const components = problemComponents([{ error: NotFound, name: 'NoteGone', extensions }], { version });
    const check = checkOf(components.schemas, version);
    const document = { type: 'about:blank', title: 'Not Found', status: 404, detail: 'x', ...right };
    expect(check('NoteGone', document)).toEqual([]);
    expect(check('NoteGone', { type: 'about:blank', title: 'Not Found', status: 404 })).not.toEqual([]);
  });
});
