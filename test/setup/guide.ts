import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** A block of code of a guide that stands behind `<!-- run -->`: a test runs it, and the compiler reads it. */
export interface Block {
  readonly language: 'js' | 'ts';
  readonly code: string;
}

/** One page of docs/guides. */
export interface Guide {
  readonly name: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** The rows of the first table under a heading, each as its cells. */
  rowsUnder(heading: string): string[][];
}

/** Reads a page by its name: `from-boom` is docs/guides/from-boom.md. */
export function readGuide(name: string): Guide {
  const text = readFileSync(new URL(`../../docs/guides/${name}.md`, import.meta.url), 'utf8');
  const blocks = [...text.matchAll(/<!-- run -->\n```(ts|js)\n(.*?)```/gs)].map(([, language, code]) => ({
    language: language === 'ts' ? ('ts' as const) : ('js' as const),
    code: code ?? '',
  }));
  return { name, text, blocks, rowsUnder };

  function rowsUnder(heading: string): string[][] {
    const section = text.split(new RegExp(`^#+ ${heading}$`, 'm'))[1]?.split(/^#/m)[0] ?? '';
    const lines = section.split('\n').filter((line) => line.startsWith('| '));
    return lines.slice(2).map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  }
}

/** What stands in a cell as code, or the cell without its quotes. */
export const unquoted = (cell = ''): string => cell.replaceAll('`', '');

// ECMAScript modules, which `require` may not give.
export type Modules = Readonly<Record<string, unknown>>;

const requireReal = createRequire(import.meta.url);

const COMPILED = new Map<string, string>();

function transpile(code: string): string {
  const compilerOptions = {
    module: ts.ModuleKind.CommonJS,
    target: ts.ScriptTarget.ES2022,
    esModuleInterop: true,
  };
  return ts.transpileModule(code, { compilerOptions }).outputText;
}

/**
 * Runs code that imports, or requires, what it needs, and gives what it has declared under `names`, what it exports among
 * them. `modules` wins over what is installed.
 */
export function run(code: string, modules: Modules, names: readonly string[] = []): Record<string, unknown> {
  const outputText = COMPILED.get(code) ?? transpile(code);
  COMPILED.set(code, outputText);
  const declared = names.map((name) => `${name}: typeof ${name} === 'undefined' ? undefined : ${name}`);
  const body = `${outputText}\nreturn { ${declared.join(', ')}${declared.length > 0 ? ', ' : ''}...exports };`;
  const load = (name: string): unknown => (name in modules ? modules[name] : requireReal(name));
  return new Function('require', 'exports', body)(load, {}) as Record<string, unknown>;
}

const here = fileURLToPath(new URL('.', import.meta.url));

/**
 * What the compiler says of modules that exist in memory only, by their names: with the settings of this project, and
 * with the packages that the tests have.
 */
export function complaintsOf(sources: Readonly<Record<string, string>>): string[] {
  const modules = new Map(Object.entries(sources).map(([name, code]) => [`${here}${name}`, code]));
  const config = ts.readConfigFile(`${here}../../tsconfig.base.json`, ts.sys.readFile).config as {
    compilerOptions: object;
  };
  const { options } = ts.parseJsonConfigFileContent(
    {
      compilerOptions: {
        ...config.compilerOptions,
        isolatedDeclarations: false,
        declaration: false,
        noPropertyAccessFromIndexSignature: false,
      },
    },
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
  // What these say of packages that bring no types.
  const ambient = readdirSync(here).filter((name) => name.endsWith('.d.ts'));
  const roots = [...modules.keys(), ...ambient.map((name) => here + name)];
  const program = ts.createProgram(roots, options, host);
  return [...modules.keys()].flatMap((name) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(name))
      .map(
        ({ messageText }) =>
          `${name.slice(here.length)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
      ),
  );
}
