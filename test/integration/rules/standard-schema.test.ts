import { render, toHttpError } from '@statuskit/core';
import { type } from 'arktype';
import * as v from 'valibot';
import * as v0 from 'valibot0';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as mini from 'zod/mini';
import { z as z3 } from 'zod/v3';

const SECRET = 'hunter2';

function caught(run: () => unknown): unknown {
  try {
    run();
  } catch (thrown) {
    return thrown;
  }
  throw new Error('nothing was thrown');
}

const rejected = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => Promise.reject(new Error('nothing was thrown')),
    (thrown: unknown) => thrown,
  );

function shown(thrown: unknown): Record<string, unknown> {
  return JSON.parse(String(render(toHttpError(thrown), { method: 'POST' }).body));
}

const pointers = (thrown: unknown): unknown =>
  (shown(thrown)['errors'] as { pointer: string }[] | undefined)?.map(({ pointer }) => pointer);

const details = (thrown: unknown): unknown =>
  (shown(thrown)['errors'] as { detail: string }[] | undefined)?.map(({ detail }) => detail);

const INPUT = { list: [{ n: 1 }, { n: SECRET }], 'k/~. é': { '': SECRET } };
const POINTERS = ['#/list/1/n', '#/k~1~0.%20%C3%A9/'];

// Each refuses both members of INPUT.
const NESTED: readonly (readonly [string, (input: unknown) => unknown])[] = [
  [
    'zod 4',
    (input) =>
      z
        .object({ list: z.array(z.object({ n: z.number() })), 'k/~. é': z.object({ '': z.number() }) })
        .parse(input),
  ],
  [
    'zod 4, safeParse',
    (input) => {
      const inner = z.object({ '': z.number() });
      const schema = z.object({ list: z.array(z.object({ n: z.number() })), 'k/~. é': inner });
      throw schema.safeParse(input).error;
    },
  ],
  [
    'zod/mini',
    (input) =>
      mini
        .object({
          list: mini.array(mini.object({ n: mini.number() })),
          'k/~. é': mini.object({ '': mini.number() }),
        })
        .parse(input),
  ],
  [
    'zod 3',
    (input) =>
      z3
        .object({ list: z3.array(z3.object({ n: z3.number() })), 'k/~. é': z3.object({ '': z3.number() }) })
        .parse(input),
  ],
  [
    'valibot 1',
    (input) =>
      v.parse(
        v.object({
          list: v.array(v.object({ n: v.number('no number') })),
          'k/~. é': v.object({ '': v.number('no number') }),
        }),
        input,
      ),
  ],
  [
    'valibot 0',
    (input) =>
      v0.parse(
        v0.object({
          list: v0.array(v0.object({ n: v0.number('no number') })),
          'k/~. é': v0.object({ '': v0.number('no number') }),
        }),
        input,
      ),
  ],
  [
    'arktype',
    (input) => type({ list: type({ n: 'number' }).array(), 'k/~. é': { '': 'number' } }).assert(input),
  ],
];

describe.each(NESTED)('%s', (_name, parse) => {
  const thrown = caught(() => parse(INPUT));

  it('is a 422 with a pointer to each fault, in their order, and nothing of the input', () => {
    const body = shown(thrown);
    expect(body).toMatchObject({ type: 'about:blank', title: 'Unprocessable Content', status: 422 });
    expect(Object.keys(body).sort()).toEqual(['detail', 'errors', 'status', 'title', 'type']);
    expect(body['detail']).toMatch(/^2 fields are invalid: \S.* \(.*\), \S.* \(.*\)\.$/);
    expect([...(pointers(thrown) as string[])].sort()).toEqual([...POINTERS].sort());
    for (const fault of body['errors'] as object[]) {
      expect(Object.keys(fault).slice(0, 3)).toEqual(['detail', 'pointer', 'code']);
    }
    expect(JSON.stringify(body)).not.toContain(SECRET);
  });

  it('is a 400 where the application wants that', () => {
    const body = render(toHttpError(thrown, { validation: 400 }), { method: 'POST' });
    expect(body.status).toBe(400);
    expect(String(body.body)).toContain(POINTERS[0]);
  });

  it('is a 422 when frozen', () => {
    expect(pointers(Object.freeze(caught(() => parse(INPUT))))).toHaveLength(2);
  });

  it('keeps what was thrown as cause', () => {
    expect(toHttpError(thrown).cause).toBe(thrown);
  });
});

describe('a fault of the content as a whole', () => {
  it.each<readonly [string, () => unknown]>([
    ['zod 4', () => z.number().parse(SECRET)],
    ['zod 3', () => z3.number().parse(SECRET)],
    ['valibot 1', () => v.parse(v.number('no number'), SECRET)],
    ['valibot 1, assert', () => v.assert(v.number('no number'), SECRET)],
    ['valibot 0', () => v0.parse(v0.number('no number'), SECRET)],
    ['arktype', () => type('number').assert(SECRET)],
    [
      'arktype, throw',
      () => {
        const out = type('number')(SECRET);
        if (out instanceof type.errors) out.throw();
      },
    ],
  ])('%s points to #', (_name, run) => {
    const thrown = caught(run);
    expect(pointers(thrown)).toEqual(['#']);
    expect(JSON.stringify(shown(thrown))).not.toContain(SECRET);
  });
});

