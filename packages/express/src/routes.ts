import type { ExpressRequest } from './types.ts';

// What the routers of Express 4 and 5 are made of, as far as it is read here.
interface Layer {
  match(path: string): boolean | { readonly path: string };
  path?: string | undefined;
  params?: unknown;
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> } | undefined;
  readonly handle?: { readonly stack?: unknown } | undefined;
}

/** An application of Express 4 or 5. */
export interface Application {
  readonly mountpath?: string | readonly string[] | undefined;
  readonly parent?: Application | undefined;
}

function layersOf(router: unknown): readonly Layer[] {
  const stack = (router as { stack?: unknown } | null | undefined)?.stack;
  return Array.isArray(stack) ? stack : [];
}

// Express 4 has `_router` and throws on reading `router`; Express 5 has only `router`.
function stackOf(app: unknown): readonly Layer[] {
  const { _router } = (app ?? {}) as { _router?: unknown };
  if (_router !== undefined) return layersOf(_router);
  try {
    return layersOf((app as { router?: unknown } | undefined)?.router);
  } catch {
    return [];
  }
}

/** How much of `path` the layer takes, or undefined. Express up to 5.2 notes that on the layer, which is put back. */
function matched(layer: Layer, path: string): string | undefined {
  const { path: oldPath, params } = layer;
  try {
    const match = layer.match(path);
    if (match === false) return undefined;
    return typeof match === 'object' ? match.path : (layer.path ?? '');
  } catch {
    return undefined; // a parameter that cannot be decoded
  } finally {
    if ('path' in layer) layer.path = oldPath;
    if ('params' in layer) layer.params = params;
  }
}

function addMethods(layer: Layer, into: Set<string>): void {
  for (const [method, has] of Object.entries(layer.route?.methods ?? {})) {
    if (has) into.add(method === '_all' ? '*' : method.toUpperCase());
  }
}

function collect(stack: readonly Layer[], path: string, into: Set<string>): void {
  for (const layer of stack) {
    const taken = matched(layer, path);
    if (taken === undefined) continue;
    if (layer.route !== undefined) addMethods(layer, into);
    else {
      const rest = path.slice(taken.length);
      // A mounted router gets what begins with a segment of its own, as in Express.
      if (taken === '' || rest === '' || rest.startsWith('/')) {
        collect(layersOf(layer.handle), rest.startsWith('/') ? rest : `/${rest}`, into);
      }
    }
  }
}

function collectAll(stack: readonly Layer[], into: Set<string>): void {
  for (const layer of stack) {
    addMethods(layer, into);
    collectAll(layersOf(layer.handle), into);
  }
}

/** The rest of `path` behind a mount path; a parameter in the mount path takes any one segment. */
function behindMount(path: string, mount: string): string | undefined {
  const segments = path.split('/');
  const steps = mount.split('/').filter((step) => step !== '');
  for (const [at, step] of steps.entries()) {
    const segment = segments[at + 1];
    if (segment === undefined || segment === '') return undefined;
    if (!step.startsWith(':') && step.toLowerCase() !== segment.toLowerCase()) return undefined;
  }
  return `/${segments.slice(steps.length + 1).join('/')}`;
}

function pathsInside(app: Application, path: string): string[] {
  const outer = app.parent?.parent === undefined ? [path] : pathsInside(app.parent, path);
  const mounts = [app.mountpath ?? '/'].flat();
  return outer.flatMap((one) => mounts.flatMap((mount) => behindMount(one, String(mount)) ?? []));
}

function pathOf(request: ExpressRequest): string {
  const path = request.path ?? request.url?.split('?', 1)[0] ?? '/';
  // In a mounted application the path is already the one inside it.
  const mounted = (request.app as Application | undefined)?.parent !== undefined;
  return mounted ? path : (request.baseUrl ?? '') + path;
}

/** The methods that the routes have for the target of a request; `*` where a route takes each. */
export function allowedMethods(request: ExpressRequest, apps: readonly Application[] = []): Set<string> {
  const path = pathOf(request);
  const methods = new Set<string>();
  collect(stackOf(request.app), path, methods);
  for (const app of apps) for (const inside of pathsInside(app, path)) collect(stackOf(app), inside, methods);
  return methods;
}

/** The methods of all routes. */
export function everyMethod(request: ExpressRequest, apps: readonly Application[] = []): Set<string> {
  const methods = new Set<string>();
  for (const app of [request.app, ...apps]) collectAll(stackOf(app), methods);
  return methods;
}
