import { render, toHttpError } from '@statuskit/core';
import express from 'express';
import * as seven from 'express-validator';
import * as six from 'express-validator6';
import express4 from 'express4';
import { describe, expect, it } from 'vitest';
import type { TestServer } from '../../setup/frameworks.ts';
import { serveHere } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';

const SECRET = 'hunter2';

interface Parts {
  readonly body?: unknown;
  readonly query?: Record<string, unknown>;
  readonly params?: Record<string, unknown>;
  readonly headers?: Record<string, unknown>;
  readonly cookies?: Record<string, unknown>;
}

interface Runnable {
  run(req: object): Promise<unknown>;
}

function shown(thrown: unknown): Record<string, unknown> {
  return JSON.parse(String(render(toHttpError(thrown), { method: 'POST' }).body));
}

const VERSIONS = [
  ['express-validator 7', seven],
  ['express-validator 6', six as unknown as typeof seven],
] as const;

describe.each(VERSIONS)('%s', (_name, validator) => {
  async function thrownBy(parts: Parts, ...chains: readonly unknown[]): Promise<unknown> {
    const req = { body: {}, query: {}, params: {}, headers: {}, cookies: {}, ...parts };
    for (const chain of chains) await (chain as Runnable).run(req);
    try {
      validator.validationResult(req).throw();
    } catch (thrown) {
      return thrown;
    }
    throw new Error('nothing was thrown');
  }

  const errors = async (parts: Parts, ...chains: readonly unknown[]): Promise<unknown> =>
    shown(await thrownBy(parts, ...chains))['errors'];

  it('is a 422 with the place of each fault, and nothing of the input', async () => {
    const thrown = await thrownBy(
      {
        body: { list: [{ n: 1 }, { n: SECRET }] },
        query: { limit: SECRET, filter: { age: SECRET } },
        params: { id: SECRET },
        headers: { 'x-token': SECRET },
        cookies: { session: SECRET },
      },
      validator.body('list.*.n').isInt(),
      validator.query('limit').isInt().withMessage('digits, please'),
      validator.query('filter.age').isInt(),
      validator.param('id').isInt(),
      validator.header('X-Token').isInt(),
      validator.cookie('session').isInt(),
    );
    const expected = [
      { detail: 'Invalid value', pointer: '#/list/1/n' },
      { detail: 'digits, please', parameter: 'limit' },
      { detail: 'Invalid value', parameter: 'filter.age' },
      { detail: 'Invalid value', parameter: 'id' },
      { detail: 'Invalid value', header: 'x-token' },
      { detail: 'Invalid value', header: 'Cookie' },
    ];
    expect(shown(thrown)).toEqual({
      type: 'about:blank',
      title: 'Unprocessable Content',
      status: 422,
      detail:
        '6 fields are invalid: list.1.n (Invalid value), limit (digits, please), filter.age (Invalid value), and 3 more.',
      errors: expected,
    });
    expect(toHttpError(thrown, { validation: 400 })).toMatchObject({ status: 400, errors: expected });
    expect(toHttpError(Object.freeze(thrown))).toMatchObject({ status: 422, errors: expected });
    expect(toHttpError(thrown).cause).toBe(thrown);
  });

  it.each([
    ['a/b', '#/a~1b'],
    ['m~n', '#/m~0n'],
    ['a b', '#/a%20b'],
    ['é', '#/%C3%A9'],
    ['c.d', '#/c.d'],
    ['c.d]e', '#/c.d%5De'],
    ['x"y.z', '#/x%22y.z'],
    ['a[b', '#/a%5Bb'],
    ['a]b', '#/a%5Db'],
    ['[', '#/%5B'],
    ['["', '#/%5B%22'],
    ['[1', '#/%5B1'],
    ['0', '#/0'],
    ['*', '#/*'],
  ])('the key %s', async (key, pointer) => {
    expect(await errors({ body: { [key]: SECRET } }, validator.body('*').isInt())).toEqual([
      { detail: 'Invalid value', pointer },
    ]);
    expect(
      await errors({ body: { list: [{ [key]: { b: 1 } }] } }, validator.body('list.*.*.b').isEmail()),
    ).toEqual([{ detail: 'Invalid value', pointer: `#/list/0${pointer.slice(1)}/b` }]);
  });

  it('a fault of the content as a whole points to #', async () => {
    expect(await errors({ body: SECRET }, validator.body().isInt())).toEqual([
      { detail: 'Invalid value', pointer: '#' },
    ]);
  });

  it('what a custom validator throws is shown where it is text', async () => {
    const refuse = (reason: unknown) => validator.body('a').custom(() => Promise.reject(reason));
    expect(await errors({}, refuse('taken'))).toEqual([{ detail: 'taken', pointer: '#/a' }]);
    expect(await errors({}, refuse(new Error('taken')))).toEqual([{ detail: 'taken', pointer: '#/a' }]);
    expect(await errors({}, refuse({ code: SECRET }))).toEqual([{ detail: 'is not valid', pointer: '#/a' }]);
  });

  it('a message that is no text is replaced', async () => {
    expect(await errors({}, validator.body('a').isInt().withMessage({ code: SECRET }))).toEqual([
      { detail: 'is not valid', pointer: '#/a' },
    ]);
  });

  it('oneOf names each place of its alternatives once', async () => {
    const either = validator.oneOf([
      [validator.query('a').isInt(), validator.query('a').isEmail()],
      validator.header('b').isInt(),
      [validator.body('a').isInt()],
    ]);
    expect(await errors({ query: { a: SECRET } }, either)).toEqual([
      { detail: expect.stringMatching(/^Invalid value/), parameter: 'a' },
      { detail: expect.stringMatching(/^Invalid value/), header: 'b' },
      { detail: expect.stringMatching(/^Invalid value/), pointer: '#/a' },
    ]);
  });

  it('over the wire on Express, body and query', async () => {
    const { port } = await start(validator);
    const answer = await request(port, 'POST', '/5?limit=x', json, JSON.stringify({ a: [SECRET] }));
    expect(answer.status).toBe(422);
    expect(answer.fields['content-type']).toEqual(['application/problem+json']);
    expect(JSON.parse(answer.body).errors).toEqual([
      { detail: 'Invalid value', pointer: '#/a/0' },
      { detail: 'Invalid value', parameter: 'limit' },
    ]);
  });
});

