import { methodsOfLayer } from '@statuskit/core/adapter';
import { behind, type Layer, layersOf, matchOf, mountOf, stackOf } from './layers.ts';
import type { ExpressRequest } from './types.ts';

/** An application of Express 4 or 5. */
export interface Application {
  readonly mountpath?: string | readonly string[] | undefined;
  readonly parent?: Application | undefined;
}

function addMethods(layer: Layer, into: Set<string>): void {
  const methods = Object.entries(layer.route?.methods ?? {}).flatMap(([method, has]) =>
    has ? [method] : [],
  );
  if (methods.includes('_all')) into.add('*');
  const named = methods.filter((method) => method !== '_all').map((method) => method.toUpperCase());
  for (const method of methodsOfLayer(named)) into.add(method);
}

function collect(stack: readonly Layer[], path: string, into: Set<string>): void {
  for (const layer of stack) {
    const match = matchOf(layer, path);
    if (match === undefined) continue;
    if (layer.route !== undefined) addMethods(layer, into);
    else {
      const rest = behind(path, match);
      if (rest !== undefined) collect(layersOf(layer.handle), rest, into);
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

/** Returns the methods that the routes allow for the target of a request, and `*` if a route allows every method. */
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

/** Returns the pattern of the route that was chosen, with that of the routers in which it is mounted. */
export function routeOf(request: ExpressRequest): string | undefined {
  const { route, baseUrl = '' } = request;
  if (typeof route?.path !== 'string') return undefined;
  return (mountOf(stackOf(request.app), pathOf(request), route) ?? baseUrl) + route.path;
}
