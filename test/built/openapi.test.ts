import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import * as core from '@statuskit/core';
import * as esm from '@statuskit/openapi';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const require = createRequire(import.meta.url);
const cjs = require('@statuskit/openapi') as typeof esm;
const cjsCore = require('@statuskit/core') as typeof core;
const dist = join(dirname(require.resolve('@statuskit/openapi/package.json')), 'dist');

const VALUES = 'conditionalParameters idempotencyKeyParameter problemComponents rateLimitHeaders responsesOf';
const TYPES = `
  ConditionalField ConditionalParametersOptions ErrorClass ErrorEntry HeaderObject IdempotencyKeyParameterOptions JsonSchema
  MediaTypeObject OpenApiOptions OpenApiVersion OperationResponses ParameterObject ProblemComponents ProblemEntry
  RateLimitHeadersOptions ReferenceObject ResponseObject ResponsesOptions SchemaObject
`;

const list = (names: string): string[] => names.trim().split(/\s+/).sort();

describe('the built package', () => {
  it('exports these names, in both kinds of modules', () => {
    expect(Object.keys(esm).sort()).toEqual(list(VALUES));
    expect(Object.keys(cjs).sort()).toEqual(list(VALUES));
    for (const file of ['index.d.ts', 'index.d.cts']) {
      const clauses = [...readFileSync(join(dist, file), 'utf8').matchAll(/^export (?:type )?\{([^}]*)\}/gm)];
      const names = clauses.flatMap(([, clause = '']) =>
        clause.split(',').map((name) => name.replace(/^\s*type /, '').trim()),
      );
      expect(names.sort()).toEqual([...list(VALUES), ...list(TYPES)].sort());
    }
  });

  it('takes the classes of every copy of core, and says the same of them', () => {
    const classes = (copy: typeof core) => [
      copy.NotFound,
      copy.Unauthorized,
      copy.TooManyRequests,
      { error: copy.Conflict, name: 'NoteConflict', current: { type: 'object', properties: {} } },
      copy.problem()({
        type: 'https://example.org/problems/date',
        title: 'Date not acceptable',
        status: 400,
      }),
    ];
    const expected = esm.problemComponents(classes(core));
    expect(Object.keys(expected.responses)).toContain('DateNotAcceptable');
    for (const openapi of [esm, cjs])
      for (const copy of [core, cjsCore]) expect(openapi.problemComponents(classes(copy))).toEqual(expected);
  });

  // Decision 22 says what it is spent on.
  it('is small beside core, in bytes by brotli', async () => {
    const { outputFiles } = await build({
      stdin: {
        contents: `export * from '@statuskit/openapi';`,
        resolveDir: fileURLToPath(new URL('.', import.meta.url)),
      },
      bundle: true,
      write: false,
      logLevel: 'silent',
      minify: true,
      format: 'esm',
      platform: 'node',
      target: 'es2022',
      external: ['@statuskit/core', '@statuskit/core/*'],
    });
    expect(brotliCompressSync(outputFiles[0]?.contents ?? '').length).toBeLessThanOrEqual(7500);
  });
});
