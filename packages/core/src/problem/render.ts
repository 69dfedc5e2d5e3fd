import { expected } from '../arguments.ts';
import type { HttpError } from '../errors/http-error.ts';
import { FRAMING } from '../errors/init.ts';
import type { ProblemDocument } from '../errors/problem-document.ts';
import { localError } from '../errors/remote.ts';
import { type Snapshot, snapshot } from '../errors/understand/snapshot.ts';
import { isFieldValue } from '../fields/field-value.ts';
import { fieldsOfKinds } from '../fields/kinds.ts';
import { unionVary } from '../fields/vary.ts';
import { callHook, isThenable } from '../hook.ts';
import { byteLength, type Reply } from '../reply.ts';
import { clientCloses, mustClose, type RequestView } from '../request-view.ts';
import { reasonPhrase } from '../status/phrase.ts';
import { type BodyAnswer, type BodyInput, type Content, contentFrom, inputOf } from './body-hook.ts';
import { HTML_POLICY, htmlOf } from './html.ts';
import { type Form, preferredForm } from './negotiate.ts';
import { textOf } from './text.ts';
import { xmlOf } from './xml.ts';

/** Cache-Control for errors of some statuses, by status or by a function. */
export type CachePolicy = Readonly<Record<number, string>> | ((error: HttpError) => string | undefined);

