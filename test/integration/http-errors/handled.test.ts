import createError from '@statuskit/core/http-errors';
import real from 'http-errors';
import { describe, expect, it } from 'vitest';
import { FRAMEWORKS } from '../../setup/frameworks.ts';
import { answerOf, comparable, problemOf } from '../../setup/here.ts';

type Create = typeof createError;
const SAME: readonly (readonly [string, (create: Create) => unknown])[] = [
  ['a 404', (create) => create(404)],
  ['a message', (create) => create(404, 'No such note')],
  ['a hidden message', (create) => create(404, 'x', { expose: false })],
  ['an exposed 500', (create) => create(500, 'x', { expose: true })],
  ['a 503', (create) => create(503, 'Pool is empty')],
  ['fields', (create) => create(429, 'x', { headers: { 'retry-after': '30' } })],
  ['an unregistered status', (create) => create(499, 'x')],
  ['an error', (create) => create(400, new SyntaxError('Unexpected end'))],
];

describe.each(FRAMEWORKS)('%s', (framework) => {
  it.each(SAME)('its own handler answers as with http-errors: %s', async (_, make) => {
    const plain = { errors: false, unmatched: false, handle: framework === 'express4' } as const;
    const fields = { accept: 'text/plain' };
    const answers = [];
    for (const create of [createError, real as unknown as Create]) {
      const answer = await answerOf(
        framework,
        () => {
          // Express prints a stack in development, which names the file.
          throw Object.assign(make(create) as Error, { stack: 'stack' });
        },
        plain,
        fields,
      );
      answers.push(comparable(answer));
    }
    expect(answers[0]).toEqual(answers[1]);
  });

  it('errorHandler shows the message of a 4xx', async () => {
    const answer = await answerOf(framework, () => {
      throw createError(404, 'No such note', { code: 'E_NOTE' });
    });
    expect(answer.status).toBe(404);
    expect(problemOf(answer)).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'No such note',
    });
  });

  it('errorHandler shows nothing of a 5xx', async () => {
    const answer = await answerOf(framework, () => {
      throw createError(503, 'Pool is empty', { expose: true, instance: { secret: 1 }, detail: 'secret' });
    });
    expect(answer.status).toBe(503);
    expect(answer.body).not.toMatch(/Pool|secret/);
  });

  it('errorHandler gives a 401 the challenge that it lacks, and keeps one however it is spelled', async () => {
    const errors = { challenge: { scheme: 'Bearer', params: { realm: 'api' } }, report() {} } as const;
    const lacking = await answerOf(
      framework,
      () => {
        throw createError(401, 'Who are you?');
      },
      { errors },
    );
    expect(lacking.fields['www-authenticate']).toEqual(['Bearer realm="api"']);
    const spelled = await answerOf(
      framework,
      () => {
        throw createError(401, 'x', { headers: { 'WWW-Authenticate': 'Basic realm="mine"' } });
      },
      { errors },
    );
    expect(spelled.fields['www-authenticate']).toEqual(['Basic realm="mine"']);
  });

  it('errorHandler leaves out a field that cannot be sent', async () => {
    const answer = await answerOf(framework, () => {
      throw createError(400, 'x', { headers: { 'x-bad': 'a\r\nset-cookie: a=b', 'x-good': '1' } });
    });
    expect(answer.status).toBe(400);
    expect(answer.fields['x-good']).toEqual(['1']);
    expect(answer.fields['x-bad']).toBeUndefined();
    expect(answer.fields['set-cookie']).toBeUndefined();
  });

  it('errorHandler answers 502 for createError(502, upstream), not its 401', async () => {
    const answer = await answerOf(framework, () => {
      throw createError(502, Object.assign(new Error('x'), { status: 401, response: {} }));
    });
    expect(answer.status).toBe(502);
  });
});
