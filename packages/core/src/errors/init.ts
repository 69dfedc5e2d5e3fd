import { expected } from '../arguments.ts';
import { copyFields } from '../fields/copy-fields.ts';
import { fieldsOfKinds } from '../fields/kinds.ts';
import { copyMembers, type Json } from './json.ts';

/** A custom problem type has a URI and a title, or neither (RFC 9457 §3.1.1, §3.1.3). */
type ProblemName =
  | {
      /** URI reference of the problem type. Default: `about:blank`. */
      readonly type: string;
      /** Title of the problem type. Default: the reason phrase. */
      readonly title: string;
    }
  | { readonly type?: undefined; readonly title?: undefined };

/** Extension members of a problem document; the members of RFC 9457 §3.1 cannot be replaced. */
export interface Extensions {
  readonly type?: never;
  readonly title?: never;
  readonly status?: never;
  readonly detail?: never;
  readonly instance?: never;
  readonly [name: string]: Json;
}

interface CommonInit {
  /** Text for the client about this occurrence. A 500 never shows it. Default: none. */
  readonly detail?: string | undefined;
  /** Text for the operator, never shown to clients. Default: none. */
  readonly log?: string | undefined;
  /** What led to this error, never shown to clients. Default: none. */
  readonly cause?: unknown;
  /** URI reference that names this occurrence. Default: none for a 4xx, a new `urn:uuid:` for a 5xx. */
  readonly instance?: string | undefined;
  /** More members of the problem document, copied immediately. A 500 never shows them. Default: none. */
  readonly extensions?: Extensions | undefined;
  /** More response fields. A compulsory field of the class replaces one of the same name. Default: none. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>> | undefined;
  /** Not an option: an Error is refused in place of the options. Write `{ cause: error }`. */
  readonly message?: undefined;
}

/** Options of every error. */
export type HttpErrorInit = CommonInit & ProblemName;

/** Response fields of an error: names in lower case, several lines as a list. */
export type ErrorHeaders = Record<string, string | string[]>;

/**
 * Fields that belong to the connection, to the framing or to the body that the renderer makes; an error cannot bring them.
 * Upgrade and Connection come from the class that needs them (RFC 9110 §7.6.1, RFC 9112 §6).
 */
export const FRAMING: ReadonlySet<string> = /* @__PURE__ */ new Set(
  fieldsOfKinds('connection', 'framing', 'format'),
);

/**
 * Returns a copy of response fields.
 *
 * @throws {TypeError} If an error cannot set a field, or a field cannot hold its value.
 */
export function copyHeaders(given: HttpErrorInit['headers']): ErrorHeaders {
  return copyFields(given, (field) =>
    FRAMING.has(field) ? 'is set by the renderer and cannot come with an error' : undefined,
  );
}

function checkText(name: string, text: unknown): void {
  if (text !== undefined && typeof text !== 'string') {
    throw new TypeError(expected(`init.${name}`, 'a string', text));
  }
}

/** @throws {TypeError} If `init` does not have the form of its type. */
export function checkInit(init: unknown): asserts init is HttpErrorInit {
  if (typeof init !== 'object' || init === null || Array.isArray(init)) {
    throw new TypeError(expected('init', 'a string or an object', init));
  }
  if (init instanceof Error) {
    throw new TypeError('init: expected a string or an object, got an Error; write { cause: error }', {
      cause: init,
    });
  }
  const { detail, log, instance, type, title } = init as Readonly<Record<keyof HttpErrorInit, unknown>>;
  checkText('detail', detail);
  checkText('log', log);
  checkText('instance', instance);
  checkText('type', type);
  checkText('title', title);
  if ((type === undefined) !== (title === undefined)) {
    throw new TypeError(
      `init: expected type and title together or neither of them (RFC 9457 §3.1), got ${type === undefined ? 'title' : 'type'} alone`,
    );
  }
}

/**
 * Refuses arguments that a constructor would ignore, such as `{ cause }` after a text.
 *
 * @throws {TypeError} If a constructor that takes `most` arguments was called with `count` of them.
 */
export function refuseMore(error: Error & { readonly status: number }, most: 1 | 2, count: number): void {
  if (count <= most) return;
  const text = error.status < 500 ? 'detail' : 'log';
  const first = most === 1 ? '' : '…, ';
  throw new TypeError(
    `${error.name}: expected at most ${most} argument${most === 1 ? '' : 's'}, got ${count}; write new ${error.name}(${first}{ ${text}, cause })`,
  );
}

/** Returns a copy of the extension members, without those that the problem document sets itself. */
export function copyExtensions(extensions: object): Readonly<Record<string, Json>> {
  const { type, title, status, detail, instance, ...rest } = copyMembers(extensions, 'init.extensions');
  return rest;
}
