import { describe } from 'vitest';
import { expressValidator } from '../../../../src/errors/understand/rules/express-validator.ts';
import { itAnswers, thrown, WITH_CONTENT, WITHOUT } from './cases.ts';

const issue = { type: 'field', msg: 'is too short', path: 'name', location: 'body', value: 'x' };
const ANSWER = { status: 422, errors: [{ detail: 'is too short', pointer: '#/name' }] };
const result = (members: object = {}) =>
  thrown({ mapped: () => ({}), array: () => [], errors: [issue], ...members });

describe('what validationResult(req).throw() throws', () => {
  itAnswers(expressValidator, [
    ['one issue', result(), ANSWER],
    ['also without anything in the request', result(), ANSWER, WITHOUT],
    ['with another status', result(), { ...ANSWER, status: 400 }, { validation: 400 }],
    ['no issue', result({ errors: [] }), undefined],
    ['without mapped', result({ mapped: 1 }), undefined],
    ['without array', result({ array: 1 }), undefined],
    ['an object that is not an Error', { ...result(), errors: [issue] }, undefined],
    [
      'a message that is not text',
      result({ errors: [{ ...issue, msg: { code: 1 } }] }),
      { status: 422, errors: [{ detail: 'is not valid', pointer: '#/name' }] },
    ],
  ]);
});

describe('the list that array() returns', () => {
  itAnswers(expressValidator, [
    ['one issue', [issue], ANSWER, WITH_CONTENT],
    ['nothing known of the request', [issue], ANSWER],
    ['a request with nothing to validate', [issue], undefined, WITHOUT],
    ['an empty list', [], undefined, WITH_CONTENT],
    ['one that has another form', [issue, { msg: 'x' }], undefined, WITH_CONTENT],
    ['an issue outside a list', issue, undefined, WITH_CONTENT],
  ]);
});
