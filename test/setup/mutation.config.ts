import { defineConfig } from 'vitest/config';

// What `npm run mutate` runs for each mutant: unit tests of core, on the sources. Each mutant has a worker, which its files share.
export default defineConfig({
  resolve: { conditions: ['@statuskit/source'] },
  ssr: { resolve: { conditions: ['@statuskit/source', 'node'] } },
  test: {
    include: [`packages/core/test/${process.env['MUTATION_TESTS']}.test.ts`],
    setupFiles: ['test/setup/mutation.ts'],
    pool: 'threads',
    isolate: false,
    testTimeout: 20_000,
  },
});
