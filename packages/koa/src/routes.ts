import { methodsOfLayer } from '@statuskit/core/adapter';

interface Layer {
  readonly methods?: readonly string[] | undefined;
}

// What @koa/router leaves on a context.
interface Routed {
  readonly matched?: readonly Layer[] | undefined;
  readonly router?: { readonly stack?: readonly Layer[] | undefined } | undefined;
  readonly _matchedRoute?: unknown;
}

/** A router of @koa/router. */
export interface Router {
  readonly stack: readonly Layer[];
}

function methodsOf(layers: readonly Layer[]): Set<string> {
  return new Set(layers.flatMap((layer) => methodsOfLayer(layer.methods ?? [])));
}

/** The methods that the routes have for the target of a request. */
export function allowedMethods(context: object): Set<string> {
  return methodsOf((context as Routed).matched ?? []);
}

/** The methods of all routes that are known. */
export function everyMethod(context: object, routers: readonly Router[]): Set<string> {
  const { matched = [], router } = context as Routed;
  return methodsOf([...matched, ...(router?.stack ?? []), ...routers.flatMap(({ stack }) => stack)]);
}

/** The pattern of the route that was chosen. */
export function routeOf(context: object): string | undefined {
  const { _matchedRoute: route } = context as Routed;
  return typeof route === 'string' ? route : undefined;
}
