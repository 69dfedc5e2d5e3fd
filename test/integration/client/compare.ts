// The table of docs/guides/retries-compared.md: which requests clients send again, counted by a server. `pnpm run docs` writes
// it; a test compares it.
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createFetch } from '@statuskit/client';
import axios from 'axios';
import axiosRetry from 'axios-retry';
import got16 from 'got16';
import ky from 'ky';
import { ofetch } from 'ofetch';
import { Agent, RetryAgent, request } from 'undici8';
import { markdownTable } from '../../setup/markdown-table.ts';
import { type Page, page } from '../../setup/page.ts';

interface Answer {
  readonly status: number;
  readonly wait?: boolean;
  readonly type?: string;
}

type Kind = 'plain' | 'keyed' | 'not processed';

interface Cause {
  readonly name: string;
  readonly answer: Answer | 'reset';
  /** The requests that may be sent again, of those in REQUESTS. */
  readonly may: (method: string, kind: Kind) => boolean;
}

const IDEMPOTENT = ['GET', 'PUT', 'DELETE', 'QUERY'];
const METHODS = [...IDEMPOTENT, 'POST', 'PATCH'];
const REQUESTS = [
  ...METHODS.map((method) => ({ method, kind: 'plain' as Kind, label: method })),
  { method: 'POST', kind: 'keyed' as Kind, label: 'POST with a key' },
  { method: 'POST', kind: 'not processed' as Kind, label: 'POST not processed' },
];

const ifHarmless = (method: string, kind: Kind): boolean => IDEMPOTENT.includes(method) || kind !== 'plain';
const ifKnownHarmless = (method: string, kind: Kind): boolean =>
  IDEMPOTENT.includes(method) || kind === 'keyed';
const never = (): boolean => false;
const always = (): boolean => true;
const ofStatus = (status: number, may: Cause['may'], name = String(status)): Cause => ({
  name,
  answer: { status },
  may,
});

const CAUSES: readonly Cause[] = [
  ofStatus(408, ifHarmless),
  ofStatus(409, never),
  {
    name: '409, the key is in use',
    answer: { status: 409, wait: true, type: 'https://statuskit.example/idempotency-key-in-use' },
    may: (_, kind) => kind === 'keyed',
  },
  ofStatus(412, never),
  ofStatus(413, never),
  { name: '413 with Retry-After', answer: { status: 413, wait: true }, may: always },
  ofStatus(421, always),
  ofStatus(425, always),
  ofStatus(429, ifHarmless),
  { name: '429 with Retry-After', answer: { status: 429, wait: true }, may: ifHarmless },
  ofStatus(500, never),
  ofStatus(501, never),
  ofStatus(502, ifHarmless),
  ofStatus(503, ifHarmless),
  { name: '503 with Retry-After', answer: { status: 503, wait: true }, may: ifHarmless },
  ofStatus(504, ifHarmless),
  ...[505, 507, 508, 511].map((status) => ofStatus(status, never)),
  ...[520, 521, 522, 523, 524].map((status) => ofStatus(status, ifHarmless)),
  ...[525, 526].map((status) => ofStatus(status, never)),
  { name: 'connection reset', answer: 'reset', may: ifKnownHarmless },
];

type Send = (url: string, method: string, headers: Record<string, string>) => Promise<unknown>;

// As installed, with one retry and without waits of their own.
const CLIENTS: readonly (readonly [name: string, send: Send])[] = [
  ['statuskit', (url, method, headers) => ours(url, { method, headers })],
  ['ky 2.1', (url, method, headers) => ky(url, { method, headers, retry: { limit: 1, delay: () => 0 } })],
  [
    'got 16.1',
    (url, method, headers) =>
      got16(url, { method: method as 'GET', headers, retry: { limit: 1, backoffLimit: 0, noise: 0 } }),
  ],
  ['axios-retry 4.5', (url, method, headers) => retrying.request({ url, method, headers })],
  ['ofetch 1.5', (url, method, headers) => ofetch(url, { method, headers })],
  [
    'undici 8.13',
    (url, method, headers) => request(url, { method: method as 'GET', headers, dispatcher: agent() }),
  ],
];