/** How an error is rendered. */
export interface RenderOptions<Request = RequestView> {
  /** Name of this occurrence. Default: that of the error; for a 5xx without one, a new `urn:uuid:`. */
  readonly instance?: string | undefined;
  /** Returns a custom body, in the same call. Default: none. */
  readonly body?: ((input: BodyInput<Request>, request: Request) => BodyAnswer | undefined) | undefined;
  /** Cache-Control in place of `no-store`. Default: none. Statuses that must not be stored (RFC 6585) keep `no-store`. */
  readonly cache?: CachePolicy | undefined;
  /** Called with the failure of a hook or of a `toJSON`. Default: none. */
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

// What most programs send in Accept: nothing needs to be negotiated then.
const MEANS_JSON: readonly unknown[] = [undefined, '*/*', 'application/json', 'application/problem+json'];

const WRITE: Readonly<Record<Exclude<Form, 'html'>, (problem: ProblemDocument) => string>> = {
  json: JSON.stringify,
  xml: xmlOf,
  text: textOf,
};

type HookErrorListener = (error: unknown) => void;

/** What a failure is worded with in place of what its error says. */
export interface Wording {
  readonly problem: ProblemDocument;
  /** Content that a hook has returned. */
  readonly content?: Content | undefined;
  /** Language of the texts. */
  readonly language?: string | undefined;
  /** Stack and causes, for the page of a developer. */
  readonly trace?: string | undefined;
}

/** Returns the problem document with the name of its occurrence. */
export function withInstance(problem: ProblemDocument, instance: string | undefined): ProblemDocument {
  if (instance !== undefined) problem.instance = instance;
  return problem;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Returns the name of an occurrence: that of the error, or for a 5xx a UUID, which is the request id if it is one. There is no name
 * if nothing makes a UUID: browsers have `randomUUID` in secure contexts only.
 */
export function instanceFor(
  { instance, status }: Pick<Snapshot, 'instance' | 'status'>,
  requestId: string | undefined,
): string | undefined {
  if (instance !== undefined || status < 500) return instance;
  const { crypto } = globalThis as { readonly crypto?: { randomUUID?(): string } };
  const uuid = requestId !== undefined && UUID.test(requestId) ? requestId : crypto?.randomUUID?.();
  return uuid && `urn:uuid:${uuid.toLowerCase()}`;
}

function contentOf(
  problem: ProblemDocument,
  form: Form,
  { language, trace }: Partial<Wording> = {},
): Content {
  const contentType = CONTENT_TYPE[form];
  return form === 'html'
    ? { contentType, body: htmlOf(problem, language, trace), policy: HTML_POLICY }
    : { contentType, body: WRITE[form](problem) };
}

/** Returns the fields that an error brings, without those that frame a message. */
function fieldsOf({ fields, status }: Snapshot, http2: boolean): Record<string, string | readonly string[]> {
  const into: Record<string, string | readonly string[]> = {};
  for (const [field, value] of fields) {
    // Middleware that adds to an error of ours may write Vary in another case, beside ours.
    if (field === 'vary') into['vary'] = unionVary(into['vary'], value);
    else if (!FRAMING.has(field)) into[field] = value;
    // RFC 9110 §7.8: both or neither; RFC 9113 §8.2.2: neither.
    else if (field === 'upgrade' && status === 426 && !http2) {
      into['upgrade'] = value;
      into['connection'] = 'upgrade';
    }
  }
  return into;
}

function cacheControl(
  { error, status }: Snapshot,
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
  if (chosen !== undefined && chosen !== '' && isFieldValue(chosen)) return chosen; // most enter one file less
  if (asked !== undefined && asked !== null) {
    onHookError(new TypeError(expected('cache', 'the value of Cache-Control', asked)));
  }
  return 'no-store';
}

/**
 * Returns the response that an error means: a problem document (RFC 9457), or HTML or text if the client prefers that, with
 * the fields of the error and `Cache-Control: no-store` unless configured otherwise. Never throws: if a hook or a `toJSON`
 * fails, the plain document is returned, and if that fails, a constant 500.
 *
 * @example
 * ```ts
 * const { status, headers, body } = render(new NotFound(), { method: 'GET', headers: { accept: 'text/html' } });
 * ```
 */
export function render<Request extends RequestView>(
  error: HttpError,
  request: Request,
  options: RenderOptions<Request> = {},
): Reply {
  const failed = (failure: unknown): void => callHook(() => options.onHookError?.(failure), undefined);
  const seen = snapshot(localError(error), failed);
  const { body, cache, instance = instanceFor(seen, undefined) } = options;
  if (body === undefined) return renderSnapshot(seen, request, { instance, cache }, failed);
  const problem = withInstance(seen.problem, instance);
  const content = callHook(() => {
    const own = body(inputOf(problem, seen.error, request, formFor(request)), request);
    return isThenable(own) ? (own as never) : contentFrom(own); // a promise is refused
  }, failed);
  return renderSnapshot(seen, request, { instance, cache }, failed, { problem, content });
}

/** Returns the response that an error means which has been read already. Never throws, as {@link render}. */
export function renderSnapshot(
  seen: Snapshot,
  request: RequestView,
  options: Pick<RenderOptions, 'cache' | 'instance'>,
  onHookError: HookErrorListener,
  wording?: Wording,
): Reply {
  try {
    return rendered(seen, request, options, onHookError, wording);
  } catch (failure) {
    onHookError(failure);
    return constant(request);
  }
}

/** Returns the format that the client prefers. */
export function formFor({ headers }: RequestView): Form {
  return MEANS_JSON.includes(headers?.['accept']) ? 'json' : preferredForm(headers);
}

function rendered(
  seen: Snapshot,
  request: RequestView,
  options: Pick<RenderOptions, 'cache' | 'instance'>,
  onHookError: HookErrorListener,
  wording?: Wording,
): Reply {
  const { status } = seen;
  const http2 = (request.httpVersionMajor ?? 1) >= 2;
  const { instance } = options;
  const form = formFor(request);

  let content = wording?.content;
  try {
    content ??= contentOf(wording?.problem ?? withInstance(seen.problem, instance), form, wording);
  } catch (failure) {
    onHookError(failure);
    const plain = { type: 'about:blank', title: reasonPhrase(status), status };
    content = contentOf(withInstance(plain, instance), form);
  }

  const headers = fieldsOf(seen, http2);
  headers['vary'] = headers['vary'] === undefined ? 'Accept' : unionVary(headers['vary'], 'Accept');
  headers['cache-control'] = cacheControl(seen, headers['cache-control'], options.cache, onHookError);
  headers['x-content-type-options'] = 'nosniff';
  headers['content-type'] = content.contentType;
  headers['content-length'] = String(byteLength(content.body));
  if (content.policy !== undefined) headers['content-security-policy'] = content.policy;
  const close = mustClose(request);
  if (headers['connection'] !== undefined) {
    if (close || clientCloses(request)) headers['connection'] = 'close, upgrade';
  } else if (close && !http2) headers['connection'] = 'close';
  return { status, headers, drop: DROP, body: request.method === 'HEAD' ? undefined : content.body, close };
}

/** Returns the response that is sent if rendering itself has failed. */
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
