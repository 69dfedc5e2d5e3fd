// The diffs of docs/guides/from-your-own-errors.md, made from the services of test/adoption. `pnpm run docs` writes them; a test
// compares them.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const adoption = fileURLToPath(new URL('../adoption/', import.meta.url));
const page = new URL('../../docs/guides/from-your-own-errors.md', import.meta.url);

/** Returns what the migration of a service has changed, as `diff` shows it. */
export function migrationOf(service: 'express' | 'koa'): string {
  const words = ['diff', '--no-index', '--no-color', '--no-ext-diff', '-U1', 'before', 'after'];
  const { stdout, status, stderr } = spawnSync('git', words, {
    cwd: `${adoption}${service}`,
    encoding: 'utf8',
  });
  if (status !== 1) throw new Error(`git diff: ${status} ${stderr}`);
  return stdout
    .split('\n')
    .filter((line) => !/^(?:index|similarity|new file|deleted file|diff --git) /.test(line))
    .join('\n')
    .replaceAll(/^(---|\+\+\+) [ab]\//gm, '$1 ')
    .replaceAll(/^@@ .*$/gm, '@@')
    .trimEnd();
}

/** Returns the page with the diffs as they are now. */
export function withDiffs(text: string): string {
  return text.replace(
    /(<!-- begin of the diff: (express|koa) -->\n).*?(<!-- end of the diff)/gs,
    (_all, begin, service, end) => `${begin}\n\`\`\`diff\n${migrationOf(service)}\n\`\`\`\n\n${end}`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(page, withDiffs(readFileSync(page, 'utf8')));
}
