import { createFetch } from '@statuskit/client';
import { Conflict } from '@statuskit/core';
import createClient from 'openapi-fetch';
import { expect, it } from 'vitest';
import { FRAMEWORKS } from '../../setup/frameworks.ts';
import { serveHere } from '../../setup/here.ts';

interface Paths {
  '/notes': {
    post: {
      requestBody: { content: { 'application/json': { text: string } } };
      responses: { 200: { content: { 'application/json': { id: number } } } };
    };
  };
}

it.each(FRAMEWORKS)('openapi-fetch takes it in place of fetch: %s', async (framework) => {
  const seen: unknown[] = [];
  const { port } = await serveHere(framework, {
    'POST /notes': ({ request, status }) => {
      seen.push(request.headers['idempotency-key']);
      if (seen.length === 1) request.socket.resetAndDestroy();
      if (seen.length > 2) throw new Conflict({ id: 7 });
      status(200);
      return { id: 7 };
    },
  });
  const api = createFetch({ idempotencyKey: true, random: () => 0 });
  const client = createClient<Paths>({ baseUrl: `http://127.0.0.1:${port}`, fetch: api });
  expect((await client.POST('/notes', { body: { text: 'a' } })).data).toEqual({ id: 7 });
  expect(seen.length).toBe(2);
  expect(seen[0]).toBe(seen[1]);
  await expect(client.POST('/notes', { body: { text: 'b' } })).rejects.toMatchObject({
    status: 409,
    current: { id: 7 },
  });
});
