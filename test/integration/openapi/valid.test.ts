import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SwaggerParser from '@apidevtools/swagger-parser';
import { validate } from '@readme/openapi-parser';
import { Conflict, NotFound, PreconditionFailed, problem, UnprocessableContent } from '@statuskit/core';
import type { ProblemEntry } from '@statuskit/openapi';
import { describe, expect, it } from 'vitest';
import { CLASSES, documentOf, type OpenApiDocument, TESTS, VERSIONS } from '../../setup/openapi-document.ts';

class OutOfCredit extends problem<{ balance: number }>()({
  type: 'https://example.org/problems/out-of-credit',
  title: 'Out of credit',
  status: 403,
}) {}
class NotYours extends problem()({
  type: 'https://example.org/problems/not-yours',
  title: 'Not yours',
  status: 403,
}) {}

// What a schema of the caller can have: definitions, recursion, null, unions, bounds, tuples.
const tree = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: ['name', 'size', 'tags'],
  properties: {
    name: { type: ['string', 'null'], examples: ['root'] },
    kind: { const: 'folder' },
    size: { type: 'integer', exclusiveMinimum: 0 },
    tags: { type: 'array', items: { $ref: '#/$defs/tag', description: 'one of them' } },
    place: { type: 'array', prefixItems: [{ type: 'number' }, { type: 'number' }], items: false },
    parent: { anyOf: [{ $ref: '#' }, { type: 'null' }] },
    children: { type: 'array', items: { $ref: '#' } },
    either: { oneOf: [{ type: 'string' }, { type: ['number', 'boolean'] }] },
  },
  $defs: { tag: { type: 'object', properties: { label: { type: 'string', minLength: 1 } } } },
};

const rich: readonly ProblemEntry[] = [
  NotFound,
  Conflict,
  { error: Conflict, name: 'NoteConflict', current: tree, description: 'The note has changed.' },
  {
    error: PreconditionFailed,
    name: 'Stale',
    current: { type: ['object', 'null'], properties: { text: { type: 'string' } } },
  },
  {
    error: OutOfCredit,
    extensions: { type: 'object', required: ['balance'], properties: { balance: { type: 'number' } } },
  },
  NotYours,
  {
    error: UnprocessableContent,
    name: 'Hinted',
    extensions: {
      anyOf: [
        { type: 'object', properties: { hint: { type: 'string' } } },
        { type: 'object', properties: { code: { type: 'integer' } } },
      ],
    },
  },
];

const operations = { ...Object.fromEntries(CLASSES.map(([name, Class]) => [name, [Class]])), Rich: rich };

const documents: readonly (readonly [name: string, document: OpenApiDocument])[] = VERSIONS.flatMap(
  (version) =>
    [...Object.entries(operations), ['All', Object.values(operations).flat()] as const].map(
      ([name, entries]) =>
        [
          `${name}, ${version}`,
          documentOf(name === 'All' ? operations : { [name]: entries }, version),
        ] as const,
    ),
);

describe('a document with every class, and one with each', () => {
  it.each(documents)('%s is valid for swagger-parser', async (_name, document) => {
    await expect(SwaggerParser.validate(structuredClone(document) as never)).resolves.toBeDefined();
  });

  it.each(documents)('%s is valid for @readme/openapi-parser', async (_name, document) => {
    expect(await validate(structuredClone(document) as never)).toMatchObject({ valid: true, warnings: [] });
  });

  it('has neither an error nor a warning for @redocly/cli', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'statuskit-openapi-'));
    const files = documents.map(([, document], at) => {
      const file = join(folder, `${at}.json`);
      writeFileSync(file, JSON.stringify(document));
      return file;
    });
    try {
      // Of several responses of one status only the schemas are used; and each 5xx has an operation of its own here.
      const skipped = ['--skip-rule=no-unused-components', '--skip-rule=operation-4xx-response'];
      const reports = await redocly(['lint', '--format=json', '--extends=recommended', ...skipped, ...files]);
      expect(reports).toHaveLength(files.length);
      expect(reports.flatMap(({ problems }) => problems)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 120_000);
});

interface Lint {
  readonly problems: unknown[];
}

/** What the linter writes: a JSON document for each file, one behind the other. */
function redocly(args: readonly string[]): Promise<Lint[]> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
    execFile(
      process.execPath,
      [join(TESTS, 'node_modules/@redocly/cli/bin/cli.js'), ...args],
      { cwd: TESTS, env, maxBuffer: 1 << 27 },
      (failure, stdout, stderr) => {
        if (failure !== null && typeof failure.code !== 'number') reject(failure);
        else if (stdout === '') reject(new Error(stderr));
        else resolve(stdout.split(/(?<=^\})(?=\{$)/m).map((text) => JSON.parse(text) as Lint));
      },
    );
  });
}
