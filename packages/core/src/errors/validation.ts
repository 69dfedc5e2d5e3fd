import { show } from '../arguments.ts';
import { HttpError } from './http-error.ts';
import type { HttpErrorInit } from './init.ts';
import type { Json } from './json.ts';
import { requireList } from './lists.ts';
import type { ProblemDocument } from './problem-document.ts';

/** One fault of a request: what is wrong, and where. */
export type Fault = { readonly detail: string } & (
  | {
      /** A JSON Pointer into the content, as a URI fragment: `#/profile/age` (RFC 6901 §6, RFC 9457 §3). What a fragment
       * cannot hold is percent-encoded. */
      readonly pointer: string;
      readonly parameter?: undefined;
      readonly header?: undefined;
    }
  | {
      /** The name of a query or path parameter. */
      readonly parameter: string;
      readonly pointer?: undefined;
      readonly header?: undefined;
    }
  | {
      /** The name of a request field. */
      readonly header: string;
      readonly pointer?: undefined;
      readonly parameter?: undefined;
    }
);

/** An issue as validators of the Standard Schema kind (zod, valibot, arktype) report it. */
export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** What may be said about a request that is malformed or not valid. */
export type ValidationInit = HttpErrorInit & {
  /** The faults, in the order in which they were found. Member `errors` of the problem document. */
  readonly errors?: readonly (Fault | StandardIssue)[] | undefined;
};

// RFC 6901 §3 escapes, then §6: percent-encoded for the fragment. A lone surrogate has no UTF-8 form.
function pointerTo(path: NonNullable<StandardIssue['path']>): string {
  let pointer = '#';
  for (const step of path) {
    const key = String(typeof step === 'object' && step !== null ? step.key : step).replace(
      /\p{Cs}/gu,
      '\uFFFD',
    );
    pointer += `/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`;
  }
  return pointer;
}

// A pointer is often made from keys of the client: what a URI fragment cannot hold is encoded (RFC 3986 §3.5), what is
// encoded already stays, and a tilde that escapes nothing is escaped itself (RFC 6901 §3).
function safePointer(pointer: string): string {
  const encoded = pointer
    .slice(1)
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/[^\w\-.~!$&'()*+,;=:@/?%]|%(?![\dA-Fa-f]{2})/gu, encodeURIComponent)
    .replace(/~(?![01])/g, '~0');
  return `#${encoded}`;
}

const PLACES = ['pointer', 'parameter', 'header'] as const;

function faultOf(given: unknown, index: number): Fault {
  const what = `errors[${index}]`;
  if (typeof given !== 'object' || given === null) {
    throw new TypeError(`${what}: expected { detail, pointer | parameter | header }, got ${show(given)}`);
  }
  const one = given as Readonly<Record<string, unknown>>;
  if (typeof one['detail'] !== 'string') {
    if (typeof one['message'] !== 'string')
      throw new TypeError(`${what}.detail: expected a string, got ${show(one['detail'])}`);
    const path = one['path'] ?? [];
    if (!Array.isArray(path)) throw new TypeError(`${what}.path: expected a list, got ${show(path)}`);
    return { detail: one['message'], pointer: pointerTo(path) };
  }
  const fault: Record<string, string> = { detail: one['detail'] };
  for (const place of PLACES) {
    const value = one[place];
    if (value === undefined) continue;
    if (typeof value !== 'string')
      throw new TypeError(`${what}.${place}: expected a string, got ${show(value)}`);
    if (place === 'pointer' && value !== '#' && !value.startsWith('#/')) {
      throw new TypeError(`${what}.pointer: expected a fragment such as "#/age", got ${show(value)}`);
    }
    fault[place] = place === 'pointer' ? safePointer(value) : value;
  }
  if (Object.keys(fault).length !== 2) {
    throw new TypeError(`${what}: expected exactly one of pointer, parameter and header beside detail`);
  }
  return fault as unknown as Fault; // just built and checked
}

function faultsOf(init: string | ValidationInit | undefined): readonly Fault[] | undefined {
  if (typeof init !== 'object' || init.errors === undefined) return undefined;
  return requireList(init.errors, 'errors', true).map(faultOf);
}

/**
 * 400: the request is malformed. RFC 9110 §15.5.1. `errors` names each fault and its place.
 *
 * Throws a TypeError for a fault of the wrong form.
 *
 * @example
 * throw new BadRequest({ errors: [{ detail: 'must be a number', parameter: 'limit' }] });
 */
export class BadRequest extends HttpError<400> {
  static override readonly tag: string = 'BadRequest';
  /** The faults of the request. */
  declare readonly errors: readonly Fault[] | undefined;

  constructor(init?: string | ValidationInit) {
    super(400, init);
    this.errors = faultsOf(init);
  }

  override toJSON(): ProblemDocument {
    return this.errors === undefined ? super.toJSON() : { ...super.toJSON(), errors: this.errors as Json };
  }
}

/**
 * 422: well-formed content that says something impossible. RFC 9110 §15.5.21. `errors` names each fault and its place;
 * the issues of a Standard Schema validator fit as they are.
 *
 * Throws a TypeError for a fault of the wrong form.
 *
 * @example
 * throw new UnprocessableContent({ errors: [{ detail: 'must be three letters', pointer: '#/iata' }] });
 */
export class UnprocessableContent extends HttpError<422> {
  static override readonly tag: string = 'UnprocessableContent';
  /** The faults of the content. */
  declare readonly errors: readonly Fault[] | undefined;

  constructor(init?: string | ValidationInit) {
    super(422, init);
    this.errors = faultsOf(init);
  }

  override toJSON(): ProblemDocument {
    return this.errors === undefined ? super.toJSON() : { ...super.toJSON(), errors: this.errors as Json };
  }
}
