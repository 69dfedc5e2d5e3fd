import { describe } from 'vitest';
import { router } from '../../../../src/errors/understand/rules/router.ts';
import { itAnswers, thrown } from './cases.ts';

const PATH = { status: 400, detail: 'The path cannot be decoded.' };
const URL_MALFORMED = { status: 400, detail: 'The URL is malformed.' };

describe("a parameter that Express's router cannot decode", () => {
  const error = (members: object = {}, message = "Failed to decode param '%'") =>
    thrown({ name: 'URIError', status: 400, ...members }, message);
  itAnswers(router, [
    ['a URIError with status 400', error(), PATH],
    ['another status', error({ status: 422 }), undefined],
    ['another name', error({ name: 'Error' }), undefined],
    ['another message', error({}, 'URI malformed'), undefined],
    ['a message that only ends so', error({}, 'x Failed to decode param'), undefined],
    ['no message', error({ message: 1 }), undefined],
    ['parsed JSON', { ...error(), message: 'Failed to decode param', name: 'URIError' }, undefined],
  ]);
});

describe("a target that Node's parser of URLs cannot read", () => {
  const error = (input: unknown, code = 'ERR_INVALID_URL') => thrown({ code, input });
  const at = (url?: string) => ({ request: { url } });
  itAnswers(router, [
    ['an absolute URL', error('http://['), URL_MALFORMED, at('http://[')],
    ['another URL than that of the request', error('http://['), undefined, at('http://a')],
    ['a path: the program has forgotten the base', error('/a'), undefined, at('/a')],
    ['another code', error('http://[', 'ERR_INVALID_ARG_TYPE'), undefined, at('http://[')],
    ['no target', error(undefined), undefined, at()],
    ['nothing known', error(undefined), undefined],
  ]);
});
