import { describe } from 'vitest';
import { expressJwt } from '../../../../src/errors/understand/rules/express-jwt.ts';
import { itAnswers, thrown } from './cases.ts';

const error = (code: unknown, members: object = {}) =>
  thrown({ name: 'UnauthorizedError', status: 401, code, inner: { message: 'inside' }, ...members });
const answer = (challenge: string) => ({ status: 401, headers: { 'www-authenticate': challenge } });
const sent = (authorization?: string) => ({ request: { headers: { authorization } } });

const BEARER = answer('Bearer');
const INVALID_REQUEST = answer('Bearer error="invalid_request"');
const INVALID_TOKEN = answer('Bearer error="invalid_token"');

// RFC 6750 §3.1: no error code for a request that brings no token.
describe('the code says what is wrong with the credentials', () => {
  itAnswers(expressJwt, [
    ['none', error('credentials_required'), BEARER],
    ['of another scheme', error('credentials_bad_scheme'), BEARER],
    ['not two words', error('credentials_bad_format'), INVALID_REQUEST],
    ['not two words, of Bearer', error('credentials_bad_format'), INVALID_REQUEST, sent('Bearer a b')],
    [
      'not two words, of Bearer in lower case',
      error('credentials_bad_format'),
      INVALID_REQUEST,
      sent('bearer'),
    ],
    ['not two words, of Digest', error('credentials_bad_format'), BEARER, sent('Digest a=b, c=d')],
    [
      'not two words, of a scheme that begins alike',
      error('credentials_bad_format'),
      BEARER,
      sent('Bearers a b'),
    ],
    [
      'not two words, of a scheme that ends alike',
      error('credentials_bad_format'),
      BEARER,
      sent('my bearer x'),
    ],
    ['not two words, without the field', error('credentials_bad_format'), INVALID_REQUEST, sent()],
    ['not two words, without fields', error('credentials_bad_format'), INVALID_REQUEST, { request: {} }],
    ['a token that cannot be verified', error('invalid_token'), INVALID_TOKEN],
    ['a token that was revoked', error('revoked_token'), INVALID_TOKEN],
  ]);
});

describe('what is not known', () => {
  itAnswers(expressJwt, [
    ['another code', error('secret_required'), undefined],
    ['another name', error('invalid_token', { name: 'JwtError' }), undefined],
    ['another status', error('invalid_token', { status: 403 }), undefined],
    ['no inner error', error('invalid_token', { inner: undefined }), undefined],
    ['parsed JSON', { ...error('invalid_token'), name: 'UnauthorizedError' }, undefined],
  ]);
});
