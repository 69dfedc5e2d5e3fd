// Keeps in step what all public packages say alike. The root's manifest is the one place for the address of the repository, the author
// and the license; `node scripts/manifests.mjs` copies them, and with `--check` (in `pnpm run lint`) it only compares.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
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

function wanted(name, manifest) {
  const { name: id, version, description, keywords, files = [], scripts, publishConfig, ...rest } = manifest;
  for (const key of ['author', 'license', 'homepage', 'bugs', 'repository', 'engines']) delete rest[key];
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
    files: [...new Set([...files, 'CHANGELOG.md', 'SECURITY.md'])],
    scripts: { ...scripts, ...PACK },
    publishConfig: { ...publishConfig, access: 'public', provenance: true },
  };
}

// The order in which each manifest is written.
const ORDER = [
  'name version description keywords homepage bugs license author repository type sideEffects engines files main types',
  'typesVersions exports publishConfig bin scripts dependencies peerDependencies peerDependenciesMeta devDependencies',
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
  if (text === readFileSync(join(root, path), 'utf8')) continue;
  if (isCheck) complaints.push(`${path} is not what \`node scripts/manifests.mjs\` writes`);
  else writeFileSync(join(root, path), text);
}
if (versions.size !== 1) complaints.push(`the packages have several versions: ${[...versions].join(', ')}`);

for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exitCode = 1;
