// Checks one package as pnpm packs it: what is in the tarball, what its manifest says, and what publint and attw say
// of both. Runs in the package's folder, as its script `packaging`, after the build.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const shell = process.platform === 'win32';
const LISTS = join(root, 'scripts/packed-files.json');
const complaints = [];

function inTarball(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );
}

function checkFiles(folder) {
  const files = inTarball(folder);
  for (const name of ['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'package.json']) {
    if (!files.includes(name)) complaints.push(`${name} is missing`);
  }
  for (const file of files) {
    const isExpected =
      /^(?:LICENSE|(?:README|CHANGELOG|SECURITY)\.md|package\.json|dist\/[\w-]+\.(?:c?js|d\.c?ts)|[\w-]+\/package\.json)$/.test(
        file,
      );
    if (!isExpected) complaints.push(`${file} has no business in it`);
    const text = readFileSync(join(folder, file), 'utf8');
    if (text.includes(root)) complaints.push(`${file} holds a path of the machine that built it`);
    if (text.includes('sourceMappingURL')) complaints.push(`${file} points to a source map`);
  }
}

/** The files, where those that entries share have the name `shared`: the bundler names them by what is in them. */
function listed(folder) {
  const names = inTarball(folder).map((file) => file.replace(/^dist\/[\w-]+-[\w-]{8}(?=\.)/, 'dist/shared'));
  return [...new Set(names)].sort();
}

/** Compares what is packed with `packed-files.json`; `--write` writes it. */
function checkList(folder) {
  const name = basename(process.cwd());
  const lists = JSON.parse(readFileSync(LISTS, 'utf8'));
  if (process.argv.includes('--write')) {
    writeFileSync(LISTS, `${JSON.stringify({ ...lists, [name]: listed(folder) }, undefined, 2)}\n`);
    return;
  }
  const expected = lists[name] ?? [];
  const packed = listed(folder);
  for (const file of packed)
    if (!expected.includes(file)) complaints.push(`${file} is not in packed-files.json`);
  for (const file of expected) if (!packed.includes(file)) complaints.push(`${file} is not packed`);
}

/** Every path that the manifest names. */
function pathsIn(value) {
  if (typeof value === 'string') return value.startsWith('./') ? [value.slice(2)] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(pathsIn) : [];
}

function checkManifest(folder) {
  const text = readFileSync(join(folder, 'package.json'), 'utf8');
  for (const word of ['@statuskit/source', 'workspace:', 'devEngines']) {
    if (text.includes(word)) complaints.push(`package.json says ${word}`);
  }
  const { main, types, typesVersions, exports } = JSON.parse(text);
  const packed = inTarball(folder);
  for (const path of pathsIn([main, types, typesVersions, exports])) {
    if (!packed.includes(path)) complaints.push(`package.json names ${path}, which is not packed`);
  }
  // For `moduleResolution: node10`, which knows no exports.
  if (main !== exports['.'].require.default || types !== exports['.'].require.types) {
    complaints.push('main and types are not what `exports` has for require');
  }
}

const folder = mkdtempSync(join(tmpdir(), 'statuskit-packaging-'));
try {
  execFileSync('pnpm', ['pack', '--pack-destination', folder], { stdio: 'pipe', shell });
  const [tarball = ''] = readdirSync(folder);
  execFileSync('tar', ['-xzf', tarball], { cwd: folder });
  checkFiles(join(folder, 'package'));
  checkList(join(folder, 'package'));
  checkManifest(join(folder, 'package'));
  for (const [tool, ...args] of [
    ['publint', '--strict'],
    ['attw', '--profile', 'node16'],
  ]) {
    const { status, stdout, stderr } = spawnSync(tool, [join(folder, tarball), ...args], {
      encoding: 'utf8',
      shell,
    });
    if (status !== 0) complaints.push(`${tool}:\n${stdout}${stderr}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exitCode = 1;
else console.log('as it is packed: contents, manifest, publint, attw');
