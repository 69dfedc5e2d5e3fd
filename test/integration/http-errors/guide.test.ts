import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as core from '@statuskit/core';
import createError from '@statuskit/core/http-errors';
import * as forExpress from '@statuskit/express';
import express from 'express';
import ts from 'typescript';
import { describe, expect, it, vi } from 'vitest';
import { DIFFERENCES } from './differences.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const guide = readFileSync(new URL('../../../docs/guides/from-http-errors.md', import.meta.url), 'utf8');

/** The rows of the table under a heading, each as its cells. */
function rowsUnder(heading: string): string[][] {
  const section = guide.split(`## ${heading}`)[1]?.split('\n## ')[0] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('| '));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const unquoted = (cell = ''): string => cell.replaceAll('`', '');
const PAIRS = rowsUnder('3. Replace call by call').map(
  ([before, after]) => [unquoted(before), unquoted(after)] as const,
);
const BLOCKS = [...guide.matchAll(/<!-- run -->\n```(ts|js)\n(.*?)```/gs)].map(([, language, code]) => ({
  language,
  code: code ?? '',
}));

// What the snippets of the table speak of.
const SCOPE = `
const note = { id: 7, text: 'x' };
const error = new Error('ENOENT');
const userId = 7;
const errors = [{ detail: 'must be three letters', pointer: '#/iata' }];
`;
const NAMES = Object.keys(core).filter((name) =>
  PAIRS.some(([, after]) => new RegExp(`\\b${name}\\b`).test(after)),
);

const MODULES: Readonly<Record<string, unknown>> = {
  '@statuskit/core': core,
  '@statuskit/core/http-errors': createError,
  '@statuskit/express': forExpress,
  express,
};

function required(name: string): unknown {
  expect(Object.keys(MODULES)).toContain(name);
  return MODULES[name];
}

/** Runs code that imports, or requires, what it needs. */
function run(code: string): unknown {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
    },
  });
  return new Function('require', 'exports', `${outputText}\nreturn exports;`)(required, {});
}

function evaluate(expression: string): unknown {
  const code = `import { ${NAMES.join(', ')} } from '@statuskit/core';
import createError from '@statuskit/core/http-errors';
${SCOPE}
export const value: unknown = (${expression});`;
  return (run(code) as { value: unknown }).value;
}

/** What the compiler says of modules that exist in memory only. */
function complaintsOf(modules: ReadonlyMap<string, string>): string[] {
  const config = ts.readConfigFile(`${here}../../../tsconfig.base.json`, ts.sys.readFile).config as {
    compilerOptions: object;
  };
  const { options } = ts.parseJsonConfigFileContent(
    { compilerOptions: { ...config.compilerOptions, isolatedDeclarations: false, declaration: false } },
    ts.sys,
    here,
  );
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => modules.has(name) || fileExists(name);
  host.readFile = (name) => modules.get(name) ?? readFile(name);
  host.getSourceFile = (name, target, ...rest) => {
    const text = modules.get(name);
    return text === undefined
      ? getSourceFile(name, target, ...rest)
      : ts.createSourceFile(name, text, target);
  };
  const program = ts.createProgram([...modules.keys()], options, host);
  return [...modules.keys()].flatMap((name) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(name))
      .map(
        ({ messageText }) =>
          `${name.slice(here.length)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
      ),
  );
}

describe('docs/guides/from-http-errors.md', () => {
  it('lists the differences that the tests allow, and no other', () => {
    expect(rowsUnder('What differs').map(([id]) => unquoted(id))).toEqual([...DIFFERENCES]);
  });

  it('has snippets', () => {
    expect(PAIRS.length).toBeGreaterThan(12);
    expect(BLOCKS).toHaveLength(3);
  });

  it.each(PAIRS)('%s: both run, and mean the same status', (before, after) => {
    const [old, modern] = [evaluate(before), evaluate(after)];
    if (typeof modern === 'function')
      expect(new (modern as new () => unknown)()).toMatchObject({ status: 404 });
    else if (typeof modern === 'boolean') expect(modern).toBe(old);
    else {
      expect(core.isHttpError(old) && core.isHttpError(modern)).toBe(true);
      expect((modern as core.HttpError).status).toBe((old as core.HttpError).status);
    }
  });

  it.each(BLOCKS)('the $language block runs: $code', ({ code }) => {
    const assert = vi.spyOn(console, 'assert');
    expect(() => run(code)).not.toThrow();
    for (const [holds] of assert.mock.calls) expect(holds).toBe(true);
  });

  it('what it says to write compiles', { timeout: 60_000 }, () => {
    const modules = new Map(
      BLOCKS.filter(({ language }) => language === 'ts').map(({ code }, index) => [
        `${here}block-${index}.ts`,
        code,
      ]),
    );
    const lines = PAIRS.map(([, after], index) => `export const after${index}: unknown = (${after});`);
    modules.set(
      `${here}table.ts`,
      `import { ${NAMES.join(', ')} } from '@statuskit/core';\n${SCOPE.replace('errors =', 'errors: { detail: string; pointer: string }[] =')}\n${lines.join('\n')}`,
    );
    expect(complaintsOf(modules)).toEqual([]);
    const wrong = new Map([
      [`${here}wrong.ts`, `import { Unauthorized } from '@statuskit/core';\nnew Unauthorized();`],
    ]);
    expect(complaintsOf(wrong)).toHaveLength(1);
  });
});
