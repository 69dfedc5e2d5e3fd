import { describe } from 'vitest';
import { passport } from '../../../../src/errors/understand/rules/passport.ts';
import { itAnswers, thrown } from './cases.ts';

// Passport assigns the message, so that it is enumerable.
const failed = (members: object = {}): object =>
  Object.assign(Object.create(Error.prototype), {
    name: 'AuthenticationError',
    message: 'Unauthorized',
    status: 401,
    ...members,
  });
const bearer = { request: { headers: { authorization: 'Bearer x' } } };
const TOKEN = { status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } };

describe('an AuthenticationError of Passport', () => {
  itAnswers(passport, [
    ['a 401', failed(), { status: 401 }],
    ['a 403', failed({ status: 403 }), { status: 403 }],
    ['a 499', failed({ status: 499 }), { status: 499 }],
    ['a 401 for a bearer token', failed(), TOKEN, bearer],
    [
      'a 401 for a bearer token, with an empty response',
      failed(),
      TOKEN,
      { ...bearer, responseField: () => undefined },
    ],
    [
      'a 401 for a bearer token, with a challenge on the response',
      failed(),
      { status: 401 },
      { ...bearer, responseField: (name) => (name === 'www-authenticate' ? 'Digest' : undefined) },
    ],
    ['a 401 for a request without fields', failed(), { status: 401 }, { request: { method: 'GET' } }],
    ['a 403 for a bearer token', failed({ status: 403 }), { status: 403 }, bearer],
    ['a 500', failed({ status: 500 }), undefined],
    ['no status', failed({ status: undefined }), undefined],
    ['another name', failed({ name: 'AuthError' }), undefined],
    [
      'a message that its constructor has set',
      thrown({ name: 'AuthenticationError', status: 401 }),
      undefined,
    ],
    ['a client library', failed({ response: {} }), undefined],
    ['parsed JSON', { ...failed() }, undefined],
    [
      'a proxy whose properties cannot be described',
      new Proxy(failed(), {
        getOwnPropertyDescriptor() {
          throw new Error('trap');
        },
      }),
      undefined,
    ],
  ]);
});
