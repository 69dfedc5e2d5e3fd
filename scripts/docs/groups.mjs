// The pages of the reference. An export belongs to the first group that knows the place of its source; a package, or a folder of core,
// without a group here has one page, by its name.
import { readdirSync } from 'node:fs';

const core = (...places) => places.map((place) => `packages/core/src/${place}`);

export const GROUPS = [
  {
    id: 'errors',
    title: 'Errors',
    text: 'One class for each registered 4xx and 5xx, the base class, and the types of what they take. The [guide to errors](../guides/errors.md) says which one to throw.',
    places: core('errors/'),
    without: core('errors/understand/'),
  },
  {
    id: 'foreign-errors',
    title: 'Errors of other packages',
    text: 'How a thrown value becomes an HTTP error: `toHttpError`, the rules, and rules of your own. See [write a rule](../guides/write-a-rule.md).',
    places: core('errors/understand/'),
  },
  {
    id: 'problem-documents',
    title: 'Problem documents and reports',
    text: 'Problem types of your own, rendering an error without a framework, and the record that `report` receives. See [reports](../guides/reports.md).',
    places: core('problem/', 'reply.ts', 'request-view.ts', 'step.ts', 'warn.ts', 'hook.ts'),
  },
  {
    id: 'results',
    title: 'Results',
    text: 'What a handler returns to choose a status: created, accepted, redirections, pages, batches. See [batches and pages](../guides/batches-and-pages.md).',
    places: core('results/'),
  },
  {
    id: 'conditional',
    title: 'Conditional requests',
    text: 'Entity tags, the evaluation of preconditions, ranges, compare and swap. See the [guide](../guides/conditional-requests.md).',
    places: core('conditional/'),
  },
  {
    id: 'rate-limits',
    title: 'Rate limits',
    text: 'Policies, the limiter, stores, keys and the RateLimit fields. See the [guide](../guides/rate-limits.md), and [write a store](../guides/write-a-store.md).',
    places: core('rate-limit/'),
  },
  {
    id: 'idempotency',
    title: 'Idempotency keys',
    text: 'The state machine behind `Idempotency-Key`, and its stores. See the [guide](../guides/idempotency.md).',
    places: core('idempotency/'),
  },
  {
    id: 'validation',
    title: 'Validation',
    text: 'A part of a request and its schema. The middleware `valid` is on the pages of Express and Koa. See [decision 23](../decisions/0023-validated-values.md).',
    places: core('validation/'),
  },
  {
    id: 'fields',
    title: 'Header fields',
    text: 'Parsers and serializers of header fields. They scan the grammar, do not throw for what a peer has sent, and do not backtrack.',
    places: core('fields/'),
  },
  {
    id: 'status',
    title: 'Statuses',
    text: 'The table of statuses, and the classification of any number. Each status has [a page](../statuses/index.md).',
    places: core('status/'),
  },
  {
    id: 'http-errors',
    title: 'In place of http-errors',
    text: 'The names of the package http-errors, so that a program can switch by its import. See [from http-errors](../guides/from-http-errors.md).',
    places: core('http-errors/'),
  },
  {
    id: 'express',
    title: 'Express',
    text: 'The middleware for Express 4 and 5. See the [package](../packages/express.md).',
    places: ['packages/express/'],
  },
  {
    id: 'koa',
    title: 'Koa',
    text: 'The middleware for Koa 2 and 3. See the [package](../packages/koa.md).',
    places: ['packages/koa/'],
  },
  {
    id: 'node',
    title: 'Server',
    text: 'The server below the framework. See the [package](../packages/node.md).',
    places: ['packages/node/'],
  },
  {
    id: 'client',
    title: 'Client',
    text: 'Errors, retries, updates and upstreams on the side of the client. See the [package](../packages/client.md).',
    places: ['packages/client/'],
  },
  {
    id: 'redis',
    title: 'Redis',
    text: 'Stores that all processes share. See the [package](../packages/redis.md).',
    places: ['packages/redis/'],
  },
  {
    id: 'openapi',
    title: 'OpenAPI',
    text: 'The errors of an API in its OpenAPI document. See the [guide](../guides/openapi.md).',
    places: ['packages/openapi/'],
  },
  {
    id: 'testing',
    title: 'Testing',
    text: 'Test matchers and a linter of responses. See the [guide](../guides/testing.md).',
    places: ['packages/testing/'],
  },
  {
    id: 'adapter',
    title: 'For authors of adapters',
    text: 'The framework-free half of each middleware, in `@statuskit/core/adapter`. Applications do not need it. See [write an adapter](../guides/write-an-adapter.md).',
    places: [],
  },
];

const isIn = (file, places = []) => places.some((place) => file.startsWith(place));

/** Returns the id of the group of an export, as `exportsOf` describes it; undefined if no group has it. */
export function groupOf({ file, entries }) {
  // What only the entry for adapters exports, wherever it comes from.
  if (entries.every((entry) => entry.endsWith('/adapter'))) return 'adapter';
  const group = GROUPS.find(({ places, without }) => isIn(file, places) && !isIn(file, without));
  if (group !== undefined) return group.id;
  const [, name, room] = /^packages\/([^/]+)\/src\/(?:([\w-]+)\/)?/.exec(file) ?? [];
  return name === 'core' ? room : name;
}

const PACKAGES = new Set(readdirSync(new URL('../../packages', import.meta.url)));

/** Returns the group of an id; a package, or a room of core, that is not listed has a plain one. */
export function groupNamed(id) {
  const known = GROUPS.find((group) => group.id === id);
  if (known !== undefined) return known;
  const title = `${id.charAt(0).toUpperCase()}${id.slice(1).replaceAll('-', ' ')}`;
  const text = PACKAGES.has(id)
    ? `The package \`@statuskit/${id}\`. See its [page](../packages/${id}.md).`
    : `What \`@statuskit/core\` has in \`src/${id}\`.`;
  return { id, title, text };
}
