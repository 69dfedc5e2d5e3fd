import { isRegisteredStatus, STATUS_NAMES, type Status, type StatusName } from './names.ts';
import { VENDOR_STATUSES, type VendorReading, type VendorStatus } from './vendor/vendor-statuses.ts';

/** The five classes of RFC 9110 §15, by first digit, each with the status that an unknown one is treated as. */
const CLASSES = [
  { class: 'informational', treatedAs: 100 },
  { class: 'successful', treatedAs: 200 },
  { class: 'redirection', treatedAs: 300 },
  { class: 'client-error', treatedAs: 400 },
  { class: 'server-error', treatedAs: 500 },
] as const;

/** The class of a status, by its first digit. */
export type StatusClass = (typeof CLASSES)[number]['class'];

/** A status that IANA has registered, including the reserved 306 and 418. */
export interface RegisteredClassification {
  readonly kind: 'registered';
  readonly status: Status;
  readonly class: StatusClass;
  readonly name: StatusName<Status>;
  /** What vendors mean by the same number: for 451 the redirect of Exchange, otherwise empty. */
  readonly otherReadings: readonly VendorReading[];
}

/** An unregistered status that a vendor is known to use. */
export interface VendorClassification {
  readonly kind: 'vendor';
  readonly status: Exclude<VendorStatus, Status>;
  readonly class: StatusClass;
  /** Every known reading, the best known first. */
  readonly candidates: readonly [VendorReading, ...VendorReading[]];
  /** The registered status that is nearest to the first candidate. */
  readonly nearest: Status;
}

/** An unregistered number of which only the class is known. */
export interface UnknownClassification {
  readonly kind: 'unknown';
  readonly status: number;
  readonly class: StatusClass;
  /** The status that a recipient must treat it as: x00 of its class (RFC 9110 §15). */
  readonly treatedAs: (typeof CLASSES)[number]['treatedAs'];
}

/** A number that is not a status: outside 100 to 599, or not an integer. */
export interface InvalidClassification {
  readonly kind: 'invalid';
  readonly status: number;
  /** A client should process the response as a 5xx (RFC 9110 §15, last paragraph). */
  readonly treatedAs: 500;
}

/** What {@link classifyStatus} returns: a union on `kind`. */
export type StatusClassification =
  | RegisteredClassification
  | VendorClassification
  | UnknownClassification
  | InvalidClassification;

/**
 * Classifies a number from a response, a log or another program as a status.
 *
 * A registered status takes precedence over what vendors mean by its number. The meaning of a vendor is a guess, since the
 * number alone does not show who sent it; fields of the response, such as Server or CF-Ray, can confirm it. Never throws.
 *
 * @example
 * ```ts
 * const found = classifyStatus(524);
 * if (found.kind === 'vendor') {
 *   found.nearest; // 504
 *   found.candidates[0].vendor; // 'cloudflare'
 *   found.candidates[0].retry; // 'if-idempotent'
 * }
 * classifyStatus(599); // { kind: 'unknown', status: 599, class: 'server-error', treatedAs: 500 }
 * classifyStatus(999); // { kind: 'invalid', status: 999, treatedAs: 500 }
 * ```
 */
export function classifyStatus(status: number): StatusClassification {
  const found = Number.isInteger(status) ? CLASSES[Math.floor(status / 100) - 1] : undefined;
  if (found === undefined) return { kind: 'invalid', status, treatedAs: 500 };

  const readings = VENDOR_STATUSES.filter((row) => row.status === status);
  if (isRegisteredStatus(status)) {
    const name = STATUS_NAMES[status];
    return { kind: 'registered', status, class: found.class, name, otherReadings: readings };
  }

  const [first, ...others] = readings;
  // The second condition never holds here; it is for the compiler.
  if (first === undefined || isRegisteredStatus(first.status)) {
    return { kind: 'unknown', status, class: found.class, treatedAs: found.treatedAs };
  }
  return {
    kind: 'vendor',
    status: first.status,
    class: found.class,
    candidates: [first, ...others],
    nearest: first.nearest,
  };
}
