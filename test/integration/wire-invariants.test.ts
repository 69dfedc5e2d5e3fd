// What is sent for an error whose properties disagree, because other code assigned them or a subclass overrides `toJSON`.
import {
  Conflict,
  type HttpError,
  InternalServerError,
  NotFound,
  type ProblemDocument,
} from '@statuskit/core';
import { describe, expect, it } from 'vitest';
import { FRAMEWORKS } from '../setup/frameworks.ts';
import { problemOf, serveHere } from '../setup/here.ts';
import { request } from '../setup/raw.ts';

class Bug extends InternalServerError {
  override toJSON(): ProblemDocument {
    return { ...super.toJSON(), stack: this.stack ?? '' };
  }
}

class Gone extends NotFound {
  override status = 410 as never;
}

class Nested extends NotFound {
  override toJSON(): ProblemDocument {
    return { ...super.toJSON(), toJSON: () => ({ status: 201, title: 'hunter2' }) } as never;
  }
}

class NestedByPrototype extends NotFound {
  override toJSON(): ProblemDocument {
    class Shown {
      type = 'about:blank';
      title = 'Not Found';
      toJSON(): object {
        return { status: 201, title: 'hunter2' };
      }
    }
    return new Shown() as never;
  }
}

const assigned = <E extends HttpError>(error: E, properties: object): E => Object.assign(error, properties);
const withExtensions = (extensions: unknown): HttpError => assigned(new NotFound('no'), { extensions });

const internal = { type: 'about:blank', title: 'Internal Server Error', status: 500 };
const notFound = { type: 'about:blank', title: 'Not Found', status: 404 };

const CASES: readonly (readonly [what: string, make: () => HttpError, problem: object])[] = [
  ['a toJSON that adds the stack to a 500', () => new Bug('hunter2'), internal],
  ['a 409 that became a 500', () => assigned(new Conflict({ secret: 'hunter2' }), { status: 500 }), internal],
  ['a 500 that became a 404', () => assigned(new InternalServerError('hunter2'), { status: 404 }), notFound],
  [
    'a class field that changes the status',
    () => new Gone('no'),
    { type: 'about:blank', title: 'Gone', status: 410, detail: 'no' },
  ],
  [
    'extensions with the members of RFC 9457',
    () => withExtensions({ title: 'hunter2', status: 200, type: 'hunter2', sku: 7 }),
    { ...notFound, detail: 'no', sku: 7 },
  ],
  ['extensions that are a string', () => withExtensions('hunter2'), { ...notFound, detail: 'no' }],
  ['extensions that are a list', () => withExtensions(['hunter2']), { ...notFound, detail: 'no' }],
  [
    'extensions with a toJSON',
    () => withExtensions({ sku: 7, toJSON: () => ({ status: 201, title: 'hunter2' }) }),
    { ...notFound, detail: 'no', sku: 7 },
  ],
  ['a toJSON that returns an object with a toJSON', () => new Nested('no'), { ...notFound, detail: 'no' }],
  ['a toJSON that returns an instance with a toJSON', () => new NestedByPrototype('no'), notFound],
];

describe.each(FRAMEWORKS)('on %s', (framework) => {
  it.each(CASES)('%s', async (_what, make, problem) => {
    const server = await serveHere(
      framework,
      {
        'GET /': () => {
          throw make();
        },
      },
      { errors: { report() {} } },
    );
    const { status } = problem as { status: number };
    for (const accept of ['application/json', 'text/html', 'text/plain', 'application/problem+xml']) {
      const response = await request(server.port, 'GET', '/', { accept });
      expect(response.status).toBe(status);
      expect(response.body).not.toContain('hunter2');
      if (accept !== 'application/json') continue;
      const { instance, ...shown } = problemOf(response);
      expect(shown).toEqual(problem);
      expect(typeof instance).toBe(status >= 500 ? 'string' : 'undefined');
    }
  });
});
