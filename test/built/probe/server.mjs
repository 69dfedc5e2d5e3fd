// @ts-check
// One framework in a process of its own: `node server.mjs express4`. Prints its port, ends when its parent goes away, and
// with 70 on anything that nobody caught.
import { createServer } from 'node:http';
import { format } from 'node:util';
import { listenerFor } from './frameworks.mjs';
import { SITUATIONS } from './situations.mjs';
import { VALUES } from './values.mjs';
import { variants } from './variants.mjs';

process.on('uncaughtException', (error) => die('uncaughtException', error));
process.on('unhandledRejection', (reason) => die('unhandledRejection', reason));
process.on('disconnect', () => process.exit(0));

/** @param {string} what @param {unknown} reason */
function die(what, reason) {
  process.stderr.write(`${what}: ${format('%o', reason)}\n`);
  process.exit(70);
}

/** @type {object[]} */
let reports = [];
/** @type {string[]} */
let printed = [];
let heard = () => {};

/** @template T @param {() => T} read @returns {T | string} */
function guarded(read) {
  try {
    return read();
  } catch {
    return 'throws';
  }
}

/** @param {any} report any, because members of the report may be of any form here */
function record({ error, thrown, level, sent, instance, requestId }) {
  reports.push({
    level,
    sent,
    instance,
    requestId: typeof requestId === 'string' ? requestId.length : requestId,
    status: guarded(() => error.status),
    thrown: thrown === null ? 'null' : typeof thrown,
    hook: guarded(() => /hook of the error handler/.test(error.message)),
  });
  heard();
}

for (const method of /** @type {const} */ (['log', 'info', 'warn', 'error'])) {
  console[method] = (...args) => {
    printed.push(format(...args));
    heard();
  };
}

const framework = process.argv[2] ?? '';
const apps = Object.fromEntries(
  Object.entries(variants(record)).map(([name, options]) => [name, listenerFor(framework, options)]),
);

/** Answers `/_/seen?least=2` with what was reported and printed since it was last asked, once there is as much. */
async function seen(/** @type {URL} */ url, /** @type {import('node:http').ServerResponse} */ res) {
  const least = Number(url.searchParams.get('least') ?? 0);
  const enough = () => reports.length + printed.length >= least;
  await new Promise((resolve) => {
    const timer = setTimeout(resolve, 3000, undefined);
    heard = () => {
      if (!enough()) return;
      clearTimeout(timer);
      resolve(undefined);
    };
    heard();
  });
  // What comes too often comes at once.
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
  const polluted = 'polluted' in {};
  res.setHeader('content-type', 'application/json');
  res.end(JSON.stringify({ reports, printed, polluted }));
  reports = [];
  printed = [];
  heard = () => {};
}

const server = createServer((req, res) => {
  const [, variant = '', ...rest] = (req.url ?? '/').split('/');
  if (variant === '_' && rest[0] === 'names') {
    res.end(JSON.stringify([VALUES, SITUATIONS, apps].map((table) => Object.keys(table))));
    return;
  }
  if (variant === '_') return void seen(new URL(req.url ?? '/', 'http://localhost'), res);
  req.url = `/${rest.join('/')}`;
  const app = apps[variant];
  if (app === undefined) die('no variant', variant);
  else app(req, res);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? address?.port : address}\n`);
});
