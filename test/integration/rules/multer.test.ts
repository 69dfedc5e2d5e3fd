import { connect } from 'node:net';
import koaMulter from '@koa/multer';
import { type Report, render, toHttpError } from '@statuskit/core';
import type { RequestHandler } from 'express';
import type { Middleware } from 'koa';
import multer2 from 'multer';
import multer1 from 'multer1';
import { describe, expect, it } from 'vitest';
import { FRAMEWORKS, type Framework } from '../../setup/frameworks.ts';
import { serveHere } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';

type Version = 'multer 1' | 'multer 2';
type Limits = Readonly<Record<string, number>>;

const PARSERS = [
  ...FRAMEWORKS.map((framework) => [framework, 'multer 2'] as const),
  ['express4', 'multer 1'] as const,
  ['express5', 'multer 1'] as const,
];

async function start(
  framework: Framework,
  version: Version,
  limits: Limits = {},
  report: (report: Report) => void = () => {},
): Promise<number> {
  const create = version === 'multer 1' ? multer1 : multer2;
  const upload = framework.startsWith('koa') ? koaMulter({ limits }) : create({ limits });
  const parsers = {
    '/single': upload.single('file'),
    '/two': upload.array('file', 2),
    '/none': upload.none(),
    '/any': upload.any(),
  };
  const server = await serveHere(
    framework,
    Object.fromEntries(Object.keys(parsers).map((path) => [`POST ${path}`, () => 'ok'])),
    {
      errors: { report },
      express: (app) => {
        for (const [path, parse] of Object.entries(parsers)) app.use(path, parse as RequestHandler);
      },
      koa: (app) => {
        app.use((ctx, next) => {
          const parse = parsers[ctx.path as keyof typeof parsers] as Middleware;
          return parse(ctx, next);
        });
      },
    },
  );
  return server.port;
}

const TYPE = { 'content-type': 'multipart/form-data; boundary=x' };

