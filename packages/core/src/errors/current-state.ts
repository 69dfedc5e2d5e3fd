import { expected } from '../arguments.ts';
import { requireEntityTag } from '../fields/entity-tag.ts';
import { requireToken } from '../fields/token.ts';
import { isError } from '../read.ts';
import { HttpError } from './http-error.ts';
import { checkInit, type HttpErrorInit, refuseMore } from './init.ts';
import { copyJson, type Json, type Jsonified, type Plain } from './json.ts';
import { type NonEmpty, requireList } from './lists.ts';
import type { ProblemDocument } from './problem-document.ts';

/** Options of an error that shows the current state of a resource. */
export type CurrentStateInit = HttpErrorInit & {
  /** Entity tag of the current representation, as it stands in the field: `"v7"` or `W/"v7"`. Sent as ETag. Default: none. */
  readonly etag?: string | undefined;
};

// The string is part of the type parameter, although nothing of it is kept: beside `string |` the compiler would infer
// from each part of a union separately, and refuse `Note | Note[]`.
type DetailOrState = string | object | null;

type CurrentJson<S> = Jsonified<Exclude<S, string>> | undefined;

type InitOf = string | CurrentStateInit | undefined;

/** A string as the first argument is the detail, unless the last argument has one, by name or as a string. */
function withDetail(detailOrState: unknown, init: InitOf): InitOf {
  if (typeof detailOrState !== 'string') return init;
  if (init === undefined || typeof init === 'string') return init ?? detailOrState;
  checkInit(init); // the copy below would hide an Error
  return { ...init, detail: init.detail ?? detailOrState };
}

const STATE = 'an object, an array, null or a string';

function stateOf(detailOrState: unknown): Json {
  if (typeof detailOrState === 'string' || detailOrState === undefined) return undefined;
  if (typeof detailOrState !== 'object') {
    throw new TypeError(expected('currentStateOrDetail', STATE, detailOrState));
  }
  // The properties of an Error were never meant for clients; those of a database error name its tables.
  if (isError(detailOrState)) {
    throw new TypeError(
      `currentStateOrDetail: expected ${STATE}, got an Error; write { cause: error } as the last argument`,
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
 * user recognize the source of the conflict. Pass the current state, which is copied immediately and sent as the member
 * `current`, or a string that describes it, which is the detail.
 *
 * @throws {TypeError} If neither is passed, the state has no JSON form, `etag` is outside the grammar, `init` has another
 *   form, or a third argument is passed.
 *
 * @example
 * ```ts
 * throw new Conflict(note, { etag: '"v7"' });
 * ```
 */
export class Conflict<S extends DetailOrState = DetailOrState> extends HttpError<409> {
  static override readonly tag: string = 'Conflict';
  /** The JSON form of the current state, copied when the error was created. */
  declare readonly current: CurrentJson<S>;

  constructor(currentStateOrDetail: S & Plain<S>, init?: string | CurrentStateInit) {
    super(409, withDetail(currentStateOrDetail, init));
    refuseMore(this, 2, arguments.length);
    if (currentStateOrDetail === undefined) {
      throw new TypeError(expected('currentStateOrDetail', STATE, undefined));
    }
    this.current = stateOf(currentStateOrDetail) as CurrentJson<S>; // the result of copyJson for an S
    setEntityTag(this, init);
  }

  override toJSON(): ProblemDocument {
    return this.current === undefined ? super.toJSON() : { ...super.toJSON(), current: this.current as Json };
  }
}

/**
 * 412: a precondition of the request is false (RFC 9110 §15.5.13). With the current state and its entity tag the client
 * can repeat the request without another read. Both are optional.
 *
 * @throws {TypeError} If the state has no JSON form, `etag` is outside the grammar, `init` has another form, or a third
 *   argument is passed.
 *
 * @example
 * ```ts
 * throw new PreconditionFailed(note, { etag: '"v7"' });
 * ```
 */
export class PreconditionFailed<S extends DetailOrState = DetailOrState> extends HttpError<412> {
  static override readonly tag: string = 'PreconditionFailed';
  /** The JSON form of the current state, copied when the error was created. */
  declare readonly current: CurrentJson<S>;

  constructor(currentStateOrDetail?: S & Plain<S>, init?: string | CurrentStateInit) {
    super(412, withDetail(currentStateOrDetail, init));
    refuseMore(this, 2, arguments.length);
    this.current = stateOf(currentStateOrDetail) as CurrentJson<S>; // the result of copyJson for an S
    setEntityTag(this, init);
  }

  override toJSON(): ProblemDocument {
    return this.current === undefined ? super.toJSON() : { ...super.toJSON(), current: this.current as Json };
  }
}

/**
 * 428: the request must be conditional. RFC 6585 §3 asks for an explanation of how to resubmit it: `fields` are sent as
 * the member `required`, and the default detail names them.
 *
 * @throws {TypeError} If `fields` is empty or an element is not a valid field name, `init` has another form, or a third
 *   argument is passed.
 *
 * @example
 * ```ts
 * throw new PreconditionRequired(['If-Match']);
 * ```
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
    refuseMore(this, 2, arguments.length);
    this.required = required;
  }

  override toJSON(): ProblemDocument {
    return { ...super.toJSON(), required: this.required };
  }
}
