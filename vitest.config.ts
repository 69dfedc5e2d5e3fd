import { defineConfig } from 'vitest/config';

const source = {
  resolve: { conditions: ['@statuskit/source'] },
  ssr: { resolve: { conditions: ['@statuskit/source', 'node'] } },
};

export default defineConfig({
  test: {
    reporters: ['default', './test/setup/closing-line.ts'],
    projects: [
      {
        ...source,
        test: {
          name: 'unit',
          include: ['packages/*/test/**/*.test.ts'],
          setupFiles: ['test/setup/silence.ts'],
        },
      },
      {
        ...source,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts', 'examples/*/test/**/*.test.ts'],
          setupFiles: ['test/setup/silence.ts'],
          testTimeout: 20_000,
        },
      },
      // What users install: no source condition here, so that dist is resolved.
      {
        test: {
          name: 'built',
          include: ['test/built/**/*.test.ts'],
          setupFiles: ['test/setup/silence.ts'],
          testTimeout: 20_000,
        },
      },
    ],
  },
});
