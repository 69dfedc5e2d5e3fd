import { read } from '../../read.ts';
import { hasContent, type RequestView } from '../../request-view.ts';
import { type Finding, faultAt, PARTS } from '../fault.ts';
import type { Fault, FaultLimits } from '../validation.ts';
import type { ErrorContext } from './rule.ts';

/**
 * Reports whether an error of a parser can be about this request: it has content, which nothing has parsed yet. A parser
 * that fails has left nothing, or the empty object of Express 4.
 */
export function mayBeUnparsed({ request, content }: ErrorContext): boolean {
  if (request !== undefined && !hasContent(request)) return false;
  if (content === undefined || content === null) return true;
  return typeof content === 'object' && Object.keys(content).length === 0;
}

function queryOf({ url = '' }: RequestView): URLSearchParams {
  const at = url.indexOf('?');
  return new URLSearchParams(at === -1 ? '' : url.slice(at + 1));
}

// Express and @koa/router: `:id`, `*splat`, `{/:id}` and the groups of a regular expression.
const PARAMETER = /[:*](\w+)/g;

function routeParameters({ route = '' }: ErrorContext): readonly string[] {
  return [...route.matchAll(PARAMETER)].map(([, name = '']) => name);
}

/**
 * Reports whether an error of a validator can be about this request: it has content, a query or route parameters. Without
 * any of them, what was validated is an answer of another server, a row or a configuration.
 */
export function hasInput(context: ErrorContext): boolean {
  const { request, route = '' } = context;
  return (
    request === undefined ||
    hasContent(request) ||
    /\?./.test(request.url ?? '') ||
    routeParameters(context).length > 0 ||
    route.includes('(') ||
    route.includes('*')
  );
}

function has(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name);
}

/**
 * Reports whether a schema was one over `{ body, query, params }` instead of one over the content: each path begins with
 * such a part, and the content has no property of that name.
 */
function isOverParts(findings: readonly Finding[], context: ErrorContext): boolean {
  const areParts = findings.every(
    ({ path: [first] }) => PARTS.has(first) && !has(context.content, String(first)),
  );
  if (!areParts) return false;
  // `query` alone may be what the content lacks, as in GraphQL.
  const isDeep = findings.some(({ path }) => path.length > 1 || path[0] === 'body');
  return isDeep || (context.request !== undefined && !hasContent(context.request));
}

/** Returns the part of the request in which a path leads somewhere. */
function partOf(path: readonly PropertyKey[], context: ErrorContext): string {
  const { request, content } = context;
  if (request === undefined) return 'body';
  const [key] = path;
  if (key === undefined) return hasContent(request) ? 'body' : 'query';
  const first = String(key);
  const isParameter = queryOf(request).has(first) || routeParameters(context).includes(first);
  if (hasContent(request))
    return isParameter && content !== undefined && !has(content, first) ? 'query' : 'body';
  if (isParameter) return 'query';
  const isField = Object.hasOwn(request.headers ?? {}, first.toLowerCase());
  // A field that is missing: no query could have had a parameter of that name.
  const isFieldName = first.includes('-') && !/\?./.test(request.url ?? '');
  return isField || isFieldName ? 'headers' : 'query';
}

// As many as are shown, so that mapping is not a multiple of it.
const SHOWN = 100;

/** Returns a list of that length that begins with what is shown. The others are only counted, so any of these will do. */
function filledUp<T>(shown: readonly T[], length: number): readonly T[] {
  const [first] = shown;
  return first === undefined ? shown : [...shown, ...new Array<T>(length - shown.length).fill(first)];
}

/** Returns what a list of a validator says: the first are read, the others are only counted. */
export function findingsIn<T>(list: readonly unknown[], findingOf: (one: unknown) => T): readonly T[] {
  return filledUp(list.slice(0, SHOWN).map(findingOf), list.length);
}

/**
 * Returns the faults of findings whose producer did not say where it looked. A pointer leads into content that is there;
 * else the fault names a parameter or a field. What is beyond the faults that are shown is counted, not looked at.
 */
export function faultsOf(findings: readonly Finding[], context: ErrorContext): readonly Fault[] {
  const shown = findings.slice(0, SHOWN);
  const overParts = isOverParts(shown, context);
  const faults = shown.map((finding) => {
    const [part, ...path] = finding.path;
    if (overParts) return faultAt(String(part), { ...finding, path });
    return faultAt(partOf(finding.path, context), finding);
  });
  return filledUp(faults, findings.length);
}

/** Returns the limits of a finding: those of the named properties that hold a number, a text or a boolean. */
export function limitsOf(source: unknown, names: readonly string[]): FaultLimits | undefined {
  const limits: Record<string, string | number | boolean | readonly string[]> = {};
  for (const name of names) {
    const value = read(source, name);
    if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)))
      limits[name] = value;
    else if (typeof value === 'string' && value.length <= SHOWN) limits[name] = value;
    else if (isShortList(value)) limits[name] = value;
  }
  return Object.keys(limits).length === 0 ? undefined : limits;
}

function isShortList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= SHOWN && value.every((one) => typeof one === 'string');
}
