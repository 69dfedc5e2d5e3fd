import { defineConfig } from 'vitest/config';

// Apart from `npm test`: the site is built once for all of it, which takes longer than a whole suite.
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', '../test/setup/closing-line.ts'],
    globalSetup: ['test/build.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
  root: import.meta.dirname,
});
