import type { Plugin } from 'esbuild';

/**
 * In CommonJS, names the modules of Node without `node:`, which Jest before 27 does not know. In ES modules the prefix stays: workers
 * and Deno know no other name.
 */
export const bareNames: Plugin = {
  name: 'bare-names',
  setup({ initialOptions, onResolve }) {
    if (initialOptions.format !== 'cjs') return;
    onResolve({ filter: /^node:/ }, ({ path }) => ({ path: path.replace('node:', ''), external: true }));
  },
};
