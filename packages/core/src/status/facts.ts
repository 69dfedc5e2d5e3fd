import { CLIENT_ERROR_GUIDANCE } from './guidance/client-error.ts';
import { INFORMATIONAL_GUIDANCE } from './guidance/informational.ts';
import { REDIRECTION_GUIDANCE } from './guidance/redirection.ts';
import { SERVER_ERROR_GUIDANCE } from './guidance/server-error.ts';
import type { StatusGuidance } from './guidance/status-guidance.ts';
import { SUCCESSFUL_GUIDANCE } from './guidance/successful.ts';
import { isRegisteredStatus, STATUS_NAMES, type Status, type StatusName } from './names.ts';
import { assertStatus } from './phrase.ts';
import { ROW_DEFAULTS, type StatusProperties, type StatusRow } from './row.ts';
import { CLIENT_ERROR_ROWS, type ClientErrorRows } from './rows/client-error.ts';
import { INFORMATIONAL_ROWS, type InformationalRows } from './rows/informational.ts';
import { REDIRECTION_ROWS, type RedirectionRows } from './rows/redirection.ts';
import { SERVER_ERROR_ROWS, type ServerErrorRows } from './rows/server-error.ts';
import { SUCCESSFUL_ROWS, type SuccessfulRows } from './rows/successful.ts';

/** All rows as one type; the compiler refuses `Rows[S]` below unless every status has one. */
type Rows = InformationalRows & SuccessfulRows & RedirectionRows & ClientErrorRows & ServerErrorRows;

type Row<S extends Status> = Rows[S];

/** One property of a status: that of its row, or the default. */
type Property<S extends Status, Key extends keyof StatusProperties> = Key extends keyof Row<S>
  ? Row<S>[Key]
  : Key extends keyof typeof ROW_DEFAULTS
    ? (typeof ROW_DEFAULTS)[Key]
    : never;

/** The facts about any registered status. */
export interface StatusFacts extends StatusProperties, StatusGuidance {
  readonly code: Status;
  /** The phrase of RFC 9110 or of the defining RFC; `'(Unused)'` for a reserved number. */
  readonly name: StatusName<Status>;
}

/** The facts about the status `S` with literal types: `FactsOf<405>['requiredFields']` is `readonly ['Allow']`. */
export type FactsOf<S extends Status> = S extends Status
  ? { readonly code: S; readonly name: StatusName<S> } & {
      readonly [Key in keyof StatusProperties]: Property<S, Key>;
    } & StatusGuidance
  : never;

/** The fields that a response with the status `S` must always have: `RequiredFields<405>` is `readonly ['Allow']`. */
export type RequiredFields<S extends Status> = S extends Status ? Property<S, 'requiredFields'> : never;

/** The statuses that have a required field. */
export type StatusWithRequiredField = {
  [S in Status]: RequiredFields<S> extends readonly [] ? never : S;
}[Status];

/** What {@link statusFacts} returns for the type of its argument. */
export type FactsFor<S extends number> = number extends S
  ? StatusFacts | undefined
  : S extends Status
    ? FactsOf<S>
    : undefined;

const ROWS: readonly Readonly<Record<number, StatusRow>>[] = [
  INFORMATIONAL_ROWS,
  SUCCESSFUL_ROWS,
  REDIRECTION_ROWS,
  CLIENT_ERROR_ROWS,
  SERVER_ERROR_ROWS,
];

const GUIDANCE: readonly Readonly<Record<number, StatusGuidance>>[] = [
  INFORMATIONAL_GUIDANCE,
  SUCCESSFUL_GUIDANCE,
  REDIRECTION_GUIDANCE,
  CLIENT_ERROR_GUIDANCE,
  SERVER_ERROR_GUIDANCE,
];

/**
 * Returns the facts about a status: its fields, whether caches store it, whether to try again, who may send it.
 *
 * For a registered status the result has literal types. For an unregistered number from 100 to 599 it is undefined, and only
 * the class of the status is known (RFC 9110 §15). The facts about the reserved numbers 306 and 418 say that they are reserved.
 *
 * @throws {RangeError} If `status` is not an integer from 100 to 599.
 *
 * @example
 * ```ts
 * statusFacts(405).requiredFields; // ['Allow'], and the type knows it
 * statusFacts(502).retry; // 'if-idempotent'
 * statusFacts(599); // undefined
 * ```
 */
export function statusFacts<const S extends number>(status: S): FactsFor<S> {
  // The compiler does not relate a lookup at run time to FactsFor; a test holds every status against the tables.
  return lookUp(status) as FactsFor<S>;
}

function lookUp(status: number): StatusFacts | undefined {
  assertStatus(status);
  if (!isRegisteredStatus(status)) return undefined;
  const index = Math.floor(status / 100) - 1;
  const row = ROWS[index]?.[status];
  const guidance = GUIDANCE[index]?.[status];
  if (row === undefined || guidance === undefined) return undefined;
  return { code: status, name: STATUS_NAMES[status], ...ROW_DEFAULTS, ...row, ...guidance };
}
