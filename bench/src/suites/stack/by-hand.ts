// What a service would write itself for the same fields and refusals, with the framework alone: about the least that the pieces
// can cost. It does for an admitted GET what they do, and knows little else.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HOSTS, HOURLY, LAG_MS, LOADED, MOVES } from './settings.ts';

const { name, quota, windowSeconds } = HOURLY;
const POLICY = `"${name}";q=${quota};w=${windowSeconds}`;
const DEADLINE_MS = 15_000;

const suffixes = HOSTS.filter((host) => host.startsWith('*')).map((host) => host.slice(1));
const hostnames = new Set(HOSTS.filter((host) => !host.startsWith('*')));

function isOurs(host = ''): boolean {
  const [hostname = ''] = host.split(':');
  return hostnames.has(hostname) || suffixes.some((suffix) => hostname.endsWith(suffix));
}

const moves = Object.entries(MOVES).map(([path, to]) => ({
  to,
  pattern: new RegExp(`^${path.replace(/:\w+/g, '[^/]+').replace('*', '.*')}$`),
}));

function moveOf(url: string): { readonly to: string | null } | undefined {
  const [path = ''] = url.split('?');
  return moves.find(({ pattern }) => pattern.test(path));
}

const windows = new Map<string, { hits: number; endsAt: number }>();

function count(client: string): { readonly admitted: boolean; readonly field: string } {
  const now = Date.now();
  let window = windows.get(client);
  if (window === undefined || window.endsAt <= now) {
    window = { hits: 0, endsAt: now + windowSeconds * 1000 };
    windows.set(client, window);
  }
  window.hits++;
  const left = Math.max(0, quota - window.hits);
  const seconds = Math.ceil((window.endsAt - now) / 1000);
  return { admitted: window.hits <= quota, field: `"${name}";r=${left};t=${seconds}` };
}

/** What is done with a request by hand: true if it has been answered. */
export type Step = (request: IncomingMessage, response: ServerResponse) => boolean;

function refuse(response: ServerResponse, status: number): true {
  response.statusCode = status;
  response.end();
  return true;
}

const byClient: Step = (request, response) => {
  const { admitted, field } = count(request.socket.remoteAddress ?? '');
  response.setHeader('RateLimit', field);
  response.setHeader('RateLimit-Policy', POLICY);
  return !admitted && refuse(response, 429);
};

// What a monitor of the event loop would write.
const lagMs = 0;

/** What the limiter does. */
export const LIMITER_BY_HAND: readonly Step[] = [byClient];

/** What all pieces do before the handler, in their order. */
export const EVERYTHING_BY_HAND: readonly Step[] = [
  (_request, response) => lagMs > LAG_MS && refuse(response, 503),
  ({ headers }, response) => !isOurs(headers.host) && refuse(response, 421),
  ({ headers }, response) => headers['early-data'] === '1' && refuse(response, 425),
  ({ url = '' }, response) => {
    const move = moveOf(url);
    if (move === undefined) return false;
    if (move.to !== null) response.setHeader('Location', move.to);
    return refuse(response, move.to === null ? 410 : 308);
  },
  byClient,
  (_request, response) => {
    const timer = setTimeout(() => refuse(response, 503), DEADLINE_MS);
    response.once('close', () => clearTimeout(timer));
    return false;
  },
  ({ method, headers }, response) =>
    method === 'POST' && headers['idempotency-key'] === undefined && refuse(response, 400),
  ({ headers }, response) => {
    response.setHeader('ETag', LOADED.etag);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    return headers['if-none-match'] === LOADED.etag && refuse(response, 304);
  },
];
