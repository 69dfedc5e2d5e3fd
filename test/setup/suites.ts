// Which tests `npm test` runs, and which only `npm run test:all`. A file that is in none of these lists runs in `npm test`, on Node 24.

/** Left to `npm run test:all`, since each takes seconds of a processor. */
export const LONG = {
  source: [
    // Start clients, browsers, compilers and servers of their own, as processes.
    'examples/airports/test/{clients,notices,tour}.test.ts',
    'test/integration/{conditional,redirects}/clients.test.ts',
    'test/integration/client/{browser,compare,peers}.test.ts',
    'test/integration/openapi/{client-types,samples,valid}.test.ts',
    'test/integration/server/{arrives,behind}.test.ts',
    'test/integration/guides/openapi.test.ts',
    // Databases, and a Redis that is killed, split or someone else's.
    'test/integration/conditional/writers.test.ts',
    'test/integration/databases/{mongo,mysql,postgres,prisma,shapes}.test.ts',
    'test/integration/redis/{clients,cluster,contract,foreign,outage}.test.ts',
    // Load many packages of others, to compare with them or to know their errors.
    'test/integration/packages/**/*.test.ts',
    'test/integration/rate-limit/announced.test.ts',
    'test/integration/redirects/open-redirects.test.ts',
    'test/integration/rules/{lookalikes,upstream,upstream-sdks}.test.ts',
    'test/integration/testing/{lint,right-answers}.test.ts',
    // Every status: as a table of the guides, and each class from four servers to the client.
    'test/integration/status-sheet.test.ts',
    'test/integration/client/round-trip.test.ts',
    // Input of a size or a number that only an attacker sends.
    'packages/core/test/growth.test.ts',
    'packages/core/test/errors/hostile-values.test.ts',
    'packages/core/test/rate-limit/memory/{eviction,flood}.test.ts',
    'test/integration/conditional/transformations.test.ts',
    'test/integration/idempotency/layers.test.ts',
    'test/integration/rate-limit/login.test.ts',
  ],
  // Bundlers, other runtimes and other test runners, which start their own processes; the built packages on each framework.
  built: [
    'test/built/{adoption,bundle,resolvers,runtimes,sentry,testing}.test.ts',
    'test/built/probe/*.test.ts',
  ],
};

/**
 * Depend on Node itself: sockets, streams, HTTP/2, `fetch`, module loading. `npm test` runs them on Node 20 too, and
 * `npm run test:all` on Node 22 and 26. Parts of paths, as `vitest run` takes them.
 */
export const ON_EACH_NODE: readonly string[] = [
  'packages/client/test/',
  'packages/core/test/node/',
  'packages/express/test/',
  'packages/koa/test/',
  'packages/node/test/',
  'test/built/server/',
  'test/built/surface.test.ts',
  'test/built/two-copies',
  'test/integration/classes.test.ts',
  'test/integration/conditional/send-file.test.ts',
  'test/integration/deadline.test.ts',
  'test/integration/early-hints.test.ts',
  'test/integration/handle.test.ts',
  'test/integration/pipelined.test.ts',
  'test/integration/requests.test.ts',
  'test/integration/server/',
  'test/integration/streams.test.ts',
  'test/integration/handle-signal.test.ts',
  'test/integration/unadapted.test.ts',
  'test/integration/unanswered.test.ts',
];

/**
 * Not run on Node 20: what is about browsers, curl, clients and databases that need a newer Node, what runs source files as they are, the
 * demo, which runs on the workspace's own Node, and other test runners, which start their own processes.
 */
export const NOT_ON_20: string[] = [
  'examples/airports/**',
  'test/integration/{conditional,redirects}/clients.test.ts',
  'test/integration/databases/{prisma,sqlite}.test.ts',
  'test/integration/files-entered/**',
  'test/integration/server/behind.test.ts',
  'test/integration/client/{browser,compare,hooks}.test.ts',
  'test/integration/{openapi/**,guides/openapi.test.ts}',
  'test/built/{adoption,resolvers,runtimes,sentry}.test.ts',
];
