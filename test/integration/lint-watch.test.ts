// That a response which breaks a MUST fails the test of its server, whatever the test looks at.
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { FRAMEWORKS, type Routes } from '../setup/frameworks.ts';
import { listenHere, problemOf, serveHere } from '../setup/here.ts';
import { linted } from '../setup/linted.ts';
import { request } from '../setup/raw.ts';
import { applicationOf, MADE, serveUntilEnd } from '../setup/served.ts';

const routes: Routes = {
  'GET /': ({ status, set }) => {
    status(401);
    set('Content-Type', 'text/plain');
    return 'log in';
  },
  'GET /fine': () => ({ id: 7 }),
};

function bare(_request: unknown, response: ServerResponse): void {
  response.writeHead(401, { 'content-type': 'text/plain' }).end('log in');
}

/** What was found, which is not held against the test any more. */
function taken(): string[] {
  const { errors } = linted();
  linted().errors = [];
  return errors;
}

const FOUND = [expect.stringMatching(/^GET .* 401: WWW-Authenticate is missing \(www-authenticate-on-401, /)];

describe.each(FRAMEWORKS)('%s', (framework) => {
  it('a response that breaks a MUST is replaced, and noted', async () => {
    const { port } = await serveHere(framework, routes);
    const response = await request(port, 'GET', '/');
    expect(response.status).toBe(500);
    expect(problemOf(response)).toMatchObject({ findings: [{ rule: 'www-authenticate-on-401' }] });
    expect(taken()).toEqual(FOUND);
  });

  // It passes by itself: only the hook of the set-up can fail it.
  it.fails('a test that looks at nothing fails', async () => {
    const { port } = await serveHere(framework, routes);
    await request(port, 'GET', '/');
  });

  it('an exception is for one rule of one server', async () => {
    const lint = { 'www-authenticate-on-401': 'the test is about exceptions' };
    const { port } = await serveHere(framework, routes, { lint });
    expect((await request(port, 'GET', '/')).status).toBe(401);
    expect((await request(port, 'GET', '/fine')).status).toBe(200);
    const other = await serveHere(framework, routes, { lint: { 'etag-syntax': 'of no use here' } });
    expect((await request(other.port, 'GET', '/')).status).toBe(500);
    expect(taken()).toEqual(FOUND);
  });

  it('an exception names a rule that exists', async () => {
    await expect(serveHere(framework, routes, { lint: { 'no-such-rule': 'a slip' } })).rejects.toThrow(
      'expected the id of a rule, got "no-such-rule"',
    );
  });
});

it('an application that a test has put together is watched too', async () => {
  const { port } = await listenHere(bare);
  expect((await request(port, 'GET', '/')).status).toBe(500);
  expect(taken()).toEqual(FOUND);
});

it.each(MADE)('so is what @statuskit/node serves: %s', async (made) => {
  const { port } = await serveUntilEnd(applicationOf(made, { '/': bare }));
  expect((await request(port, 'GET', '/')).status).toBe(500);
  expect(taken()).toEqual(FOUND);
});
