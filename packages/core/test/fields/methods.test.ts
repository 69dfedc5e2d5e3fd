import { expect, it } from 'vitest';
import { withHead } from '../../src/fields/methods.ts';

it.each([
  [
    ['GET', 'PUT'],
    ['GET', 'PUT', 'HEAD'],
  ],
  [
    ['HEAD', 'GET'],
    ['HEAD', 'GET'],
  ],
  [['PUT', 'PUT'], ['PUT']],
  [[], []],
])('%j with HEAD are %j (RFC 9110 §9.3.2)', (methods, all) => {
  expect(withHead(methods)).toEqual(all);
});
