import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/errors/fault.ts';
import {
  faultsOf,
  findingsIn,
  hasInput,
  limitsOf,
  mayBeUnparsed,
} from '../../../src/errors/understand/place.ts';
import type { ErrorContext } from '../../../src/index.ts';

const request = (url?: string, headers?: Readonly<Record<string, string>>) => ({
  method: 'POST',
  url,
  headers,
});
const content = { 'content-length': '2' };

describe('content that is still to be parsed', () => {
  it.each<[string, ErrorContext, boolean]>([
    ['nothing is known', {}, true],
    ['there is content', { request: request('/', content) }, true],
    ['there is none', { request: request('/') }, false],
    ['it was parsed to null', { request: request('/', content), content: null }, true],
    ['it was parsed to an empty object, as by Express 4', { content: {} }, true],
    ['it was parsed to an object', { content: { a: 1 } }, false],
    ['it was parsed to text', { content: '' }, false],
    ['it was parsed to a number', { content: 0 }, false],
  ])('%s', (_what, context, isUnparsed) => {
    expect(mayBeUnparsed(context)).toBe(isUnparsed);
  });
});

describe('a request that a validator can be about', () => {
  it.each<[string, ErrorContext, boolean]>([
    ['nothing is known', {}, true],
    ['it has content', { request: request('/', content) }, true],
    ['it has a query', { request: request('/?a') }, true],
    ['it has an empty query', { request: request('/?') }, false],
    ['its route has a parameter', { request: request('/'), route: '/notes/:id' }, true],
    ['its route has a wildcard with a name', { request: request('/'), route: '/*splat' }, true],
    ['its route has a wildcard', { request: request('/'), route: '/*' }, true],
    ['its route has a group', { request: request('/'), route: '/(a|b)' }, true],
    ['its route has neither', { request: request('/'), route: '/notes' }, false],
    ['it has neither route nor URL', { request: request() }, false],
  ])('%s', (_what, context, isInput) => {
    expect(hasInput(context)).toBe(isInput);
  });
});

const at = (...path: PropertyKey[]): Finding => ({ detail: 'is wrong', path });
const placesOf = (findings: readonly Finding[], context: ErrorContext): object[] =>
  faultsOf(findings, context).map(({ detail, ...place }) => place);

describe('the place of one finding', () => {
  const inContent = { request: request('/notes/2?q=1&id=2', content), route: '/notes/:id' };
  it.each<[string, readonly PropertyKey[], ErrorContext, object]>([
    ['nothing is known', ['a'], {}, { pointer: '#/a' }],
    ['content, and no parameter has the name', ['a'], inContent, { pointer: '#/a' }],
    ['content that is not parsed, and a parameter has the name', ['q'], inContent, { pointer: '#/q' }],
    ['content without the name, which a query has', ['q'], { ...inContent, content: {} }, { parameter: 'q' }],
    [
      'content without the name, which the route has',
      ['id'],
      { ...inContent, content: {} },
      { parameter: 'id' },
    ],
    [
      'content with the name, which a query has',
      ['q'],
      { ...inContent, content: { q: 1 } },
      { pointer: '#/q' },
    ],
    ['content that is null', ['q'], { ...inContent, content: null }, { parameter: 'q' }],
    [
      'content that is text',
      ['0'],
      { request: request('/?0=1', content), content: 'ab' },
      { parameter: '0' },
    ],
    ['content without the name, which nothing has', ['a'], { ...inContent, content: {} }, { pointer: '#/a' }],
    ['the whole of content', [], inContent, { pointer: '#' }],
    // It was once the parameter without a name.
    [
      'the whole of content, beside a parameter without a name',
      [],
      { request: request('/?=1&undefined=1', content), content: {} },
      { pointer: '#' },
    ],
    ['a query with the name', ['q'], { request: request('/?q=1') }, { parameter: 'q' }],
    ['a query without it', ['a'], { request: request('/?q=1') }, { parameter: 'a' }],
    ['a route with the name', ['id'], { request: request('/'), route: '/:id' }, { parameter: 'id' }],
    ['the whole of a query', [], { request: request('/?q=1') }, { parameter: '' }],
    ['a field with the name', ['x-a'], { request: request('/?q=1', { 'x-a': '1' }) }, { header: 'x-a' }],
    [
      'a field with the name, in capitals',
      ['X-A'],
      { request: request('/', { 'x-a': '1' }) },
      { header: 'X-A' },
    ],
    [
      'a field and a query with the name',
      ['q'],
      { request: request('/?q=1', { q: '1' }) },
      { parameter: 'q' },
    ],
    ['a field that is missing', ['x-a'], { request: request('/') }, { header: 'x-a' }],
    ['a field that is missing, without a URL', ['x-a'], { request: request() }, { header: 'x-a' }],
    [
      'a field that is missing, beside an empty query',
      ['x-a'],
      { request: request('/?') },
      { header: 'x-a' },
    ],
    ['a name with a hyphen, beside a query', ['x-a'], { request: request('/?q=1') }, { parameter: 'x-a' }],
    ['a name without one', ['a'], { request: request('/') }, { parameter: 'a' }],
    [
      'the path before the query is not the query',
      ['/a?q'],
      { request: request('/a?q') },
      { parameter: '/a?q' },
    ],
  ])('%s', (_what, path, context, place) => {
    expect(placesOf([at(...path)], context)).toEqual([place]);
  });

  it.each<[string, string]>([
    ['a name of several letters', '/:note'],
    ['a wildcard', '/*note'],
    ['the second parameter', '/:a/:note'],
  ])('the name in the route: %s', (_what, route) => {
    const context = { request: request('/', content), content: {}, route };
    expect(placesOf([at('note')], context)).toEqual([{ parameter: 'note' }]);
    expect(placesOf([at('n')], context)).toEqual([{ pointer: '#/n' }]);
    expect(placesOf([at('')], { ...context, route: '/:' })).toEqual([{ pointer: '#/' }]);
  });

  it('a target without a query has no parameters', () => {
    const context = (url?: string) => ({ request: request(url, content), content: {} });
    expect(placesOf([at('/a')], context('/a'))).toEqual([{ pointer: '#/~1a' }]);
    expect(placesOf([at('a')], context('/?a'))).toEqual([{ parameter: 'a' }]);
    expect(placesOf([at('?a')], context('/?a'))).toEqual([{ pointer: '#/%3Fa' }]);
    expect(placesOf([at('')], context())).toEqual([{ pointer: '#/' }]);
  });
});

