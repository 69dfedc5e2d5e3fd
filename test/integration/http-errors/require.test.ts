import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HttpError, isHttpError, NotFound } from '@statuskit/core';
import esm, { NotFound as EsmNotFound } from '@statuskit/core/http-errors';
import { buildSync } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';

const source = fileURLToPath(new URL('../../../packages/core/src/http-errors/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'statuskit-require-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// As the build does it: the module as CommonJS, and beside it the file that makes `require()` give the function.
buildSync({
  entryPoints: [join(source, 'index.ts')],
  outfile: join(folder, 'http-errors.cjs'),
  bundle: true,
  format: 'cjs',
  logLevel: 'silent',
});
copyFileSync(join(source, 'require/create-error.cjs'), join(folder, 'create-error.cjs'));
writeFileSync(join(folder, 'package.json'), '{}');
const cjs = createRequire(join(folder, 'x.cjs'))('./create-error.cjs') as typeof esm;

describe('require()', () => {
  it('gives the function itself, which is its own default', () => {
    expect(typeof cjs).toBe('function');
    expect(cjs).not.toBe(esm);
    expect(cjs.name).toBe('createError');
    expect(cjs.isHttpError.name).toBe('isHttpError');
    expect(cjs.default).toBe(cjs);
    expect(cjs.createError).toBe(cjs);
    expect(Object.keys(cjs)).toEqual(Object.keys(esm));
    expect(cjs(404, 'x')).toMatchObject({ status: 404, message: 'x', name: 'NotFoundError' });
  });

  it('its errors are known to the other copy, and the other way round', () => {
    for (const status of [404, 418, 499, 509]) {
      expect(isHttpError(cjs(status)), String(status)).toBe(true);
      expect(esm.isHttpError(cjs(status)), String(status)).toBe(true);
      expect(cjs(status), String(status)).toBeInstanceOf(HttpError);
      expect(cjs(status), String(status)).toBeInstanceOf(esm.HttpError);
      expect(esm(status), String(status)).toBeInstanceOf(cjs.HttpError);
    }
    expect(cjs(404)).toBeInstanceOf(NotFound);
    expect(cjs(404)).toBeInstanceOf(EsmNotFound);
    expect(esm(404)).toBeInstanceOf(cjs.NotFound);
    expect(esm(418)).toBeInstanceOf(cjs.ImATeapot);
    expect(esm(404)).not.toBeInstanceOf(cjs.ImATeapot);
    expect(new NotFound()).toBeInstanceOf(cjs.NotFound);
  });
});
