// The built site as it lies on the disk.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const dist = fileURLToPath(new URL('../dist/', import.meta.url));

/** One page: its address from the root, the ids that it has, and where it links to. */
export interface BuiltPage {
  readonly path: string;
  readonly ids: ReadonlySet<string>;
  readonly links: readonly string[];
  readonly html: string;
}

const unescaped = (text: string): string =>
  text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'");

const all = (html: string, pattern: RegExp): string[] =>
  [...html.matchAll(pattern)].map(([, found = '']) => unescaped(found));

function read(path: string): BuiltPage {
  const html = readFileSync(join(dist, path), 'utf8');
  return {
    path: `/${path}`,
    html,
    ids: new Set(all(html, /\sid="([^"]*)"/g)),
    links: all(html, /<a\s[^>]*href="([^"]*)"/g),
  };
}

/** Every page. */
export function builtPages(): readonly BuiltPage[] {
  return readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.html'))
    .map(read);
}
