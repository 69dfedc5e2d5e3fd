import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a program is called where; the first name that is found counts. */
const NAMES = {
  'redis-server': ['redis-server', 'valkey-server'],
  chromium: ['chromium', 'chromium-browser', 'google-chrome'],
  curl: ['curl'],
  nginx: ['nginx'],
  haproxy: ['haproxy'],
  mariadbd: ['mariadbd'],
  bun: ['bun'],
  deno: ['deno'],
} as const;

export type Program = keyof typeof NAMES;

/** Marks, in the name of a suite, that it was not run and why; the closing line prints it. */
export const NOT_RUN = 'not run: ';

/** Where `npm run runtimes` has put Bun and Deno: in the one package that fits this machine. */
function foldersOfRuntimes(): string[] {
  const installed = fileURLToPath(new URL('../runtimes/node_modules', import.meta.url));
  return ['@oven', '@deno'].flatMap((scope) => {
    const folder = join(installed, scope);
    const packages = existsSync(folder) ? readdirSync(folder) : [];
    return packages.flatMap((name) => [join(folder, name), join(folder, name, 'bin')]);
  });
}

/** The path of a program on this machine, if it has it. */
export function findProgram(program: Program): string | undefined {
  // Debian keeps servers where only an administrator's PATH leads.
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', ...foldersOfRuntimes()];
  const paths = NAMES[program].flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
