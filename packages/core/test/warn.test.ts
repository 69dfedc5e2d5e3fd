import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { DOCS, warnOnce } from '../src/warn.ts';

const REGISTER = Symbol.for('statuskit.warned/1');
const file = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

let emitted: MockInstance<typeof process.emitWarning>;
beforeEach(() => {
  Reflect.deleteProperty(globalThis, REGISTER);
  emitted = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
  Reflect.deleteProperty(globalThis, REGISTER);
});

describe('a warning', () => {
  it('has a type, a code and a way to its entry', () => {
    warnOnce('STATUSKIT_NO_CHALLENGE', 'no challenge');
    expect(emitted).toHaveBeenCalledExactlyOnceWith('no challenge', {
      type: 'StatuskitWarning',
      code: 'STATUSKIT_NO_CHALLENGE',
      detail: expect.stringMatching(new RegExp(`^See ${DOCS}#statuskit_[a-z_]+$`)),
    });
  });

  it('comes once for each code, whatever the message', () => {
    warnOnce('STATUSKIT_NO_CHALLENGE', 'first');
    warnOnce('STATUSKIT_NO_CHALLENGE', 'second');
    warnOnce('STATUSKIT_NO_UPGRADE', 'third');
    warnOnce('STATUSKIT_NO_UPGRADE', 'fourth');
    expect(emitted.mock.calls.map(([message]) => message)).toEqual(['first', 'third']);
  });

  it('comes once for each process, also where two copies of the package are loaded', async () => {
    vi.resetModules();
    const other = await import('../src/warn.ts');
    expect(other.warnOnce).not.toBe(warnOnce);
    warnOnce('STATUSKIT_NO_CHALLENGE', 'first');
    other.warnOnce('STATUSKIT_NO_CHALLENGE', 'second');
    expect(emitted).toHaveBeenCalledTimes(1);
  });

  it('throws nothing, though the program replaced what emits it', () => {
    emitted.mockImplementation(() => {
      throw new Error('no warnings here');
    });
    expect(() => warnOnce('STATUSKIT_NO_CHALLENGE', 'x')).not.toThrow();
    expect(emitted).toHaveBeenCalledTimes(1);
  });

  it('is nothing where there is no process to tell, as in a browser', () => {
    vi.stubGlobal('process', undefined);
    try {
      expect(() => warnOnce('STATUSKIT_NO_CHALLENGE', 'x')).not.toThrow();
    } finally {
      vi.unstubAllGlobals();
    }
  });
});

describe('docs/errors.md', () => {
  it('is where the manifest says that the repository is', () => {
    const { homepage } = JSON.parse(file('../../../package.json')) as { homepage: string };
    expect(DOCS).toBe(homepage.replace('#readme', '/blob/main/docs/errors.md'));
  });

  const packages = new URL('../../', import.meta.url);
  const sources = readdirSync(packages)
    .map((name) => new URL(`${name}/src/`, packages))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.c?ts$/.test(name))
        .map((name) => readFileSync(new URL(name, folder), 'utf8')),
    );
  const found = (pattern: RegExp, texts: readonly string[]): string[] => [
    ...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, code = '']) => code))),
  ];
  const entries = found(/^## (STATUSKIT_[A-Z_0-9]+)$/gm, [file('../../../docs/errors.md')]).sort();
  // Without the unions that only list them, and without comments.
  const code = sources.map((text) =>
    text.replaceAll(/^export type \w+Code =[^;]+;/gm, '').replaceAll(/^ *(?:\/\/|\*|\/\*\*).*$/gm, ''),
  );

  it('has an entry for each code that some package gives, and no other', () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(entries.length).toBeGreaterThan(10);
    expect(found(/['"`](STATUSKIT_[A-Z_0-9]+)/g, code).sort()).toEqual(entries);
  });

  it('no list of codes has one that nobody gives', () => {
    expect(found(/\b(STATUSKIT_[A-Z_0-9]+)/g, sources).sort()).toEqual(entries);
  });

  it('says something about each', () => {
    for (const part of file('../../../docs/errors.md').split(/^## /m).slice(1)) {
      expect(part.split('\n').slice(1).join(' ').trim().length, part.split('\n')[0]).toBeGreaterThan(80);
    }
  });
});
