import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readGuide, run } from '../setup/guide.ts';
import { listenHere, problemOf } from '../setup/here.ts';
import { request } from '../setup/raw.ts';
import { modulesFor } from './guides/modules.ts';

const readme = readGuide('../../README');

describe('the guarded notes of the README', () => {
  it('are answered as the table says', async () => {
    const [block] = readme.blocks;
    const { app } = run(block?.code ?? '', modulesFor('express5'));
    const { port } = await listenHere(app);
    const json = { 'content-type': 'application/json' };
    const put = (path: string, fields: Readonly<Record<string, string>>, text = 'buy oats') =>
      request(port, 'PUT', path, { ...json, ...fields }, JSON.stringify({ text }));

    const read = await request(port, 'GET', '/notes/7');
    expect(read).toMatchObject({ status: 200, body: '{"text":"buy milk","version":3}' });
    expect(read.fields).toMatchObject({ etag: ['"v3"'], ratelimit: ['"hourly";r=999;t=3597'] });
    expect(await request(port, 'GET', '/notes/7', { 'if-none-match': '"v3"' })).toMatchObject({
      status: 304,
      body: '',
    });
    const blind = await put('/notes/7', {});
    await expect(blind).toBeProblem(428, { required: ['If-Match'], detail: expect.any(String) });
    const stale = await put('/notes/7', { 'if-match': '"v2"' });
    expect(stale).toMatchObject({ status: 412, fields: { etag: ['"v3"'] } });
    expect(problemOf(stale)).toMatchObject({ current: { text: 'buy milk', version: 3 } });
    expect(await put('/notes/7', { 'if-match': '"v3"' })).toMatchObject({
      status: 204,
      fields: { etag: ['"v4"'] },
    });
    expect(await put('/notes/8', { 'if-none-match': '*' })).toMatchObject({ status: 204 });
    expect(await put('/notes/8', { 'if-none-match': '*' })).toMatchObject({ status: 412 });
    await expect(await request(port, 'GET', '/notes/9')).toHaveStatus(404);
  });
});

it('links to nothing that is not there', () => {
  const targets = [...readme.text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target]) => target ?? '');
  expect(targets.length).toBeGreaterThan(10);
  const missing = targets.filter((target) => !existsSync(new URL(`../../${target}`, import.meta.url)));
  expect(missing).toEqual([]);
});
