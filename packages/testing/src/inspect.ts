import { expected, requireObject } from './arguments.ts';
import { Exchange } from './exchange.ts';
import { type FieldsInit, toFields } from './fields.ts';
import type { Finding } from './finding.ts';
import { CHECKED_RULES } from './rules/index.ts';
import type { CheckedRule, Rule } from './rules/rule.ts';

/** A request and its response, as {@link inspectExchange} takes them. */
export interface InspectedExchange {
  readonly request: {
    readonly method: string;
    readonly url?: string | undefined;
    /** Rules that compare with the request are left out if they are undefined. */
    readonly headers?: FieldsInit | undefined;
    /** The version of HTTP, as in `'1.1'`. Default: `'1.1'`. */
    readonly httpVersion?: string | undefined;
  };
  readonly response: {
    readonly status: number;
    readonly headers: FieldsInit;
    /** The content without framing: `''` for no content, undefined if it is not known. */
    readonly body?: string | Uint8Array | undefined;
  };
  /** The methods that the router has for the target. Default: not known. */
  readonly allow?: readonly string[] | undefined;
}

/**
 * The rules, without their code: for a page, or for a list of what to ignore.
 *
 * @example
 * ```ts
 * RULES.find(({ id }) => id === 'etag-syntax')?.section; // 'RFC 9110 §8.8.3'
 * ```
 */
export const RULES: readonly Rule[] = CHECKED_RULES.map(({ id, level, section, demand }) => ({
  id,
  level,
  section,
  demand,
}));

const IDS: ReadonlySet<string> = new Set(CHECKED_RULES.map(({ id }) => id));

/**
 * Returns ids of rules as a set.
 *
 * @throws {TypeError} If one of them is not the id of a rule.
 */
export function requireRuleIds(name: string, ids: unknown): ReadonlySet<string> {
  if (ids === undefined) return new Set();
  if (!Array.isArray(ids)) throw new TypeError(expected(name, 'a list of rule ids', ids));
  const unknown = ids.find((id) => !IDS.has(id as string));
  if (unknown !== undefined) throw new TypeError(expected(name, 'the id of a rule', unknown));
  return new Set(ids as string[]);
}

/** What is known about the place in the program from which a response comes. */
export interface Origin {
  readonly route: string | undefined;
  readonly source: string | undefined;
}

const NO_ORIGIN: Origin = { route: undefined, source: undefined };

/** Returns what is wrong with an exchange. `originOf` is called only if something is, with the rules that are broken. */
export function findingsOf(
  exchange: Exchange,
  ignored?: ReadonlySet<string>,
  originOf: (rules: readonly string[]) => Origin = () => NO_ORIGIN,
): Finding[] {
  const found: { readonly rule: CheckedRule; readonly message: string }[] = [];
  for (const rule of candidates(exchange)) {
    const message = rule.check(exchange);
    if (message !== undefined && ignored?.has(rule.id) !== true) found.push({ rule, message });
  }
  if (found.length === 0) return [];
  if (found.length > 1) found.sort((one, other) => rankOf(one.rule) - rankOf(other.rule));
  const origin = originOf(found.map(({ rule }) => rule.id));
  const { method, status } = exchange;
  return found.map(({ rule: { id, level, section }, message }) => ({
    rule: id,
    level,
    section,
    message,
    method,
    status,
    ...origin,
  }));
}

const RANKS: ReadonlyMap<string, number> = new Map(CHECKED_RULES.map(({ id }, rank) => [id, rank]));

function rankOf({ id }: CheckedRule): number {
  return RANKS.get(id) ?? 0;
}

/** Rules by what they are about, so that a response is only checked by those that may apply. */
const ALWAYS = CHECKED_RULES.filter(({ status, field }) => status === undefined && field === undefined);
const BY_STATUS = groupBy(({ status }) => status);
const BY_FIELD = groupBy(({ status, field }) => (status === undefined ? field : undefined));

function groupBy<K>(keyOf: (rule: CheckedRule) => K | undefined): ReadonlyMap<K, readonly CheckedRule[]> {
  const groups = new Map<K, CheckedRule[]>();
  for (const rule of CHECKED_RULES) {
    const key = keyOf(rule);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [rule]);
    else group.push(rule);
  }
  return groups;
}

function candidates({ status, response }: Exchange): CheckedRule[] {
  const rules = [...ALWAYS];
  for (const rule of BY_STATUS.get(status) ?? [])
    if (rule.field === undefined || response.has(rule.field)) rules.push(rule);
  for (const name of response.keys()) {
    const group = BY_FIELD.get(name);
    if (group !== undefined) rules.push(...group);
  }
  return rules;
}

/**
 * Returns what is wrong with a response, one finding for each rule that it breaks. The rules and their sections are listed in the
 * guide `docs/guides/lint-rules.md`. Nothing is sent, and nothing is thrown because of the response.
 *
 * @throws {TypeError} If the method, the status or the fields are missing, or the body is neither text nor bytes.
 *
 * @example
 * ```ts
 * const [finding] = inspectExchange({
 *   request: { method: 'GET', url: '/me' },
 *   response: { status: 401, headers: { 'content-type': 'text/plain' }, body: 'Log in first.' },
 * });
 * finding?.rule; // 'www-authenticate-on-401'
 * finding?.section; // 'RFC 9110 §15.5.2'
 * ```
 */
export function inspectExchange(exchange: InspectedExchange): Finding[] {
  requireObject('exchange', exchange);
  const { request, response, allow } = exchange;
  requireObject('request', request);
  requireObject('response', response);
  const { method, url, httpVersion } = request;
  const { status, body } = response;
  if (typeof method !== 'string') throw new TypeError(expected('request.method', 'a string', method));
  if (typeof status !== 'number') throw new TypeError(expected('response.status', 'a number', status));
  if (body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array))
    throw new TypeError(expected('response.body', 'a string or a Uint8Array', body));
  if (allow !== undefined && !Array.isArray(allow))
    throw new TypeError(expected('allow', 'a list of methods', allow));
  return findingsOf(
    new Exchange({
      method,
      url,
      httpVersion,
      request: request.headers === undefined ? undefined : toFields(request.headers, 'request.headers'),
      status,
      response: toFields(response.headers, 'response.headers'),
      size: body === undefined ? undefined : sizeOf(body),
      text: () => (body === undefined ? undefined : textOf(body, response.headers)),
      allow: () => allow,
    }),
  );
}

function sizeOf(body: string | Uint8Array): number {
  return typeof body === 'string' ? new TextEncoder().encode(body).length : body.length;
}

/** The content as text; undefined if it has a coding, which only somebody who can undo it could read. */
function textOf(body: string | Uint8Array, headers: FieldsInit): string | undefined {
  if (typeof body === 'string') return body;
  const coding = toFields(headers, 'response.headers').get('content-encoding')?.join();
  return coding === undefined || coding === 'identity' ? new TextDecoder().decode(body) : undefined;
}
