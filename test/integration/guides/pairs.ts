import * as core from '@statuskit/core';
import { type Modules, readGuide, run, unquoted } from '../../setup/guide.ts';

/** A table of a guide whose rows show an expression before and after the move to statuskit. */
export interface Pairs {
  readonly guide: string;
  readonly heading: string;
  /** How the package that is left is imported. */
  readonly imports: string;
  /** What the expressions speak of. */
  readonly scope: string;
}

export const FROM_HTTP_ERRORS: Pairs = {
  guide: 'from-http-errors',
  heading: '3. Replace call by call',
  imports: "import createError from '@statuskit/core/http-errors';",
  scope: `
const note = { id: 7, text: 'x' };
const error = new Error('ENOENT');
const userId = 7;
const errors: { detail: string; pointer: string }[] = [{ detail: 'must be three letters', pointer: '#/iata' }];
`,
};

/** The expressions of a table, row by row. */
export function rowsOf({ guide, heading }: Pairs): (readonly [before: string, after: string])[] {
  return readGuide(guide)
    .rowsUnder(heading)
    .map(([before, after]) => [unquoted(before), unquoted(after)] as const);
}

function head(table: Pairs): string {
  const text = rowsOf(table).flat().join('\n');
  const names = Object.keys(core).filter((name) => new RegExp(`(?<![.\\w])${name}\\b`).test(text));
  return `import { ${names.join(', ')} } from '@statuskit/core';\n${table.imports}\n${table.scope}`;
}

/** All of a table as one module, for the compiler. */
export function sourceOf(table: Pairs): string {
  const lines = rowsOf(table).flatMap(([before, after], index) => [
    `export const before${index}: unknown = (${before});`,
    `export const after${index}: unknown = (${after});`,
  ]);
  return `${head(table)}\n${lines.join('\n')}`;
}

/** What an expression of a table is. */
export function evaluate(table: Pairs, expression: string, modules: Modules): unknown {
  return run(`${head(table)}\nexport const value: unknown = (${expression});`, modules)['value'];
}
