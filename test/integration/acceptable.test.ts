import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import { describe, expect, it } from 'vitest';
import { FRAMEWORKS } from '../setup/frameworks.ts';
import { problemOf } from '../setup/here.ts';
import { request } from '../setup/raw.ts';
import { serveRoute } from '../setup/routed.ts';

const TYPES = ['application/json', 'text/csv', 'text/html; charset=utf-8'] as const;

const both = {
  express: forExpress.requireAcceptable(...TYPES),
  koa: forKoa.requireAcceptable(...TYPES),
};

describe.each(FRAMEWORKS)('%s: requireAcceptable', (framework) => {
  it.each<[string, string | undefined, string]>([
    ['no Accept', undefined, 'application/json'],
    ['an empty one', '', 'application/json'],
    ['anything', '*/*', 'application/json'],
    ['one of them', 'text/csv', 'text/csv'],
    ['one in capitals', 'TEXT/CSV', 'text/csv'],
    ['a range', 'text/*', 'text/csv'],
    ['the order of the server for equal weights', 'text/csv, application/json', 'application/json'],
    ['weights', 'application/json;q=0.1, text/csv;q=0.2', 'text/csv'],
    ['an exclusion', 'application/json;q=0, */*;q=0.1', 'text/csv'],
    ['a type with its parameter', 'text/html;charset=utf-8', 'text/html; charset=utf-8'],
    ['a malformed range beside a good one', 'text, text/csv', 'text/csv'],
  ])('%s', async (_name, accept, preferred) => {
    const { port } = await serveRoute(framework, 'GET /', both, (type) => ({ type }));
    const { status, body, fields } = await request(port, 'GET', '/', accept === undefined ? {} : { accept });
    expect([status, JSON.parse(body), fields['vary']]).toEqual([200, { type: preferred }, ['Accept']]);
  });

  it.each(['image/png', 'application/json;q=0, text/*;q=0', '*/*;q=0', 'application/*+json'])(
    '%s: a 406 with the list, before the handler',
    async (accept) => {
      let calls = 0;
      for (const method of ['GET', 'POST']) {
        const { port } = await serveRoute(framework, `${method} /`, both, () => {
          calls += 1;
          return 'not reached';
        });
        const response = await request(port, method, '/', { accept }, '');
        expect([response.status, response.fields['vary']]).toEqual([406, ['Accept']]);
        expect(problemOf(response)['available']).toEqual(TYPES);
      }
      expect(calls).toBe(0);
    },
  );
});

describe('requireAcceptable: what is refused when it is made', () => {
  it.each([[[]], [['json']], [['text/*']], [[7]], [[undefined]], [['text/csv', '']]])('%j', (types) => {
    for (const make of [forExpress.requireAcceptable, forKoa.requireAcceptable])
      expect(() => make(...(types as string[]))).toThrow(
        expect.objectContaining({
          name: 'TypeError',
          message: expect.stringMatching(/^types: expected media types/),
        }),
      );
  });

  it('of is for requests that came through', () => {
    expect(() => forExpress.requireAcceptable('text/csv').of({})).toThrow(TypeError);
    expect(() => forKoa.requireAcceptable('text/csv').of({})).toThrow(TypeError);
  });
});
