import { parseHttpDate } from '@statuskit/core/fields';
import { statusFacts } from '@statuskit/core/status';
import { expected } from '../arguments.ts';
import { type FieldsInit, toFields } from '../fields.ts';
import { type Observed, observe } from '../observed.ts';
import { printResponse, printStatus } from '../print.ts';
import { type Verdict, verdict } from './verdict.ts';

/** Options of {@link checkRevalidates}. */
export interface RevalidateOptions {
  /**
   * Sends the second request. It is called like `fetch`, and returns any response that the matchers take. Default: the global
   * `fetch`.
   */
  readonly fetch?:
    | ((url: string, init: { readonly method: string; readonly headers: Record<string, string> }) => unknown)
    | undefined;
  /** Fields of the second request, beside the condition: those of the first by which the response was chosen. Default: none. */
  readonly headers?: FieldsInit | undefined;
  /** The target of the second request. Default: that of the response. */
  readonly url?: string | undefined;
}

/** RFC 9110 §15.4.5: what the 304 has to repeat, without Date, which is of the moment. */
const REPEATED = statusFacts(304).repeatedFields.filter((field) => field !== 'Date');

/** Checks that the same request with the validator of the response is answered with a 304 that repeats its fields. */
export async function checkRevalidates(response: unknown, options: RevalidateOptions = {}): Promise<Verdict> {
  const { fetch = globalThis.fetch, headers = {}, url: target } = options;
  if (typeof fetch !== 'function') throw new TypeError(expected('fetch', 'a function', fetch));
  const observed = observe(response);
  const url = target ?? observed.url;
  if (url === undefined)
    throw new TypeError('url: expected the target of the second request, got a response without a URL');
  const condition = conditionOf(observed);
  if (condition === undefined)
    return verdict(
      observed,
      'expected a response with ETag or Last-Modified, which a client could send back',
      'revalidate',
    );
  const fields: Record<string, string> = {};
  for (const [name, lines] of toFields(headers, 'headers')) fields[name] = lines.join(', ');
  const method = observed.method === 'HEAD' || observed.method === 'QUERY' ? observed.method : 'GET';
  const again = observe(await fetch(url, { method, headers: { ...fields, ...condition } }));
  const asked = Object.entries(condition).map(([name, value]) => `${name}: ${value}`);
  const wrong = await wrongWith(observed, again);
  if (wrong === undefined)
    return verdict(observed, undefined, `be answered with a 304 if it is asked for with ${asked}`);
  const second = await printResponse(again);
  return verdict(
    observed,
    `${wrong}\n\n  the response to ${method} with ${asked}\n\n${second}\n\n  and the first response`,
    '',
  );
}

function conditionOf({ fields }: Observed): Record<string, string> | undefined {
  const tag = fields.get('etag')?.join(', ');
  if (tag !== undefined) return { 'if-none-match': tag };
  const modified = fields.get('last-modified')?.join(', ');
  return modified === undefined ? undefined : { 'if-modified-since': modified };
}

async function wrongWith(before: Observed, after: Observed): Promise<string | undefined> {
  if (after.status !== 304) return `expected ${printStatus(304)}, got ${printStatus(after.status)}`;
  const { size, text } = await after.content();
  if ((size ?? text?.length ?? 0) > 0) return 'expected a 304 without content';
  const differing = REPEATED.find((field) => !isSame(field.toLowerCase(), before, after));
  if (differing === undefined) return undefined;
  const shown = (one: Observed): string => one.fields.get(differing.toLowerCase())?.join(', ') ?? 'missing';
  return `expected a 304 with the ${differing} of the response, ${shown(before)}, got ${shown(after)}`;
}

function isSame(name: string, before: Observed, after: Observed): boolean {
  const [one, other] = [before.fields.get(name)?.join(', '), after.fields.get(name)?.join(', ')];
  if (one === other) return true;
  // A time that is counted from now is the same if the distance is.
  return name === 'expires' && distance(before) !== undefined && distance(before) === distance(after);
}

function distance({ fields }: Observed): number | undefined {
  const end = parseHttpDate(fields.get('expires')?.[0]);
  const start = parseHttpDate(fields.get('date')?.[0]);
  return end && start && end.getTime() - start.getTime();
}
