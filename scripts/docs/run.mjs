// Runs the examples that `check-docs` has made into modules: a child process of it, on the workspace's own Node. Reads
// `{ file, code }[]` from the file named by its argument and prints a line of JSON for each that fails.
import { AssertionError } from 'node:assert';
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';

const modules = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const codes = new Map(modules.map(({ file, code }) => [pathToFileURL(file).href, code]));
const print = (line) => process.stdout.write(`${line}\n`);
for (const method of ['log', 'error', 'warn', 'info']) console[method] = () => {};
process.removeAllListeners('warning');
process.on('warning', () => {});

registerHooks({
  resolve: (specifier, context, next) =>
    codes.has(specifier)
      ? { url: specifier, format: 'module', shortCircuit: true }
      : next(specifier, context),
  load: (url, context, next) =>
    codes.has(url) ? { format: 'module', source: codes.get(url), shortCircuit: true } : next(url, context),
});

/** Returns a value without prototypes and undefined properties, which an example does not show. */
function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (ArrayBuffer.isView(value))
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1');
  if (value instanceof Map) return plain(Object.fromEntries(value));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => (one === undefined ? [] : [[name, plain(one)]])),
  );
}

globalThis.$shows = (value, shown, code) => {
  const wanted = shown();
  if (typeof wanted === 'number' && typeof value === 'object' && value?.status === wanted) return;
  if (isDeepStrictEqual(plain(value), plain(wanted))) return;
  throw new AssertionError({
    message: `${code} is ${JSON.stringify(value)}, the comment has ${JSON.stringify(wanted)}`,
  });
};

globalThis.$throws = async (run, name) => {
  try {
    await run();
  } catch (error) {
    if (name === '' || error?.name === name || error?.constructor?.name === name) return;
    throw new AssertionError({ message: `throws ${error}, the example has ${name}` });
  }
  throw new AssertionError({ message: `does not throw ${name}` });
};

// One unhandled rejection is a fault of the example that runs.
let rejected;
process.on('unhandledRejection', (reason) => {
  rejected = reason;
});

for (const url of codes.keys()) {
  rejected = undefined;
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('has not ended after 5 s')), 5_000);
  });
  try {
    await Promise.race([import(url), late]);
    await new Promise(setImmediate);
    if (rejected !== undefined) throw rejected;
  } catch (error) {
    print(JSON.stringify({ url, message: String(error?.message ?? error).split('\n')[0] }));
  } finally {
    clearTimeout(timer);
  }
}
process.exit(0);
