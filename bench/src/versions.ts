import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

interface Manifest {
  readonly name?: string;
  readonly version?: string;
}

function manifestAt(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

// Not every package shows its package.json: look upwards from the file that a program would load.
function manifestOf(name: string): Manifest {
  for (let folder = dirname(require.resolve(name)); folder !== dirname(folder); folder = dirname(folder)) {
    try {
      const manifest = manifestAt(folder);
      if (manifest.version !== undefined) return manifest;
    } catch {}
  }
  throw new Error(`${name}: no package.json found`);
}

/** Node and each package that takes part, with the version that runs. */
export function versions(packages: readonly string[]): readonly string[] {
  const named = packages.map((name) => {
    const { name: real, version } = manifestOf(name);
    return `${real} ${version}`;
  });
  return [`node ${process.versions.node} (V8 ${process.versions.v8})`, ...named];
}
