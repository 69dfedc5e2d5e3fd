import supertest from 'supertest';
import { describe, expect, it } from 'vitest';

interface Example {
  readonly app: { callback?(): () => void };
}

async function example(framework: string): Promise<() => void> {
  const { app } = (await import(`../../examples/first-steps/src/${framework}.js`)) as Example;
  return app.callback?.() ?? (app as unknown as () => void);
}

// The way in which most users test their servers: without a port of their own, body parsed.
describe.each(['express', 'koa'])('supertest on %s', (framework) => {
  it('sees status, fields and the parsed problem document', async () => {
    const response = await supertest(await example(framework))
      .put('/notes/7')
      .expect(409)
      .expect('etag', '"v3"');
    expect(response.type).toBe('application/problem+json');
    expect(response.body).toEqual({
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      current: { text: 'buy milk', version: 3 },
    });
  });

  it('sees text where it asks for text', async () => {
    const response = await supertest(await example(framework))
      .put('/notes/8')
      .accept('text/plain')
      .expect(404);
    expect(response.text).toBe('404 Not Found\nThis note does not exist\n');
  });
});
