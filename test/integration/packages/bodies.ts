import type { Readable } from 'node:stream';
import { bodyParser } from '@koa/bodyparser';
import koaMulter from '@koa/multer';
import busboy from 'busboy';
import type { RequestHandler } from 'express';
import express from 'express';
import express4 from 'express4';
import formidable from 'formidable';
import formidable2 from 'formidable2';
import type { Middleware } from 'koa';
import { koaBody } from 'koa-body';
import { koaBody as koaBody6 } from 'koa-body6';
import koaBodyparser from 'koa-bodyparser';
import multer from 'multer';
import multer1 from 'multer1';
import type { Exchange } from '../../setup/frameworks.ts';
import { type Answer, EXPRESS, JSON_BODY, KOA, type Row, SECRET } from './row.ts';

const FORM = { 'content-type': 'multipart/form-data; boundary=x' };
const part = (head: string, content: string): string =>
  `--x\r\ncontent-disposition: form-data; ${head}\r\n\r\n${content}\r\n`;
const END = '--x--\r\n';
const file = (content: string): string =>
  part(`name="file"; filename="${SECRET}.txt"\r\ncontent-type: text/plain`, content);

const LARGE_FILE = { method: 'POST', fields: FORM, body: file('hello world') + END };
const LARGE_FIELD = { method: 'POST', fields: FORM, body: part('name="a"', 'hello world') + END };
const BROKEN_FORM = { method: 'POST', fields: FORM, body: part('name="a"', 'abc') };
const NO_BOUNDARY = {
  method: 'POST',
  fields: { 'content-type': 'multipart/form-data' },
  body: file('hello') + END,
};
const BROKEN_JSON = { method: 'POST', fields: JSON_BODY, body: `{"${SECRET}` };
const LARGE_JSON = { method: 'POST', fields: JSON_BODY, body: JSON.stringify({ a: 'x'.repeat(100) }) };

const TOO_LARGE: Answer = { status: 413, members: { detail: 'A file is too large.' } };
const UNREADABLE: Answer = { status: 400, members: { detail: 'The form cannot be read.' } };
const NO_JSON: Answer = { status: 400, members: { detail: 'The content cannot be parsed.' } };

function middleware(express: unknown, koa: unknown): Pick<Row, 'express' | 'koa'> {
  return {
    express: (app) => void app.use(express as RequestHandler),
    koa: (app) => void app.use(koa as Middleware),
  };
}

/** A parser that takes the stream itself, as its users put it into a handler. */
function byFormidable(create: typeof formidable) {
  return ({ request }: Exchange): unknown => create({ maxFileSize: 5, maxFieldsSize: 5 }).parse(request);
}

function byFormidable2({ request }: Exchange): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const form = formidable2({ maxFileSize: 5, maxFieldsSize: 5 });
    form.parse(request, (error: unknown) => (error ? reject(error) : resolve(undefined)));
  });
}

function byBusboy({ request }: Exchange): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const parser = busboy({ headers: request.headers });
    parser.on('file', (_name: string, stream: Readable) => stream.on('error', () => {}).resume());
    parser.on('error', reject).on('close', resolve);
    request.pipe(parser);
  });
}

const MULTER = { limits: { fileSize: 5 } };

function formRows(name: string, folder: string, rest: Partial<Row>): Row[] {
  return (
    [
      ['a file that is too large', LARGE_FILE, TOO_LARGE],
      [
        'a field that is too large',
        LARGE_FIELD,
        { status: 413, members: { detail: 'The value of a field is too long.' } },
      ],
      ['a form that ends early', BROKEN_FORM, UNREADABLE],
      ['no boundary', NO_BOUNDARY, UNREADABLE],
    ] as const
  ).map(([what, ask, answer]) => ({
    name,
    folder,
    throws: `FormidableError: ${what}`,
    ask,
    answer,
    ...rest,
  }));
}

const LIMITS = { formidable: { maxFileSize: 5, maxFieldsSize: 5 }, multipart: true };

export const BODIES: readonly Row[] = [
  ...formRows('formidable', 'formidable', { run: byFormidable(formidable) }),
  ...formRows('formidable', 'formidable2', { run: byFormidable2 }),
  ...formRows('koa-body', 'koa-body', { on: KOA, koa: (app) => void app.use(koaBody(LIMITS)) }),
  ...formRows('koa-body', 'koa-body6', {
    on: KOA,
    koa: (app) => void app.use(koaBody6(LIMITS) as never),
  }),
  {
    name: 'busboy',
    folder: 'busboy',
    throws: 'an Error: a form that ends early',
    ask: BROKEN_FORM,
    run: byBusboy,
    answer: UNREADABLE,
  },
  {
    name: 'busboy',
    folder: 'busboy',
    throws: 'an Error: no boundary',
    ask: NO_BOUNDARY,
    run: byBusboy,
    answer: UNREADABLE,
  },
  {
    name: 'busboy',
    folder: 'busboy',
    throws: 'an Error: another media type',
    ask: { method: 'POST', fields: { 'content-type': 'text/plain' }, body: 'x' },
    run: byBusboy,
    answer: { status: 415, fields: { accept: 'multipart/form-data' } },
  },
  {
    name: 'busboy',
    folder: 'busboy',
    throws: 'an Error: a form that is malformed',
    ask: { method: 'POST', fields: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=%zz' },
    run: byBusboy,
    answer: UNREADABLE,
  },
  {
    name: 'multer',
    folder: 'multer',
    throws: 'MulterError: `LIMIT_FILE_SIZE`',
    on: EXPRESS,
    ask: LARGE_FILE,
    express: (app) => void app.use(multer(MULTER).single('file')),
    answer: TOO_LARGE,
  },
  {
    name: 'multer',
    folder: 'multer1',
    throws: 'MulterError: `LIMIT_FILE_SIZE`',
    on: EXPRESS,
    ask: LARGE_FILE,
    express: (app) => void app.use(multer1(MULTER).single('file')),
    answer: TOO_LARGE,
  },
  {
    name: '@koa/multer',
    folder: '@koa/multer',
    throws: 'MulterError: `LIMIT_FILE_SIZE`',
    on: KOA,
    ask: LARGE_FILE,
    koa: (app) => void app.use(koaMulter(MULTER).single('file')),
    answer: TOO_LARGE,
  },
  {
    name: 'body-parser of express 5',
    folder: 'express',
    throws: '`entity.parse.failed`',
    on: EXPRESS,
    ask: BROKEN_JSON,
    ...middleware(express.json(), undefined),
    answer: NO_JSON,
  },
  {
    name: 'body-parser of express 4',
    folder: 'express4',
    throws: '`entity.too.large`',
    on: EXPRESS,
    ask: LARGE_JSON,
    ...middleware(express4.json({ limit: 50 }), undefined),
    answer: { status: 413, members: { limit: 50 } },
  },
  {
    name: '@koa/bodyparser',
    folder: '@koa/bodyparser',
    throws: 'what co-body throws of `JSON.parse`',
    on: KOA,
    ask: BROKEN_JSON,
    koa: (app) => void app.use(bodyParser()),
    answer: NO_JSON,
  },
  {
    name: 'koa-bodyparser',
    folder: 'koa-bodyparser',
    throws: 'what co-body throws of `JSON.parse`',
    on: KOA,
    ask: BROKEN_JSON,
    koa: (app) => void app.use(koaBodyparser()),
    answer: NO_JSON,
  },
];
