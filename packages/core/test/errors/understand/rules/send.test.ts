import { describe } from 'vitest';
import { send } from '../../../../src/errors/understand/rules/send.ts';
import { type Case, itAnswers, thrown } from './cases.ts';

const error = (members: object = {}) => thrown({ code: 'ENOENT', status: 404, path: '/srv/x', ...members });

describe('a file that does not exist, as send and koa-send report it', () => {
  itAnswers(send, [
    ...['ENOENT', 'ENAMETOOLONG', 'ENOTDIR'].map((code): Case => [code, error({ code }), { status: 404 }]),
    ['another code', error({ code: 'EACCES' }), undefined],
    ['an empty code', error({ code: '' }), undefined],
    ['no code', error({ code: undefined }), undefined],
    ['another status', error({ status: 403 }), undefined],
    ['no status: the file was the own one of the server', error({ status: undefined }), undefined],
    ['no path', error({ path: undefined }), undefined],
    ['parsed JSON', { ...error() }, undefined],
  ]);
});
