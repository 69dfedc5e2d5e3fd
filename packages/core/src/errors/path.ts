const INDEX = /\[(\d+)\]/y;
const PLAIN = /[^.[]*(?:\[(?!["\d])[^.[]*)*/y;

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/**
 * Returns the keys of a path as express-validator and yup write it: `a.b[0]["c.d"]`. Neither escapes anything, so that some keys with
 * brackets or quotes cannot be told from a path.
 */
export function keysOf(path: string): string[] {
  const keys: string[] = [];
  const lastQuote = path.lastIndexOf('"]');
  let at = 0;
  while (at < path.length) {
    if (path.startsWith('["', at) && at + 2 <= lastQuote) {
      const end = path.indexOf('"]', at + 2);
      keys.push(path.slice(at + 2, end));
      at = end + 2;
      continue;
    }
    const index = matchAt(INDEX, path, at);
    if (index !== null) {
      keys.push(index[1] ?? '');
      at += index[0].length;
      continue;
    }
    const start = path[at] === '.' && at > 0 ? at + 1 : at;
    // A bracket that opens nothing belongs to the key.
    const rest = path[start] === '[' ? start + 1 : start;
    const end = rest + (matchAt(PLAIN, path, rest)?.[0].length ?? 0);
    keys.push(path.slice(start, end));
    at = Math.max(end, at + 1);
  }
  return keys;
}

/** Returns the keys of a path that is a JSON Pointer, or one as ajv wrote it before version 8: `.a[0]['b c']`. */
export function keysOfPointer(path: string): string[] {
  if (!path.startsWith('/'))
    return keysOf(path.replace(/^\./, '').replace(/\['|'\]/g, (quote) => quote.replace("'", '"')));
  return path
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
