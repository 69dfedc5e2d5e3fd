import type { CacheDirectives } from '@statuskit/core';
import { listElements, parseCacheControl, parseHttpDate, parseMediaType } from '@statuskit/core/fields';
import type { Fields } from './fields.ts';
import { type Directive, directiveOf } from './rules/directive.ts';

/** What an exchange is made of. */
export interface ExchangeParts {
  /** Undefined if it is not known, as for a fetch `Response`. */
  readonly method: string | undefined;
  readonly url: string | undefined;
  /** Undefined if they are not known. */
  readonly request: Fields | undefined;
  readonly status: number;
  readonly response: Fields;
  /** Bytes of the content as they were sent; undefined if they are not known. */
  readonly size: number | undefined;
  /** The content, decoded; undefined if it is not known. A function, since few rules read it. */
  readonly text: () => string | undefined;
  /** The methods of the route; undefined if they are not known. A function, since few rules read them. */
  readonly allow: () => readonly string[] | undefined;
  /** The major version of HTTP, if it is known, as in `'1.1'` or `'2'`. */
  readonly httpVersion: string | undefined;
}

/** One request and its response, as the rules read them. What several rules need is parsed once. */
export class Exchange {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly request: Fields | undefined;
  readonly status: number;
  readonly response: Fields;
  readonly size: number | undefined;
  readonly allow: () => readonly string[] | undefined;
  readonly httpVersion: string | undefined;
  readonly text: () => string | undefined;
  readonly nowMs: number;
  private cache: CacheDirectives | undefined;
  private type: { readonly value: string | undefined } | undefined;
  private directiveList: readonly Directive[] | undefined;
  private json: { readonly value: unknown } | undefined;

  constructor(parts: ExchangeParts) {
    this.method = parts.method;
    this.url = parts.url;
    this.request = parts.request;
    this.status = parts.status;
    this.response = parts.response;
    this.size = parts.size;
    this.allow = parts.allow;
    this.httpVersion = parts.httpVersion;
    this.text = parts.text;
    this.nowMs = Date.now();
  }

  /** Reports whether the response has a field. */
  has(name: string): boolean {
    return this.response.has(name);
  }

  /** The lines of a field of the response. */
  lines(name: string): readonly string[] {
    return this.response.get(name) ?? [];
  }

  /** The lines of a field of the response as one, or undefined if it has none. */
  value(name: string): string | undefined {
    return joined(this.response, name);
  }

  /** The lines of a field of the request as one, or undefined if it has none. */
  asked(name: string): string | undefined {
    return this.request === undefined ? undefined : joined(this.request, name);
  }

  /** Reports whether the fields of the request are known, and none of these is among them. */
  lacks(...names: readonly string[]): boolean {
    const { request } = this;
    return request !== undefined && !names.some((name) => request.has(name));
  }

  /** Reports whether the version is 2 or later. */
  get isHttp2(): boolean {
    return Number.parseFloat(this.httpVersion ?? '1.1') >= 2;
  }

  /** Reports whether the status lies between two numbers, both included. */
  isFrom(least: number, most: number): boolean {
    return this.status >= least && this.status <= most;
  }

  /** The directives of Cache-Control in their order; what is not a directive is left out. */
  get directives(): readonly Directive[] {
    this.directiveList ??= listElements(this.lines('cache-control')).flatMap(
      (element) => directiveOf(element) ?? [],
    );
    return this.directiveList;
  }

  get cacheControl(): CacheDirectives {
    this.cache ??= parseCacheControl(this.lines('cache-control'));
    return this.cache;
  }

  /** Seconds for which the response says it is fresh: Cache-Control, or else Expires; undefined if it says nothing. */
  freshSeconds(shared: boolean): number | undefined {
    const { sharedMaxAgeSeconds, maxAgeSeconds } = this.cacheControl;
    if (shared && sharedMaxAgeSeconds !== undefined) return sharedMaxAgeSeconds;
    if (maxAgeSeconds !== undefined) return maxAgeSeconds;
    const expires = this.value('expires');
    if (expires === undefined) return undefined;
    const end = parseHttpDate(expires, this.nowMs)?.getTime();
    const start = parseHttpDate(this.value('date'), this.nowMs)?.getTime() ?? this.nowMs;
    return end === undefined ? 0 : Math.max(0, Math.floor((end - start) / 1000));
  }

  /** The media type in lower case and without parameters; undefined if it is missing or malformed. */
  get mediaType(): string | undefined {
    if (this.type === undefined) {
      const parsed = parseMediaType(this.value('content-type'));
      this.type = { value: parsed && `${parsed.type}/${parsed.subtype}` };
    }
    return this.type.value;
  }

  get isProblem(): boolean {
    return this.mediaType === 'application/problem+json';
  }

  /** The content as JSON; undefined if it is not known, empty, or not JSON. */
  get content(): unknown {
    this.json ??= { value: parsed(this.text()) };
    return this.json.value;
  }

  /** The members of a problem document, if the response says that it is one and it is a JSON object. */
  get problem(): Readonly<Record<string, unknown>> | undefined {
    return this.isProblem ? objectOf(this.content) : undefined;
  }
}

/** Returns a value as an object with members, or undefined if it is not one. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return value as Readonly<Record<string, unknown>>;
}

function joined(fields: Fields, name: string): string | undefined {
  const lines = fields.get(name);
  return lines === undefined ? undefined : lines.length === 1 ? lines[0] : lines.join(', ');
}

function parsed(text: string | undefined): unknown {
  if (text === undefined || text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