const json = { 'content-type': 'application/json' };
async function start(validator: typeof seven): Promise<TestServer> {
  const isSeven = validator === seven;
  const server = await serveHere(
    isSeven ? 'express5' : 'express4',
    {
      'POST /:id': (exchange) => {
        validator.validationResult(exchange.express?.req as express.Request).throw();
      },
    },
    {
      express: (app) => {
        app.use((isSeven ? express : (express4 as unknown as typeof express)).json());
        app.use(validator.body('a.*').isInt() as never, validator.query('limit').isInt() as never);
      },
    },
  );
  return server;
}

describe('what only version 7 has', () => {
  async function errors(parts: Parts, chain: Runnable): Promise<unknown> {
    const req = { body: {}, query: {}, params: {}, headers: {}, cookies: {}, ...parts };
    await chain.run(req);
    try {
      seven.validationResult(req).throw();
    } catch (thrown) {
      return shown(thrown)['errors'];
    }
    return undefined;
  }

  it('checkExact names each field that nobody knows', async () => {
    const exact = seven.checkExact([seven.body('a').optional(), seven.query('q').optional()]);
    expect(await errors({ body: { a: 1, b: { c: SECRET } }, query: { d: SECRET } }, exact as never)).toEqual([
      { detail: 'Unknown field(s)', pointer: '#/b' },
      { detail: 'Unknown field(s)', parameter: 'd' },
    ]);
  });

  it('oneOf, grouped and flat', async () => {
    for (const errorType of ['grouped', 'flat', 'least_errored'] as const) {
      const either = seven.oneOf([seven.query('a').isInt(), [seven.query('a').isEmail()]], { errorType });
      expect(await errors({ query: { a: SECRET } }, either as never)).toEqual([
        { detail: 'Invalid value(s)', parameter: 'a' },
      ]);
    }
  });

  it('a formatter changes nothing', async () => {
    const req = { body: { a: SECRET } };
    await seven.body('a').isInt().run(req);
    const format = (error: { msg: unknown }) => ({ ...error, value: SECRET });
    expect(() => seven.validationResult(req).formatWith(format).throw()).toThrow();
    try {
      seven.validationResult(req).formatWith(format).throw();
    } catch (thrown) {
      expect(JSON.stringify(shown(thrown))).not.toContain(SECRET);
      expect(shown(thrown)['errors']).toEqual([{ detail: 'Invalid value', pointer: '#/a' }]);
    }
  });
});

// A body under a wildcard names its own keys: reading a path must stay linear in its length.
it('reads a long and hostile path at once', () => {
  const hostile = ['["'.repeat(50_000), '[1'.repeat(50_000), `${'a['.repeat(50_000)}"`, '.'.repeat(50_000)];
  for (const path of hostile) {
    const errors = [{ msg: 'no', path, location: 'body' }];
    const methods = { mapped() {}, array() {} };
    const start = performance.now();
    expect(toHttpError(Object.assign(new Error(), methods, { errors })).status).toBe(422);
    expect(performance.now() - start).toBeLessThan(500);
  }
});

const refuse = (): never => {
  throw new Error('refused');
};
const proxy = new Proxy([], { get: refuse, has: refuse, ownKeys: refuse, getPrototypeOf: refuse });
const ERRORS = [{ type: 'field', msg: SECRET, path: 'a', location: 'body', value: SECRET }];
const methods = { mapped() {}, array() {} };

describe('is an opaque 500:', () => {
  it.each<readonly [string, unknown]>([
    ['parsed JSON', { errors: ERRORS, mapped: {}, array: [] }],
    ['an object with methods', { errors: ERRORS, ...methods }],
    ['an Error with errors', Object.assign(new Error(SECRET), { errors: ERRORS })],
    ['an empty list', Object.assign(new Error(SECRET), { errors: [], ...methods })],
    ['no list', Object.assign(new Error(SECRET), { errors: {}, ...methods })],
    ['an AggregateError', new AggregateError(ERRORS, SECRET)],
    ['a list that is a proxy', Object.assign(new Error(SECRET), { errors: proxy, ...methods })],
    [
      'a getter that throws',
      Object.defineProperty(Object.assign(new Error(SECRET), methods), 'errors', { get: refuse }),
    ],
    ['what validationResult gives', seven.validationResult({ body: {} } as never)],
  ])('%s', (_what, thrown) => {
    const body = shown(thrown);
    expect(Object.keys(body).sort()).toEqual(['instance', 'status', 'title', 'type']);
    expect(body['status']).toBe(500);
  });
});
