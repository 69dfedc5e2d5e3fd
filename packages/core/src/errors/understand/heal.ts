import { formatAllow } from '../../fields/allow.ts';
import { formatUnsatisfiedRange } from '../../fields/content-range.ts';
import { isFieldValue } from '../../fields/field-value.ts';
import { parseUpgrade } from '../../fields/upgrade.ts';
import { read } from '../../read.ts';
import { warnOnce } from '../../warn.ts';
import { type Challenges, challengeLines } from '../authentication.ts';
import type { HttpError } from '../http-error.ts';
import type { ErrorHeaders } from '../init.ts';
import { InternalServerError } from '../server-errors.ts';
import { holdsFields, readFields } from './foreign.ts';
import type { ErrorContext } from './rule.ts';

// No scheme that a browser knows, so that no dialog opens.
const PLACEHOLDER = 'Unspecified';

function onResponse(context: ErrorContext, name: string): string | string[] | undefined {
  const value = context.responseField?.(name);
  const lines = (Array.isArray(value) ? value : [value]).filter(isFieldValue);
  return lines.length > 1 ? lines : lines[0];
}

function challengeFor(
  error: HttpError,
  context: ErrorContext,
  name: string,
  configured: Challenges | undefined,
): string | string[] {
  const there = onResponse(context, name);
  if (there !== undefined) return there;
  if (configured !== undefined) return challengeLines(configured);
  warnOnce(
    'STATUSKIT_NO_CHALLENGE',
    `A ${error.status} without a challenge was thrown; RFC 9110 demands one. Throw new Unauthorized(challenge), or give errorHandler({ challenge }).`,
  );
  return PLACEHOLDER;
}

/**
 * Gives an error the field that its status demands, where whoever made it did not: a field that is already on the
 * response counts; else the configured challenge or the methods of the router. A 426 that names no protocol cannot be
 * sent (RFC 9110 §15.5.22) and becomes a 500.
 */
export function heal(error: HttpError, context: ErrorContext, challenge: Challenges | undefined): HttpError {
  const name = fieldMissingFrom(error);
  switch (name) {
    case undefined:
      return error;
    case 'www-authenticate':
    case 'proxy-authenticate':
      return add(error, name, challengeFor(error, context, name, challenge));
    case 'allow':
      return add(error, name, onResponse(context, name) ?? formatAllow(context.allowedMethods?.() ?? []));
    case 'content-range': {
      const range = unsatisfiedRange(context);
      return range === undefined ? error : add(error, name, range);
    }
    case 'upgrade':
      return withProtocols(error, context);
  }
}

const DEMANDED = {
  401: 'www-authenticate',
  405: 'allow',
  407: 'proxy-authenticate',
  416: 'content-range',
  426: 'upgrade',
} as const;

/** The field that the status of an error demands and that it does not bring. */
export function fieldMissingFrom(error: HttpError): (typeof DEMANDED)[keyof typeof DEMANDED] | undefined {
  const demanded = DEMANDED[error.status as keyof typeof DEMANDED] as // a status of another kind has none
    | (typeof DEMANDED)[keyof typeof DEMANDED]
    | undefined;
  if (demanded === undefined) return undefined;
  // Whoever is not of us spells names in any way, and gives what no field can hold.
  const isThere = readFields(read(error, 'headers')).some(([field]) => field === demanded);
  return isThere ? undefined : demanded;
}

/**
 * The error with one field more: in a copy of its fields, since that object may serve other errors too, or be none that
 * holds fields. In the place of a frozen error comes one that stands before it.
 */
function add(error: HttpError, name: string, value: string | string[]): HttpError {
  const old = read(error, 'headers');
  const headers = { ...(holdsFields(old) ? (old as ErrorHeaders) : {}), [name]: value };
  const own = Object.getOwnPropertyDescriptor(error, 'headers');
  const isOpen = own === undefined ? Object.isExtensible(error) : own.writable === true;
  const healed: HttpError = isOpen ? error : Object.create(error, { headers: { writable: true } });
  healed.headers = headers;
  return healed;
}

/** The complete length, where the handler had already said it. A 416 without it is legal. */
function unsatisfiedRange(context: ErrorContext): string | undefined {
  const range = onResponse(context, 'content-range');
  if (typeof range === 'string' && range.startsWith('bytes */')) return range;
  const length = String(context.responseField?.('content-length') ?? '');
  return /^\d{1,15}$/.test(length) ? formatUnsatisfiedRange(Number(length)) : undefined;
}

function withProtocols(error: HttpError, context: ErrorContext): HttpError {
  const theirs =
    read(read(error.cause, 'headers'), 'upgrade') ?? read(read(error.cause, 'headers'), 'Upgrade');
  const upgrade = isFieldValue(theirs) ? theirs : onResponse(context, 'upgrade');
  if (typeof upgrade === 'string' && parseUpgrade(upgrade).length > 0) {
    return add(add(error, 'upgrade', upgrade), 'connection', 'upgrade');
  }
  warnOnce(
    'STATUSKIT_NO_UPGRADE',
    'A 426 that names no protocol was thrown; RFC 9110 demands an Upgrade field. Throw new UpgradeRequired(protocols).',
  );
  return new InternalServerError({
    log: 'a 426 that names no protocol cannot be sent',
    cause: error.cause ?? error,
  });
}
