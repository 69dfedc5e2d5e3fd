import { show } from '../arguments.ts';
import { HttpError } from '../errors/http-error.ts';
import { FRAMING } from '../errors/init.ts';
import type { ProblemDocument } from '../errors/problem-document.ts';
import { localError } from '../errors/remote.ts';
import { readFields, readStatus } from '../errors/understand/foreign.ts';
import { isFieldValue } from '../fields/field-value.ts';
import { fieldsOfKinds } from '../fields/kinds.ts';
import { unionVary } from '../fields/vary.ts';
import { callHook, isThenable } from '../hook.ts';
import { read, readText } from '../read.ts';
import { byteLength, type Reply } from '../reply.ts';
import { clientCloses, mustClose, type RequestView } from '../request-view.ts';
import { reasonPhrase } from '../status/phrase.ts';
import { HTML_POLICY, htmlOf } from './html.ts';
import { type Form, preferredForm } from './negotiate.ts';
import { textOf } from './text.ts';
import { xmlOf } from './xml.ts';

/** A body of one's own for an error: `undefined` for the usual one. Status and fields stay as they are. */
export type BodyHook<Request = RequestView> = (
  problem: ProblemDocument,
  request: Request,
) => { readonly contentType: string; readonly body: string } | undefined;

/** Cache-Control for errors of some statuses, by status or by a function. */
export type CachePolicy = Readonly<Record<number, string>> | ((error: HttpError) => string | undefined);

/** How an error is rendered. */
export interface RenderOptions<Request = RequestView> {
  /** Names this occurrence. Default: what the error says; for a 5xx that says nothing a fresh `urn:uuid:`. */
  readonly instance?: string | undefined;
  /** A body of one's own. Default: none. */
  readonly body?: BodyHook<Request> | undefined;
  /** Cache-Control in place of `no-store`. Default: none. Statuses that must not be stored (RFC 6585) keep `no-store`. */
  readonly cache?: CachePolicy | undefined;
  /** Hears of a hook or a `toJSON` that threw. */
  readonly onHookError?: ((error: unknown) => void) | undefined;
}

/** Fields set before the throw that describe a representation which is not sent. */
const DROP: readonly string[] = fieldsOfKinds(
  'framing',
  'format',
  'content',
  'representation',
  'resource',
  'validator',
  'caching',
);

const MUST_NOT_STORE: readonly number[] = [428, 429, 431, 511];

const CONTENT_TYPE: Readonly<Record<Form, string>> = {
  json: 'application/problem+json',
  html: 'text/html; charset=utf-8',
  xml: 'application/problem+xml',
  text: 'text/plain; charset=utf-8',
};

const WRITE: Readonly<Record<Form, (problem: ProblemDocument) => string>> = {
  json: JSON.stringify,
  html: htmlOf,
  xml: xmlOf,
  text: textOf,
};

type HookErrorListener = (error: unknown) => void;

interface Content {
  readonly contentType: string;
  readonly body: string;
  readonly form?: Form;
}

function plainDocument(status: number, instance: string | undefined): ProblemDocument {
  return {
    type: 'about:blank',
    title: reasonPhrase(status),
    status,
    ...(instance !== undefined && { instance }),
  };
}

function contentOf(problem: ProblemDocument, form: Form): Content {
  const body = WRITE[form](problem);
  return { contentType: CONTENT_TYPE[form], body, form };
}

