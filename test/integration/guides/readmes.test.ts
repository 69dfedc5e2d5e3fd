import { readdirSync, readFileSync } from 'node:fs';
import * as core from '@statuskit/core';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import { describe, expect, it } from 'vitest';
import { readGuide, run } from '../../setup/guide.ts';
import { listenHere } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';
import { modulesFor } from './modules.ts';

const packages = new URL('../../../packages/', import.meta.url);
const ADAPTERS: Readonly<Record<string, object>> = { express: forExpress, koa: forKoa };
const readme = (name: string): string => readFileSync(new URL(`${name}/README.md`, packages), 'utf8');

// A package is added here with its README.
describe.each(['core', 'express', 'koa', 'openapi', 'redis'])('the README of %s', (name) => {
  it('is read on its own: what it is, how it is installed, a program, the exports, the limits', () => {
    const text = readme(name);
    const lines = text.split('\n').length;
    expect(lines).toBeGreaterThanOrEqual(80);
    expect(lines).toBeLessThanOrEqual(150);
    expect(text).toContain(`npm install @statuskit/${name}`);
    for (const heading of ['What it does not do', 'More']) expect(text).toContain(`\n## ${heading}\n`);
    expect(readGuide(`../../packages/${name}/README`).blocks.length).toBeGreaterThan(0);
  });
});

describe.each(['express', 'koa'])('the README of %s', (name) => {
  it('has a row for each function of its own', () => {
    const own = Object.keys(ADAPTERS[name] ?? {}).filter((one) => !(one in core));
    const rows = [...readme(name).matchAll(/^\| `(\w+)\(/gm)].map(([, one]) => one);
    const main = own.filter((one) => new RegExp(`export function ${one}\\b`).test(sourcesOf(name)));
    expect(main.length).toBeGreaterThan(10);
    expect(main.filter((one) => !rows.includes(one))).toEqual([]);
  });

  it('has a program that answers as its table says', async () => {
    const [block] = readGuide(`../../packages/${name}/README`).blocks;
    const { app } = run(block?.code ?? '', modulesFor(name === 'koa' ? 'koa3' : 'express5'));
    const listener = name === 'koa' ? (app as { callback(): unknown }).callback() : app;
    const { port } = await listenHere(listener);
    const conflict = await request(port, 'PUT', '/notes/7');
    expect(conflict).toMatchObject({ status: 409, fields: { etag: ['"v3"'] } });
    expect(conflict.fields['content-type']).toEqual(['application/problem+json']);
    expect((await request(port, 'PUT', '/notes/8')).status).toBe(404);
    expect(await request(port, 'DELETE', '/notes/7')).toMatchObject({
      status: 405,
      fields: { allow: ['PUT'] },
    });
    expect(await request(port, 'OPTIONS', '/notes/7')).toMatchObject({
      status: 204,
      fields: { allow: ['PUT'] },
    });
  });
});

function sourcesOf(name: string): string {
  const folder = new URL(`${name}/src/`, packages);
  return readdirSync(folder)
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join('\n');
}

describe('the README of core', () => {
  it('has a program that prints a reply', () => {
    const [block] = readGuide('../../packages/core/README').blocks;
    const code = (block?.code ?? '').replace(/^console\.log.*$/m, '');
    const { reply } = run(code, { '@statuskit/core': core });
    expect(reply).toMatchObject({ status: 409, headers: { etag: '"v7"' }, close: false });
  });
});
