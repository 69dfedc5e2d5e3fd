import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const require = createRequire(import.meta.url);
// Dependencies of vitest, which are not ours.
const inVitest = createRequire(require.resolve('vitest/package.json'));

const FILES = [
  'create-fetch',
  'fields',
  'lists-and-jobs',
  'others',
  'phrases',
  'retry-advice',
  'revive',
  'update',
];
// The manifest of the client has other modules for browsers.
const OF_BROWSERS = ['transport.browser'];
const OF_NODE = ['streams', 'transport'];

const portable: Plugin = {
  name: 'portable',
  setup({ onResolve }) {
    onResolve({ filter: /^vitest$/ }, () => ({ path: here('./vitest.ts') }));
    onResolve({ filter: /^@vitest\/(?:expect|spy)$/ }, ({ path }) => ({ path: inVitest.resolve(path) }));
  },
};

/** Returns the unit tests of the client that a runtime can pass as one script, whose `run` runs them. */
export async function bundleUnitTests(platform: 'browser' | 'node'): Promise<string> {
  const isBrowser = platform === 'browser';
  const { outputFiles } = await build({
    stdin: {
      contents: `${isBrowser ? "import './node.ts';" : ''}
        ${[...FILES, ...(isBrowser ? OF_BROWSERS : OF_NODE)].map((name) => `import '../../../packages/client/test/${name}.test.ts';`).join('\n')}
        export { run } from './vitest.ts';`,
      resolveDir: here('.'),
    },
    bundle: true,
    write: false,
    logLevel: 'silent',
    format: isBrowser ? 'iife' : 'esm',
    globalName: 'tests',
    platform,
    target: 'es2022',
    conditions: ['@statuskit/source'],
    // The manifest of the client says that its modules have no side effects; its tests have.
    ignoreAnnotations: true,
    plugins: [portable],
  });
  return outputFiles[0]?.text ?? '';
}
