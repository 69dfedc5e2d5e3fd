import * as core from '@statuskit/core';
import { describe, expect, it, vi } from 'vitest';
import { readGuide, run, unquoted } from '../../setup/guide.ts';
import { modulesFor } from '../guides/modules.ts';
import { evaluate, FROM_HTTP_ERRORS, rowsOf } from '../guides/pairs.ts';
import { DIFFERENCES } from './differences.ts';

const guide = readGuide('from-http-errors');
const PAIRS = rowsOf(FROM_HTTP_ERRORS);
const MODULES = modulesFor('express5');

describe('docs/guides/from-http-errors.md', () => {
  it('lists the differences that the tests allow, and no other', () => {
    expect(guide.rowsUnder('What differs').map(([id]) => unquoted(id))).toEqual([...DIFFERENCES]);
  });

  it('has snippets', () => {
    expect(PAIRS.length).toBeGreaterThan(12);
    expect(guide.blocks).toHaveLength(3);
  });

  it.each(PAIRS)('%s: both run, and mean the same status', (before, after) => {
    const [old, modern] = [before, after].map((one) => evaluate(FROM_HTTP_ERRORS, one, MODULES));
    if (typeof modern === 'function')
      expect(new (modern as new () => unknown)()).toMatchObject({ status: 404 });
    else if (typeof modern === 'boolean') expect(modern).toBe(old);
    else {
      expect(core.isHttpError(old) && core.isHttpError(modern)).toBe(true);
      expect((modern as core.HttpError).status).toBe((old as core.HttpError).status);
    }
  });

  it.each(guide.blocks)('the $language block runs: $code', ({ code }) => {
    const assert = vi.spyOn(console, 'assert');
    expect(() => run(code, MODULES)).not.toThrow();
    for (const [holds] of assert.mock.calls) expect(holds).toBe(true);
  });
});
