import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isHttpError, NotFound } from '@statuskit/core';
import createError, * as named from '@statuskit/core/http-errors';
import real from 'http-errors';
import { describe, expect, it } from 'vitest';
import { CALLS, type Loose } from '../integration/http-errors/calls.ts';
import { differing } from '../integration/http-errors/differing.ts';

const require = createRequire(import.meta.url);
const cjs = require('@statuskit/core/http-errors') as typeof createError;
const core = require('@statuskit/core') as typeof import('@statuskit/core');

const COPIES = [
  ['import', createError],
  ['require', cjs],
] as const;

describe('the drop-in as it is installed', () => {
  it('is the function by require, and by import in each of its ways', () => {
    expect(typeof cjs).toBe('function');
    expect(cjs).not.toBe(createError); // or this suite would see one copy twice
    expect(createError.name).toBe('createError');
    expect(named.createError).toBe(createError);
    for (const [, copy] of COPIES) {
      expect(copy.default).toBe(copy);
      expect(copy.createError).toBe(copy);
      expect(Object.keys(copy)).toEqual(Object.keys(real));
    }
  });

  // Node's own loader, in a process without a bundler or a test runner.
  it('is what Node loads', () => {
    const script = `
      import { createRequire } from 'node:module';
      import createError, { HttpError, isHttpError, NotFound, createError as byName } from '@statuskit/core/http-errors';
      import * as core from '@statuskit/core';
      const require = createRequire(import.meta.url);
      const cjs = require('@statuskit/core/http-errors');
      const { NotFound: FromCjs, HttpError: Base } = require('@statuskit/core/http-errors');
      process.stdout.write(JSON.stringify([
        typeof cjs, cjs === createError, byName === createError,
        new NotFound() instanceof core.NotFound, new FromCjs() instanceof core.NotFound,
        cjs(404) instanceof HttpError, createError(404) instanceof Base,
        isHttpError(cjs(404)), cjs.isHttpError(new core.NotFound()), core.isHttpError(cjs(404, 'x')),
        cjs(404, 'x').message, cjs[404] === FromCjs,
      ]));`;
    const text = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: fileURLToPath(new URL('.', import.meta.url)),
      encoding: 'utf8',
    });
    const [type, isOneCopy, ...facts] = JSON.parse(text) as unknown[];
    expect([type, isOneCopy]).toEqual(['function', false]);
    expect(facts).toEqual([true, true, true, true, true, true, true, true, 'x', true]);
  });

  it('makes errors that the other copy of core knows', () => {
    for (const [, copy] of COPIES) {
      for (const from of [isHttpError, core.isHttpError]) expect(from(copy(404))).toBe(true);
      for (const Class of [NotFound, core.NotFound]) expect(copy(404)).toBeInstanceOf(Class);
    }
  });
});

// http-errors gives each notice once for a process, so only to the first of the copies; the sources are held to them.
const once = (facets: readonly string[]): string[] => facets.filter((facet) => facet !== 'notices').sort();

describe.each(COPIES)('beside http-errors 2.0.1, by %s', (_way, copy) => {
  it.each(CALLS)('$name: the same but for what is listed, and that differs', (call) => {
    const differences = differing(call, copy as unknown as Loose, real as unknown as Loose);
    expect(once(differences)).toEqual(once(Object.keys(call.differs ?? {})));
  });
});
