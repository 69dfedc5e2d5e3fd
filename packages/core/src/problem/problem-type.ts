import { expected, show } from '../arguments.ts';
import { HttpError } from '../errors/http-error.ts';
import { checkInit, type Extensions, type HttpErrorInit, refuseMore } from '../errors/init.ts';
import type { Jsonified, Plain } from '../errors/json.ts';
import { isError, isErrorStatus } from '../read.ts';
import type { ErrorStatus } from '../status/names.ts';

/** Statuses whose class requires a response field. Their problems are subclasses of that class. */
const FIELD_STATUSES = [401, 405, 407, 415, 416, 426, 429, 451, 503] as const;

type FieldStatus = (typeof FIELD_STATUSES)[number];

/** A custom problem type (RFC 9457 §4). */
export interface ProblemType<S extends ErrorStatus> {
  /** Absolute URI that names the type, preferably the address of its documentation. Clients compare it; they do not fetch it. */
  readonly type: string;
  /** Short text that is the same for every occurrence. */
  readonly title: string;
  readonly status: S;
}

/** Options of one occurrence. Type and title are those of the class. */
export type OccurrenceInit = Omit<HttpErrorInit, 'type' | 'title' | 'extensions'> & {
  readonly type?: undefined;
  readonly title?: undefined;
  readonly extensions?: undefined;
};

/** The members of RFC 9457 §3.1, which a problem type cannot redefine. */
interface Reserved {
  readonly type?: never;
  readonly title?: never;
  readonly status?: never;
  readonly detail?: never;
  readonly instance?: never;
}

/** Arguments of the constructor of a problem type: its members first, if it has any. */
type Arguments<Members> = keyof Members extends never
  ? [detail?: string, init?: OccurrenceInit]
  : [members: Members & Plain<Members> & Reserved, init?: string | OccurrenceInit];

/** The class of a problem type. */
export interface ProblemClass<S extends ErrorStatus, Members> {
  readonly tag: string;
  readonly problem: ProblemType<S>;
  new (...args: Arguments<Members>): HttpError<S> & { readonly extensions: Jsonified<Members> };
}

function checkDefinition(definition: unknown): void {
  const { type, title, status } = (definition ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof type !== 'string' || type === '' || typeof title !== 'string' || title === '') {
    throw new TypeError(expected('problem', '{ type, title, status } with a URI and a title', definition));
  }
  if (!isErrorStatus(status)) {
    throw new RangeError(expected('problem.status', 'an integer from 400 to 599', status));
  }
  if ((FIELD_STATUSES as readonly number[]).includes(status)) {
    throw new RangeError(
      `problem.status: expected a status without a compulsory field, got ${status}; subclass the class of that status`,
    );
  }
}

function checkMembers(members: unknown): void {
  if (members === undefined || typeof members === 'string') return;
  // The properties of an Error were never meant for clients.
  if (typeof members !== 'object' || isError(members)) {
    throw new TypeError(`members: expected an object, got ${isError(members) ? 'an Error' : show(members)}`);
  }
}

/**
 * Returns a function that declares a problem type: a class with a URI, a title, a status and typed members. The members
 * cannot be named like those of RFC 9457 §3.1. Statuses whose class requires a field are excluded; subclass that class.
 *
 * The class throws a TypeError if the members have no JSON form, or a third argument is passed.
 *
 * @throws {TypeError} If type or title is missing.
 * @throws {RangeError} If the status is not from 400 to 599, or its class requires a field.
 *
 * @example
 * ```ts
 * class OutOfCredit extends problem<{ balance: number }>()({
 *   type: 'https://example.org/problems/out-of-credit',
 *   title: 'Out of credit',
 *   status: 403,
 * }) {}
 * throw new OutOfCredit({ balance: 30 }, 'That costs 50.');
 * ```
 */
export function problem<Members extends object = Record<never, never>>(): <
  const S extends Exclude<ErrorStatus, FieldStatus>,
>(
  definition: ProblemType<S>,
) => ProblemClass<S, Members> {
  return function declare(definition) {
    checkDefinition(definition);
    const { type, title, status } = definition;
    class Problem extends HttpError {
      static readonly problem = definition;

      constructor(members: object | string | undefined, init?: string | OccurrenceInit) {
        checkMembers(members);
        if (init !== undefined && typeof init !== 'string') checkInit(init); // the copy below would hide an Error
        const text = typeof members === 'string' ? members : typeof init === 'string' ? init : undefined;
        super(status, {
          ...(typeof init === 'object' ? init : undefined),
          ...(text === undefined ? undefined : { [status < 500 ? 'detail' : 'log']: text }),
          extensions: typeof members === 'object' ? (members as Extensions) : undefined,
          type,
          title,
        });
        refuseMore(this, 2, arguments.length);
      }
    }
    return Problem as unknown as ProblemClass<typeof status, Members>; // the types of the members exist for users only
  };
}
