import { defineConfig } from 'tsup';
import { bareNames } from '../../scripts/commonjs.ts';
import { namesThatDiffer } from '../../scripts/names.ts';

export default defineConfig({
  entry: { index: 'src/index.ts' },
  format: ['esm', 'cjs'],
  esbuildPlugins: [bareNames],
  target: 'node20',
  platform: 'node',
  removeNodeProtocol: false,
  // A middleware has the name of the function that makes it, and a bundler renames one of the two: traces show its `name`.
  keepNames: true,
  plugins: [namesThatDiffer],
  // Test runners that know CommonJS only refuse `import()`.
  esbuildOptions(options, { format }) {
    if (format === 'cjs') options.supported = { 'dynamic-import': false };
  },
  dts: true,
  clean: true,
});
