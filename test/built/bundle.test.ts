import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { rollup } from 'rollup';
import { describe, expect, it } from 'vitest';

const require = createRequire(import.meta.url);
const HERE = fileURLToPath(new URL('.', import.meta.url));

interface Bundle {
  readonly text: string;
  /** What the bundle gives `report`. */
  run(): unknown;
}

/** A module of a user's, bundled for a browser: an import of `node:` anything would fail here. */
async function bundle(
  source: string,
  options: { minify?: boolean; format?: 'esm' | 'iife' } = {},
): Promise<Bundle> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: HERE },
    bundle: true,
    write: false,
    platform: 'browser',
    target: 'es2022',
    format: options.format ?? 'esm',
    minify: options.minify ?? false,
    logLevel: 'silent',
  });
  const text = outputFiles[0]?.text ?? '';
  return {
    text,
    run() {
      let reported: unknown;
      new Function('report', text)((value: unknown) => {
        reported = value;
      });
      return reported;
    },
  };
}

/** The entries of core that a browser or a worker can load. */
const EVERYWHERE = [
  '@statuskit/core',
  '@statuskit/core/fields',
  '@statuskit/core/rules',
  '@statuskit/core/status',
];

describe.each(EVERYWHERE)('%s in a bundle', (entry) => {
  it('needs nothing of Node', async () => {
    const { text } = await bundle(`import * as all from '${entry}'; report(all);`);
    expect(/['"]node:|\brequire\(|\bBuffer\b/.exec(text)).toBeNull();
  });
});

describe('which entries of core use modules of Node', () => {
  const manifest = JSON.parse(readFileSync(require.resolve('@statuskit/core/package.json'), 'utf8'));
  const entries = Object.keys(manifest.exports)
    .filter((entry) => entry !== './package.json')
    .map((entry) => entry.replace(/^\./, '@statuskit/core'));

  async function modulesOf(entry: string): Promise<string[]> {
    const { metafile } = await build({
      stdin: { contents: `export * from '${entry}'`, resolveDir: HERE },
      bundle: true,
      write: false,
      metafile: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'silent',
    });
    const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
    return [...new Set(imports.map(({ path }) => path).filter((path) => isBuiltin(path)))].sort();
  }

  it('is what decision 1 says', async () => {
    const decision = readFileSync(
      new URL('../../docs/decisions/0001-one-core-thin-adapters.md', import.meta.url),
      'utf8',
    );
    const found = await Promise.all(entries.map(async (entry) => [entry, await modulesOf(entry)] as const));
    const rows = found.map(
      ([entry, modules]) => `${entry}: ${modules.map((name) => `\`${name}\``).join(', ') || 'none'}`,
    );
    const said = [...decision.matchAll(/^\| `(@statuskit\/core\S*)` +\| (.*?) +\|$/gm)];
    expect(said.map(([, entry, modules]) => `${entry}: ${modules}`)).toEqual(rows);
  });
});

describe.each(['@statuskit/core/fields', '@statuskit/core/status'])('%s', (entry) => {
  it('loads no error class', async () => {
    const { text } = await bundle(`export * from '${entry}';`);
    expect(/\bclass [A-Z{]|= class\b|HttpError|extends Error/.exec(text)).toBeNull();
  });
});

describe('core in a bundle', () => {
  it('leaves out the classes, parsers and tables that nobody uses', async () => {
    const { text } = await bundle("import { NotFound } from '@statuskit/core'; report(NotFound);");
    expect(text).toContain('NotFound');
    const absent = [
      'Unauthorized = class',
      'Conflict = class',
      'UpgradeRequired = class',
      'InternalServerError = class',
    ];
    for (const words of [
      ...absent,
      'www-authenticate',
      'acceptPatch',
      'blocked-by',
      'token68',
      'heuristicallyCacheable',
    ]) {
      expect(text).not.toContain(words);
    }
    // The base, its checks and the table of phrases. Classes that drag each other in would make it four times that.
    expect(text.length).toBeLessThan(16_500);
  });

  it.each([false, true])('keeps the names of the classes, minified: %s', async (minify) => {
    const { run } = await bundle(
      `import { Conflict, HttpError, isHttpError, NotFound } from '@statuskit/core';
       class OutOfStock extends Conflict { static tag = 'OutOfStock'; }
       const error = new NotFound('gone');
       report([error.name, String(error), new OutOfStock(null).name, isHttpError(error), error instanceof HttpError,
         error instanceof Conflict, new OutOfStock(null) instanceof Conflict]);`,
      { minify, format: 'iife' },
    );
    expect(run()).toEqual(['NotFound', 'NotFound: gone', 'OutOfStock', true, true, false, true]);
  });

  it('renders in a browser', async () => {
    const { run } = await bundle(
      `import { render, toHttpError, Unauthorized } from '@statuskit/core';
       const reply = render(toHttpError(new Unauthorized({ scheme: 'Bearer' })), { method: 'GET', headers: {} });
       report([reply.status, reply.headers['www-authenticate'], JSON.parse(reply.body).title]);`,
      { minify: true, format: 'iife' },
    );
    expect(run()).toEqual([401, 'Bearer', 'Unauthorized']);
  });
});

/** An application, bundled for Node by esbuild. */
async function byEsbuild(source: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: HERE },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

/** The same by Rollup, which Vite is made of. Modules that are not ours stay imports. */
async function byRollup(source: string): Promise<string> {
  const isOurs = (id: string): boolean => id.startsWith('@statuskit/');
  const bundled = await rollup({
    input: 'application',
    external: (id) => !/^(?:\.|\/|application$|@statuskit\/)/.test(id),
    plugins: [
      {
        name: 'ours',
        resolveId: (id) =>
          isOurs(id) ? fileURLToPath(import.meta.resolve(id)) : id === 'application' ? id : null,
        load: (id) => (id === 'application' ? source : null),
      },
    ],
  });
  const { output } = await bundled.generate({ format: 'esm' });
  return output[0].code;
}

// What only the rule of that name contains. The codes of three databases are also part of the rule for Prisma.
const MARKS = {
  postgres: 'severity',
  mysql: 'sqlState',
  sqlite: 'ERR_SQLITE_ERROR',
  prisma: 'P2002',
  mongo: 'MongoPoolClearedError',
  mongoose: 'DocumentNotFoundError',
  upstream: 'UND_ERR_CONNECT_TIMEOUT',
};
const rulesIn = (text: string): string[] =>
  Object.entries(MARKS).flatMap(([name, mark]) => (text.includes(mark) ? [name] : []));

// One object that held all rules put all of them into each bundle that named one.
const HANDLER = 'errorHandler({ rules })';
describe.each([
  ['@statuskit/core', 'toHttpError(0, { rules })', Object.keys(MARKS)],
  ['@statuskit/express', HANDLER, ['postgres']],
  ['@statuskit/koa', HANDLER, ['postgres']],
])('opt-in rules in a bundle of %s', (entry, call, names) => {
  const [main = ''] = call.split('(');

  it('those that nobody names are left out', async () => {
    const source = `import { ${main} } from '${entry}'; const rules = []; report(${call});`;
    for (const text of [await byEsbuild(source), await byRollup(source)]) {
      expect(text).toContain(main);
      expect(rulesIn(text)).toEqual([]);
    }
  });

  it.each(names)('with %s, only that one is in', async (name) => {
    const ofNamespace = `import { ${main}, rules as all } from '${entry}'; const rules = [all.${name}]; report(${call});`;
    const ofEntry = `import { ${main} } from '${entry}'; import * as all from '@statuskit/core/rules';
      const rules = [all.${name}]; report(${call});`;
    // Errors of the driver are part of those of mongoose.
    const wanted = name === 'mongoose' ? ['mongo', 'mongoose'] : [name];
    expect(rulesIn(await byRollup(ofNamespace))).toEqual(wanted);
    expect(rulesIn(await byEsbuild(ofEntry))).toEqual(wanted);
  });
});
