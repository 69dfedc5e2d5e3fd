import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { request } from '../../../test/setup/raw.ts';

const root = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(fileURLToPath(new URL(path, root)), 'utf8');
const readme = read('README.md');

interface App {
  listen(port: number, host: string, listening: () => void): import('node:http').Server;
}

describe.each(['express', 'koa'])('the first example of the README, on %s', (framework) => {
  it('is in the README of its package as it runs', () => {
    const example = read(`examples/first-steps/src/${framework}.js`).trimEnd();
    expect(read(`packages/${framework}/README.md`)).toContain(example);
    if (framework === 'express') expect(readme).toContain(example);
  });

  it('answers as the README says', async () => {
    const { app } = (await import(`../src/${framework}.js`)) as { app: App };
    const server = await new Promise<import('node:http').Server>((resolve) => {
      const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
    });
    try {
      const { port } = server.address() as AddressInfo;
      const conflict = await request(port, 'PUT', '/notes/7');
      const shown = /```http\n(HTTP\/1\.1 409[^`]*)```/.exec(readme)?.[1] ?? 'no response in the README';
      const [head = '', body = ''] = shown.trimEnd().split('\n\n');
      expect(`${conflict.line}\n`).toBe(`${head.split('\n')[0]}\n`);
      for (const line of head.split('\n').slice(1)) {
        const [name = '', value] = line.split(': ');
        expect(conflict.fields[name], name).toEqual([value]);
      }
      expect(conflict.body).toBe(body);
      expect((await request(port, 'PUT', '/notes/8')).status).toBe(404);
      expect((await request(port, 'DELETE', '/notes/7')).fields['allow']).toEqual(['PUT']);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
