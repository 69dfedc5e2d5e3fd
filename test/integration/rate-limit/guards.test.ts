// What bounds the requests that run.
import * as forExpress from '@statuskit/express';
import * as forKoa from '@statuskit/koa';
import { describe, expect, it } from 'vitest';
import { FRAMEWORKS } from '../../setup/frameworks.ts';
import { problemOf, serveHere } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';

describe.each(FRAMEWORKS)('%s: concurrency', (framework) => {
  it('answers 503 while too many are under way, and lets in again when one has ended', async () => {
    let release: (() => void) | undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    let entered: (() => void) | undefined;
    const inside = new Promise<void>((resolve) => {
      entered = resolve;
    });
    const { port } = await serveHere(
      framework,
      {
        'GET /': () => 'fine',
        'GET /slow': async () => {
          entered?.();
          await gate;
          return 'done';
        },
      },
      {
        express: (app) => void app.use(forExpress.concurrency({ max: 1 })),
        koa: (app) => void app.use(forKoa.concurrency({ max: 1 })),
      },
    );
    const slow = request(port, 'GET', '/slow');
    await inside;
    const refused = await request(port, 'GET', '/');
    await expect(refused).toHaveStatus(503);
    expect(refused.fields).toMatchObject({
      'retry-after': ['1'],
      'ratelimit-policy': ['"concurrency";q=1;qu="concurrent-requests"'],
      ratelimit: ['"concurrency";r=0'],
    });
    expect(problemOf(refused)).toMatchObject({
      type: 'https://iana.org/assignments/http-problem-types#temporary-reduced-capacity',
      'violated-policies': ['concurrency'],
    });
    release?.();
    await expect(await slow).toHaveStatus(200);
    await expect(await request(port, 'GET', '/')).toHaveStatus(200);
  });
});
