import { readdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import * as client from '@statuskit/client';
import * as core from '@statuskit/core';
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import type { ServedServer } from '@statuskit/node';
import * as forNode from '@statuskit/node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readGuide, run } from '../../setup/guide.ts';
import { listenHere, serveHere } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';
import { modulesFor } from './modules.ts';

const packages = new URL('../../../packages/', import.meta.url);
const ADAPTERS: Readonly<Record<string, object>> = { express: forExpress, koa: forKoa };
const readme = (name: string): string => readFileSync(new URL(`${name}/README.md`, packages), 'utf8');

describe.each(readdirSync(packages))('the README of %s', (name) => {
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

describe('the README of node', () => {
  it('has a service that is ready', async () => {
    const [block] = readGuide('../../packages/node/README').blocks;
    const code = (block?.code ?? '').replace('Number(process.env.PORT ?? 3000)', "0,\n  host: '127.0.0.1'");
    const { server } = run(code, { ...modulesFor('express5'), '@statuskit/node': forNode });
    const started = await (server as Promise<ServedServer>);
    onTestFinished(() => void started.close());
    const { port } = started.address() as AddressInfo;
    expect((await request(port, 'GET', '/readyz')).status).toBe(200);
    expect((await request(port, 'GET', '/')).body).toBe('hello');
    expect((await request(port, 'DELETE', '/')).fields['allow']).toEqual(['GET, HEAD']);
  });
});

describe('the README of client', () => {
  it('has a program that tells a missing note from a failure', async () => {
    const { port } = await serveHere('express5', {
      'GET /notes/7': () => ({ text: 'buy milk' }),
      'GET /notes/9': () => new core.Forbidden(),
    });
    const [block] = readGuide('../../packages/client/README').blocks;
    const code = (block?.code ?? '').replace('localhost:3000', `127.0.0.1:${port}`);
    const { textOf } = run(code, { ...modulesFor('express5'), '@statuskit/client': client }) as {
      textOf(id: string): Promise<unknown>;
    };
    expect(await textOf('7')).toBe('buy milk');
    expect(await textOf('8')).toBeUndefined();
    await expect(textOf('9')).rejects.toBeInstanceOf(core.Forbidden);
  });
});
