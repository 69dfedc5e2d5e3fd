import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { transformSync } from 'esbuild';
import { defineConfig, type Options } from 'tsup';

const entry = {
  index: 'src/index.ts',
  adapter: 'src/middleware/index.ts',
  conditional: 'src/conditional/index.ts',
  fields: 'src/fields/index.ts',
  'http-errors': 'src/http-errors/index.ts',
  idempotency: 'src/idempotency/index.ts',
  'rate-limit': 'src/rate-limit/index.ts',
  rules: 'src/errors/understand/rules/index.ts',
  status: 'src/status/index.ts',
  validation: 'src/validation/index.ts',
};

/**
 * The built main entry says `export * as rules from './rules.js'`. Bundled in one file, the namespace would be an object that
 * holds all rules, and the bundlers of users would keep all of them for one.
 */
const namespaceOfRules: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'namespace-of-rules',
  setup({ initialOptions, onResolve }) {
    if (initialOptions.format !== 'esm') return;
    onResolve({ filter: /\/rules\/index\.ts$/ }, ({ importer }) =>
      importer.endsWith('index.ts') ? { path: './rules.js', external: true } : undefined,
    );
  },
};

/**
 * Makes the CommonJS files from the ES modules, one from one, in place of the bundles that tsup has written. So what the entries
 * share is loaded once, as in ES modules; a bundle for each entry holds a copy. The way of tsup to split CommonJS rewrites `?.` and
 * `??` for engines of long ago.
 */
function writeCommonJs(): void {
  for (const name of readdirSync('dist')) {
    if (name.endsWith('.cjs') && name !== 'create-error.cjs') rmSync(`dist/${name}`);
    if (!name.endsWith('.js')) continue;
    const { code } = transformSync(readFileSync(`dist/${name}`, 'utf8'), {
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      banner: "'use strict';", // as in ES modules
    });
    const text = code
      .replace(/\brequire\("(\.\/[\w-]+)\.js"\)/g, 'require("$1.cjs")')
      .replace(/\brequire\("node:([\w/]+)"\)/g, 'require("$1")'); // Jest before 27 does not know the prefix
    writeFileSync(`dist/${name.replace(/\.js$/, '.cjs')}`, text);
  }
}

export default defineConfig({
  entry,
  esbuildPlugins: [namespaceOfRules],
  format: ['esm', 'cjs'],
  target: 'node20',
  platform: 'node',
  // Workers and Deno know the modules of Node only by `node:`.
  removeNodeProtocol: false,
  // `require()` of the drop-in is the function itself: `publicDir` has the file, `cjsInterop` makes `export =` of its type.
  dts: { entry: { ...entry, 'create-error': 'src/http-errors/require.ts' } },
  cjsInterop: true,
  publicDir: 'src/http-errors/require',
  clean: true,
  onSuccess: async () => writeCommonJs(),
});
