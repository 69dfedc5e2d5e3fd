import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ok } from '@statuskit/core';
import { etag } from '@statuskit/core/conditional';
import { openApiDocument } from '../openapi.ts';
import type { Route } from '../route.ts';

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>A register of airports</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<div id="page"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({ url: '/openapi.json', dom_id: '#page', docExpansion: 'list' });</script>
</html>
`;

const swaggerUi = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const longLived = { maxAgeSeconds: 3600 } as const;

function fileRoute(name: string, contentType: string): Route {
  const content = readFileSync(join(swaggerUi, name));
  const tag = etag.of(content);
  return {
    method: 'GET',
    path: `/docs/${name}`,
    load: () => ({ etag: tag }),
    handler: () => ok(content, { contentType, cacheControl: longLived }),
  };
}

/** What the register answers with, for programs and for people. */
export function docsRoutes(): readonly Route[] {
  const text = JSON.stringify(openApiDocument());
  return [
    {
      method: 'GET',
      path: '/openapi.json',
      load: () => ({ etag: etag.of(text) }),
      handler: () => ok(text, { contentType: 'application/json' }),
    },
    {
      method: 'GET',
      path: '/docs',
      load: () => ({ etag: etag.of(page) }),
      handler: () => ok(page, { contentType: 'text/html; charset=utf-8' }),
    },
    fileRoute('swagger-ui.css', 'text/css; charset=utf-8'),
    fileRoute('swagger-ui-bundle.js', 'text/javascript; charset=utf-8'),
  ];
}
