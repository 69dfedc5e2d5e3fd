import { describe, expect, it } from 'vitest';
import { nest, openapiValidator } from '../../../../src/errors/understand/rules/frameworks.ts';
import { itAnswers, ofClass, thrown, WITH_CONTENT } from './cases.ts';

describe('express-openapi-validator', () => {
  const found = (path: unknown, members: object = {}) => ({ path, message: 'must be string', ...members });
  const error = (status: unknown, name: unknown, errors: unknown, members: object = {}) =>
    thrown({ status, name, path: '/notes', errors, ...members });
  const bad = (...errors: object[]) => error(400, 'Bad Request', errors);

  itAnswers(openapiValidator, [
    [
      'a fault of the content',
      bad(found('/body/title', { errorCode: 'type.openapi.validation' })),
      {
        status: 400,
        errors: [{ pointer: '#/title', detail: 'must be string', code: 'type.openapi.validation' }],
      },
    ],
    [
      'faults of other parts',
      bad(found('/query/q'), found('/params/id'), found('/headers/x-a', { message: 1 })),
      {
        status: 400,
        errors: [
          { parameter: 'q', detail: 'must be string' },
          { parameter: 'id', detail: 'must be string' },
          { header: 'x-a', detail: 'is not valid' },
        ],
      },
    ],
    ['a path that names no part', bad(found('/notes')), { status: 400 }],
    ['an empty path', bad(found('')), { status: 400 }],
    ['a 404', error(404, 'Not Found', [found('/notes')]), { status: 404 }],
    ['a 404 has no faults', error(404, 'Not Found', [found('/body/a')]), { status: 404 }],
    [
      'a 405 keeps its methods',
      error(405, 'Method Not Allowed', [found('/notes')], { headers: { Allow: 'GET' } }),
      { status: 405, headers: { allow: 'GET' } },
    ],
    ['a 413 under its old name', error(413, 'Request Entity Too Large', [found('/notes')]), { status: 413 }],
    ['a 500, about a response', error(500, 'Internal Server Error', [found('/body/a')]), undefined],
    ['a name that is not the phrase', error(400, 'Error', [found('/body/a')]), undefined],
    ['no name', error(400, 1, [found('/body/a')]), undefined],
    ['no faults', bad(), undefined],
    ['no list', error(400, 'Bad Request', undefined), undefined],
    ['a fault without a path', bad(found('/body/a'), found(1)), undefined],
    ['an error without a path', error(400, 'Bad Request', [found('/body/a')], { path: 1 }), undefined],
    ['parsed JSON', { ...bad(found('/body/a')), name: 'Bad Request' }, undefined],
  ]);
});

describe('NestJS', () => {
  const error = (status: unknown, response: unknown, members: object = {}) =>
    thrown({ status, getStatus: () => status, getResponse: () => response, ...members });
  const finding = Object.assign(ofClass('ValidationError'), {
    property: 'name',
    constraints: { isString: 'must be a string' },
  });

  itAnswers(nest, [
    ['a text', error(404, 'No such note.'), { status: 404, detail: 'No such note.' }],
    [
      'a text in an object',
      error(404, { message: 'No such note.' }),
      { status: 404, detail: 'No such note.' },
    ],
    ['texts', error(400, { message: ['a', 'b'] }), { status: 400, detail: 'a; b' }],
    ['the phrase', error(404, 'Not Found'), { status: 404 }],
    ['an empty text', error(404, ''), { status: 404 }],
    ['an empty list', error(404, { message: [] }), { status: 404 }],
    ['something else than texts', error(400, { message: ['a', 1] }), { status: 400 }],
    ['an object without a message', error(400, {}), { status: 400 }],
    [
      'errors of class-validator, with a 400',
      error(400, { message: [finding] }),
      { status: 400, errors: [{ pointer: '#/name', detail: 'must be a string', code: 'isString' }] },
      WITH_CONTENT,
    ],
    [
      'errors of class-validator, with a 422',
      error(422, { message: [finding] }),
      { status: 422, errors: [{ pointer: '#/name', detail: 'must be a string', code: 'isString' }] },
      WITH_CONTENT,
    ],
    ['errors of class-validator, with another status', error(409, { message: [finding] }), { status: 409 }],
    ['a 500', error(500, 'inside'), { status: 500 }],
    ['a 503 shows no text', error(503, 'inside'), { status: 503 }],
    ['a 499', error(499, 'shown'), { status: 499, detail: 'shown' }],
    ['a status that is invalid', error(200, 'x'), undefined],
    ['two statuses', error(404, 'x', { status: 400 }), undefined],
    ['no response', error(404, undefined), undefined],
    ['a status that is not a method', error(404, 'x', { getStatus: 404 }), undefined],
    ['a response that is not a method', error(404, 'x', { getResponse: 'x' }), undefined],
    ['an object that is not an Error', { ...error(404, 'x') }, undefined],
  ]);

  it('calls the methods on the error', () => {
    class HttpException extends Error {
      readonly status = 404;
      getStatus(): number {
        return this.status;
      }
      getResponse(): string {
        return this.message;
      }
    }
    expect(nest(new HttpException('No such note.'), {})).toMatchObject({
      status: 404,
      detail: 'No such note.',
    });
  });

  it('the message of a 5xx is for the log', () => {
    expect(nest(error(503, 'x', { message: 'for the log' }), {})?.log).toBe('for the log');
    expect(nest(error(500, 'x', { message: 'for the log' }), {})?.log).toBe('for the log');
    expect(nest(error(503, 'x', { message: 1 }), {})?.log).toBe('');
  });
});