describe('a schema over the parts of the request', () => {
  const posted = { request: request('/?a', content) };
  it.each<[string, readonly Finding[], ErrorContext, object[]]>([
    [
      'each path begins with a part',
      [at('body', 'a'), at('query', 'b'), at('params', 'c'), at('headers', 'd')],
      posted,
      [{ pointer: '#/a' }, { parameter: 'b' }, { parameter: 'c' }, { header: 'd' }],
    ],
    ['a part that is not the content', [at('query', 'b')], posted, [{ parameter: 'b' }]],
    [
      'one path does not',
      [at('body', 'a'), at('name')],
      posted,
      [{ pointer: '#/body/a' }, { pointer: '#/name' }],
    ],
    [
      'the content has the name',
      [at('body', 'a')],
      { ...posted, content: { body: {} } },
      [{ pointer: '#/body/a' }],
    ],
    ['the content lacks the name', [at('body', 'a')], { ...posted, content: {} }, [{ pointer: '#/a' }]],
    ['the content is null', [at('body', 'a')], { ...posted, content: null }, [{ pointer: '#/a' }]],
    ['the body as a whole', [at('body')], posted, [{ pointer: '#' }]],
    // As in GraphQL.
    ['`query` alone, of content', [at('query')], posted, [{ pointer: '#/query' }]],
    ['`query` alone, where nothing is known', [at('query')], {}, [{ pointer: '#/query' }]],
    [
      '`query` alone, of a request without content',
      [at('query')],
      { request: request('/') },
      [{ parameter: '' }],
    ],
    ['`query` and the body', [at('query'), at('body')], posted, [{ parameter: '' }, { pointer: '#' }]],
    ['nothing', [], posted, []],
  ])('%s', (_what, findings, context, places) => {
    expect(placesOf(findings, context)).toEqual(places);
  });

  it('keeps what else a finding says', () => {
    const finding = { ...at('body', 'a'), code: 'type', limits: { limit: 1 } };
    expect(faultsOf([finding], {})).toEqual([
      { detail: 'is wrong', pointer: '#/a', code: 'type', limits: { limit: 1 } },
    ]);
  });
});

describe('long lists', () => {
  const numbers = (length: number): number[] => Array.from({ length }, (_, one) => one);
  it.each([0, 1, 99, 100, 101, 250])('of %i: 100 are read, and the others counted', (length) => {
    let reads = 0;
    const found = findingsIn(numbers(length), (one) => {
      reads++;
      return one;
    });
    expect(found).toHaveLength(length);
    expect(found.slice(0, 100)).toEqual(numbers(length).slice(0, 100));
    expect(reads).toBe(Math.min(length, 100));
  });

  it('findings: the place of 100 is looked for, and the others are counted', () => {
    let reads = 0;
    const finding = (one: number): Finding => ({
      detail: 'is wrong',
      get path() {
        reads++;
        return [one];
      },
    });
    const faults = faultsOf(numbers(300).map(finding), { request: request('/', content) });
    expect(faults).toHaveLength(300);
    expect([faults[0], faults[99]].map((fault) => fault?.pointer)).toEqual(['#/0', '#/99']);
    expect(reads).toBeLessThan(1000);
    const whole = faultsOf(
      numbers(101).map((one) => (one < 100 ? at('body', one) : at('name'))),
      {},
    );
    expect(whole[0]).toMatchObject({ pointer: '#/0' });
  });
});

describe('limits', () => {
  const texts = (length: number): string[] => Array.from({ length }, () => 'a');
  it.each<[string, unknown, boolean]>([
    ['a number', 1, true],
    ['zero', 0, true],
    ['true', true, true],
    ['false', false, true],
    ['a text', 'a', true],
    ['a text of 100 characters', 'a'.repeat(100), true],
    ['a text of 101', 'a'.repeat(101), false],
    ['a list of texts', ['a'], true],
    ['a list of 100', texts(100), true],
    ['a list of 101', texts(101), false],
    ['a list of something else', ['a', 1], false],
    ['NaN', Number.NaN, false],
    ['Infinity', Number.POSITIVE_INFINITY, false],
    ['a bigint', 1n, false],
    ['an object', {}, false],
    ['null', null, false],
  ])('%s', (_what, value, isKept) => {
    expect(limitsOf({ limit: value, other: 1 }, ['limit'])).toEqual(isKept ? { limit: value } : undefined);
  });
});
