import { expected } from '../arguments.ts';
import { isRegisteredStatus, STATUS_NAMES } from './names.ts';

/** The names of the five classes in RFC 9110 §15.2 to §15.6, by first digit. */
const CLASS_PHRASES = ['Informational', 'Successful', 'Redirection', 'Client Error', 'Server Error'] as const;

function phraseOf(status: number): string | undefined {
  const name = isRegisteredStatus(status) ? STATUS_NAMES[status] : '(Unused)';
  if (name !== '(Unused)') return name;
  return CLASS_PHRASES[Math.floor(status / 100) - 1];
}

// By index, since each error and each response needs one.
const PHRASES: readonly (string | undefined)[] = /* @__PURE__ */ Array.from({ length: 600 }, (_, status) =>
  phraseOf(status),
);

/**
 * Checks that a value is a status: an integer from 100 to 599, registered or not (RFC 9110 §15).
 *
 * @throws {RangeError} If it is not.
 */
export function assertStatus(value: number): void {
  if (Number.isInteger(value) && value >= 100 && value <= 599) return;
  throw new RangeError(expected('status', 'an integer from 100 to 599', value));
}

/**
 * Returns the reason phrase of a status, for a status line, a title or a log.
 *
 * For an unregistered or reserved status it is the name of the class, since nothing else is known of it (RFC 9110 §15). The
 * phrases are those of RFC 9110, which differ from Node's `STATUS_CODES` for 413 and 422.
 *
 * @throws {RangeError} If `status` is not an integer from 100 to 599.
 *
 * @example
 * ```ts
 * reasonPhrase(422); // 'Unprocessable Content'
 * reasonPhrase(499); // 'Client Error'
 * ```
 */
export function reasonPhrase(status: number): string {
  assertStatus(status);
  return PHRASES[status] ?? '';
}
