import { show } from '../arguments.ts';
import { requireEntityTag } from '../fields/entity-tag.ts';
import { requireToken } from '../fields/token.ts';
import { isError } from '../read.ts';
import { HttpError } from './http-error.ts';
import { checkInit, type HttpErrorInit } from './init.ts';
import { copyJson, type Json, type Jsonified, type Plain } from './json.ts';
import { type NonEmpty, requireList } from './lists.ts';
import type { ProblemDocument } from './problem-document.ts';

/** What may be said about an error that shows the current state of a resource. */
export type CurrentStateInit = HttpErrorInit & {
  /** The entity tag of the current representation, as the field holds it: `"v7"` or `W/"v7"`. Sent as ETag. */
  readonly etag?: string | undefined;
};

// A detail is part of the type parameter, although nothing is kept of it: beside `string |` the compiler would infer
// from each member of a union apart, and refuse `Note | Note[]`.
type DetailOrState = string | object | null;

type Current<S> = Jsonified<Exclude<S, string>> | undefined;

type InitOf = string | CurrentStateInit | undefined;

/** A string in the first place is the detail, unless the last place gives one, by name or as a string. */
function withDetail(detailOrState: unknown, init: InitOf): InitOf {
  if (typeof detailOrState !== 'string') return init;
  if (init === undefined || typeof init === 'string') return init ?? detailOrState;
  checkInit(init); // the copy below would hide an Error
  return { ...init, detail: init.detail ?? detailOrState };
}

function stateOf(detailOrState: unknown): Json {
  if (typeof detailOrState === 'string' || detailOrState === undefined) return undefined;
  if (typeof detailOrState !== 'object') {
    throw new TypeError(
      `currentStateOrDetail: expected an object, an array, null or a string, got ${show(detailOrState)}`,
    );
  }
  // The members of an Error were never meant for clients; those of a database name its tables.
  if (isError(detailOrState)) {
    throw new TypeError(
      'currentStateOrDetail: expected an object, an array, null or a string, got an Error; write { cause: error } in the last place',
      { cause: detailOrState },
    );
  }
  return copyJson(detailOrState, 'currentStateOrDetail');
}

function setEntityTag(error: HttpError, init: InitOf): void {
  const tag = typeof init === 'object' ? init.etag : undefined;
  if (tag !== undefined) error.headers['etag'] = requireEntityTag(tag, 'etag');
}

/**
 * 409: the request conflicts with the current state of the resource. RFC 9110 §15.5.10 asks for content that lets the
 * user recognize the source of the conflict: pass the current state (member `current`, copied at once), or a string
 * that says it (the detail).
 *
 * Throws a TypeError where neither is given, for a state without a JSON form, or for an etag outside the grammar.
 *
 * @example
 * throw new Conflict(note, { etag: '"v7"' });
 */
export class Conflict<S extends DetailOrState = DetailOrState> extends HttpError<409> {
  static override readonly tag: string = 'Conflict';
  /** The current state as it was when thrown, in its JSON form. */
  declare readonly current: Current<S>;

  constructor(currentStateOrDetail: S & Plain<S>, init?: string | CurrentStateInit) {
    super(409, withDetail(currentStateOrDetail, init));
    if (currentStateOrDetail === undefined) {
      throw new TypeError(
        'currentStateOrDetail: expected an object, an array, null or a string, got undefined',
      );
    }
    this.current = stateOf(currentStateOrDetail) as Current<S>; // what copyJson makes of an S
    setEntityTag(this, init);
  }

  override toJSON(): ProblemDocument {
    return this.current === undefined ? super.toJSON() : { ...super.toJSON(), current: this.current as Json };
  }
}

/**
 * 412: a precondition of the request is false. RFC 9110 §15.5.13; the current state and its entity tag let the client
 * repeat the request without another read.
 *
 * Throws like {@link Conflict}, but nothing is compulsory.
 *
 * @example
 * throw new PreconditionFailed(note, { etag: '"v7"' });
 */
export class PreconditionFailed<S extends DetailOrState = DetailOrState> extends HttpError<412> {
  static override readonly tag: string = 'PreconditionFailed';
  /** The current state as it was when thrown, in its JSON form. */
  declare readonly current: Current<S>;

  constructor(currentStateOrDetail?: S & Plain<S>, init?: string | CurrentStateInit) {
    super(412, withDetail(currentStateOrDetail, init));
    this.current = stateOf(currentStateOrDetail) as Current<S>; // what copyJson makes of an S
    setEntityTag(this, init);
  }

  override toJSON(): ProblemDocument {
    return this.current === undefined ? super.toJSON() : { ...super.toJSON(), current: this.current as Json };
  }
}

/**
 * 428: the request must be conditional. RFC 6585 §3 asks for an explanation of how to resubmit it: the fields that
 * would do are the member `required`, and the default detail names them.
 *
 * Throws a TypeError where the list is empty or holds what is no field name.
 *
 * @example
 * throw new PreconditionRequired(['If-Match']);
 */
export class PreconditionRequired extends HttpError<428> {
  static override readonly tag: string = 'PreconditionRequired';
  /** The request fields that would make the request acceptable. */
  declare readonly required: readonly string[];

  constructor(fields: NonEmpty<string>, init?: string | HttpErrorInit) {
    const required = requireList(fields, 'fields').map((field) => requireToken(field, 'field name'));
    const given = typeof init === 'string' ? { detail: init } : init;
    if (given !== undefined) checkInit(given); // the copy below would hide an Error
    super(428, {
      ...given,
      detail: given?.detail ?? `Repeat the request with ${required.join(' or ')}.`,
    } as HttpErrorInit);
    this.required = required;
  }

  override toJSON(): ProblemDocument {
    return { ...super.toJSON(), required: this.required };
  }
}
