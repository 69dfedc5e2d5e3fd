// Keeps in step what all public packages say alike. The root's manifest is the one place for the address of the repository, the author
// and the license; `node scripts/manifests.mjs` copies them, and with `--check` (in `pnpm run lint`) it only compares.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const isCheck = process.argv.includes('--check');
const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

const { author, license, homepage, bugs, repository, engines } = read('package.json');
const complaints = [];
const versions = new Set();

// Beside the package's own file in the tarball: `pnpm pack` and `npm pack` copy them in, and remove them afterwards.
const PACK = {
  prepack: 'node ../../scripts/pack-files.mjs',
  postpack: 'node ../../scripts/pack-files.mjs --remove',
};

// Subpaths for what does not know `exports`: Jest before 28, other old resolvers, `moduleResolution: node10`. Each finds a folder
// with a manifest.
function stubsOf({ exports = {} }) {
  const subpaths = Object.entries(exports).filter(([path, to]) => path !== '.' && to.require !== undefined);
  return subpaths.map(
    ([
      path,
      {
        require: { types, default: main },
      },
    ]) => {
      const up = '../'.repeat(path.split('/').length - 1);
      const named = { private: true, main: up + main.slice(2), types: up + types.slice(2) };
      return { folder: path.slice(2), text: `${JSON.stringify(named, undefined, 2)}\n` };
    },
  );
}

function write(path, text) {
  if (existsSync(join(root, path)) && text === readFileSync(join(root, path), 'utf8')) return;
  if (isCheck) {
    complaints.push(`${path} is not what \`node scripts/manifests.mjs\` writes`);
    return;
  }
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function wanted(name, manifest) {
  const { name: id, version, description, keywords, files = [], scripts, publishConfig, ...rest } = manifest;
  for (const key of ['author', 'license', 'homepage', 'bugs', 'repository', 'engines', 'typesVersions'])
    delete rest[key];
  return {
    name: id,
    version,
    description,
    keywords,
    homepage,
    bugs,
    license,
    author,
    repository: { ...repository, directory: `packages/${name}` },
    ...rest,
    engines,
    files: [
      ...new Set([
        ...files.filter((file) => !file.endsWith('/package.json')),
        ...stubsOf(manifest).map(({ folder }) => `${folder}/package.json`),
        'CHANGELOG.md',
        'SECURITY.md',
      ]),
    ],
    scripts: { ...scripts, ...PACK },
    publishConfig: { ...publishConfig, access: 'public', provenance: true },
  };
}

// The order in which each manifest is written.
const ORDER = [
  'name version description keywords homepage bugs license author repository type sideEffects engines files main types browser',
  'exports publishConfig bin scripts dependencies peerDependencies peerDependenciesMeta devDependencies',
].flatMap((names) => names.split(' '));
const rank = (key) => (ORDER.includes(key) ? ORDER.indexOf(key) : ORDER.length);

const { fixed } = read('.changeset/config.json');
for (const name of readdirSync(join(root, 'packages'))) {
  const path = join('packages', name, 'package.json');
  const manifest = read(path);
  if (manifest.private) continue;
  versions.add(manifest.version);
  if (!fixed.flat().includes(manifest.name))
    complaints.push(`.changeset/config.json: no ${manifest.name} in "fixed"`);
  const entries = Object.entries(wanted(name, manifest)).sort(([one], [other]) => rank(one) - rank(other));
  const text = `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`;
  write(path, text);
  for (const stub of stubsOf(manifest)) write(join('packages', name, stub.folder, 'package.json'), stub.text);
}
if (versions.size !== 1) complaints.push(`the packages have several versions: ${[...versions].join(', ')}`);

for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exitCode = 1;
