import { expect, it } from 'vitest';
import { agreedStatus, entriesOf, listOf, textFor } from '../../../../src/errors/understand/rules/marks.ts';
import { revoked, thrown } from './cases.ts';

const list = Proxy.revocable([], {});
list.revoke();

it.each<[string, unknown, unknown[]]>([
  ['a list', [1, 2], [1, 2]],
  ['a text', 'ab', []],
  ['a Set', new Set([1]), []],
  ['undefined', undefined, []],
  ['a list that cannot be read', list.proxy, []],
])('as a list: %s', (_what, value, expected) => {
  expect(listOf(value)).toEqual(expected);
});

it.each<[string, unknown, unknown[]]>([
  ['an object', { a: 1 }, [['a', 1]]],
  ['null', null, []],
  ['undefined', undefined, []],
  ['a number', 5, []],
  ['an object that cannot be read', revoked(), []],
])('as names and values: %s', (_what, value, expected) => {
  expect(entriesOf(value)).toEqual(expected);
});

it.each<[string, unknown, readonly string[], number | undefined]>([
  ['one name', thrown({ status: 404 }), ['status'], 404],
  ['two that agree', thrown({ status: 404, code: 404 }), ['status', 'code'], 404],
  ['two that do not', thrown({ status: 404, code: 410 }), ['status', 'code'], undefined],
  ['one of two', thrown({ status: 404 }), ['status', 'code'], undefined],
  ['an object that is not an Error', { status: 404 }, ['status'], undefined],
])('the status under each name: %s', (_what, value, names, status) => {
  expect(agreedStatus(value, names)).toBe(status);
});

it.each<[number, string | undefined, string | undefined]>([
  [404, 'No such city.', 'No such city.'],
  [404, 'Not Found', undefined],
  [404, '', undefined],
  [404, undefined, undefined],
  [410, 'Not Found', 'Not Found'],
])('a text that says more than %i does: %j', (status, text, expected) => {
  expect(textFor(status, text)).toBe(expected);
});
