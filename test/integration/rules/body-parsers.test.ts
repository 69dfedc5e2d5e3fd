import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { bodyParser } from '@koa/bodyparser';
import type { Report } from '@statuskit/core';
import express from 'express';
import express4 from 'express4';
import { describe, expect, it } from 'vitest';
import { FRAMEWORKS, type Framework } from '../../setup/frameworks.ts';
import { serveHere } from '../../setup/here.ts';
import { request, talk } from '../../setup/raw.ts';

const LIMIT = 100;

async function start(framework: Framework, report: (report: Report) => void = () => {}): Promise<number> {
  const parsers = framework === 'express4' ? (express4 as unknown as typeof express) : express;
  const server = await serveHere(
    framework,
    { 'POST /': ({ koa }) => ({ got: (koa?.request as { body?: unknown } | undefined)?.body ?? 'it' }) },
    {
      errors: { report },
      express: (app) => {
        app.use(parsers.json({ limit: LIMIT }));
        app.use(parsers.urlencoded({ extended: true, limit: LIMIT, parameterLimit: 3 }));
      },
      koa: (app) => {
        app.use(bodyParser({ jsonLimit: LIMIT, formLimit: LIMIT }) as never);
      },
    },
  );
  return server.port;
}

const json = { 'content-type': 'application/json' };

describe.each(FRAMEWORKS)('the body parser of %s', (framework) => {
  it('parses what is right', async () => {
    const port = await start(framework);
    await expect(await request(port, 'POST', '/', json, '{"a":1}')).toHaveStatus(200);
  });

  it('content that cannot be parsed is a 400 that quotes none of it', async () => {
    const reports: Report[] = [];
    const port = await start(framework, (report) => reports.push(report));
    const response = await request(port, 'POST', '/', json, '{"password":"hunter2",');
    await expect(response).toHaveStatus(400);
    expect(JSON.parse(response.body)).toEqual({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      detail: 'The content cannot be parsed.',
    });
    expect(response.fields['cache-control']).toEqual(['no-store']);
    expect(reports).toEqual([expect.objectContaining({ sent: 400, level: 'info' })]);
  });

  it('JSON that is neither an object nor a list is a 400 that quotes none of it', async () => {
    const port = await start(framework);
    const response = await request(port, 'POST', '/', json, '"hunter2"');
    await expect(response).toHaveStatus(400);
    expect(response.body).not.toContain('hunter2');
  });

  it('content that is too large is a 413', async () => {
    const port = await start(framework);
    const response = await request(port, 'POST', '/', json, JSON.stringify({ a: 'x'.repeat(LIMIT) }));
    await expect(response).toHaveStatus(413);
    expect(response.phrase).toBe('Content Too Large');
    expect(JSON.parse(response.body)).toMatchObject({ title: 'Content Too Large', limit: LIMIT });
    expect(response.fields['retry-after']).toBeUndefined();
  });

  // Which codings the parser takes is a matter of its options, which its error does not have.
  it('a coding that nobody knows is a 415 that names none', async () => {
    const port = await start(framework);
    const response = await request(port, 'POST', '/', { ...json, 'content-encoding': 'compress' }, 'xxxx');
    await expect(response).toHaveStatus(415);
    expect(JSON.parse(response.body).detail).toBe('The content coding is not supported.');
    expect(response.fields['accept-encoding']).toBeUndefined();
    expect(response.fields['accept']).toBeUndefined();
  });

  it('a broken coding is a 400', async () => {
    const port = await start(framework);
    const response = await request(port, 'POST', '/', { ...json, 'content-encoding': 'gzip' }, 'not gzip');
    await expect(response).toHaveStatus(400);
    expect(JSON.parse(response.body).detail).toBe('The content coding is broken.');
  });

  it('a coding that is right is read', async () => {
    const port = await start(framework);
    const body = gzipSync('{"a":1}').toString('latin1');
    const head = `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`;
    expect((await talk(port, head + body)).bytes).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('a client that goes away while it uploads is a 499 for the log', async () => {
    let told: (report: Report) => void = () => {};
    const report = new Promise<Report>((resolve) => {
      told = resolve;
    });
    const port = await start(framework, told);
    const head =
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"a":';
    const socket = connect(port, '127.0.0.1');
    socket.write(head, () => socket.destroy());
    expect(await report).toMatchObject({
      level: 'info',
      sent: 'aborted',
      error: expect.objectContaining({ status: 499 }),
    });
  });
});

describe.each(['express4', 'express5'] as const)('%s', (framework) => {
  it('a parser that inflates nothing is not said to take gzip', async () => {
    const parsers = framework === 'express4' ? (express4 as unknown as typeof express) : express;
    const { port } = await serveHere(
      framework,
      { 'POST /': () => 'it' },
      { express: (app) => void app.use(parsers.json({ inflate: false })) },
    );
    for (const coding of ['gzip', 'deflate', 'br']) {
      const response = await request(port, 'POST', '/', { ...json, 'content-encoding': coding }, 'xxxx');
      expect(response.status).toBe(415);
      expect(response.fields['accept-encoding']).toBeUndefined();
    }
  });

  it('a charset that nobody knows is a 415 that asks for UTF-8', async () => {
    const port = await start(framework);
    const type = 'application/json; charset=utf-99';
    const response = await request(port, 'POST', '/', { 'content-type': type }, '{}');
    await expect(response).toHaveStatus(415);
    expect(response.fields['accept']).toEqual(['application/json;charset=utf-8']);
    expect(response.fields['accept-encoding']).toBeUndefined();
  });

  it('too many parameters are a 413', async () => {
    const port = await start(framework);
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const response = await request(port, 'POST', '/', type, 'a=1&b=2&c=3&d=4&e=5');
    await expect(response).toHaveStatus(413);
    expect(JSON.parse(response.body).detail).toBe('The content has too many parameters.');
  });

  it('verify that throws is a 403 that says nothing of it', async () => {
    const parsers = framework === 'express4' ? (express4 as unknown as typeof express) : express;
    const server = await serveHere(
      framework,
      { 'POST /': () => 'ok' },
      {
        express: (app) => {
          app.use(
            parsers.json({
              verify: () => {
                throw new Error('signature of hunter2 is wrong');
              },
            }),
          );
        },
      },
    );
    const response = await request(server.port, 'POST', '/', json, '{}');
    await expect(response).toHaveStatus(403);
    expect(response.body).not.toContain('hunter2');
  });
});
