import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SwaggerParser from '@apidevtools/swagger-parser';
import { validate } from '@readme/openapi-parser';
import * as forOpenapi from '@statuskit/openapi';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readGuide, run } from '../../setup/guide.ts';
import { listenHere, problemOf } from '../../setup/here.ts';
import { request } from '../../setup/raw.ts';
import { modulesFor } from './modules.ts';

const { blocks } = readGuide('openapi');
const modules = { ...modulesFor('express5'), '@statuskit/openapi': forOpenapi };

/** What the block exports that contains a text. */
function exportsOf(text: string): Record<string, unknown> {
  const block = blocks.find(({ code }) => code.includes(text));
  return run(block?.code ?? '', modules);
}

interface Document {
  readonly paths: Record<string, Record<string, { readonly responses: Record<string, unknown> }>>;
  readonly components: { readonly schemas: object; readonly responses: object };
}

async function requireValid(document: unknown): Promise<void> {
  await expect(SwaggerParser.validate(structuredClone(document) as never)).resolves.toBeDefined();
  expect(await validate(structuredClone(document) as never)).toMatchObject({ valid: true });
}

describe('the documents of the guide are valid, and refer to the components', () => {
  let folder: string;
  const before = process.cwd();

  // swagger-jsdoc reads the comments of files.
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'statuskit-jsdoc-'));
    mkdirSync(join(folder, 'src/routes'), { recursive: true });
    const code = blocks.find((block) => block.code.includes('swaggerJsdoc('))?.code ?? '';
    writeFileSync(join(folder, 'src/routes/notes.js'), code);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['by hand', 'const noteConflict', ['204', '403', '404', '409', '428', 'default']],
    ['zod-openapi', 'createDocument(', ['200', '404', '410', 'default']],
    ['zod-to-openapi', 'new OpenAPIRegistry(', ['200', '404', '410', 'default']],
    ['swagger-jsdoc', 'swaggerJsdoc(', ['200', '404', '410', 'default']],
  ])('%s', async (_tool, text, statuses) => {
    const code = blocks.find((block) => block.code.includes(text))?.code ?? '';
    // A worker cannot change its directory: the path of the guide is made absolute.
    const { document } = run(code.replace("'./src/", `'${folder}/src/`), modules) as { document: Document };
    const [operations] = Object.values(document.paths);
    const [operation] = Object.values(operations ?? {});
    expect(Object.keys(operation?.responses ?? {})).toEqual(statuses);
    expect(operation?.responses['404']).toEqual({ $ref: '#/components/responses/NotFound' });
    await requireValid(document);
    expect(process.cwd()).toBe(before);
  });
});

describe('express-openapi-validator', () => {
  it('compares requests and responses with the document', async () => {
    const { app } = exportsOf('OpenApiValidator.middleware(');
    const { port } = await listenHere(app);
    const ask = (path: string) => request(port, 'GET', path);
    expect(await ask('/notes/7')).toMatchObject({ status: 200, body: '{"text":"buy milk"}' });
    const missing = await ask('/notes/9');
    await expect(missing).toBeProblem(404, { detail: 'This note does not exist', status: 404 });
    // A request that does not fit is refused with the words of the validator, and a response that does not fit is our fault.
    const refused = await ask('/notes/seven');
    expect(refused).toMatchObject({ status: 400, fields: { 'content-type': ['application/problem+json'] } });
    expect(problemOf(refused)['detail']).toContain('must be integer');
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    const wrong = await ask('/notes/8');
    expect(printed).toHaveBeenCalledTimes(1);
    await expect(wrong).toHaveStatus(500);
    expect(wrong.body).not.toContain('txt');
    await expect(await ask('/nothing')).toHaveStatus(404);
  });
});

describe('the pages', () => {
  it('show the document', async () => {
    const { app } = exportsOf('swaggerUi.setup(');
    const { port } = await listenHere(app);
    const json = await request(port, 'GET', '/openapi.json');
    await requireValid(JSON.parse(json.body));
    const docs = await request(port, 'GET', '/docs/');
    expect(docs).toMatchObject({ status: 200 });
    expect(docs.body).toContain('swagger-ui');
    const script = await request(port, 'GET', '/docs/swagger-ui-init.js');
    expect(script.body).toContain('#/components/responses/NotFound');
    const reference = await request(port, 'GET', '/reference');
    await expect(reference).toHaveStatus(200);
    expect(reference.body).toContain('/openapi.json');
  });
});
