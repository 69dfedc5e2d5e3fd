// Answers of servers that are right: no rule may find anything in them.
import { inspectExchange } from '@statuskit/testing';
import { describe, expect, it } from 'vitest';
import { ask, type ForeignServer, PATHS, serveForeign } from '../../setup/foreign-servers.ts';
import { findProgram, NOT_RUN } from '../../setup/programs.ts';

const SERVERS = ['express4', 'express5', 'koa2', 'koa3', 'fastify', 'hapi', 'send'] as const;
const nginx = findProgram('nginx');

/** What each path is asked with, beside conditions that are made of its first answer. */
const FIELDS: readonly Readonly<Record<string, string>>[] = [
  {},
  { 'accept-encoding': 'gzip, deflate, br' },
  { 'accept-encoding': 'identity' },
  { range: 'bytes=0-4' },
  { range: 'bytes=999999-' },
  { 'accept-language': 'de, en;q=0.5', origin: 'https://site.example' },
  { 'if-none-match': '"other"' },
  { 'if-none-match': '*' },
];

/** What is wrong there, and is found: `server: method rule`. The answers of Express to OPTIONS are those of cors. */
const WRONG: ReadonlySet<string> = new Set([
  'express4: OPTIONS content-length-without-content',
  'express5: OPTIONS content-length-without-content',
  'fastify: HEAD content-length-without-content',
  'hapi: HEAD content-length-without-content',
  'send: OPTIONS allow-on-options',
  'nginx: OPTIONS allow-on-options',
  'nginx: OPTIONS allow-on-405',
]);

/** Asks everything, and returns how often, and what was found. */
async function survey(name: string, server: ForeignServer): Promise<{ asked: number; found: string[] }> {
  const found = new Set<string>();
  let asked = 0;
  for (const path of PATHS) {
    const { headers: first } = await ask(server, 'GET', path, {});
    const [tag, modified] = [first['etag']?.[0], first['last-modified']?.[0]];
    const conditions = [
      ...(tag === undefined
        ? []
        : [
            { 'if-none-match': tag },
            { 'if-none-match': tag, 'accept-encoding': 'gzip' },
            { range: 'bytes=0-4,10-14', 'if-range': tag },
          ]),
      ...(modified === undefined ? [] : [{ 'if-modified-since': modified }]),
    ];
    for (const headers of [...FIELDS, ...conditions]) {
      for (const method of ['GET', 'HEAD', 'OPTIONS']) {
        if (method === 'OPTIONS' && headers !== FIELDS[0]) continue;
        asked += 1;
        const response = await ask(server, method, path, headers);
        for (const { rule, message } of inspectExchange({
          request: { method, url: path, headers },
          response,
        }))
          if (!WRONG.has(`${name}: ${method} ${rule}`))
            found.add(`${method} ${path} ${JSON.stringify(headers)} ${response.status}: ${rule}: ${message}`);
      }
    }
  }
  return { asked, found: [...found] };
}

describe('what other servers answer', () => {
  it.each(SERVERS)('%s', async (name) => {
    const server = await serveForeign(name);
    try {
      const { asked, found } = await survey(name, server);
      expect(found).toEqual([]);
      expect(asked).toBeGreaterThan(200);
    } finally {
      await server.close();
    }
  });

  describe(nginx === undefined ? `${NOT_RUN}nginx is not installed` : 'a server that is not Node', () => {
    it.runIf(nginx !== undefined)('nginx', async () => {
      const server = await serveForeign('nginx', nginx);
      try {
        const { asked, found } = await survey('nginx', server);
        expect(found).toEqual([]);
        expect(asked).toBeGreaterThan(200);
      } finally {
        await server.close();
      }
    });
  });
});
