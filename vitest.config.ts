import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const source = {
  resolve: { conditions: ['@statuskit/source'] },
  ssr: { resolve: { conditions: ['@statuskit/source', 'node'] } },
};

// Koa 3 changes what is an instance of http-errors' class for its whole process: these files must not share one with it.
const ALONE = ['test/integration/http-errors/beside.test.ts'];
const BUILT_ALONE = ['test/built/http-errors.test.ts'];

// What is about browsers, curl, clients and databases that need a newer Node, what runs source files as they are, and the demo, which runs on
// the workspace's own Node, is not run again on Node 20.
const ONCE = process.version.startsWith('v20.')
  ? [
      'examples/airports/**',
      'test/integration/{conditional,redirects}/clients.test.ts',
      'test/integration/databases/sqlite.test.ts',
      'test/integration/files-entered/**',
      'test/integration/client/{browser,compare,hooks,runtimes}.test.ts',
      'test/integration/{openapi/**,guides/openapi.test.ts}',
      // Other test runners, which start their own processes.
      'test/built/{adoption,resolvers,sentry}.test.ts',
    ]
  : [];

// Where a suite may need a Redis server.
const services = { globalSetup: ['test/setup/services.ts'] };

const common = {
  setupFiles: ['silence', 'problem-watch', 'lint-watch', 'matchers'].map((name) => `test/setup/${name}.ts`),
  testTimeout: 20_000,
};

export default defineConfig({
  test: {
    reporters: ['default', './test/setup/closing-line.ts'],
    // Files share a worker and its modules; to import all of them anew for each file would double the time.
    pool: 'threads',
    isolate: false,
    maxWorkers: Math.max(2, availableParallelism()),
    projects: [
      {
        ...source,
        extends: true,
        test: { ...common, ...services, name: 'unit', include: ['packages/*/test/**/*.test.ts'] },
      },
      {
        ...source,
        extends: true,
        test: {
          ...common,
          ...services,
          name: 'integration',
          include: ['test/integration/**/*.test.ts', 'examples/*/test/**/*.test.ts'],
          exclude: [...ALONE, ...ONCE],
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
          exclude: [...BUILT_ALONE, ...ONCE],
        },
      },
      { extends: true, test: { ...common, name: 'built-alone', include: BUILT_ALONE, isolate: true } },
    ],
  },
});
