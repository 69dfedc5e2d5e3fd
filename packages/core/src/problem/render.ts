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
import { HTML_POLICY, htmlOf } from './html.ts';
import { type Form, preferredForm } from './negotiate.ts';
import { textOf } from './text.ts';
import { xmlOf } from './xml.ts';

/** Returns a custom body for an error, or `undefined` for the usual one. Status and fields stay as they are. */
export type BodyHook<Request = RequestView> = (
  problem: ProblemDocument,
  request: Request,
) => { readonly contentType: string; readonly body: string } | undefined;

/** Cache-Control for errors of some statuses, by status or by a function. */
export type CachePolicy = Readonly<Record<number, string>> | ((error: HttpError) => string | undefined);

/** How an error is rendered. */
export interface RenderOptions<Request = RequestView> {
  /** Name of this occurrence. Default: that of the error; for a 5xx without one, a new `urn:uuid:`. */
  readonly instance?: string | undefined;
  /** Returns a custom body. Default: none. */
  readonly body?: BodyHook<Request> | undefined;
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

function withInstance(problem: ProblemDocument, instance: string | undefined): ProblemDocument {
  if (instance !== undefined) problem.instance = instance;
  return problem;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Returns the name of an occurrence: that of the error, or for a 5xx a UUID, which is the request id if it is one. */
export function instanceFor(
  { instance, status }: Pick<Snapshot, 'instance' | 'status'>,
  requestId: string | undefined,
): string | undefined {
  if (instance !== undefined || status < 500) return instance;
  const uuid = requestId !== undefined && UUID.test(requestId) ? requestId : globalThis.crypto.randomUUID();
  return `urn:uuid:${uuid.toLowerCase()}`;
}

function contentOf(problem: ProblemDocument, form: Form): Content {
  const body = WRITE[form](problem);
  return { contentType: CONTENT_TYPE[form], body, form };
}

/** Returns the fields that an error brings, without those that frame a message. */
function fieldsOf({ fields, status }: Snapshot, http2: boolean): Record<string, string | readonly string[]> {
  const into: Record<string, string | readonly string[]> = {};
  for (const [field, value] of fields) {
    // Middleware that adds to an error of ours may write Vary in another case, beside ours.
    if (field === 'vary') into['vary'] = unionVary(into['vary'] ?? '', value);
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
  if (chosen === undefined || chosen === '' || !isFieldValue(chosen)) return 'no-store';
  return chosen;
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
  return renderSnapshot(snapshot(localError(error), failed), request, options, failed);
}

/** Returns the response that an error means which has been read already. Never throws, as {@link render}. */
export function renderSnapshot<Request extends RequestView>(
  seen: Snapshot,
  request: Request,
  options: RenderOptions<Request>,
  onHookError: HookErrorListener,
): Reply {
  try {
    return rendered(seen, request, options, onHookError);
  } catch (failure) {
    onHookError(failure);
    return constant(request);
  }
}

function rendered<Request extends RequestView>(
  seen: Snapshot,
  request: Request,
  options: RenderOptions<Request>,
  onHookError: HookErrorListener,
): Reply {
  const { status } = seen;
  const http2 = (request.httpVersionMajor ?? 1) >= 2;
  const instance = options.instance ?? instanceFor(seen, undefined);
  const { headers: asked } = request;
  const form = MEANS_JSON.includes(asked?.['accept']) ? 'json' : preferredForm(asked);

  let content: Content;
  try {
    const problem = withInstance(seen.problem, instance);
    content = ownContent(problem, request, options.body, onHookError) ?? contentOf(problem, form);
  } catch (failure) {
    onHookError(failure);
    const plain = { type: 'about:blank', title: reasonPhrase(status), status };
    content = contentOf(withInstance(plain, instance), form);
  }

  const headers = fieldsOf(seen, http2);
  headers['vary'] = withAccept(headers['vary']);
  headers['cache-control'] = cacheControl(seen, headers['cache-control'], options.cache, onHookError);
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
