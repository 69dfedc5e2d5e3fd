import { expected } from '../arguments.ts';
import { byteLength } from '../reply.ts';
import { type ExpressValidatorIssue, faultsOfIssue, isExpressValidatorIssue } from './express-validator.ts';
import { LONGEST_TEXT, pointerTo, safePointer } from './fault.ts';
import { HttpError } from './http-error.ts';
import { checkInit, type HttpErrorInit, refuseMore } from './init.ts';
import type { Json } from './json.ts';
import { requireList } from './lists.ts';
import type { ProblemDocument } from './problem-document.ts';

/** Bounds that a value had to meet, by name: `{ minimum: 3 }`. */
export type FaultLimits = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

// A type, so that it fits `Json`: an interface has no index signature.
type FaultText = {
  /** What is wrong, for the client. */
  readonly detail: string;
  /** Machine-readable name of the rule that failed, as the validator calls it: `too_small`, `string.min`. */
  readonly code?: string | undefined;
  /** Bounds that the value had to meet. */
  readonly limits?: FaultLimits | undefined;
};

/** One fault of a request, and its location. */
export type Fault = FaultText &
  (
    | {
        /** JSON Pointer into the content, as a URI fragment: `#/profile/age` (RFC 6901 §6, RFC 9457 §3). What a fragment
         * cannot hold is percent-encoded. */
        readonly pointer: string;
        readonly parameter?: undefined;
        readonly header?: undefined;
      }
    | {
        /** Name of a query or path parameter. */
        readonly parameter: string;
        readonly pointer?: undefined;
        readonly header?: undefined;
      }
    | {
        /** Name of a request field. */
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

/** Options of an error about a request that is malformed or not valid. */
export type ValidationInit = HttpErrorInit & {
  /**
   * The faults, in the order in which they were found. Sent as the member `errors`: at most 100 of them and 64 KiB, with
   * the number of the others as the member `more`. If no `detail` is given, it is one sentence that names the first three.
   * What `validationResult(req).array()` of express-validator returns can be passed as it is. Default: none.
   */
  readonly errors?: readonly (Fault | StandardIssue | ExpressValidatorIssue)[] | undefined;
};

// A response is not a multiple of the request: what a client can make long has a bound here.
/** The most faults that a problem document lists. */
export const MOST_FAULTS = 100;
const MOST_BYTES = 65_536;

function shortText(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}…`;
}

const PLACES = ['pointer', 'parameter', 'header'] as const;

function isLimit(value: unknown): boolean {
  if (Array.isArray(value))
    return value.length <= MOST_FAULTS && value.every((one) => typeof one === 'string');
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function limitsOf(given: unknown, what: string): FaultLimits {
  const entries = typeof given === 'object' && given !== null ? Object.entries(given) : undefined;
  if (entries === undefined || Array.isArray(given) || !entries.every(([, value]) => isLimit(value))) {
    throw new TypeError(expected(`${what}.limits`, 'an object of numbers, strings and booleans', given));
  }
  return Object.fromEntries(entries) as FaultLimits; // just checked
}

function requireText(what: string, value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(expected(what, 'a string', value));
  return shortText(value);
}

/**
 * Returns a fault that was passed, checked and cut to its bounds. `what` names it in error messages.
 *
 * @throws {TypeError} If the fault has another form.
 */
export function faultOf(given: unknown, what: string): Fault {
  if (typeof given !== 'object' || given === null) {
    throw new TypeError(expected(what, '{ detail, pointer | parameter | header }', given));
  }
  const { detail, message, path = [], code, limits, ...places } = given as Readonly<Record<string, unknown>>;
  if (typeof detail !== 'string') {
    const text = requireText(`${what}.detail`, typeof message === 'string' ? message : detail);
    if (!Array.isArray(path)) throw new TypeError(expected(`${what}.path`, 'a list', path));
    return { detail: text, pointer: pointerTo(path) };
  }
  const fault: Record<string, unknown> = { detail: shortText(detail) };
  for (const place of PLACES) {
    const value = places[place];
    if (value === undefined) continue;
    const text = requireText(`${what}.${place}`, value);
    if (place === 'pointer' && !/^#(?:\/|$)/.test(text)) {
      throw new TypeError(expected(`${what}.pointer`, 'a fragment such as "#/age"', value));
    }
    fault[place] = place === 'pointer' ? safePointer(value as string) : text;
  }
  if (Object.keys(fault).length !== 2) {
    throw new TypeError(
      `${what}: expected exactly one of pointer, parameter and header beside detail, got ${PLACES.filter((place) => place in fault).join(' and ') || 'none'}`,
    );
  }
  if (code !== undefined) fault['code'] = requireText(`${what}.code`, code);
  if (limits !== undefined) fault['limits'] = limitsOf(limits, what);
  return fault as unknown as Fault; // just built and checked
}

/** The faults that are shown, how many there are beside them, and the options without them. */
interface Shown {
  readonly errors?: readonly Fault[] | undefined;
  readonly more?: number | undefined;
  readonly init: string | HttpErrorInit | undefined;
}

function faultsIn(one: unknown): readonly unknown[] {
  return isExpressValidatorIssue(one) ? faultsOfIssue(one) : [one];
}

/** Returns how many faults there are in a list. What is only to be counted is often one fault many times. */
function countOf(list: readonly unknown[]): number {
  let count = 0;
  let before: unknown;
  let size = 1;
  for (const one of list) {
    if (one !== before) size = faultsIn(one).length;
    before = one;
    count += size;
  }
  return count;
}

function shownOf(init: string | ValidationInit | undefined): Shown {
  if (typeof init !== 'object') return { init };
  checkInit(init);
  if (init.errors === undefined) return { init };
  const listed = requireList(init.errors, 'errors', true);
  const given = listed.slice(0, MOST_FAULTS).flatMap(faultsIn);
  const errors: Fault[] = [];
  let bytes = 0;
  for (const [index, one] of given.slice(0, MOST_FAULTS).entries()) {
    const fault = faultOf(one, `errors[${index}]`);
    bytes += byteLength(JSON.stringify(fault)) + 1;
    if (bytes > MOST_BYTES) break;
    errors.push(fault);
  }
  const more = given.length + countOf(listed.slice(MOST_FAULTS)) - errors.length || undefined;
  return { errors, more, init: { ...init, detail: init.detail ?? sentenceOf(errors, more) } };
}

const MOST_NAMED = 3;
const LONGEST_NAME = 60;

/** Returns a pointer, or the names in it, as a person reads them: not percent-encoded. */
export function readable(pointer: string): string {
  try {
    return decodeURIComponent(pointer);
  } catch {
    return pointer; // a `%` that encodes nothing
  }
}

function brief(text: string): string {
  return text.length <= LONGEST_NAME ? text : `${text.slice(0, LONGEST_NAME)}…`;
}

/** Returns the place of a fault for a person: with dots and without escapes. */
function placeOf({ pointer = '', parameter, header }: Fault): string {
  if (parameter !== undefined) return parameter || 'the parameters';
  if (header !== undefined) return header || 'the header fields';
  return readable(pointer.slice(2)).replace(/\//g, '.').replace(/~1/g, '/') || 'the content';
}

/** Returns one sentence about the faults, for clients that show a single text; undefined if there are none. */
function sentenceOf(errors: readonly Fault[], more: number | undefined): string | undefined {
  const places = new Map(errors.map((fault) => [placeOf(fault), fault.detail]));
  const { size } = places;
  if (size === 0) return undefined;
  const named = [...places]
    .slice(0, MOST_NAMED)
    .map(([place, detail]) => `${brief(place)} (${brief(detail.replace(/\.$/, ''))})`);
  if (size > MOST_NAMED) named.push(`and ${size - MOST_NAMED} more`);
  return `${more === undefined ? '' : 'At least '}${size} ${size === 1 ? 'field is' : 'fields are'} invalid: ${named.join(', ')}.`;
}

function withFaults(problem: ProblemDocument, { errors, more }: Omit<Shown, 'init'>): ProblemDocument {
  if (errors === undefined) return problem;
  return { ...problem, errors: errors as unknown as Json, ...(more !== undefined && { more }) };
}

/**
 * 400: the request is malformed (RFC 9110 §15.5.1). `errors` lists each fault and its place.
 *
 * @throws {TypeError} If a fault or `init` has another form, or a second argument is passed.
 *
 * @example
 * ```ts
 * throw new BadRequest({ errors: [{ detail: 'must be a number', parameter: 'limit' }] });
 * ```
 */
export class BadRequest extends HttpError<400> {
  static override readonly tag: string = 'BadRequest';
  /** The faults of the request: at most 100. */
  declare readonly errors: readonly Fault[] | undefined;
  /** Number of faults beside those in `errors`; undefined if there are none. */
  declare readonly more: number | undefined;

  constructor(init?: string | ValidationInit) {
    const { errors, more, init: own } = shownOf(init);
    super(400, own);
    refuseMore(this, 1, arguments.length);
    this.errors = errors;
    this.more = more;
  }

  override toJSON(): ProblemDocument {
    return withFaults(super.toJSON(), this);
  }
}

/**
 * 422: the content is well-formed, and its instructions cannot be carried out (RFC 9110 §15.5.21). `errors` lists each
 * fault and its place. The issues of a Standard Schema validator can be passed as they are.
 *
 * @throws {TypeError} If a fault or `init` has another form, or a second argument is passed.
 *
 * @example
 * ```ts
 * throw new UnprocessableContent({ errors: [{ detail: 'must be three letters', pointer: '#/iata' }] });
 * ```
 */
export class UnprocessableContent extends HttpError<422> {
  static override readonly tag: string = 'UnprocessableContent';
  /** The faults of the content: at most 100. */
  declare readonly errors: readonly Fault[] | undefined;
  /** Number of faults beside those in `errors`; undefined if there are none. */
  declare readonly more: number | undefined;

  constructor(init?: string | ValidationInit) {
    const { errors, more, init: own } = shownOf(init);
    super(422, own);
    refuseMore(this, 1, arguments.length);
    this.errors = errors;
    this.more = more;
  }

  override toJSON(): ProblemDocument {
    return withFaults(super.toJSON(), this);
  }
}
