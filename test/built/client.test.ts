import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import * as esm from '@statuskit/client';
import * as core from '@statuskit/core';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const require = createRequire(import.meta.url);
const cjs = require('@statuskit/client') as typeof esm;
const cjsCore = require('@statuskit/core') as typeof core;
const dist = join(dirname(require.resolve('@statuskit/client/package.json')), 'dist');
// What bundlers for browsers, and Jest with a DOM, load.
const esmBrowser = (await import(pathToFileURL(join(dist, 'browser.js')).href)) as typeof esm;
const cjsBrowser = require(join(dist, 'browser.cjs')) as typeof esm;
const COPIES = [
  ['ESM', esm],
  ['CommonJS', cjs],
  ['ESM for browsers', esmBrowser],
  ['CommonJS for browsers', cjsBrowser],
] as const;

const VALUES =
  'createFetch forAxios forGot forKy forOfetch isRemote job pages retryAdvice revive update upstream';
const TYPES = `
  AxiosLike BreakerOptions CircuitState CockatielBreaker CreateFetchOptions FailedAttempt Fetch ForeignResponse GotOptions
  HeadersLike JobOptions KeySource KyOptions ListPage OfetchContext OfetchOptions OpossumBreaker PagesOptions
  ProblemErrorClass RefusalReason Remote RemoteError RequestOptions ResponseHead RetryAdvice RetryBudgetOptions RetryEvent
  RetryOptions RetryReason RevalidateOptions ReviveOptions UpdateOptions Updated Upstream UpstreamCounters UpstreamOptions
`;

const list = (names: string): string[] => names.trim().split(/\s+/).sort();

describe('the built package', () => {
  it('exports these names, in both kinds of modules', () => {
    for (const [, copy] of COPIES) expect(Object.keys(copy).sort()).toEqual(list(VALUES));
    for (const file of ['index.d.ts', 'index.d.cts']) {
      const clauses = [...readFileSync(join(dist, file), 'utf8').matchAll(/^export (?:type )?\{([^}]*)\}/gm)];
      const names = clauses.flatMap(([, clause = '']) =>
        clause.split(',').map((name) => name.replace(/^\s*type /, '').trim()),
      );
      expect(names.sort()).toEqual([...list(VALUES), ...list(TYPES)].sort());
    }
  });

  it('names nothing of Node', () => {
    for (const file of ['index.js', 'index.cjs', 'index.d.ts', 'browser.js', 'browser.cjs']) {
      expect(readFileSync(join(dist, file), 'utf8')).not.toMatch(/['"]node:|\bBuffer\b|\bprocess\./);
    }
  });

  it.each([
    ['browser', 'import', 'browser.js'],
    ['browser', 'require', 'browser.cjs'],
    ['node', 'import', 'index.js'],
    ['node', 'require', 'index.cjs'],
  ] as const)('a bundle for %s by %s holds %s', async (platform, kind, file) => {
    const { metafile } = await build({
      stdin: {
        contents:
          kind === 'import'
            ? "import * as client from '@statuskit/client'; console.log(client);"
            : "console.log(require('@statuskit/client'));",
        resolveDir: fileURLToPath(new URL('.', import.meta.url)),
      },
      bundle: true,
      write: false,
      logLevel: 'silent',
      platform,
      metafile: true,
    });
    const files = Object.keys(metafile.inputs).filter((path) => path.includes('client/dist/'));
    expect(files.map((path) => path.replace(/.*\//, ''))).toEqual([file]);
  });

  it.each(COPIES)('%s: advises on what a browser reports', (_kind, client) => {
    const rows: readonly (readonly [error: unknown, why: string])[] = [
      [new TypeError('Failed to fetch'), 'idempotent'],
      [
        new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'UND_ERR_SOCKET' }) }),
        'idempotent',
      ],
      [Object.assign(new Error('Network Error'), { code: 'ERR_NETWORK' }), 'idempotent'],
      [new DOMException('x', 'TimeoutError'), 'idempotent'],
      [new DOMException('x', 'AbortError'), 'aborted'],
      [new TypeError('x is not a function'), 'final'],
    ];
    for (const [error, why] of rows) {
      expect(client.retryAdvice({ method: 'GET', error, attempt: 1 }).why).toBe(why);
    }
  });

  it.each(COPIES)('%s: errors are instances of the classes of every copy of core', async (_kind, client) => {
    const names = Object.keys(core.STATUS_NAMES)
      .map(Number)
      .filter((status): status is core.ErrorStatus => status >= 400 && status !== 418);
    for (const status of names) {
      const error = await client.revive({ status, headers: {} });
      const name = core.errorClassName(status);
      for (const copy of [core, cjsCore]) {
        expect(error).toBeInstanceOf(copy[name]);
        expect(error).toBeInstanceOf(copy.HttpError);
        expect(copy.isHttpError(error)).toBe(true);
        const others = names
          .map((one) => core.errorClassName(one))
          .filter((one) => error instanceof (copy[one] as never));
        expect(others).toEqual([name]);
        expect([502, 503, 504]).toContain(copy.toHttpError(error).status);
      }
      expect(error?.name).toBe(name);
      for (const [, copy] of COPIES) expect(copy.isRemote(error)).toBe(true);
    }
  });
});

/** The size of these exports with all that they use of core, as a browser loads it. */
async function sizeOf(names: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { ${names} } from '@statuskit/client';`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    write: false,
    logLevel: 'silent',
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
  });
  return brotliCompressSync(outputFiles[0]?.contents ?? '').length;
}

// Goals: 4,096 bytes for the first, 8,000 for what a browser uses. The limits are what it is, rounded up.
describe('its size, core included, in bytes by brotli', () => {
  const BROWSER = 'revive, isRemote, retryAdvice, createFetch, update, pages, job';

  it.each([
    ['revive and retryAdvice', 'revive, retryAdvice', 4080],
    ['createFetch', 'createFetch', 6090],
    ['what a browser uses', BROWSER, 7440],
    ['with the hooks of other clients', `${BROWSER}, forKy, forGot, forAxios, forOfetch`, 8130],
    ['everything, with upstream and the classes of core that it throws', list(VALUES).join(', '), 13_370],
  ])('%s', async (_what, names, limit) => {
    const size = await sizeOf(names);
    expect(size).toBeLessThanOrEqual(limit);
    // A limit that is far away limits nothing.
    expect(size).toBeGreaterThan(limit * 0.97);
  });
});
