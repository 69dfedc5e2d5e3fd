import { defineConfig } from 'vitest/config';

const tests =
  process.env['MUTATION_TESTS'] ?? 'packages/core/test/conditional/{evaluate,oracle,table}.test.ts';

// What `npm run mutate` runs for each mutant: unit tests of core, on the sources.
export default defineConfig({
  resolve: { conditions: ['@statuskit/source'] },
  ssr: { resolve: { conditions: ['@statuskit/source', 'node'] } },
  test: { include: [tests], pool: 'threads', testTimeout: 20_000 },
});
