// Serves the built site as a static host does: `/guides/start` is the file guides/start.html, and what is not there is 404.html.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

/** Returns the file for a target, or undefined if the file does not exist or the target cannot be decoded. */
function fileFor(url: string): string | undefined {
  let path: string;
  try {
    path = decodeURIComponent(new URL(url, 'http://site.invalid').pathname);
  } catch {
    return undefined;
  }
  if (/\0|\\|(?:^|\/)\.\.(?:\/|$)/.test(path)) return undefined;
  const candidates = path.endsWith('/') ? [`${path}index.html`] : [path, `${path}.html`];
  return candidates.map((one) => join(dist, one)).find((one) => extname(one) in TYPES && existsSync(one));
}

async function answer({ method, url = '/' }: IncomingMessage, response: ServerResponse): Promise<void> {
  const file = fileFor(url);
  const content = await readFile(file ?? join(dist, '404.html'));
  response.writeHead(file === undefined ? 404 : 200, {
    'content-type': TYPES[file === undefined ? '.html' : extname(file)],
    'content-length': content.length,
    'cache-control': 'no-cache',
  });
  response.end(method === 'HEAD' ? undefined : content);
}

/** Returns the server, which listens on the loopback interface. */
export function serveSite(port = 0): Promise<Server> {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
