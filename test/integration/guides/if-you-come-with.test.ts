import { createRequire } from 'node:module';
import * as forExpress from '@statuskit/express';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import cors, { type CorsOptions } from 'cors';
import type { GraphQLError } from 'graphql';
import passport from 'passport';
import { Strategy as BearerStrategy } from 'passport-http-bearer';
import { describe, expect, it } from 'vitest';
import { CREATE_EXPRESS, FRAMEWORKS } from '../../setup/frameworks.ts';
import { readGuide, run } from '../../setup/guide.ts';
import { answerOf, listenHere, problemOf } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';
import { modulesFor } from './modules.ts';

// The code of a guide is run with `require`, and graphql must not be loaded twice.
const require = createRequire(import.meta.url);
const { GraphQLObjectType, GraphQLSchema, GraphQLString } = require('graphql') as typeof import('graphql');
const { createHandler } = require('graphql-http/lib/use/node') as typeof import('graphql-http/lib/use/node');

const [STATUS, CORS, PASSPORT, , TRPC, GRAPHQL] = readGuide('if-you-come-with').blocks.map(
  ({ code }) => code,
);

function exportsOf<T>(code = '', more: Record<string, unknown> = {}): T {
  return run(code, { ...modulesFor('express5'), ...more }) as T;
}

describe.each(FRAMEWORKS)('%s', (framework) => {
  it.each([
    ['7', 200],
    ['x', 400],
    ['8', 404],
  ])('a class in place of res.status: %s', async (id, status) => {
    const { nameOf } = exportsOf<{ nameOf(id: string): string }>(STATUS);
    await expect(await answerOf(framework, () => nameOf(id), {})).toHaveStatus(status);
  });
});

const EXPRESS = ['express4', 'express5'] as const;

describe.each(EXPRESS)('%s', (framework) => {
  async function serveWith(mount: (app: ReturnType<(typeof CREATE_EXPRESS)['express5']>) => void) {
    const app = CREATE_EXPRESS[framework]() as ReturnType<(typeof CREATE_EXPRESS)['express5']>;
    mount(app);
    app.use(forExpress.unmatched());
    return (await listenHere(app)).port;
  }

  it('cors: another origin gets no field, or a 403 that nobody is alarmed by', async () => {
    const { quiet, strict } = exportsOf<{ quiet: CorsOptions; strict: CorsOptions }>(CORS);
    const levels: string[] = [];
    const start = (options: CorsOptions): Promise<number> =>
      serveWith((app) => {
        app.use(cors(options));
        app.options(framework === 'express4' ? '*' : '/{*any}', cors(options));
        app.get('/', (_req, res) => void res.send('here'));
        app.use(forExpress.unmatched());
        app.use(forExpress.errorHandler({ report: ({ level }) => levels.push(level) }));
      });
    const [quietly, strictly] = [await start(quiet), await start(strict)];
    const other = { origin: 'https://other.example' };
    const ours = { origin: 'https://app.example' };
    const passed = await request(quietly, 'GET', '/', other);
    expect([passed.status, passed.fields['access-control-allow-origin']]).toEqual([200, undefined]);
    expect((await request(quietly, 'GET', '/', ours)).fields['access-control-allow-origin']).toEqual([
      'https://app.example',
    ]);
    await expect(await request(strictly, 'GET', '/', ours)).toHaveStatus(200);
    expect(levels).toEqual([]);
    expect(problemOf(await request(strictly, 'GET', '/', other))).toMatchObject({
      status: 403,
      detail: 'This origin is not allowed',
    });
    await expect(await request(quietly, 'GET', '/nothing')).toHaveStatus(404);
    expect(levels).toEqual(['info', 'info']);
  });

  it('passport: failWithError and the challenge that was named', async () => {
    passport.use('jwt', new BearerStrategy({}, (_token, done) => done(null, false)));
    let options = {};
    const errorHandler = (given: object): void => {
      options = given;
    };
    const { authenticate } = exportsOf<{ authenticate: never }>(PASSPORT, {
      '@statuskit/express': { ...forExpress, errorHandler },
      passport,
    });
    const port = await serveWith((app) => {
      app.get('/', authenticate, (_req, res) => void res.send('here'));
      app.use(forExpress.errorHandler({ report() {}, ...options }));
    });
    for (const fields of [{}, { authorization: 'Bearer wrong' }]) {
      const answer = await request(port, 'GET', '/', fields as Record<string, string>);
      expect([answer.status, answer.fields['content-type']]).toEqual([401, ['application/problem+json']]);
      expect(answer.fields['www-authenticate']?.[0]).toMatch(/^Bearer /);
    }
  });
});

describe('tRPC', () => {
  it.each([
    ['NotFound', 404, 'No such note'],
    ['a bug', 500, 'Internal Server Error'],
  ])('%s', async (what, status, message) => {
    const { t, procedure } = exportsOf<{ t: never; procedure: never }>(TRPC) as unknown as {
      t: { router(routes: object): never };
      procedure: { query(run: () => unknown): unknown };
    };
    const router = t.router({
      note: procedure.query(() => {
        if (what === 'a bug') throw new forExpress.InternalServerError('hunter2');
        throw new forExpress.NotFound('No such note');
      }),
    });
    const { port } = await listenHere(
      createHTTPHandler({ router, createContext: () => ({}) } as never) as never,
    );
    const answer = await request(port, 'GET', '/note');
    await expect(answer).toHaveStatus(status);
    expect(JSON.parse(answer.body)).toMatchObject({ error: { message } });
    expect(answer.body).not.toContain('hunter2');
  });
});

describe('GraphQL', () => {
  const { formatError } = exportsOf<{ formatError: (error: Readonly<GraphQLError | Error>) => GraphQLError }>(
    GRAPHQL,
  );

  async function ask(query: string): Promise<{ errors: object[]; text: string }> {
    const fail = (error: Error) => ({
      type: GraphQLString,
      resolve: (): never => {
        throw error;
      },
    });
    const schema = new GraphQLSchema({
      query: new GraphQLObjectType({
        name: 'Query',
        fields: {
          missing: fail(new forExpress.NotFound('No such note')),
          broken: fail(new Error('hunter2')),
          down: fail(new forExpress.BadGateway({ log: 'hunter2' })),
        },
      }),
    });
    const { port } = await listenHere(createHandler({ schema, formatError }) as never);
    const fields = { 'content-type': 'application/json', accept: 'application/json' };
    const { body } = await request(port, 'POST', '/', fields, JSON.stringify({ query }));
    return { errors: JSON.parse(body).errors, text: body };
  }

  it('shows what an HTTP client would see', async () => {
    const { errors, text } = await ask('{ missing broken down }');
    expect(errors).toMatchObject([
      { message: 'No such note', path: ['missing'], extensions: { status: 404, title: 'Not Found' } },
      { message: 'Internal Server Error', path: ['broken'], extensions: { status: 500 } },
      { message: 'Bad Gateway', path: ['down'], extensions: { status: 502 } },
    ]);
    expect(text).not.toContain('hunter2');
  });

  it('leaves an invalid query alone', async () => {
    expect((await ask('{ nobody }')).errors).toMatchObject([{ message: expect.stringContaining('nobody') }]);
  });
});
