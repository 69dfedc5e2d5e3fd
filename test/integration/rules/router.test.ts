import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Report } from '@statuskit/core';
import { protect } from '@statuskit/node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FRAMEWORKS, listenerOf } from '../../setup/frameworks.ts';
import { serveHere } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';

describe.each(['express4', 'express5'] as const)('the router of %s', (framework) => {
  it('a parameter that cannot be decoded is a 400 that does not show it', async () => {
    const reports: Report[] = [];
    const server = await serveHere(
      framework,
      { 'GET /notes/:id': () => 'ok' },
      { errors: { report: (report: Report) => reports.push(report) } },
    );
    const response = await request(server.port, 'GET', '/notes/%E0%A4%A');
    await expect(response).toHaveStatus(400);
    expect(JSON.parse(response.body).detail).toBe('The path cannot be decoded.');
    expect(response.body).not.toContain('%E0');
    expect(reports).toHaveLength(1);
  });
});

// Express answers these with its own 404 before any middleware runs.
describe.each(['koa2', 'koa3'] as const)('the router of %s', (framework) => {
  it('a target that is a malformed URL is a 400, not a fault of the server', async () => {
    const reports: Report[] = [];
    const server = await serveHere(
      framework,
      { 'GET /notes': () => 'ok' },
      { errors: { report: (report: Report) => reports.push(report) } },
    );
    const response = await request(server.port, 'GET', 'http://[::1/notes');
    await expect(response).toHaveStatus(400);
    expect(JSON.parse(response.body).detail).toBe('The URL is malformed.');
    expect(reports.map(({ level }) => level)).toEqual(['info']);
  });
});

describe.each(FRAMEWORKS)('%s behind protect', (framework) => {
  it.each(['http://[::1/notes', 'http://a b/notes', 'notes'])('the target %s is a 400', async (target) => {
    const server = createServer(listenerOf(framework, { 'GET /notes': () => 'ok' }));
    protect(server, { report() {} });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const response = await request((server.address() as AddressInfo).port, 'GET', target);
    expect(response.status).toBe(400);
    expect(response.fields['content-type']).toEqual(['application/problem+json']);
  });
});

describe.each(FRAMEWORKS)('a handler of %s', (framework) => {
  it('that gives a path to new URL without a base is a 500: that is its own mistake', async () => {
    const server = await serveHere(framework, { 'GET /': ({ request: { url = '' } }) => new URL(url).href });
    await expect(await request(server.port, 'GET', '/')).toHaveStatus(500);
  });

  it('that decodes something itself and fails is a 500: no rule knows that URIError', async () => {
    const server = await serveHere(framework, { 'GET /': () => decodeURIComponent('%') });
    await expect(await request(server.port, 'GET', '/')).toHaveStatus(500);
  });

  it('an abort of our own fetch is a 500, for the client is still there', async () => {
    const server = await serveHere(framework, {
      'GET /': () => {
        AbortSignal.abort().throwIfAborted();
      },
    });
    await expect(await request(server.port, 'GET', '/')).toHaveStatus(500);
  });
});
