import { expected } from '../arguments.ts';
import type { ErrorStatus } from '../status/names.ts';
import { reasonPhrase } from '../status/phrase.ts';
import {
  checkInit,
  copyExtensions,
  copyHeaders,
  type ErrorHeaders,
  type HttpErrorInit,
  refuseMore,
} from './init.ts';
import type { Json } from './json.ts';
import type { AnyHttpError } from './narrowed.ts';
import type { ProblemDocument } from './problem-document.ts';

// One symbol for all copies of this module (ESM beside CJS, two versions in one tree); `/1` changes with its meaning.
const TAGS: unique symbol = Symbol.for('statuskit.tags/1') as never;

// The mark that @statuskit/client puts on errors of another server; `/1` changes with its meaning.
const REMOTE: unique symbol = Symbol.for('statuskit.remote/1') as never;

const DEFAULT_STACK_LIMIT = 10;

interface ProcessLike {
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * Limits the next stack trace to so many frames, in production: capturing them is most of the cost of throwing. A limit that the
 * application has changed is left alone. Reports whether the limit must be restored.
 */
export function keepFrames(count: number): boolean {
  const isEnough =
    Error.stackTraceLimit === DEFAULT_STACK_LIMIT &&
    (globalThis as { process?: ProcessLike }).process?.env?.['NODE_ENV'] === 'production';
  if (!isEnough) return false;
  try {
    Error.stackTraceLimit = count;
    return true;
  } catch {
    return false; // read-only under --frozen-intrinsics
  }
}

/** Does so for a 4xx, which needs no more than the line that threw it. */
export function keepOneFrame(status: number): boolean {
  return status < 500 && keepFrames(1);
}

/** Restores the limit that {@link keepFrames} has changed. */
export function keepAllFrames(): void {
  Error.stackTraceLimit = DEFAULT_STACK_LIMIT;
}

/**
 * An error that knows which HTTP response it means. Its properties are what the response shows; `log`, `message`,
 * `cause` and `stack` are never shown to clients.
 *
 * Subclass it for your own errors: `super(status, init)`.
 *
 * @throws {RangeError} If `status` is not an integer from 400 to 599.
 * @throws {TypeError} If `init` has another form, or a third argument is passed.
 *
 * @example
 * ```ts
 * class OutOfStock extends HttpError<409> {
 *   constructor(sku: string) {
 *     super(409, { detail: `${sku} is sold out`, extensions: { sku } });
 *   }
 * }
 * ```
 */
export abstract class HttpError<S extends number = ErrorStatus> extends Error {
  /** Name of the class across copies of this package and after minification. Optional in a subclass. */
  static readonly tag: string = 'HttpError';

  /** The status code of the response, RFC 9110 §15. */
  declare readonly status: S;
  /** The same value, under the name that Express reads. */
  declare readonly statusCode: S;
  /** Whether foreign handlers may show `message`: false for each 5xx. */
  declare readonly expose: boolean;
  /** URI reference of the problem type; `about:blank` if the status says everything. */
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
  /** Response fields, with names in lower case. Other middleware may add to them. */
  declare headers: ErrorHeaders;

  constructor(status: S, init?: string | HttpErrorInit) {
    if (!Number.isInteger(status) || status < 400 || status > 599) {
      throw new RangeError(expected('status', 'an integer from 400 to 599', status));
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

    // Own and writable: Koa assigns status, @koa/cors assigns headers. Assigned to `this` one by one, since the engine
    // counts these assignments to reserve space for all properties of an instance.
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
    refuseMore(this, 2, arguments.length);
  }

  /** Reports whether an error is of this class, in any copy of this package. A subclass without a `tag` is matched exactly. */
  static override [Symbol.hasInstance](this: typeof HttpError, value: unknown): value is HttpError;
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
   * Returns the problem document, which is exactly what may reach the client. For a 500 that is the reason phrase and
   * `instance`, whatever else was passed.
   */
  toJSON(): ProblemDocument {
    if (this.status === 500) return document('about:blank', reasonPhrase(500), 500, undefined, this.instance);
    const shown = document(this.type, this.title, this.status, this.detail, this.instance);
    return this.extensions === undefined ? shown : withExtensions(shown, this.extensions);
  }
}

/** Other code may have assigned extensions after construction: only named members count, and none of RFC 9457 §3.1. */
function withExtensions(shown: ProblemDocument, extensions: unknown): ProblemDocument {
  if (typeof extensions !== 'object' || extensions === null || Array.isArray(extensions)) return shown;
  const { type, title, status, detail, instance, ...others } = extensions as Readonly<Record<string, Json>>;
  return { ...shown, ...others };
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

const tagsByClass = new WeakMap<object, readonly string[]>();

/** Returns the tags of a class and of those that it extends. A failure asks several times, so they are collected once. */
function tagsOf(type: unknown): readonly string[] {
  if (typeof type !== 'function') return [];
  const known = tagsByClass.get(type);
  if (known !== undefined) return known;
  const tags: string[] = [];
  for (let one: unknown = type; typeof one === 'function'; one = Object.getPrototypeOf(one)) {
    if (Object.hasOwn(one, 'tag')) tags.push(String((one as unknown as Tagged).tag));
  }
  tagsByClass.set(type, tags);
  return tags;
}

// On the prototype, so that an error has no property for it. Defined here instead of in the class body, since a symbol in
// the types would make the .d.ts and the .d.cts incompatible.
Object.defineProperties(HttpError.prototype, {
  [TAGS]: {
    get(this: { readonly constructor: unknown }): readonly string[] {
      return tagsOf(this.constructor);
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
    return false; // a proxy or a getter that throws
  }
}

/**
 * Reports whether `value` is an HttpError, created by any copy of this package. Never throws. Parsed JSON never is one.
 * A comparison of its `status` then narrows it to what the error carries: a 409 has `current`, a 429 `retryAfterSeconds`.
 *
 * @example
 * ```ts
 * if (isHttpError(error) && error.status === 404) console.info('not found');
 * ```
 */
export function isHttpError(value: unknown): value is AnyHttpError {
  return hasTag(value, HttpError.tag);
}

/** Reports whether another server sent this error. Its status and its fields are then not about our own request. */
export function isRemote(error: HttpError): boolean {
  try {
    return (error as { readonly [REMOTE]?: unknown })[REMOTE] === true;
  } catch {
    return false; // a proxy
  }
}
