// `pnpm run release`: checks that a release can be made, and publishes every package that is not on the registry yet, with provenance.
// `--dry-run` does all of it but the publishing, and asks no registry. CONTRIBUTING.md has the order of a release.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const shell = process.platform === 'win32';
const isDryRun = process.argv.includes('--dry-run');

function run(program, ...args) {
  console.log(`$ ${program} ${args.join(' ')}`);
  const { status } = spawnSync(program, args, { cwd: root, stdio: 'inherit', shell });
  if (status !== 0) throw new Error(`${program} ${args[0]} failed`);
}

const output = (program, ...args) =>
  execFileSync(program, args, { cwd: root, encoding: 'utf8', shell }).trim();

function requireReady() {
  const changed = output('git', 'status', '--porcelain');
  if (changed !== '') throw new Error(`there are changes that are not committed:\n${changed}`);
  const pending = readdirSync(join(root, '.changeset')).filter(
    (name) => name.endsWith('.md') && name !== 'README.md',
  );
  if (pending.length > 0) {
    const hint = `${pending.length} changesets are pending: run \`pnpm run release:version\` and commit first`;
    if (!isDryRun) throw new Error(hint);
    console.log(hint);
  }
}

function packages() {
  return readdirSync(join(root, 'packages'))
    .map((folder) => ({
      folder,
      manifest: JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8')),
    }))
    .filter(({ manifest }) => !manifest.private);
}

/** Packs each package as it would be published, and prints its size and its files. */
function pack() {
  const target = mkdtempSync(join(tmpdir(), 'statuskit-release-'));
  try {
    for (const { folder, manifest } of packages()) {
      execFileSync('pnpm', ['pack', '--pack-destination', target], {
        cwd: join(root, 'packages', folder),
        stdio: 'pipe',
        shell,
      });
      const tarball = readdirSync(target).find((name) => name.startsWith(`statuskit-${folder}-`));
      const files = output('tar', '-tzf', join(target, tarball)).split('\n');
      const kilobytes = Math.ceil(statSync(join(target, tarball)).size / 1024);
      console.log(`${manifest.name}@${manifest.version}: ${files.length} files, ${kilobytes} KB packed`);
    }
  } finally {
    rmSync(target, { recursive: true });
  }
}

requireReady();
run('pnpm', 'run', 'build');
run('pnpm', 'run', '/^(lint|packaging)$/');
pack();
if (isDryRun) console.log('dry run: nothing was published');
else {
  run('pnpm', 'publish', '--recursive', '--filter', './packages/*', '--access', 'public', '--no-git-checks');
  run('pnpm', 'exec', 'changeset', 'tag');
}
