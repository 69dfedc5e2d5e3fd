import { describe, expect, it } from 'vitest';
import { FRAMEWORKS, type Framework, type Routes, serve } from '../setup/frameworks.ts';
import { serveGuarded } from '../setup/guarded.ts';
import { parseResponse, talk } from '../setup/raw.ts';

// RFC 10008 §2: a server must fail a QUERY whose Content-Type is missing. It was run, and read as whatever a parser made of it.
const CONTENT = {
  'of known length': 'Content-Length: 2\r\n\r\n{}',
  'in chunks': 'Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
};

async function ask(framework: Framework, how: 'handle' | 'conditional', rest: string) {
  let ran = 0;
  const count: Routes[string] = () => {
    ran++;
    return ['found'];
  };
  // Express 4 has no method for a QUERY.
  const routes: Routes = { [framework === 'express4' ? 'USE /search' : 'QUERY /search']: count };
  const server =
    how === 'handle'
      ? await serve(framework, routes)
      : await serveGuarded(framework, routes, {
          load() {
            ran++;
            return { state: 1 };
          },
        });
  try {
    const { bytes } = await talk(
      server.port,
      `QUERY /search HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${rest}`,
    );
    return { ...parseResponse(bytes), ran };
  } finally {
    await server.close();
  }
}

describe.each(FRAMEWORKS)('%s', (framework) => {
  describe.each(['handle', 'conditional'] as const)('%s', (how) => {
    it.each(Object.entries(CONTENT))(
      'refuses a QUERY with content %s and without a type',
      async (_, content) => {
        for (const type of ['', 'Content-Type:\r\n']) {
          const response = await ask(framework, how, `${type}${content}`);
          expect(response).toMatchObject({ status: 400, ran: 0 });
          expect(JSON.parse(response.body ?? '')).toMatchObject({ errors: [{ header: 'Content-Type' }] });
        }
      },
    );

    it.each(Object.entries(CONTENT))('answers one with content %s and a type', async (_, content) => {
      const response = await ask(framework, how, `Content-Type: application/json\r\n${content}`);
      expect(response).toMatchObject({ status: 200, body: '["found"]' });
    });

    it('answers one without content', async () => {
      expect(await ask(framework, how, '\r\n')).toMatchObject({ status: 200 });
    });
  });
});
