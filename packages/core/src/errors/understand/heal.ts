import { formatAllow } from '../../fields/allow.ts';
import { formatUnsatisfiedRange } from '../../fields/content-range.ts';
import { isFieldValue } from '../../fields/field-value.ts';
import { parseUpgrade } from '../../fields/upgrade.ts';
import { read, readStatus } from '../../read.ts';
import { warnOnce } from '../../warn.ts';
import { type Challenges, challengeLines } from '../authentication.ts';
import type { HttpError } from '../http-error.ts';
import type { ErrorHeaders } from '../init.ts';
import { InternalServerError } from '../server-errors.ts';
import type { ErrorContext } from './rule.ts';
import { holdsFields, missingField, readFields } from './snapshot.ts';

// Not a scheme that a browser knows, so that no dialog opens.
const PLACEHOLDER = 'Unspecified';

function onResponse(context: ErrorContext, name: string): string | string[] | undefined {
  const value = context.responseField?.(name);
  const lines = (Array.isArray(value) ? value : [value]).filter(isFieldValue);
  return lines.length > 1 ? lines : lines[0];
}

function challengeFor(
  status: number,
  context: ErrorContext,
  name: string,
  configured: Challenges | undefined,
): string | string[] {
  const there = onResponse(context, name);
  if (there !== undefined) return there;
  if (configured !== undefined) return challengeLines(configured);
  warnOnce(
    'STATUSKIT_NO_CHALLENGE',
    `A ${status} without a challenge was thrown; RFC 9110 requires one. Throw new Unauthorized(challenge), or pass errorHandler({ challenge }).`,
  );
  return PLACEHOLDER;
}

/**
 * Returns an error with the field that its status requires, if it does not bring it: a field that is already on the
 * response is used, else the configured challenge or the methods of the router. A 426 that names no protocol cannot be
 * sent (RFC 9110 §15.5.22) and becomes a 500.
 */
export function heal(error: HttpError, context: ErrorContext, challenge: Challenges | undefined): HttpError {
  const status = readStatus(error, 'status') ?? 500;
  const name = missingField(status, read(error, 'headers'));
  switch (name) {
    case undefined:
      return error;
    case 'www-authenticate':
    case 'proxy-authenticate':
      return add(error, name, challengeFor(status, context, name, challenge));
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

/**
 * Returns the error with one more field, in a copy of its fields: that object may belong to other errors too, or hold no
 * fields. A frozen error is replaced by an object that has it as its prototype.
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

/** Returns the complete length, if the handler has already set it. A 416 without it is legal. */
function unsatisfiedRange(context: ErrorContext): string | undefined {
  const range = onResponse(context, 'content-range');
  if (typeof range === 'string' && range.startsWith('bytes */')) return range;
  const length = String(context.responseField?.('content-length') ?? '');
  return /^\d{1,15}$/.test(length) ? formatUnsatisfiedRange(Number(length)) : undefined;
}

function withProtocols(error: HttpError, context: ErrorContext): HttpError {
  const cause = read(error, 'cause');
  const theirs = readFields(read(cause, 'headers')).find(([field]) => field === 'upgrade')?.[1];
  const upgrade = theirs ?? onResponse(context, 'upgrade');
  if (upgrade !== undefined && parseUpgrade(upgrade).length > 0) {
    return add(add(error, 'upgrade', upgrade), 'connection', 'upgrade');
  }
  warnOnce(
    'STATUSKIT_NO_UPGRADE',
    'A 426 that names no protocol was thrown; RFC 9110 requires an Upgrade field. Throw new UpgradeRequired(protocols).',
  );
  return new InternalServerError({
    log: 'a 426 that names no protocol cannot be sent',
    cause: cause ?? error,
  });
}
