import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LONG, NOT_ON_20 } from './test/setup/suites.ts';

const source = {
  resolve: { conditions: ['@statuskit/source'] },
  ssr: { resolve: { conditions: ['@statuskit/source', 'node'] } },
};

// Koa 3 changes what is an instance of http-errors' class for its whole process: these files must not share one with it.
const ALONE = ['test/integration/http-errors/beside.test.ts'];
const BUILT_ALONE = ['test/built/http-errors.test.ts'];

const ONCE = process.version.startsWith('v20.') ? NOT_ON_20 : [];

// Where a suite may need a Redis server.
const services = { globalSetup: ['test/setup/services.ts'] };

const common = {
  setupFiles: ['test/setup/each-test.ts'],
  testTimeout: 20_000,
};

export default defineConfig({
  test: {
    reporters: ['default', './test/setup/closing-line.ts'],
    // Files share a worker and its modules; to import all of them anew for each file would double the time.
    pool: 'threads',
    isolate: false,
    coverage: {
      include: ['packages/core/src/**'],
      reporter: ['text-summary', 'json'],
      reportsDirectory: 'node_modules/.cache/coverage',
      // 96.7 % of the branches run without the suites in LONG, which the login guard and compressed responses have to themselves.
      thresholds: { branches: 96, functions: 98, lines: 98, statements: 98 },
    },
    maxWorkers: Math.max(2, availableParallelism()),
    projects: [
      // One project for the tests of a package and those over the wire, so that each source is transformed once.
      {
        ...source,
        extends: true,
        test: {
          ...common,
          ...services,
          name: 'source',
          include: [
            'packages/*/test/**/*.test.ts',
            'test/integration/**/*.test.ts',
            'examples/*/test/**/*.test.ts',
          ],
          exclude: [...ALONE, ...ONCE, ...LONG.source],
        },
      },
      { ...source, extends: true, test: { ...common, name: 'alone', include: ALONE, isolate: true } },
      // What users install: no source condition here, so that dist is resolved.
      {
        extends: true,
        test: {
          ...common,
          name: 'built',
          include: ['test/built/**/*.test.ts'],
          exclude: [...BUILT_ALONE, ...ONCE, ...LONG.built],
        },
      },
      { extends: true, test: { ...common, name: 'built-alone', include: BUILT_ALONE, isolate: true } },
      // What `npm test` leaves out.
      {
        ...source,
        extends: true,
        test: {
          ...common,
          ...services,
          name: 'long',
          include: LONG.source,
          exclude: ONCE,
        },
      },
      { extends: true, test: { ...common, name: 'long-built', include: LONG.built, exclude: ONCE } },
    ],
  },
});
