// Symptoms that users of such services have reported, with the real packages.
import Boom from '@hapi/boom';
import { NotFound } from '@statuskit/core';
import { parseChallenges } from '@statuskit/core/fields';
import { check } from '@statuskit/core/validation';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FRAMEWORKS } from '../../setup/frameworks.ts';
import { answerOf, problemOf, serveHere } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';

const errors = { report() {} };

describe.each(FRAMEWORKS)('%s', (framework) => {
  const thrower = (error: unknown) => (): never => {
    throw error;
  };

  it.each([
    'application/vnd.api+json, text/html;q=0.5',
    'application/hal+json, text/html;q=0.1',
    'application/vnd.api+json',
    'text/event-stream',
    'image/png',
    '*/*;q=0',
  ])('Accept: %s gets the problem as JSON', async (accept) => {
    const answer = await answerOf(framework, thrower(new NotFound()), { errors }, { accept });
    expect(answer.fields['content-type']).toEqual(['application/problem+json']);
    expect(problemOf(answer)).toMatchObject({ status: 404 });
  });

  it.each([
    [{ error: 'invalid_token' }, 'Bearer'],
    [{ realm: 'api', error: 'invalid_token', error_description: 'expired' }, 'Bearer'],
    [undefined, 'Basic'],
  ])('Boom.unauthorized with %j names each parameter once', async (attributes, scheme) => {
    const thrown = Boom.unauthorized('token invalid', scheme, attributes as never);
    const lint = { 'basic-without-realm': 'the challenge is sent as Boom has it' };
    const answer = await answerOf(framework, thrower(thrown), { errors, lint });
    const lines = answer.fields['www-authenticate'] ?? [];
    expect([answer.status, lines.length]).toEqual([401, 1]);
    const names = [...(lines[0] ?? '').matchAll(/([a-z_]+)=/g)].map(([, name]) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(parseChallenges(lines[0] ?? '')).toHaveLength(1);
  });

  it('a schema over the fields of a request names the field', async () => {
    const schema = z.object({ 'x-tenant': z.string().min(1) });
    const { port } = await serveHere(
      framework,
      {
        'GET /': ({ request: { headers } }) => check(schema, headers, { in: 'headers' }),
      },
      { errors },
    );
    const answer = problemOf(await request(port, 'GET', '/'));
    expect(answer).toMatchObject({ status: 400, errors: [{ header: expect.stringMatching(/^x-tenant$/i) }] });
    expect(JSON.stringify(answer)).not.toContain('pointer');
    expect((await request(port, 'GET', '/', { 'x-tenant': 'a' })).status).toBe(200);
  });
});
