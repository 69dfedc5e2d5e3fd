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

export const FROM_BOOM: Pairs = {
  guide: 'from-boom',
  heading: '2. Replace call by call',
  imports: "import * as Boom from '@hapi/boom';",
  scope: FROM_HTTP_ERRORS.scope,
};

export const FROM_KOA: Pairs = {
  guide: 'from-framework-defaults',
  heading: 'Koa: before and after',
  imports: "import { ctx } from './ctx.ts';",
  scope: `
const note = { id: 7, text: 'x' };
const errors: { detail: string; pointer: string }[] = [{ detail: 'must be three letters', pointer: '#/iata' }];
`,
};

/** Modules that the code of the guides imports, and that a project would have. */
export const STAND_INS: Readonly<Record<string, string>> = {
  'ctx.ts': "import type { Context } from 'koa';\nexport declare const ctx: Context;",
  'routes.ts': "import type { Router } from 'express';\nexport declare const routes: Router;",
  'note-store.ts': `import type { EntityTag } from '@statuskit/core/conditional';
export declare const secret: string;
export declare function load(id: string | string[] | undefined): { readonly etag: EntityTag; readonly state: object } | undefined;
export declare function save(id: string | string[] | undefined, note: unknown): null;`,
  'bank.ts': `
import type { EntityTag } from '@statuskit/core/conditional';
export declare const accounts: { pay(amount: number): object; rename(id: unknown, name: string): object };
export declare function load(id: unknown): { etag: EntityTag } | undefined;
export declare function userOf(authorization: string | undefined): string;
`,
  'table.ts': `export interface Table<Row> {
  transaction<T>(key: string, change: (row: Row | undefined) => { result: T; row?: Row | null }): Promise<T>;
}`,
  'users.ts': 'export declare const users: { has(name: string): boolean; add(name: string): number };',
  'airports.ts': 'export declare const airports: readonly { readonly code: string }[];',
  'notes.ts': `export interface Note { readonly id: number }
export declare function findNote(id: string | undefined): Promise<Note | undefined>;`,
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
    `export const before${index} = (): unknown => (${before});`,
    `export const after${index} = (): unknown => (${after});`,
  ]);
  return `${head(table)}\n${lines.join('\n')}`;
}

/** What an expression of a table is, or throws. */
export function evaluate(table: Pairs, expression: string, modules: Modules): unknown {
  const { value } = run(`${head(table)}\nexport const value = (): unknown => (${expression});`, modules);
  try {
    return (value as () => unknown)();
  } catch (thrown) {
    return thrown;
  }
}