it.each<readonly [string, () => Promise<unknown>]>([
  ['zod 4', () => z.object({ a: z.string().refine(async () => false, 'taken') }).parseAsync({ a: SECRET })],
  ['zod 3', () => z3.object({ a: z3.string().refine(async () => false, 'taken') }).parseAsync({ a: SECRET })],
  [
    'valibot 1',
    () =>
      v.parseAsync(
        v.objectAsync({
          a: v.pipeAsync(
            v.string(),
            v.checkAsync(async () => false, 'taken'),
          ),
        }),
        { a: SECRET },
      ),
  ],
  [
    'valibot 0',
    () =>
      v0.parseAsync(
        v0.objectAsync({
          a: v0.pipeAsync(
            v0.string(),
            v0.checkAsync(async () => false, 'taken'),
          ),
        }),
        { a: SECRET },
      ),
  ],
])('%s, asynchronous, with a message of one\u2019s own', async (_name, run) => {
  const code = expect.stringMatching(/^custom$|^check$/);
  expect(shown(await rejected(run()))['errors']).toMatchObject([{ detail: 'taken', pointer: '#/a', code }]);
});

describe('a union', () => {
  const input = { u: { x: SECRET } };

  it.each<readonly [string, () => unknown]>([
    ['zod 4', () => z.object({ u: z.union([z.number(), z.object({ x: z.number() })]) }).parse(input)],
    ['zod 3', () => z3.object({ u: z3.union([z3.number(), z3.object({ x: z3.number() })]) }).parse(input)],
    ['valibot 1', () => v.parse(v.object({ u: v.union([v.number(), v.boolean()], 'neither') }), input)],
    ['valibot 0', () => v0.parse(v0.object({ u: v0.union([v0.number(), v0.boolean()], 'neither') }), input)],
    ['arktype', () => type({ u: 'number | boolean' }).assert(input)],
  ])('%s: one fault where the union stands, nothing of its branches', (_name, run) => {
    const thrown = caught(run);
    expect(pointers(thrown)).toEqual(['#/u']);
    expect(JSON.stringify(shown(thrown))).not.toContain(SECRET);
  });
});

describe('a message that is no text', () => {
  it.each<readonly [string, () => unknown]>([
    ['zod 4', () => z.string({ error: () => ({ message: { code: SECRET } }) as never }).parse(5)],
    [
      'zod 4, addIssue',
      () =>
        z
          .string()
          .superRefine((_text, context) => context.addIssue({ code: 'custom', message: 5 as never }))
          .parse('x'),
    ],
    ['zod 3', () => z3.string({ errorMap: () => ({ message: { code: SECRET } }) as never }).parse(5)],
    [
      'valibot 1',
      () =>
        v.parse(
          v.string(() => ({ code: SECRET }) as never),
          5,
        ),
    ],
    [
      'valibot 0',
      () =>
        v0.parse(
          v0.string(() => ({ code: SECRET }) as never),
          5,
        ),
    ],
  ])('%s is replaced', (_name, run) => {
    expect(details(caught(run))).toEqual(['is not valid']);
  });
});

describe('what only one of them does', () => {
  it('zod 4: an error made by hand is no Error, and known nevertheless', () => {
    const thrown = new z.ZodError([{ code: 'custom', path: ['email'], message: 'taken', input: SECRET }]);
    expect(thrown).not.toBeInstanceOf(Error);
    expect(shown(thrown)['errors']).toEqual([{ detail: 'taken', pointer: '#/email', code: 'custom' }]);
    expect(
      toHttpError(JSON.parse(JSON.stringify({ ...thrown, _zod: { traits: [] }, name: 'ZodError' }))).status,
    ).toBe(500);
  });

  it('zod 4: reportInput puts the input beside the message, where it stays', () => {
    const thrown = caught(() => z.object({ a: z.number() }).parse({ a: SECRET }, { reportInput: true }));
    expect((thrown as z.ZodError).issues[0]).toMatchObject({ input: SECRET });
    expect(JSON.stringify(shown(thrown))).not.toContain(SECRET);
  });

  // The key of a Map can be an object of the input, without any text at all.
  it('valibot: a path ends where it has no name', () => {
    const key = Object.create(null);
    key.password = SECRET;
    const schema = v.object({ m: v.map(v.any(), v.number('no number')), s: v.set(v.number('no number')) });
    const thrown = caught(() => v.parse(schema, { m: new Map([[key, 'x']]), s: new Set(['x']) }));
    expect(pointers(thrown)).toEqual(['#/m', '#/s']);
  });

  it('standard-schema: any Error with issues of the form is understood', () => {
    const thrown = Object.assign(new Error(SECRET), {
      name: 'SchemaError',
      issues: [{ message: 'too short', path: [{ key: 'a' }, 0] }, { message: 'no' }],
    });
    expect(shown(thrown)['errors']).toEqual([
      { detail: 'too short', pointer: '#/a/0' },
      { detail: 'no', pointer: '#' },
    ]);
  });
});

