import { show } from '../arguments.ts';
import { copyFields } from '../fields/copy-fields.ts';
import { fieldsOfKinds } from '../fields/kinds.ts';
import { copyMembers, type Json } from './json.ts';

/** A problem type of one's own has a URI and a title, or neither (RFC 9457 §3.1.1, §3.1.3). */
type ProblemName =
  | {
      /** URI reference of the problem type. Default `about:blank`. */
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
  /** Text for the client about this occurrence. Of a 500 it never leaves. */
  readonly detail?: string | undefined;
  /** Text for the operator. Never leaves. */
  readonly log?: string | undefined;
  /** What led to this error. Never leaves. */
  readonly cause?: unknown;
  /** URI reference that names this occurrence. Default: none for a 4xx, a fresh `urn:uuid:` for a 5xx. */
  readonly instance?: string | undefined;
  /** More members of the problem document, copied at once. Of a 500 they never leave. */
  readonly extensions?: Extensions | undefined;
  /** More response fields. A compulsory field of the class wins over one of the same name here. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>> | undefined;
  /** An Error is no init: write `{ cause: error }`. */
  readonly message?: undefined;
}

/** What may be said about any error, all of it optional. */
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

/** Throws a TypeError for a field that an error cannot bring or a value that a field cannot hold. */
export function copyHeaders(given: HttpErrorInit['headers']): ErrorHeaders {
  return copyFields(given, (field) =>
    FRAMING.has(field) ? 'is set by the renderer and cannot come with an error' : undefined,
  );
}

function checkText(name: string, text: unknown): void {
  if (text !== undefined && typeof text !== 'string') {
    throw new TypeError(`init.${name}: expected a string, got ${show(text)}`);
  }
}

/** Throws a TypeError for an init that is not of the form that its type demands. */
export function checkInit(init: unknown): asserts init is HttpErrorInit {
  if (typeof init !== 'object' || init === null || Array.isArray(init)) {
    throw new TypeError(`init: expected a string or an object, got ${show(init)}`);
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
    throw new TypeError('init: type and title are given together or not at all (RFC 9457 §3.1)');
  }
}

/** The extension members to keep, without those that the problem document sets itself. */
export function copyExtensions(extensions: object): Readonly<Record<string, Json>> {
  const { type, title, status, detail, instance, ...rest } = copyMembers(extensions, 'init.extensions');
  return rest;
}
