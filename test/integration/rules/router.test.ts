import type { Report } from '@statuskit/core';
import { describe, expect, it } from 'vitest';
import { FRAMEWORKS, serve } from '../../setup/frameworks.ts';
import { request } from '../../setup/raw.ts';

describe.each(['express4', 'express5'] as const)('the router of %s', (framework) => {
  it('a parameter that cannot be decoded is a 400 that does not show it', async () => {
    const reports: Report[] = [];
    const server = await serve(
      framework,
      { 'GET /notes/:id': () => 'ok' },
      { errors: { report: (report: Report) => reports.push(report) } },
    );
    try {
      const response = await request(server.port, 'GET', '/notes/%E0%A4%A');
      expect(response.status).toBe(400);
      expect(JSON.parse(response.body).detail).toBe('The path cannot be decoded.');
      expect(response.body).not.toContain('%E0');
      expect(reports).toHaveLength(1);
    } finally {
      await server.close();
    }
  });
});

describe.each(FRAMEWORKS)('a handler of %s', (framework) => {
  it('that decodes something itself and fails is a 500: no rule knows that URIError', async () => {
    const server = await serve(framework, { 'GET /': () => decodeURIComponent('%') });
    try {
      expect((await request(server.port, 'GET', '/')).status).toBe(500);
    } finally {
      await server.close();
    }
  });

  it('an abort of our own fetch is a 500, for the client is still there', async () => {
    const server = await serve(framework, {
      'GET /': () => {
        AbortSignal.abort().throwIfAborted();
      },
    });
    try {
      expect((await request(server.port, 'GET', '/')).status).toBe(500);
    } finally {
      await server.close();
    }
  });
});
