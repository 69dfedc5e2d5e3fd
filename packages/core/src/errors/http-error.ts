import type { ErrorStatus } from '../status/names.ts';
import { reasonPhrase } from '../status/phrase.ts';
import { checkInit, copyExtensions, copyHeaders, type ErrorHeaders, type HttpErrorInit } from './init.ts';
import type { Json } from './json.ts';
import type { ProblemDocument } from './problem-document.ts';

// One name for each copy of this module (ESM beside CJS, two versions in one tree); `/1` changes with its meaning.
const TAGS: unique symbol = Symbol.for('statuskit.tags/1') as never;

const DEFAULT_STACK_LIMIT = 10;

interface ProcessLike {
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * Lets the next capture keep one frame, if that is enough: a 4xx in production needs no more than the line that threw it,
 * and capturing frames is most of the cost of throwing. Whoever has changed the limit wants the frames. Says whether the
 * limit is to be restored.
 */
export function keepOneFrame(status: number): boolean {
  const isEnough =
    status < 500 &&
    Error.stackTraceLimit === DEFAULT_STACK_LIMIT &&
    (globalThis as { process?: ProcessLike }).process?.env?.['NODE_ENV'] === 'production';
  if (!isEnough) return false;
  try {
    Error.stackTraceLimit = 1;
    return true;
  } catch {
    return false; // read-only under --frozen-intrinsics
  }
}

/** Restores what {@link keepOneFrame} has changed. */
export function keepAllFrames(): void {
  Error.stackTraceLimit = DEFAULT_STACK_LIMIT;
}

/**
 * An error that knows which HTTP response it means. Its members are what the response shows; `log`, `message`,
 * `cause` and `stack` stay inside.
 *
 * Subclass it for errors of your own: `super(status, init)`. Throws a RangeError for a status outside 400-599 and a
 * TypeError for an init of the wrong form.
 *
 * @example
 * class OutOfStock extends HttpError<409> {
 *   constructor(sku: string) {
 *     super(409, { detail: `${sku} is sold out`, extensions: { sku } });
 *   }
 * }
 */
export abstract class HttpError<S extends ErrorStatus = ErrorStatus> extends Error {
  /** Names the class across copies of this package and after minification. A subclass need not have one. */
  static readonly tag: string = 'HttpError';

  /** The status code of the response, RFC 9110 §15. */
  declare readonly status: S;
  /** The same, under the name that Express reads. */
  declare readonly statusCode: S;
  /** Whether foreign handlers may show `message`: false for each 5xx. */
  declare readonly expose: boolean;
  /** URI reference of the problem type; `about:blank` where the status says all. */
  declare readonly type: string;
  /** The reason phrase, or the title of the problem type. */
  declare readonly title: string;
  /** Text for the client. */
  declare readonly detail: string | undefined;
  /** URI reference that names this occurrence. */
  declare readonly instance: string | undefined;
  /** Text for the operator. */
  declare readonly log: string | undefined;
  /** Extension members of the problem document. */
  declare readonly extensions: Readonly<Record<string, Json>> | undefined;
  /** Response fields, names in lower case. Other middleware may add to it. */
  declare headers: ErrorHeaders;

  constructor(status: S, init?: string | HttpErrorInit) {
    if (!Number.isInteger(status) || status < 400 || status > 599) {
      throw new RangeError(`status: expected an integer from 400 to 599, got ${String(status)}`);
    }
    let detail: string | undefined;
    let log: string | undefined;
    let given: HttpErrorInit | undefined;
    let options: ErrorOptions | undefined;
    if (typeof init === 'string') {
      if (status < 500) detail = init;
      else log = init;
    } else if (init !== undefined) {
      checkInit(init);
      given = init;
      detail = init.detail;
      log = init.log;
      if ('cause' in init) options = { cause: init.cause };
    }
    const title = given?.title ?? reasonPhrase(status);

    const isLimited = keepOneFrame(status);
    super((status < 500 ? detail : log) ?? title, options);
    if (isLimited) keepAllFrames();

    // Own and writable: Koa assigns status, @koa/cors assigns headers. Written as members of `this`, since the engine
    // counts those to give an instance room for all of them at once.
    this.status = status;
    this.statusCode = status;
    this.expose = status < 500;
    this.type = given?.type ?? 'about:blank';
    this.title = title;
    this.detail = detail;
    this.instance = given?.instance;
    this.log = log;
    this.extensions = given?.extensions === undefined ? undefined : copyExtensions(given.extensions);
    this.headers = given?.headers === undefined ? {} : copyHeaders(given.headers);
  }

  /** True for errors of this class made by any copy of this package; a subclass without a `tag` is matched exactly. */
  static override [Symbol.hasInstance]<E>(
    this: abstract new (
      ...args: never
    ) => E,
    value: unknown,
  ): value is E;
  // A class whose constructor is not public does not fit the first form.
  static override [Symbol.hasInstance](value: unknown): boolean;
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (Function.prototype[Symbol.hasInstance].call(this, value)) return true;
    return Object.hasOwn(this, 'tag') && hasTag(value, this.tag);
  }

  /**
   * The problem document: exactly what may reach the wire. Of a 500 that is the reason phrase and `instance`, whatever
   * else was given.
   */
  toJSON(): ProblemDocument {
    if (this.status === 500) return document('about:blank', reasonPhrase(500), 500, undefined, this.instance);
    const shown = document(this.type, this.title, this.status, this.detail, this.instance);
    return this.extensions === undefined ? shown : { ...shown, ...this.extensions };
  }
}

function document(
  type: string,
  title: string,
  status: number,
  detail: string | undefined,
  instance: string | undefined,
): ProblemDocument {
  const shown: ProblemDocument = { type, title, status };
  if (detail !== undefined) shown.detail = detail;
  if (instance !== undefined) shown.instance = instance;
  return shown;
}

interface Tagged {
  readonly tag?: unknown;
  readonly name: string;
}

// On the prototype, so that an error carries and costs no member of its own. By definition instead of in the class
// body, since a symbol that types know would tell the .d.ts and the .d.cts apart.
Object.defineProperties(HttpError.prototype, {
  [TAGS]: {
    get(this: { readonly constructor: unknown }): readonly string[] {
      const tags: string[] = [];
      for (let one = this.constructor; typeof one === 'function'; one = Object.getPrototypeOf(one)) {
        if (Object.hasOwn(one, 'tag')) tags.push(String((one as unknown as Tagged).tag));
      }
      return tags;
    },
  },
  name: {
    get(this: { readonly constructor: Tagged }): string {
      const { tag, name } = this.constructor;
      return Object.hasOwn(this.constructor, 'tag') ? String(tag) : name;
    },
    set(this: object, value: unknown): void {
      Object.defineProperty(this, 'name', { value, writable: true, configurable: true });
    },
    configurable: true,
  },
});

function hasTag(value: unknown, tag: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  try {
    const tags = (value as { [TAGS]?: unknown })[TAGS];
    return Array.isArray(tags) && tags.includes(tag);
  } catch {
    return false; // a proxy or a getter that throws is none of ours
  }
}

/**
 * Whether `value` is an HttpError, made by any copy of this package. Never throws, and parsed JSON never is one.
 *
 * @example
 * if (isHttpError(error) && error.status === 404) return null;
 */
export function isHttpError(value: unknown): value is HttpError {
  return hasTag(value, HttpError.tag);
}
