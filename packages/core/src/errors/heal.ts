import { formatAllow } from '../fields/allow.ts';
import { formatUnsatisfiedRange } from '../fields/content-range.ts';
import { isFieldValue } from '../fields/field-value.ts';
import { parseUpgrade } from '../fields/upgrade.ts';
import { warnOnce } from '../warn.ts';
import { type Challenges, challengeLines } from './authentication.ts';
import { holdsFields, read, readFields } from './foreign.ts';
import type { HttpError } from './http-error.ts';
import type { ErrorHeaders } from './init.ts';
import type { ErrorContext } from './rule.ts';
import { InternalServerError } from './server-errors.ts';

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
  // Whoever is not of us spells names in any way, and gives what no field can hold.
  const given = new Map(readFields(read(error, 'headers')));
  switch (error.status) {
    case 401:
      if (given.has('www-authenticate')) return error;
      return add(error, 'www-authenticate', challengeFor(error, context, 'www-authenticate', challenge));
    case 407:
      if (given.has('proxy-authenticate')) return error;
      return add(error, 'proxy-authenticate', challengeFor(error, context, 'proxy-authenticate', challenge));
    case 405:
      if (given.has('allow')) return error;
      return add(
        error,
        'allow',
        onResponse(context, 'allow') ?? formatAllow(context.allowedMethods?.() ?? []),
      );
    case 416: {
      const range = given.has('content-range') ? undefined : unsatisfiedRange(context);
      return range === undefined ? error : add(error, 'content-range', range);
    }
    case 426:
      return given.has('upgrade') ? error : withProtocols(error, context);
    default:
      return error;
  }
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
