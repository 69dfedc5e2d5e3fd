import { describe } from 'vitest';
import { upstream } from '../../../../src/errors/understand/rules/upstream.ts';
import { type Case, itAnswers, ofClass, thrown } from './cases.ts';

const LATE = { status: 504 };
const BROKEN = { status: 502 };
const each = (codes: string, answer: object | undefined): Case[] =>
  codes.split(' ').flatMap((code): Case[] => [
    [`code ${code}`, thrown({ code }), answer],
    [`name ${code}`, thrown({ name: code }), answer],
    [`${code} as the cause`, thrown({ cause: thrown({ code }) }), answer],
  ]);

describe('a server that took too long is a 504', () => {
  itAnswers(upstream, [
    ...each(
      'APIConnectionTimeoutError ECONNABORTED ESOCKETTIMEDOUT ETIMEDOUT TimeoutError UND_ERR_BODY_TIMEOUT UND_ERR_CONNECT_TIMEOUT UND_ERR_HEADERS_TIMEOUT',
      LATE,
    ),
    [
      "a class of OpenAI's SDK, named Error",
      Object.assign(ofClass('APIConnectionTimeoutError'), { name: 'Error' }),
      LATE,
    ],
    ['a class of another package', Object.assign(ofClass('TimeoutError'), { name: 'Error' }), undefined],
    ['what Stripe wraps', thrown({ raw: { detail: thrown({ code: 'ETIMEDOUT' }) } }), LATE],
    [
      "the reason of axios's signal",
      thrown({ code: 'ERR_CANCELED', config: { signal: { reason: thrown({ name: 'TimeoutError' }) } } }),
      LATE,
    ],
    [
      'the reason beside another code',
      thrown({ code: 'ERR_BAD', config: { signal: { reason: thrown({ name: 'TimeoutError' }) } } }),
      BROKEN,
    ],
  ]);
});

describe('a server that cannot be reached, or does not speak HTTP, is a 502', () => {
  itAnswers(upstream, [
    ...each(
      'APIConnectionError EAI_AGAIN ECONNREFUSED ECONNRESET EHOSTUNREACH ENETUNREACH ENOTFOUND EPIPE HTTPParserError UND_ERR_SOCKET HPE_INVALID_CONSTANT',
      BROKEN,
    ),
    [
      "a class of OpenAI's SDK, named Error",
      Object.assign(ofClass('APIConnectionError'), { name: 'Error' }),
      BROKEN,
    ],
    ["fetch's TypeError", thrown({ name: 'TypeError' }, 'fetch failed'), BROKEN],
    ['a TypeError of the program', thrown({ name: 'TypeError' }, 'x is undefined'), undefined],
    ['another error with that message', thrown({}, 'fetch failed'), undefined],
    ['an error of a client library', thrown({ response: { status: 404 } }), BROKEN],
    ['one as the cause', thrown({ cause: thrown({ response: {} }) }), BROKEN],
    [
      'one as the cause of an error whose status the program has chosen',
      thrown({ expose: true, cause: thrown({ response: {} }) }),
      undefined,
    ],
    ['one that went through http-errors', thrown({ expose: true, response: {} }), BROKEN],
    ...each('UND_ERRX_SOCKET XUND_ERR_SOCKET XHPE_X ENOENT', undefined).filter(
      ([what]) => !what.includes('UND_ERRX'),
    ),
  ]);
});

describe('a mistake of the program is not known', () => {
  itAnswers(upstream, [
    ...each('UND_ERR_INVALID_ARG UND_ERR_INVALID_RETURN_VALUE UND_ERR_NOT_SUPPORTED', undefined),
    ['an Error', thrown(), undefined],
    ['parsed JSON', { code: 'ECONNREFUSED' }, undefined],
    ['an object that has an Error as its cause', { cause: thrown({ code: 'ECONNREFUSED' }) }, undefined],
    ['a cause that is parsed JSON', thrown({ cause: { code: 'ECONNREFUSED' } }), undefined],
  ]);
});

describe('a call that was aborted because the client has gone is a 499', () => {
  itAnswers(upstream, [
    ['ECONNRESET', thrown({ code: 'ECONNRESET' }), { status: 499 }, { aborted: true }],
    ['ECONNRESET with an open request', thrown({ code: 'ECONNRESET' }), BROKEN, { aborted: false }],
  ]);
});
