import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const packages = fileURLToPath(new URL('../../packages/', import.meta.url));

interface Manifest {
  readonly name: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const manifestIn = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/** The folder of a dependency, looked for as Node does; by folder, since not every package exports its manifest. */
function folderOf(name: string, from: string): string {
  const places = createRequire(join(from, 'package.json')).resolve.paths(name) ?? [];
  const found = places.map((place) => join(place, name)).find((folder) => hasManifest(folder));
  if (found === undefined) throw new Error(`${name} is not installed for ${from}`);
  // Its own dependencies are beside the real folder, not beside the link to it.
  return realpathSync(found);
}

function hasManifest(folder: string): boolean {
  try {
    return manifestIn(folder).name !== '';
  } catch {
    return false;
  }
}

/** What a package brings with it, directly and behind that, with the license of each. */
function broughtBy(folder: string, seen = new Map<string, string>()): Map<string, string> {
  for (const name of Object.keys(manifestIn(folder).dependencies ?? {})) {
    if (seen.has(name)) continue;
    const next = folderOf(name, folder);
    seen.set(name, manifestIn(next).license ?? 'none');
    broughtBy(next, seen);
  }
  return seen;
}

const SEND = [
  '@statuskit/core: MIT',
  'debug: MIT',
  'depd: MIT',
  'ee-first: MIT',
  'encodeurl: MIT',
  'escape-html: MIT',
  'etag: MIT',
  'fresh: MIT',
  'http-errors: MIT',
  'inherits: ISC',
  'mime-db: MIT',
  'mime-types: MIT',
  'ms: MIT',
  'on-finished: MIT',
  'range-parser: MIT',
  'send: MIT',
  'setprototypeof: ISC',
  'statuses: MIT',
  'toidentifier: MIT',
];

describe('what users install beside a package', () => {
  // Each with its license. A new row is a new dependency of users, and needs a decision record.
  const BROUGHT: Readonly<Record<string, readonly string[]>> = {
    client: ['@statuskit/core: MIT'],
    core: [],
    express: SEND,
    koa: SEND,
    node: ['@statuskit/core: MIT'],
    openapi: ['@statuskit/core: MIT'],
    redis: ['@statuskit/core: MIT', 'cockatiel: MIT'],
    testing: ['@statuskit/core: MIT'],
  };

  it.each(Object.keys(BROUGHT))('%s', (name) => {
    const found = [...broughtBy(join(packages, name))].map(([one, license]) => `${one}: ${license}`).sort();
    expect(found).toEqual(BROUGHT[name]);
  });

  it('every package is listed', () => {
    const published = readdirSync(packages).filter((name) => hasManifest(join(packages, name)));
    expect(Object.keys(BROUGHT)).toEqual(expect.arrayContaining(published));
  });
});
