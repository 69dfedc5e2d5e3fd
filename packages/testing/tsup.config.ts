import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { index: 'src/index.ts', jest: 'src/jest.ts', vitest: 'src/vitest.ts' },
  format: ['esm', 'cjs'],
  target: 'node20',
  platform: 'node',
  // Jest 27 knows no subpaths of a package, so what comes from those of core is part of the bundle.
  noExternal: [/^@statuskit\/core\//],
  dts: true,
  clean: true,
});
