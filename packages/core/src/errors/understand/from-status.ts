import { errorClassName } from '../../status/class-name.ts';
import { type ErrorStatus, isRegisteredStatus } from '../../status/names.ts';
import { CLASSES } from '../classes.ts';
import { HttpError } from '../http-error.ts';
import type { ErrorHeaders, HttpErrorInit } from '../init.ts';

/** A status that has no class of its own: unregistered, or reserved as 418 is. */
class OtherStatus extends HttpError {
  static override readonly tag: string = 'OtherStatus';
}

/**
 * An error of the class for `status`, for a status that somebody else chose. The constructor of the class is not run:
 * its compulsory argument is not at hand, and the fields that it would set come with `headers` or are healed.
 */
export function errorFromStatus(status: number, init: HttpErrorInit, headers: ErrorHeaders): HttpError {
  const named: Partial<typeof CLASSES> = CLASSES;
  const Class = (isRegisteredStatus(status) && named[errorClassName(status as ErrorStatus)]) || OtherStatus;
  const error = Reflect.construct(HttpError, [status, init], Class) as HttpError;
  Object.assign(error.headers, headers);
  return error;
}

/** What an answer would have meant that nobody waits for any more: for the log only, never on the wire. */
export function clientClosedRequest(cause: unknown): HttpError {
  return errorFromStatus(499, { log: 'Client Closed Request', cause }, {});
}