const ours = createFetch({ maxAttempts: 2, baseDelayMs: 0, retryBudget: false });
const retrying = axios.create();
axiosRetry(retrying, { retries: 1 });
let theirAgent: RetryAgent | undefined;
const agent = (): RetryAgent => {
  theirAgent ??= new RetryAgent(new Agent(), { maxRetries: 1, minTimeout: 0 });
  return theirAgent;
};

/** What a client has sent again for one cause, by the labels of REQUESTS. */
type Repeated = ReadonlySet<string>;

/** Counts the requests that reach a server, for each client and each cause. */
export async function countRequests(): Promise<ReadonlyMap<string, readonly Repeated[]>> {
  const counts = new Map<string, number>();
  const server = createServer((message, response) => {
    const path = message.url ?? '';
    counts.set(path, (counts.get(path) ?? 0) + 1);
    message.resume();
    const [, , cause = '', at = ''] = path.split('/');
    const answer = CAUSES[Number(cause)]?.answer;
    if (answer === undefined || answer === 'reset') {
      message.socket.resetAndDestroy();
      return;
    }
    const isNotProcessed = REQUESTS[Number(at)]?.kind === 'not processed';
    const type = answer.type ?? (isNotProcessed ? 'https://statuskit.example/not-processed' : 'about:blank');
    response.writeHead(answer.status, {
      'content-type': 'application/problem+json',
      connection: 'close',
      ...(answer.wait && { 'retry-after': '0' }),
    });
    response.end(JSON.stringify({ type, title: 'Scripted', status: answer.status }));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const results = new Map<string, readonly Repeated[]>();
  for (const [client, [name, send]] of CLIENTS.entries()) {
    const ofClient = CAUSES.map(async (_, cause) => {
      const repeated = new Set<string>();
      await Promise.all(
        REQUESTS.map(async ({ method, kind, label }, at) => {
          const path = `/${client}/${cause}/${at}`;
          await send(origin + path, method, kind === 'keyed' ? { 'Idempotency-Key': '"k"' } : {}).catch(
            () => {},
          );
          if ((counts.get(path) ?? 0) > 1) repeated.add(label);
        }),
      );
      return repeated;
    });
    results.set(name, await Promise.all(ofClient));
  }
  await theirAgent?.close();
  theirAgent = undefined;
  server.closeAllConnections();
  await new Promise((resolve) => void server.close(resolve));
  return results;
}

const listed = (labels: readonly string[]): string => {
  if (labels.length === 0) return 'none';
  if (labels.length === REQUESTS.length) return 'all';
  const isAllIdempotent = IDEMPOTENT.every((method) => labels.includes(method));
  const rest = isAllIdempotent ? labels.filter((label) => !IDEMPOTENT.includes(label)) : labels;
  return [...(isAllIdempotent ? ['idempotent'] : []), ...rest].join(', ');
};

/** The labels that HTTP allows for one cause. */
function allowed({ may }: Cause): string[] {
  return REQUESTS.filter(({ method, kind }) => may(method, kind)).map(({ label }) => label);
}

export function comparisonPage(results: ReadonlyMap<string, readonly Repeated[]>): Page {
  const names = [...results.keys()];
  const rows = CAUSES.map((cause, at) => {
    const right = allowed(cause);
    const cells = names.map((name) => {
      const repeated = results.get(name)?.[at] ?? new Set();
      const more = [...repeated].filter((label) => !right.includes(label));
      const fewer = right.filter((label) => !repeated.has(label));
      if (more.length + fewer.length === 0) return 'right';
      return [
        ...(more.length > 0 ? [`**also ${listed(more)}**`] : []),
        ...(fewer.length > 0 ? [`not ${listed(fewer)}`] : []),
      ].join('; ');
    });
    return [cause.name, listed(right), ...cells];
  });
  const score = names.map((name, column) => [
    name,
    `${rows.filter((row) => row[column + 2] === 'right').length} of ${rows.length}`,
  ]);
  const table = markdownTable(['cause', 'may be repeated', ...names], rows);
  return page('retries-compared.md', `${markdownTable(['client', 'rows that are right'], score)}\n${table}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { file, wanted } = comparisonPage(await countRequests());
  writeFileSync(file, wanted);
}
