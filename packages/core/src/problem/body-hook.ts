import type { HttpError } from '../errors/http-error.ts';
import type { ProblemDocument } from '../errors/problem-document.ts';
import { type Fault, readable } from '../errors/validation.ts';
import { isFieldValue } from '../fields/field-value.ts';
import { isThenable } from '../hook.ts';
import type { RequestView } from '../request-view.ts';
import type { Form } from './negotiate.ts';

/** A problem document as hooks receive it: exactly what the client would receive, with pointers that a person can read. */
export interface ShownProblem extends ProblemDocument {
  /** Faults of a 400 or 422. Their pointers are not percent-encoded. */
  readonly errors?: readonly Fault[] | undefined;
  /** Number of faults beside those in `errors`. */
  readonly more?: number | undefined;
}

/** What a body hook is called with. */
export interface BodyInput<Request = RequestView> {
  /** The problem document that the client would receive. A copy: changing it changes nothing. */
  readonly problem: ShownProblem;
  /** The error, for its class and its own properties. Its `log`, `cause` and `stack` are not for clients. */
  readonly error: HttpError;
  /** The request of Express, or the context of Koa. */
  readonly request: Request;
  /** The format that the client prefers, by Accept. */
  readonly prefers: Form;
  /**
   * The same as `problem.type`.
   *
   * @deprecated Use `problem.type`.
   */
  readonly type: string;
  /**
   * The same as `problem.title`.
   *
   * @deprecated Use `problem.title`.
   */
  readonly title: string;
  /**
   * The same as `problem.status`.
   *
   * @deprecated Use `problem.status`.
   */
  readonly status: number;
  /**
   * The same as `problem.detail`.
   *
   * @deprecated Use `problem.detail`.
   */
  readonly detail?: string | undefined;
  /**
   * The same as `problem.instance`.
   *
   * @deprecated Use `problem.instance`.
   */
  readonly instance?: string | undefined;
}

/** A custom body. */
export interface BodyAnswer {
  /** Media type, such as `text/html; charset=utf-8`. */
  readonly contentType: string;
  /** Text or bytes, or a value that is sent as JSON. */
  readonly body: string | Uint8Array | object;
  /**
   * Content-Security-Policy of a page. Default: none, and the field that other middleware has set stays. The strict policy of
   * the built-in page is sent with that page only.
   */
  readonly contentSecurityPolicy?: string | undefined;
}

/**
 * Returns a custom body for an error, or `undefined` for the usual one. Status and fields stay as they are.
 *
 * The second argument is the request, as in the first form of this hook. Use `request` of the first argument.
 */
export type BodyHook<Request = RequestView> = (
  input: BodyInput<Request>,
  request: Request,
) => BodyAnswer | undefined | PromiseLike<BodyAnswer | undefined>;

/** Texts of a problem document in the language of a client. */
export interface Localized {
  /** Title of the problem. Default: the one that it has. */
  readonly title?: string | undefined;
  /** Detail of the problem; a 500 has none. Default: the one that it has. */
  readonly detail?: string | undefined;
  /** Language tag of the texts (RFC 5646), such as `de-CH`. It is sent as Content-Language. Default: none is sent. */
  readonly language?: string | undefined;
}

/** Returns the texts of a problem document in the language of a client, or `undefined` for those that it has. */
export type LocalizeHook<Request = RequestView> = (
  problem: ShownProblem,
  request: Request,
) => Localized | undefined | PromiseLike<Localized | undefined>;

/** Content of an error, and what describes it. */
export interface Content {
  readonly contentType: string;
  readonly body: string | Uint8Array;
  readonly policy?: string | undefined;
}

/** Returns a copy of a problem document for hooks. */
export function shownTo(problem: ProblemDocument): ShownProblem {
  const shown = { ...problem } as ShownProblem; // `errors` of a class that is not ours is the affair of the application
  if (Array.isArray(shown.errors))
    Object.assign(shown, {
      errors: shown.errors.map((fault: Fault) =>
        fault?.pointer === undefined ? fault : { ...fault, pointer: readable(String(fault.pointer)) },
      ),
    });
  return shown;
}

/**
 * Returns what a body hook is called with: the members of the problem document, as in the first form of the hook, and the
 * properties of the present form. These are not enumerable: a hook of the first form may send its argument as it is, and must
 * not send the request and the error with it.
 */
export function inputOf<Request>(
  problem: ProblemDocument,
  error: HttpError,
  request: Request,
  prefers: Form,
): BodyInput<Request> {
  const shown = shownTo(problem);
  const properties = { problem: shown, error, request, prefers };
  const input = { ...shown };
  for (const [name, value] of Object.entries(properties))
    Object.defineProperty(input, name, { value, enumerable: false }); // an extension may have that name
  return input as ShownProblem & typeof properties;
}

/**
 * Returns the content that a body hook has returned; undefined if it has left that to the renderer.
 *
 * @throws {TypeError} If it is something else.
 */
export function contentFrom(answer: unknown): Content | undefined {
  if (answer === undefined) return undefined;
  const { contentType, body, contentSecurityPolicy: policy } = Object(answer) as Record<string, unknown>;
  if (isThenable(body))
    Promise.resolve(body).catch(() => {}); // nobody else would
  else if (
    isFieldValue(contentType) &&
    contentType !== '' &&
    (policy === undefined || isFieldValue(policy))
  ) {
    const isValue = typeof body === 'object' && !ArrayBuffer.isView(body); // `instanceof` knows one realm only
    const content = (isValue ? JSON.stringify(body ?? undefined) : body) as string | Uint8Array | undefined;
    if (typeof content === 'string' || typeof content === 'object')
      return { contentType, body: content, policy };
  }
  throw new TypeError('body: expected { contentType, body }, or undefined');
}
