// An adapter for bare node:http: every decision comes from core, this file carries values in and out.
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  createGuard,
  type Decider,
  type FailureContext,
  type FailureOptions,
  failureHandler,
  type GuardOptions,
  handleDecider,
  isAnswered,
  isDropped,
  isStreamed,
  isThenable,
  type MaybeLoaded,
  requestLimiter,
  type Step,
  sendStream,
  unmatchedDecider,
  writeToNode,
} from '@statuskit/core/adapter';

/** What callbacks are called with: the request of Node, and what the adapter adds to it. */
export interface NodeSource extends IncomingMessage {
  /** The address of the client. No proxy is trusted. */
  ip?: string | undefined;
  /** The parameters of the route. */
  params: Readonly<Record<string, string>>;
  /** The content, if the application has parsed it. */
  content?: unknown;
}

export type Layer = Decider<NodeSource, () => void>;
type Layers = readonly Layer[];

/** What `'GET /notes/:id'` leads to: layers, the last of which is usually `handle(…)`. */
export type Routes = Readonly<Record<string, Layers>>;

export interface ListenerOptions extends FailureOptions<NodeSource> {
  /** Layers that every request meets before its route. Default: none. */
  readonly before?: Layers | undefined;
}

interface Route {
  readonly method: string;
  readonly pattern: string;
  readonly layers: Layers;
}

/** Returns the parameters if a path has the form of a pattern. */
function match(pattern: string, path: string): Record<string, string> | undefined {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const value = given[at] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = value;
    else if (part !== value) return undefined;
  }
  return params;
}

const pathOf = (request: IncomingMessage): string => (request.url ?? '/').split('?', 1)[0] ?? '/';

/** Returns a request listener: the routes, 404, 405 and OPTIONS from them, and the right response to whatever is thrown. */
export function listener(
  table: Routes,
  { before = [], ...options }: ListenerOptions = {},
): (request: IncomingMessage, response: ServerResponse) => void {
  const fail = failureHandler(options);
  const routes = Object.entries(table).map(([key, layers]): Route => {
    const [method = '', pattern = ''] = key.split(' ');
    return { method, pattern, layers };
  });
  const at = (request: IncomingMessage): Route[] =>
    routes.filter(({ pattern }) => match(pattern, pathOf(request)) !== undefined);
  const methods = (found: readonly Route[]): Set<string> => new Set(found.map(({ method }) => method));
  const unmatched = unmatchedDecider<NodeSource>({
    allowed: (request) => methods(at(request)),
    every: () => methods(routes),
  });

  return function listen(request, response) {
    const found = at(request);
    const wanted = request.method === 'HEAD' ? ['HEAD', 'GET'] : [request.method];
    const route = wanted.map((method) => found.find((one) => one.method === method)).find(Boolean);
    const params = route === undefined ? {} : (match(route.pattern, pathOf(request)) ?? {});
    const source: NodeSource = Object.assign(request, { ip: request.socket.remoteAddress, params });
    const layers = [...before, ...(route?.layers ?? [unmatched])];
    perform(layers, source, response).catch((thrown) => {
      if (!isDropped(response, thrown)) void fail(thrown, contextOf(source, response, route, methods(found)));
    });
  };
}

/** The only place that writes an answer or throws a refusal. */
async function perform(layers: Layers, source: NodeSource, response: ServerResponse): Promise<void> {
  for (const layer of layers) {
    const made = layer(source, source, response, () => {});
    const step: Step = isThenable(made) ? await made : made;
    if (step.kind === 'refuse') throw step.error;
    if (isAnswered(response)) return; // a deadline has answered while a store was awaited
    if (step.kind === 'continue') continue;
    const { reply } = step;
    if (!isStreamed(reply)) return writeToNode(reply, source, response);
    return new Promise((_resolve, reject) => sendStream(reply, source, response, reject));
  }
}

function contextOf(
  source: NodeSource,
  response: ServerResponse,
  route: Route | undefined,
  allowed: ReadonlySet<string>,
): FailureContext<NodeSource> {
  return {
    source,
    request: source,
    response,
    knownId: undefined,
    route: route?.pattern,
    content: source.content,
    status: undefined,
    showsMessages: false,
    allowedMethods: () => [...allowed],
    write: (reply) => writeToNode(reply, source, response),
  };
}

export function handle(call: (request: NodeSource, response: ServerResponse) => unknown): Layer {
  return handleDecider<NodeSource, () => void>({
    call: (request, response) => call(request, response as ServerResponse),
    isOwn: (value, _request, response) => value === response,
    status: (_request, response) => response.statusCode,
    mayAnswerLate: () => call.length > 1, // it takes the response
    takesNext: false,
  });
}

export function conditional<L extends MaybeLoaded>(
  load: (request: NodeSource) => L | PromiseLike<L>,
  options: GuardOptions = {},
) {
  return createGuard(load, options);
}

export const rateLimit = requestLimiter<NodeSource>;
