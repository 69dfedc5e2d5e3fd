/**
 * The problem types that IANA has registered from an RFC, for {@link problem}. Every error that names no other type has
 * `about:blank`. Types from drafts are not included, since their names may still change.
 *
 * @example
 * ```ts
 * class DateNotAcceptable extends problem()(PROBLEM_TYPES.date) {}
 * throw new DateNotAcceptable('The Date field is an hour behind.');
 * ```
 */
export const PROBLEM_TYPES = {
  /** A Date field is missing, or too far from the time of the server (RFC 9458 §6.5.2). */
  date: {
    type: 'https://iana.org/assignments/http-problem-types#date',
    title: 'Date Not Acceptable',
    status: 400,
  },
  /** The key configuration that the client used for Oblivious HTTP is unknown or out of date (RFC 9458 §5.3). */
  ohttpKey: {
    type: 'https://iana.org/assignments/http-problem-types#ohttp-key',
    title: 'Oblivious HTTP key configuration not acceptable',
    status: 400,
  },
} as const;
