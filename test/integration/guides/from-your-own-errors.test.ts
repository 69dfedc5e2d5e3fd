import { describe, expect, it } from 'vitest';
import { FRAMEWORKS, type ServerOptions } from '../../setup/frameworks.ts';
import { readGuide, run } from '../../setup/guide.ts';
import { answerOf, problemOf } from '../../setup/here.ts';
import { modulesFor } from './modules.ts';

const [ONE_LINE, BY_PREDICATE] = readGuide('from-your-own-errors').blocks.map(({ code }) => code);

type Errors = Exclude<ServerOptions['errors'], false | undefined>;

describe.each(FRAMEWORKS)('%s', (framework) => {
  function runBlock(
    code = '',
    names: readonly string[] = [],
  ): { made: Record<string, unknown>; errors: Errors } {
    let options: object = {};
    const errorHandler = (given: object): void => {
      options = given;
    };
    const real = modulesFor(framework);
    const library = real[framework.startsWith('koa') ? '@statuskit/koa' : '@statuskit/express'] as object;
    const made = run(code, { ...real, '@statuskit/express': { ...library, errorHandler } }, names);
    return { made, errors: { report() {}, ...options } as Errors };
  }
  const thrower = (error: unknown) => (): never => {
    throw error;
  };

  it('one line admits a class', async () => {
    const { made, errors } = runBlock(ONE_LINE, ['ApiError']);
    const answer = await answerOf(framework, thrower(made['missing']), { errors });
    expect(problemOf(answer)).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'User not found',
    });
    const ApiError = made['ApiError'] as new (status: number, message: string) => Error;
    const hidden = await answerOf(framework, thrower(new ApiError(503, 'hunter2')), { errors });
    expect([hidden.status, hidden.body.includes('hunter2')]).toEqual([500, false]);
    const wrapped = new Error('outer', { cause: new ApiError(409, 'taken') });
    expect(problemOf(await answerOf(framework, thrower(wrapped), { errors }))).toMatchObject({
      status: 409,
      detail: 'taken',
    });
  });

  it('a function chooses the status, and a predicate the errors', async () => {
    const { made, errors } = runBlock(BY_PREDICATE, ['AppError']);
    const AppError = made['AppError'] as new (message: string) => Error;
    const of = (kind: string): Error => Object.assign(new AppError(`it is ${kind}`), { kind });
    for (const [kind, status] of Object.entries({ 'not-found': 404, forbidden: 403, taken: 409, odd: 500 })) {
      const answer = await answerOf(framework, thrower(of(kind)), { errors });
      expect([kind, answer.status, answer.body.includes(`it is ${kind}`)]).toEqual([
        kind,
        status,
        status < 500,
      ]);
    }
    const legacy = Object.assign(new Error('of long ago'), { name: 'LegacyError' });
    expect(problemOf(await answerOf(framework, thrower(legacy), { errors }))).toMatchObject({
      status: 400,
      detail: 'The request was not understood',
    });
  });
});
