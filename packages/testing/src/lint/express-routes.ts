import { read } from '../arguments.ts';

// The methods that the router of Express 4 or 5 has for a target. Read only for a 405, and for an answer to OPTIONS.

/** A layer of a router, as far as it is read here. Express up to 5.2 notes a match on it. */
interface Layer {
  match(path: string): boolean | { readonly path: string };
  path?: string | undefined;
  params?: unknown;
  readonly route?: unknown;
  readonly handle?: unknown;
}

/** Thrown if the routes do not tell which methods there are. */
const UNKNOWN = new Error('the methods are not known');

/** Returns the methods of all routes that match the target; undefined if there are none, or if they are not all known. */
export function methodsOfExpress(request: object): readonly string[] | undefined {
  const app = read(request, 'app');
  if (app === undefined || read(app, 'parent') !== undefined) return undefined;
  const methods = new Set<string>();
  try {
    collect(layersOf(read(app, '_router') ?? read(app, 'router')), pathOf(request), methods);
  } catch {
    return undefined; // a route for any method, an application inside, or a parameter that cannot be decoded
  }
  return methods.size === 0 ? undefined : [...methods];
}

function pathOf(request: object): string {
  const [path = '/'] = String(read(request, 'url')).split('?', 1);
  return `${read(request, 'baseUrl') ?? ''}${path}`;
}

function layersOf(router: unknown): readonly Layer[] {
  const stack = read(router, 'stack');
  return Array.isArray(stack) ? stack : [];
}

function collect(layers: readonly Layer[], path: string, into: Set<string>): void {
  for (const layer of layers) {
    const taken = takenBy(layer, path);
    if (taken === undefined) continue;
    if (layer.route !== undefined) addMethods(layer.route, into);
    // Express calls an application inside by a function of its own, which does not show its routes.
    else if (read(layer.handle, 'name') === 'mounted_app') throw UNKNOWN;
    else {
      const rest = path.slice(taken.length);
      if (rest === '' || taken === '' || rest.startsWith('/'))
        collect(layersOf(layer.handle), rest.startsWith('/') ? rest : `/${rest}`, into);
    }
  }
}

/** Returns the part of a path that a layer takes; undefined if it does not match. */
function takenBy(layer: Layer, path: string): string | undefined {
  const { path: oldPath, params } = layer;
  try {
    const match = layer.match(path);
    return match === false ? undefined : typeof match === 'object' ? match.path : (layer.path ?? '');
  } finally {
    if ('path' in layer) layer.path = oldPath;
    if ('params' in layer) layer.params = params;
  }
}

function addMethods(route: unknown, into: Set<string>): void {
  for (const [method, has] of Object.entries(read(route, 'methods') ?? {})) {
    if (!has) continue;
    // Server code cannot route CONNECT, so a route that has it was made for any method.
    if (method === '_all' || method === 'connect') throw UNKNOWN;
    into.add(method.toUpperCase());
  }
}
