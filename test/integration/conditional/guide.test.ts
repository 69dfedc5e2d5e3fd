import type { IncomingMessage, ServerResponse } from 'node:http';
import * as koaBodyParser from '@koa/bodyparser';
import Router from '@koa/router';
import * as core from '@statuskit/core';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import Koa from 'koa';
import { describe, expect, it } from 'vitest';
import { CREATE_EXPRESS, KOA, listen } from '../../setup/frameworks.ts';
import { type Modules, readGuide, run } from '../../setup/guide.ts';
import { request } from '../../setup/raw.ts';

const guide = readGuide('conditional-requests');
const programs = guide.blocks.map(({ code }) => code);
const [, transcript = ''] = /^```text\n([\s\S]*?)^```$/m.exec(guide.text) ?? [];

/** `METHOD /path  Name: value  status  what else is to be found in the answer` */
const LINE = /^([A-Z]+) (\S+)\s+(?:(If-[A-Za-z-]+): (.+?)\s{2,})?(\d{3})(?:\s+(.*))?$/;
const steps = transcript.trim().split('\n');

function programOf(name: string): string {
  const found = programs.filter((block) => block.includes(`from '${name}'`));
  expect(found).toHaveLength(1);
  return found[0] ?? '';
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

function modules(framework: 'express4' | 'express5' | 'koa2' | 'koa3'): Modules {
  return {
    '@statuskit/express': forExpress,
    '@statuskit/koa': forKoa,
    '@koa/bodyparser': { __esModule: true, default: koaBodyParser.bodyParser },
    '@koa/router': { __esModule: true, default: Router },
    express: {
      __esModule: true,
      default: framework.startsWith('express') ? CREATE_EXPRESS[framework as 'express5'] : undefined,
    },
    koa: { __esModule: true, default: framework.startsWith('koa') ? KOA[framework as 'koa3'] : Koa },
  };
}

describe.each(['express4', 'express5', 'koa2', 'koa3'] as const)(
  'the program of the guide, on %s',
  (framework) => {
    it('answers as the guide says', async () => {
      const isExpress = framework.startsWith('express');
      const source = programOf(isExpress ? '@statuskit/express' : '@statuskit/koa');
      const { app } = run(source, modules(framework), ['app']) as {
        app: Listener & { callback(): Listener };
      };
      const server = await listen(isExpress ? app : app.callback());
      expect(steps.length).toBeGreaterThan(8);
      for (const step of steps) {
        const [, method = '', path = '', field, value = '', status, more] = LINE.exec(step) ?? [];
        expect(method, step).not.toBe('');
        const body = method === 'PUT' ? '{"text":"Gate B12"}' : '';
        const fields: Record<string, string> = { 'content-type': 'application/json' };
        if (field !== undefined) fields[field.toLowerCase()] = value;
        const answer = await request(server.port, method, path, fields, body);
        expect(answer.status, step).toBe(Number(status));
        const [, tag] = /^ETag: (.*)$/.exec(more ?? '') ?? [];
        if (tag !== undefined) expect(answer.fields['etag'], step).toEqual([tag]);
        else if (more !== undefined) expect(answer.body, step).toContain(more);
      }
      await server.close();
    });
  },
);

it('the fields of the guide make a Cache-Control', () => {
  const block = programs.find((one) => one.startsWith('const fields')) ?? '';
  const { fields } = run(block, {}, ['fields']) as { fields: { cacheControl: core.CacheControl } };
  expect(core.formatCacheControl(fields.cacheControl)).toBe(
    'private, max-age=60, stale-while-revalidate=600',
  );
});

it('the lines about autoEtag mount it', () => {
  const block = programs.find((one) => one.includes('autoEtag(')) ?? '';
  const used: unknown[] = [];
  const app = { set: (...args: unknown[]) => used.push(args), use: (one: unknown) => used.push(typeof one) };
  run(`const { app, autoEtag } = require('scope');\n${block}`, {
    scope: { app, autoEtag: forExpress.autoEtag },
  });
  expect(used).toEqual([['etag', false], 'function']);
});

it('each block of code is run by a test', () => {
  const marks = [
    "from '@statuskit/express'",
    "from '@statuskit/koa'",
    'autoEtag(',
    'const fields',
    'const saveNote',
  ];
  expect(guide.text.match(/^```js$/gm)).toHaveLength(programs.length);
  expect(programs.filter((block) => !marks.some((mark) => block.includes(mark)))).toEqual([]);
});
