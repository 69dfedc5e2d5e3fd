// Before a package is packed, copies into its folder what every tarball has from the root; with `--remove`, removes it afterwards.
import { copyFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
for (const name of ['LICENSE', 'SECURITY.md']) {
  if (process.argv.includes('--remove')) rmSync(name, { force: true });
  else copyFileSync(join(root, name), name);
}