const field = (name: string, value: string): string =>
  `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const file = (name: string, content: string): string =>
  `--x\r\ncontent-disposition: form-data; name="${name}"; filename="hunter2.txt"\r\ncontent-type: text/plain\r\n\r\n${content}\r\n`;
const END = '--x--\r\n';

interface Refusal {
  readonly what: string;
  readonly path: string;
  readonly limits?: Limits;
  readonly type?: string;
  readonly body: string;
  readonly status: number;
  readonly detail: string;
}

const BY_BOTH: readonly Refusal[] = [
  {
    what: 'LIMIT_FILE_SIZE',
    path: '/single',
    limits: { fileSize: 5 },
    body: file('file', 'hello world') + END,
    status: 413,
    detail: 'A file is too large.',
  },
  {
    what: 'LIMIT_FILE_COUNT',
    path: '/any',
    limits: { files: 1 },
    body: file('a', '1') + file('b', '2') + END,
    status: 413,
    detail: 'The form has too many files.',
  },
  {
    what: 'LIMIT_PART_COUNT',
    path: '/any',
    limits: { parts: 1 },
    body: field('a', '1') + field('b', '2') + field('hunter2', '3') + END,
    status: 413,
    detail: 'The form has too many parts.',
  },
  {
    what: 'LIMIT_FIELD_COUNT',
    path: '/any',
    limits: { fields: 1 },
    body: field('a', '1') + field('hunter2', '2') + END,
    status: 413,
    detail: 'The form has too many fields.',
  },
  {
    what: 'LIMIT_FIELD_KEY',
    path: '/any',
    limits: { fieldNameSize: 3 },
    body: field('hunter2', '1') + END,
    status: 413,
    detail: 'The name of a field is too long.',
  },
  {
    what: 'LIMIT_FIELD_VALUE',
    path: '/any',
    limits: { fieldSize: 3 },
    body: field('a', 'hunter2') + END,
    status: 413,
    detail: 'The value of a field is too long.',
  },
  {
    what: 'a file in a field that takes none',
    path: '/none',
    body: file('hunter2', '1') + END,
    status: 400,
    detail: 'A field has a file where it takes none, or more files than it takes.',
  },
  {
    // multer has one code for this and the one above: the answer used to say that the field takes no file.
    what: 'more files than a field takes',
    path: '/two',
    body: file('file', '1') + file('file', '2') + file('file', '3') + END,
    status: 400,
    detail: 'A field has a file where it takes none, or more files than it takes.',
  },
  {
    what: 'a field without a name',
    path: '/any',
    body: `--x\r\ncontent-disposition: form-data\r\n\r\n1\r\n${END}`,
    status: 400,
    detail: 'A field has no name.',
  },
  {
    what: 'a form that is cut short',
    path: '/any',
    body: field('a', '1') + field('b', 'hunter2').slice(0, -2),
    status: 400,
    detail: 'The form cannot be read.',
  },
  {
    what: 'a file that is cut short',
    path: '/any',
    body: file('a', 'hunter2').slice(0, -2),
    status: 400,
    detail: 'The form cannot be read.',
  },
  {
    what: 'a part whose fields are malformed',
    path: '/any',
    body: `--x\r\nno field: hunter2\r\n\r\n1\r\n${END}`,
    status: 400,
    detail: 'The form cannot be read.',
  },
  {
    what: 'no boundary',
    path: '/any',
    type: 'multipart/form-data',
    body: field('a', 'hunter2') + END,
    status: 400,
    detail: 'The form cannot be read.',
  },
];

const BY_TWO: readonly Refusal[] = [
  {
    what: 'LIMIT_FIELD_NESTING',
    path: '/any',
    limits: { fieldNestingDepth: 1 },
    body: field('hunter2[b][c]', '1') + END,
    status: 400,
    detail: 'A field is nested too deeply.',
  },
  {
    what: 'LIMIT_FIELD_ARRAY_INDEX',
    path: '/any',
    limits: { fieldArrayIndexLimit: 3 },
    body: field('hunter2[7]', '1') + END,
    status: 400,
    detail: 'The index in the name of a field is too large.',
  },
];

describe.each(PARSERS)('on %s, %s', (framework, version) => {
  it('takes what is right', async () => {
    const port = await start(framework, version, { fileSize: 6, fields: 1 });
    const body = field('a', '1') + file('file', 'hello') + END;
    await expect(await request(port, 'POST', '/single', TYPE, body)).toHaveStatus(200);
  });

  it.each(version === 'multer 1' ? BY_BOTH : [...BY_BOTH, ...BY_TWO])(
    '$what is a $status that quotes nothing',
    async ({ path, limits, type, body, status, detail }) => {
      const port = await start(framework, version, limits);
      const fields = type === undefined ? TYPE : { 'content-type': type };
      const response = await request(port, 'POST', path, fields, body);
      await expect(response).toHaveStatus(status);
      expect(JSON.parse(response.body)).toEqual({
        type: 'about:blank',
        title: status === 413 ? 'Content Too Large' : 'Bad Request',
        status,
        detail,
      });
      expect(response.fields['retry-after']).toBeUndefined();
    },
  );

  it('another multipart than a form is a 415 that names the form', async () => {
    const port = await start(framework, version);
    const type = { 'content-type': 'multipart/hunter2; boundary=x' };
    const response = await request(port, 'POST', '/any', type, field('a', '1') + END);
    await expect(response).toHaveStatus(415);
    expect(response.fields['accept']).toEqual(['multipart/form-data']);
    expect(response.body).not.toContain('hunter2');
  });
});

describe.each(FRAMEWORKS)('on %s, multer 2', (framework) => {
  // multer reports the end of the connection as plain Errors, which were a 500 in the log.
  it('a client that goes away while it uploads is a 499 for the log', async () => {
    let told: (report: Report) => void = () => {};
    const report = new Promise<Report>((resolve) => {
      told = resolve;
    });
    const port = await start(framework, 'multer 2', {}, told);
    const head = `POST /single HTTP/1.1\r\nHost: x\r\nContent-Type: ${TYPE['content-type']}\r\nContent-Length: 500\r\n\r\n`;
    const socket = connect(port, '127.0.0.1');
    socket.write(head + file('file', 'hello'), () => socket.destroy());
    expect(await report).toMatchObject({
      level: 'info',
      sent: 'aborted',
      error: expect.objectContaining({ status: 499 }),
    });
  });
});

describe('errors like those of multer', () => {
  const context = { request: { method: 'POST', headers: TYPE } };

  it('a code that nobody knows is a 400 that says nothing of it', () => {
    const error = toHttpError(new multer2.MulterError('HUNTER2', 'hunter2', 'hunter2'), { context });
    expect(error.status).toBe(400);
    expect(String(render(error, { method: 'POST' }).body)).not.toMatch(/hunter2/i);
  });

  it.each([
    ['parsed JSON', { name: 'MulterError', code: 'LIMIT_FILE_SIZE', message: 'File too large' }],
    ['an error of the disk', Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', path: '/hunter2' })],
    ['an error of a filter', new Error('hunter2')],
  ])('%s is a 500', (_what, thrown) => {
    expect(toHttpError(thrown, { context }).status).toBe(500);
  });

  it('the words of the parser are a 500 where the request is no form', () => {
    const thrown = new Error('Unexpected end of form');
    for (const type of [undefined, 'application/json', 'text/plain; a=multipart/form-data']) {
      const headers = type === undefined ? {} : { 'content-type': type };
      expect(toHttpError(thrown, { context: { request: { method: 'POST', headers } } }).status).toBe(500);
    }
    expect(toHttpError(thrown).status).toBe(500);
  });

  it('a stream that was destroyed is a 499 only where the client has gone', () => {
    const thrown = new multer2.MulterError('STREAM_DESTROYED');
    expect(toHttpError(thrown, { context: { ...context, aborted: true } }).status).toBe(499);
    expect(toHttpError(thrown, { context }).status).toBe(400);
  });

  it('a frozen one is understood, and stays as it is', () => {
    const thrown = Object.freeze(new multer2.MulterError('LIMIT_FILE_SIZE'));
    expect(toHttpError(thrown, { context })).toMatchObject({ status: 413, cause: thrown });
  });
});
