import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Builds the site, once for all files. `SITE_BUILT=1` takes what is there, to look at one test again. */
export default function setup(): void {
  if (process.env['SITE_BUILT'] === '1') return;
  const main = fileURLToPath(new URL('../src/main.mjs', import.meta.url));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@statuskit/source', main, '--build'],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`the site was not built:\n${stdout}${stderr}`);
}
