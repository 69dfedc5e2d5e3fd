import { read } from '../arguments.ts';
import { methodsOfExpress } from './express-routes.ts';

// What the routers of Express and Koa leave on a request and on a context. Read only if a response has a finding.

/** Returns the pattern of the route that answers, if a router has chosen one. */
export function routeOf(request: object, context: object | undefined): string | undefined {
  if (context !== undefined) {
    const matched = read(context, '_matchedRoute') ?? read(context, 'routerPath');
    return typeof matched === 'string' ? matched : undefined;
  }
  const path = read(read(request, 'route'), 'path');
  const base = read(request, 'baseUrl');
  return typeof path === 'string' ? `${typeof base === 'string' ? base : ''}${path}` : undefined;
}

interface Layer {
  readonly methods?: readonly string[];
  readonly stack?: readonly unknown[];
}

function layersOf(context: object): readonly Layer[] {
  const matched = read(context, 'matched');
  return Array.isArray(matched) ? (matched as Layer[]) : [];
}

/** Returns the methods that the router has for the target; undefined if they are not known. */
export function methodsOf(request: object, context: object | undefined): readonly string[] | undefined {
  if (context === undefined) return methodsOfExpress(request);
  const methods = layersOf(context).flatMap(({ methods = [] }) => methods);
  // A route for any method has all that Node knows.
  return methods.length === 0 || methods.includes('CONNECT') ? undefined : methods;
}

/** Returns the function that the router has chosen, the last one if there are several. */
export function handlerOf(request: object, context: object | undefined): unknown {
  if (context !== undefined) {
    const chosen = layersOf(context).findLast(({ methods = [] }) =>
      methods.includes(String(read(context, 'method'))),
    );
    return chosen?.stack?.at(-1);
  }
  const stack = read(read(request, 'route'), 'stack');
  if (!Array.isArray(stack)) return undefined;
  const method = String(read(request, 'method')).toLowerCase();
  const layer = stack.findLast((one) =>
    [undefined, method].includes(read(one, 'method') as string | undefined),
  );
  return read(layer, 'handle');
}
