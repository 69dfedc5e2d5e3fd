import { formatAllow } from '../fields/allow.ts';
import { formatUnsatisfiedRange } from '../fields/content-range.ts';
import { isFieldValue } from '../fields/field-value.ts';
import { parseUpgrade } from '../fields/upgrade.ts';
import { warnOnce } from '../warn.ts';
import { type Challenges, challengeLines } from './authentication.ts';
import { read } from './foreign.ts';
import type { HttpError } from './http-error.ts';
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
  const { headers } = error;
  switch (error.status) {
    case 401:
      headers['www-authenticate'] ??= challengeFor(error, context, 'www-authenticate', challenge);
      return error;
    case 407:
      headers['proxy-authenticate'] ??= challengeFor(error, context, 'proxy-authenticate', challenge);
      return error;
    case 405:
      headers['allow'] ??= onResponse(context, 'allow') ?? formatAllow(context.allowedMethods?.() ?? []);
      return error;
    case 416: {
      const range = headers['content-range'] ?? unsatisfiedRange(context);
      if (range !== undefined) headers['content-range'] = range;
      return error;
    }
    case 426:
      return headers['upgrade'] === undefined ? withProtocols(error, context) : error;
    default:
      return error;
  }
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
    error.headers['upgrade'] = upgrade;
    error.headers['connection'] = 'upgrade';
    return error;
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