function isDocument(value: unknown): value is ProblemDocument {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a `toJSON` of somebody else gives, in a copy: it may serve others too. */
function ownDocument(error: HttpError, onHookError: HookErrorListener): ProblemDocument | undefined {
  const made = callHook((): ProblemDocument => {
    const own: unknown = error.toJSON();
    if (isDocument(own)) return own; // not yet a copy, which would hide a promise and leave its rejection to nobody
    throw new TypeError(`toJSON: expected the members of a problem document, got ${show(own)}`);
  }, onHookError);
  return made === undefined ? undefined : { ...made };
}

/** The problem document that reaches the wire. */
export function documentOf(
  error: HttpError,
  status: number,
  instance: string | undefined,
  onHookError: HookErrorListener,
): ProblemDocument {
  // What was meant for another status is not meant for the 500 that goes out in place of an impossible one.
  if (status !== read(error, 'status')) return plainDocument(status, instance);
  const made = error.toJSON === HttpError.prototype.toJSON ? error.toJSON() : ownDocument(error, onHookError);
  if (made === undefined) return plainDocument(status, instance);
  // §3.1.2: the member says what the status line says.
  const shown: Record<string, unknown> = made;
  shown['status'] = status;
  if (instance !== undefined) shown['instance'] = instance;
  // §3.1: these are strings, and who reads them ignores what is none.
  if (!isText(shown['type'])) delete shown['type'];
  if (!isText(shown['title'])) delete shown['title'];
  if (!isText(shown['detail'])) delete shown['detail'];
  if (!isText(shown['instance'])) delete shown['instance'];
  return shown as unknown as ProblemDocument; // just made one
}

function isText(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}

/** The fields that the error brings: names in lower case, values that a field can hold, nothing that frames. */
function fieldsOf(error: HttpError, http2: boolean): Record<string, string | readonly string[]> {
  const into: Record<string, string | readonly string[]> = {};
  for (const [field, value] of readFields(read(error, 'headers'))) {
    // Middleware that adds to an error of ours may have spelled Vary in its own way, beside ours.
    if (field === 'vary') into['vary'] = unionVary(into['vary'] ?? '', value);
    else if (!FRAMING.has(field)) into[field] = value;
    // RFC 9110 §7.8: both or neither; RFC 9113 §8.2.2: neither.
    else if (field === 'upgrade' && read(error, 'status') === 426 && !http2) {
      into['upgrade'] = value;
      into['connection'] = 'upgrade';
    }
  }
  return into;
}

function cacheControl(
  error: HttpError,
  status: number,
  given: unknown,
  cache: CachePolicy | undefined,
  onHookError: HookErrorListener,
): string {
  if (MUST_NOT_STORE.includes(status)) return 'no-store';
  const asked: unknown =
    cache === undefined
      ? undefined
      : callHook(() => (typeof cache === 'function' ? cache(error) : cache[status]), onHookError);
  const chosen = asked ?? given;
  return isFieldValue(chosen) && chosen !== '' ? chosen : 'no-store';
}

function ownContent<Request>(
  problem: ProblemDocument,
  request: Request,
  body: BodyHook<Request> | undefined,
  onHookError: HookErrorListener,
): Content | undefined {
  if (body === undefined) return undefined;
  return callHook(() => {
    const own = body({ ...problem }, request);
    if (own === undefined || isThenable(own)) return own;
    const { contentType, body: text } = own;
    if (isFieldValue(contentType) && contentType !== '' && typeof text === 'string')
      return { contentType, body: text };
    throw new TypeError('body: expected { contentType, body } of strings, or undefined');
  }, onHookError);
}

/**
 * The response that an error means: a problem document (RFC 9457), or HTML or text where the client prefers that, with
 * the fields of the error and `Cache-Control: no-store` unless asked otherwise. Never throws: where a hook or a `toJSON`
 * fails the plain document goes out, and at the last level a constant 500.
 *
 * @example
 * const { status, headers, body } = render(new NotFound(), { method: 'GET', headers: { accept: 'text/html' } });
 */
export function render<Request extends RequestView>(
  error: HttpError,
  request: Request,
  options: RenderOptions<Request> = {},
): Reply {
  const onHookError = (failure: unknown): void => callHook(() => options.onHookError?.(failure), undefined);
  try {
    return rendered(localError(error), request, options, onHookError);
  } catch (failure) {
    onHookError(failure);
    return constant(request);
  }
}

function rendered<Request extends RequestView>(
  error: HttpError,
  request: Request,
  options: RenderOptions<Request>,
  onHookError: HookErrorListener,
): Reply {
  const status: number = readStatus(error, 'status') ?? 500;
  const http2 = (request.httpVersionMajor ?? 1) >= 2;
  const instance =
    options.instance ??
    readText(error, 'instance') ??
    (status >= 500 ? `urn:uuid:${globalThis.crypto.randomUUID()}` : undefined);
  const form = preferredForm(request.headers);

  let content: Content;
  try {
    const problem = documentOf(error, status, instance, onHookError);
    content = ownContent(problem, request, options.body, onHookError) ?? contentOf(problem, form);
  } catch (failure) {
    onHookError(failure);
    content = contentOf(plainDocument(status, instance), form);
  }

  const headers = fieldsOf(error, http2);
  headers['vary'] = withAccept(headers['vary']);
  headers['cache-control'] = cacheControl(
    error,
    status,
    headers['cache-control'],
    options.cache,
    onHookError,
  );
  headers['x-content-type-options'] = 'nosniff';
  headers['content-type'] = content.contentType;
  headers['content-length'] = String(byteLength(content.body));
  if (content.form === 'html') headers['content-security-policy'] = HTML_POLICY;
  const close = mustClose(request);
  if (headers['connection'] !== undefined) {
    if (close || clientCloses(request)) headers['connection'] = 'close, upgrade';
  } else if (close && !http2) headers['connection'] = 'close';
  return { status, headers, drop: DROP, body: request.method === 'HEAD' ? undefined : content.body, close };
}

function withAccept(vary: string | readonly string[] | undefined): string {
  if (vary === undefined) return 'Accept';
  return unionVary(typeof vary === 'string' ? vary : vary.join(', '), 'Accept');
}

/** What is left to say where rendering itself has failed. */
export function constant(request: RequestView): Reply {
  const body = '{"type":"about:blank","title":"Internal Server Error","status":500}';
  return {
    status: 500,
    headers: {
      'cache-control': 'no-store',
      'content-length': String(body.length),
      'content-type': CONTENT_TYPE.json,
      'x-content-type-options': 'nosniff',
    },
    drop: DROP,
    body: request.method === 'HEAD' ? undefined : body,
    close: false,
  };
}
