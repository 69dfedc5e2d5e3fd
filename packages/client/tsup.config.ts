import { defineConfig, type Options } from 'tsup';

const common: Options = { format: ['esm', 'cjs'], removeNodeProtocol: false };

export default defineConfig([
  {
    ...common,
    entry: { index: 'src/index.ts' },
    target: 'node20',
    platform: 'neutral',
    dts: true,
    // The other build runs at the same time.
    clean: ['!browser.*'],
  },
  // For browsers: `browser` of the manifest has the modules that have another form there. The types are the same.
  { ...common, entry: { browser: 'src/index.ts' }, target: 'es2022', platform: 'browser' },
]);
