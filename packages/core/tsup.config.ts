import { defineConfig } from 'tsup';

const entry = {
  index: 'src/index.ts',
  adapter: 'src/middleware/index.ts',
  conditional: 'src/conditional/index.ts',
  fields: 'src/fields/index.ts',
  'http-errors': 'src/http-errors/index.ts',
  idempotency: 'src/idempotency/index.ts',
  'rate-limit': 'src/rate-limit/index.ts',
  status: 'src/status/index.ts',
};

export default defineConfig({
  entry,
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
});
