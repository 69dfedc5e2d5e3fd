import { show } from '../arguments.ts';
import { type Challenge, formatChallenge } from '../fields/challenge.ts';
import { HttpError } from './http-error.ts';
import type { HttpErrorInit } from './init.ts';

/** One challenge, or several in the order of preference. */
export type Challenges = Challenge | readonly [Challenge, ...Challenge[]];

/** The field lines of one or several challenges. Throws a TypeError where there is none. */
export function challengeLines(challenges: Challenges): string | string[] {
  const list: readonly unknown[] = Array.isArray(challenges) ? challenges : [challenges];
  if (list.length === 0 || list.some((one) => typeof one !== 'object' || one === null)) {
    throw new TypeError(
      `challenge: expected { scheme, params } or { scheme, token68 }, or a non-empty list of them, got ${show(challenges)}`,
    );
  }
  const lines = (list as readonly Challenge[]).map(formatChallenge);
  return lines.length === 1 && lines[0] !== undefined ? lines[0] : lines;
}

/**
 * 401: the request lacks valid credentials. RFC 9110 §15.5.2 demands a WWW-Authenticate field with at least one
 * challenge; each challenge is a line of its own.
 *
 * Throws a TypeError without a challenge, or for a scheme, a parameter name or a token68 outside the grammar of
 * RFC 9110 §11. Text in a parameter is never refused: what a field cannot hold becomes `?`.
 *
 * @example
 * throw new Unauthorized({ scheme: 'Bearer', params: { realm: 'api', error: 'invalid_token' } });
 */
export class Unauthorized extends HttpError<401> {
  static override readonly tag: string = 'Unauthorized';

  constructor(challenge: Challenges, init?: string | HttpErrorInit) {
    super(401, init);
    this.headers['www-authenticate'] = challengeLines(challenge);
  }
}

/**
 * 407: a proxy needs credentials. RFC 9110 §15.5.8 demands a Proxy-Authenticate field; only proxies send it.
 *
 * Throws like {@link Unauthorized}.
 *
 * @example
 * throw new ProxyAuthenticationRequired({ scheme: 'Basic', params: { realm: 'proxy' } });
 */
export class ProxyAuthenticationRequired extends HttpError<407> {
  static override readonly tag: string = 'ProxyAuthenticationRequired';

  constructor(challenge: Challenges, init?: string | HttpErrorInit) {
    super(407, init);
    this.headers['proxy-authenticate'] = challengeLines(challenge);
  }
}
