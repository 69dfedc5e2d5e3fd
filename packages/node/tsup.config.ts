import { defineConfig } from 'tsup';
import { bareNames } from '../../scripts/commonjs.ts';

export default defineConfig({
  entry: { index: 'src/index.ts' },
  format: ['esm', 'cjs'],
  esbuildPlugins: [bareNames],
  target: 'node20',
  platform: 'node',
  dts: true,
  clean: true,
});
