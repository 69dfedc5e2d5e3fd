import { describe } from 'vitest';
import {
  jsonwebtoken,
  oauth2JwtBearer,
  oauth2Server,
} from '../../../../src/errors/understand/rules/tokens.ts';
import { type Case, itAnswers, ofClass, thrown, WITHOUT } from './cases.ts';

describe('express-oauth2-jwt-bearer: its challenge is sent as it is', () => {
  const challenge = 'Bearer realm="api", error="invalid_token"';
  const error = (name: unknown, members: object = {}) =>
    thrown({
      name,
      status: 401,
      statusCode: 401,
      headers: { 'WWW-Authenticate': challenge, Allow: 'GET' },
      ...members,
    });
  const ANSWER = { status: 401, headers: { 'www-authenticate': challenge } };
  const NAMES = ['Unauthorized', 'InvalidRequest', 'InvalidToken', 'InsufficientScope', 'InvalidProof'];
  const sending = (value: unknown) => error('InvalidTokenError', { headers: { 'WWW-Authenticate': value } });
  itAnswers(oauth2JwtBearer, [
    ...NAMES.map((name): Case => [name, error(`${name}Error`), ANSWER]),
    [
      'a 400 has its challenge too',
      error('InvalidRequestError', { status: 400, statusCode: 400 }),
      { ...ANSWER, status: 400 },
    ],
    [
      'a challenge of DPoP',
      sending('DPoP algs="ES256"'),
      { status: 401, headers: { 'www-authenticate': 'DPoP algs="ES256"' } },
    ],
    ['a challenge of Basic', sending('Basic realm="x"'), undefined],
    ['a challenge that only ends so', sending('x Bearer realm="x"'), undefined],
    ['a challenge without parameters', sending('Bearer'), undefined],
    ['no challenge', sending(undefined), undefined],
    ['another name', error('TokenError'), undefined],
    ['a name that only ends so', error('MyInvalidTokenError'), undefined],
    ['a name with more than that', error('InvalidTokenErrors'), undefined],
    ['no name', error(1), undefined],
    ['two statuses', error('InvalidTokenError', { statusCode: 403 }), undefined],
    ['a 500', error('InvalidTokenError', { status: 500, statusCode: 500 }), undefined],
  ]);
});

describe('jsonwebtoken', () => {
  const INVALID = { status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } };
  const NAMES = ['JsonWebTokenError', 'TokenExpiredError', 'NotBeforeError'];
  itAnswers(jsonwebtoken, [
    ...NAMES.map((name): Case => [name, ofClass(name), INVALID]),
    ['another name', ofClass('TokenError'), undefined],
    ['a name that only ends so', ofClass('MyJsonWebTokenError'), undefined],
    ['a name with more than that', ofClass('JsonWebTokenErrors'), undefined],
    ['the name of another class', thrown({ name: 'JsonWebTokenError' }), undefined],
    ['no name', thrown({ name: 1 }), undefined],
    ['parsed JSON', { name: 'JsonWebTokenError' }, undefined],
  ]);

  // RFC 6750 §3.1: a request that brings no token is told no error code.
  describe('a request that can have a token is told the code', () => {
    const BEARER = { status: 401, headers: { 'www-authenticate': 'Bearer' } };
    const error = ofClass('JsonWebTokenError');
    const having = (name: string) => ({
      request: { method: 'GET', url: '/', headers: { accept: 'x', [name]: 'x' } },
    });
    itAnswers(jsonwebtoken, [
      ...['authorization', 'cookie', 'x-jwt', 'x-token'].map(
        (name): Case => [name, error, INVALID, having(name)],
      ),
      ['another field', error, BEARER, having('x-id')],
      ['two fields whose names contain it together', error, BEARER, having('uth')],
      ['no fields', error, BEARER, WITHOUT],
      ['no list of fields', error, BEARER, { request: { url: '/' } }],
      ['a query', error, INVALID, { request: { url: '/?a' } }],
    ]);
  });
});

// RFC 6749 §5.2 and RFC 6750 §3.
describe('oauth2-server', () => {
  const error = (name: unknown, status: unknown, members: object = {}, message = 'Missing parameter.') =>
    thrown({ name, status, statusCode: status, code: status, ...members }, message);
  const challenge = (code: string) => ({ 'www-authenticate': code });
  itAnswers(oauth2Server, [
    [
      'a 400',
      error('invalid_request', 400),
      { status: 400, detail: 'Missing parameter.', error: 'invalid_request' },
    ],
    [
      'a 401',
      error('invalid_token', 401),
      {
        status: 401,
        detail: 'Missing parameter.',
        error: 'invalid_token',
        headers: challenge('Bearer realm="Service", error="invalid_token"'),
      },
    ],
    [
      'a 403',
      error('insufficient_scope', 403),
      {
        status: 403,
        detail: 'Missing parameter.',
        error: 'insufficient_scope',
        headers: challenge('Bearer realm="Service", error="insufficient_scope"'),
      },
    ],
    [
      'no credentials: no code in the challenge',
      error('unauthorized_request', 401),
      {
        status: 401,
        detail: 'Missing parameter.',
        error: 'unauthorized_request',
        headers: challenge('Bearer realm="Service"'),
      },
    ],
    [
      'a client that is not known',
      error('invalid_client', 401),
      {
        status: 401,
        detail: 'Missing parameter.',
        error: 'invalid_client',
        headers: challenge('Basic realm="Service"'),
      },
    ],
    [
      'the message of another error',
      error('invalid_request', 400, { inner: thrown() }),
      { status: 400, error: 'invalid_request' },
    ],
    [
      'the phrase',
      error('invalid_request', 400, {}, 'Bad Request'),
      { status: 400, error: 'invalid_request' },
    ],
    [
      'a 499',
      error('invalid_request', 499),
      { status: 499, detail: 'Missing parameter.', error: 'invalid_request' },
    ],
    ['a 500', error('server_error', 500), undefined],
    ['a name that is not a code', error('invalid', 400), undefined],
    ['a name in capitals', error('Invalid_request', 400), undefined],
    ['a name with more than that', error('invalid_request 1', 400), undefined],
    ['a name that begins otherwise', error('1_request', 400), undefined],
    ['no name', error(1, 400), undefined],
    ['two statuses', error('invalid_request', 400, { code: 401 }), undefined],
    ['two others', error('invalid_request', 400, { statusCode: 401 }), undefined],
    ['and two more', error('invalid_request', 400, { status: 401 }), undefined],
  ]);
});
