import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('.', import.meta.url)),
    include: ['*.test.ts'],
    reporters: ['default', '../setup/closing-line.ts'],
    // Each project installs its packages first.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxConcurrency: 2,
  },
});
