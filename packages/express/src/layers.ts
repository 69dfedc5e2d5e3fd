// What the routers of Express 4 and 5 are made of, as far as it is read here.

/** A layer of a router: a route, a mounted router, or other middleware. */
export interface Layer {
  match(path: string): boolean | Match;
  path?: string | undefined;
  params?: unknown;
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> } | undefined;
  readonly handle?: { readonly stack?: unknown } | undefined;
}

/** How much of a path a layer takes, and the parameters in it. */
interface Match {
  readonly path: string;
  readonly params?: unknown;
}

/** Returns the layers of a router, or none for anything else. */
export function layersOf(router: unknown): readonly Layer[] {
  const stack = (router as { stack?: unknown } | null | undefined)?.stack;
  return Array.isArray(stack) ? stack : [];
}

/** Returns the layers of an application. Express 4 has `_router` and throws on reading `router`; Express 5 has only `router`. */
export function stackOf(app: unknown): readonly Layer[] {
  const { _router } = (app ?? {}) as { _router?: unknown };
  if (_router !== undefined) return layersOf(_router);
  try {
    return layersOf((app as { router?: unknown } | undefined)?.router);
  } catch {
    return [];
  }
}

/** Returns how much of `path` the layer takes, or undefined. Express up to 5.2 notes that on the layer, which is put back. */
export function matchOf(layer: Layer, path: string): Match | undefined {
  const { path: oldPath, params } = layer;
  try {
    const match = layer.match(path);
    if (match === false) return undefined;
    return typeof match === 'object' ? match : { path: layer.path ?? '', params: layer.params };
  } catch {
    return undefined; // a parameter that cannot be decoded
  } finally {
    if ('path' in layer) layer.path = oldPath;
    if ('params' in layer) layer.params = params;
  }
}

/**
 * Returns the path that remains for a router that is mounted at a match, or undefined if Express would not call that router:
 * the rest of the path must begin with a new segment.
 */
export function behind(path: string, match: Match): string | undefined {
  const rest = path.slice(match.path.length);
  if (rest.startsWith('/')) return rest;
  return match.path === '' || rest === '' ? `/${rest}` : undefined;
}

// What a parameter takes, also one that is limited to numbers.
const PROBES = ['statuskit', '0'] as const;

/**
 * Returns the pattern under which a route is mounted, such as `/orgs/:org`, or undefined if it is not in the stack. Neither
 * router keeps the pattern of a mount, so each segment is tried: it is a parameter if the layer takes another in its place.
 */
export function mountOf(stack: readonly Layer[], path: string, route: unknown): string | undefined {
  if (stack.some((layer) => layer.route === route)) return '';
  for (const layer of stack) {
    const inner = layersOf(layer.handle);
    const match = inner.length === 0 ? undefined : matchOf(layer, path);
    const rest = match && behind(path, match);
    const found = rest === undefined ? undefined : mountOf(inner, rest, route);
    if (match !== undefined && found !== undefined) return patternOf(layer, match) + found;
  }
  return undefined;
}

function patternOf(layer: Layer, { path }: Match): string {
  if (path === '/') return '';
  const segments = path.split('/');
  const names = segments.map((segment, at) => {
    for (const probe of segment === '' ? [] : PROBES) {
      const match = matchOf(layer, [...segments.slice(0, at), probe, ...segments.slice(at + 1)].join('/'));
      const found = Object.entries(match?.params ?? {}).find(([, value]) => value === probe);
      if (found !== undefined) return `:${found[0]}`;
    }
    return segment;
  });
  return names.join('/');
}