describe('the code of a fault, and the limits that a value had to meet', () => {
  it.each<readonly [string, () => unknown, object]>([
    [
      'zod 4: a number',
      () => z.number().min(3).parse(1),
      { code: 'too_small', limits: { minimum: 3, inclusive: true } },
    ],
    [
      'zod 4: a text',
      () => z.string().max(2).parse('abc'),
      { code: 'too_big', limits: { maximum: 2, inclusive: true } },
    ],
    ['zod 4: a format', () => z.email().parse('x'), { code: 'invalid_format', limits: { format: 'email' } }],
    [
      'zod 4: one of',
      () => z.enum(['a', 'b']).parse('c'),
      { code: 'invalid_value', limits: { values: ['a', 'b'] } },
    ],
    [
      'zod 4: a multiple',
      () => z.number().multipleOf(5).parse(3),
      { code: 'not_multiple_of', limits: { divisor: 5 } },
    ],
    [
      'zod 3: a number',
      () => z3.number().min(3).parse(1),
      { code: 'too_small', limits: { minimum: 3, inclusive: true } },
    ],
    [
      'valibot 1',
      () => v.parse(v.pipe(v.string(), v.minLength(3)), 'a'),
      { code: 'min_length', limits: { requirement: 3 } },
    ],
    ['valibot 1: a type', () => v.parse(v.number('no number'), 'x'), { code: 'number' }],
    ['arktype', () => type('string >= 3').assert('a'), { code: 'minLength', limits: { rule: 3 } }],
  ])('%s', (_name, run, expected) => {
    const [fault] = shown(caught(run))['errors'] as [object];
    expect(fault).toEqual({ detail: expect.any(String), pointer: '#', ...expected });
  });

  it('a bigint, a pattern and what was received are left out', () => {
    const errors = [
      caught(() => z.bigint().min(3n).parse(1n)),
      caught(() => v.parse(v.pipe(v.string(), v.regex(/^a$/, 'no')), SECRET)),
      caught(() => z3.enum(['a']).parse(SECRET)),
    ].map((thrown) => shown(thrown)['errors']);
    expect(JSON.stringify(errors.slice(0, 2))).not.toMatch(/minimum|requirement/);
    expect((errors[2] as [object])[0]).toMatchObject({ code: 'invalid_enum_value' });
    expect((errors[2] as [object])[0]).not.toHaveProperty('limits');
  });
});

const withIssues = (issues: unknown, more: object = {}): Error =>
  Object.assign(new Error(SECRET), { issues }, more);
const ISSUES = [{ message: SECRET, path: ['a'] }];
const refuse = (): never => {
  throw new Error('refused');
};
const proxy = new Proxy([], { get: refuse, has: refuse, ownKeys: refuse, getPrototypeOf: refuse });

describe('is an opaque 500:', () => {
  it.each<readonly [string, unknown]>([
    ['parsed JSON', { name: 'ZodError', message: SECRET, issues: ISSUES }],
    ['parsed JSON with the mark of zod', { name: 'ZodError', _zod: { traits: {} }, issues: ISSUES }],
    ['a list of issues', ISSUES],
    ['an empty list', withIssues([])],
    ['an empty list of zod', new z.ZodError([])],
    ['an empty list of zod 3', new z3.ZodError([])],
    ['no list', withIssues('x')],
    ['a list of texts', withIssues([SECRET])],
    ['a list of texts under the name of zod', withIssues([SECRET], { name: 'ZodError' })],
    ['issues without message', withIssues([{ path: ['a'] }])],
    ['a message that is no text', withIssues([{ message: 5, path: ['a'] }])],
    ['a path that is no list', withIssues([{ message: SECRET, path: 'a' }])],
    ['one issue among others', withIssues([...ISSUES, { title: SECRET }])],
    ['issues of an upstream', withIssues(ISSUES, { response: { status: 400 } })],
    ['a list that is a proxy', withIssues(proxy)],
    ['an issue that is a proxy', withIssues([proxy])],
    ['a path that is a proxy', withIssues([{ message: SECRET, path: proxy }])],
    ['a getter that throws', Object.defineProperty(new Error(SECRET), 'issues', { get: refuse })],
    ['a proxy', proxy],
    ['what arktype returns', type('number')(SECRET)],
  ])('%s', (_what, thrown) => {
    const body = shown(thrown);
    expect(Object.keys(body).sort()).toEqual(['instance', 'status', 'title', 'type']);
    expect(body['status']).toBe(500);
    expect(JSON.stringify(body)).not.toContain(SECRET);
  });
});
