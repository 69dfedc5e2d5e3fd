import { defineConfig } from 'tsup';

const entry = {
  index: 'src/index.ts',
  adapter: 'src/middleware/index.ts',
  conditional: 'src/conditional/index.ts',
  'http-errors': 'src/http-errors/index.ts',
  idempotency: 'src/idempotency/index.ts',
  'rate-limit': 'src/rate-limit/index.ts',
};

export default defineConfig({
  entry,
  format: ['esm', 'cjs'],
  target: 'node20',
  platform: 'node',
  // `require()` of the drop-in is the function itself: `publicDir` has the file, `cjsInterop` makes `export =` of its type.
  dts: { entry: { ...entry, 'create-error': 'src/http-errors/require.ts' } },
  cjsInterop: true,
  publicDir: 'src/http-errors/require',
  clean: true,
});
