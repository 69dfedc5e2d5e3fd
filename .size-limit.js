// What a bundle holds of each entry, minified and compressed by brotli. The limits are today's figures, rounded up to 50 bytes. A
// change that needs more raises them in the same commit by `node scripts/sizes.mjs` and says why.
import { readFileSync } from 'node:fs';

const LIMITS = JSON.parse(readFileSync(new URL('scripts/size-limits.json', import.meta.url), 'utf8'));

const external = ['express', 'koa', 'redis', 'ioredis', 'cockatiel', 'opossum', 'vitest', '@jest/globals'];

const entry = (name, path, names) => ({
  name,
  path: `packages/${path}`,
  import: names,
  limit: `${LIMITS[name] ?? 0} B`,
  brotli: true,
  modifyEsbuildConfig: (config) => ({
    ...config,
    platform: path.startsWith('client/') ? 'browser' : 'node',
    format: 'esm',
    logLevel: 'silent',
    external,
  }),
});

export default [
  entry('core: one class', 'core/dist/index.js', '{ NotFound }'),
  entry('core: toHttpError and render', 'core/dist/index.js', '{ toHttpError, render }'),
  entry('core: everything', 'core/dist/index.js', '*'),
  entry('core/fields', 'core/dist/fields.js', '*'),
  entry('core/status', 'core/dist/status.js', '*'),
  entry('core/conditional', 'core/dist/conditional.js', '*'),
  entry('core/rate-limit', 'core/dist/rate-limit.js', '*'),
  entry('core/idempotency', 'core/dist/idempotency.js', '*'),
  entry('express: errorHandler', 'express/dist/index.js', '{ errorHandler }'),
  entry('express: everything', 'express/dist/index.js', '*'),
  entry('koa: errorHandler', 'koa/dist/index.js', '{ errorHandler }'),
  entry('koa: everything', 'koa/dist/index.js', '*'),
  entry('node: serve', 'node/dist/index.js', '{ serve }'),
  entry('redis', 'redis/dist/index.js', '*'),
  entry('client: revive and retryAdvice', 'client/dist/browser.js', '{ revive, retryAdvice }'),
  entry('client: createFetch', 'client/dist/browser.js', '{ createFetch }'),
  entry(
    'client: what a browser uses',
    'client/dist/browser.js',
    '{ revive, retryAdvice, createFetch, update, pages, job, isRemote }',
  ),
  entry('client: everything', 'client/dist/index.js', '*'),
  entry('openapi', 'openapi/dist/index.js', '*'),
  entry('testing', 'testing/dist/index.js', '*'),
];
