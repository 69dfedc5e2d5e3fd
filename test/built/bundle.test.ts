import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

interface Bundle {
  readonly text: string;
  /** What the bundle gives `report`. */
  run(): unknown;
}

/** A module of a user's, bundled for a browser: an import of `node:` anything would fail here. */
async function bundle(
  source: string,
  options: { minify?: boolean; format?: 'esm' | 'iife' } = {},
): Promise<Bundle> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true,
    write: false,
    platform: 'browser',
    target: 'es2022',
    format: options.format ?? 'esm',
    minify: options.minify ?? false,
  });
  const text = outputFiles[0]?.text ?? '';
  return {
    text,
    run() {
      let reported: unknown;
      new Function('report', text)((value: unknown) => {
        reported = value;
      });
      return reported;
    },
  };
}

describe('core in a bundle', () => {
  it('needs nothing of Node', async () => {
    const { text } = await bundle("import * as core from '@statuskit/core'; report(core);");
    expect(text).not.toMatch(/['"]node:/);
    expect(text).not.toMatch(/\brequire\(/);
    expect(text).not.toMatch(/\bBuffer\b/);
  });

  it('leaves out the classes, parsers and tables that nobody uses', async () => {
    const { text } = await bundle("import { NotFound } from '@statuskit/core'; report(NotFound);");
    expect(text).toContain('NotFound');
    const absent = [
      'Unauthorized = class',
      'Conflict = class',
      'UpgradeRequired = class',
      'InternalServerError = class',
    ];
    for (const words of [
      ...absent,
      'www-authenticate',
      'acceptPatch',
      'blocked-by',
      'token68',
      'heuristicallyCacheable',
    ]) {
      expect(text).not.toContain(words);
    }
    // The base, its checks and the table of phrases. Classes that drag each other in would make it four times that.
    expect(text.length).toBeLessThan(16_000);
  });

  it.each([false, true])('keeps the names of the classes, minified: %s', async (minify) => {
    const { run } = await bundle(
      `import { Conflict, HttpError, isHttpError, NotFound } from '@statuskit/core';
       class OutOfStock extends Conflict { static tag = 'OutOfStock'; }
       const error = new NotFound('gone');
       report([error.name, String(error), new OutOfStock(null).name, isHttpError(error), error instanceof HttpError,
         error instanceof Conflict, new OutOfStock(null) instanceof Conflict]);`,
      { minify, format: 'iife' },
    );
    expect(run()).toEqual(['NotFound', 'NotFound: gone', 'OutOfStock', true, true, false, true]);
  });

  it('renders in a browser', async () => {
    const { run } = await bundle(
      `import { render, toHttpError, Unauthorized } from '@statuskit/core';
       const reply = render(toHttpError(new Unauthorized({ scheme: 'Bearer' })), { method: 'GET', headers: {} });
       report([reply.status, reply.headers['www-authenticate'], JSON.parse(reply.body).title]);`,
      { minify: true, format: 'iife' },
    );
    expect(run()).toEqual([401, 'Bearer', 'Unauthorized']);
  });
});
