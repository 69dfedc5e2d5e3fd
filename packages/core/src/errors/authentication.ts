import { expected } from '../arguments.ts';
import { type Challenge, formatChallenge } from '../fields/challenge.ts';
import { HttpError } from './http-error.ts';
import { type HttpErrorInit, refuseMore } from './init.ts';

/** One challenge, or several in order of preference. */
export type Challenges = Challenge | readonly [Challenge, ...Challenge[]];

/**
 * Returns the field lines of one or several challenges.
 *
 * @throws {TypeError} If there is no challenge, or one is malformed.
 */
export function challengeLines(challenges: Challenges): string | string[] {
  const list: readonly unknown[] = Array.isArray(challenges) ? challenges : [challenges];
  if (list.length === 0 || list.some((one) => typeof one !== 'object' || one === null)) {
    throw new TypeError(
      expected(
        'challenge',
        '{ scheme, params } or { scheme, token68 }, or a non-empty list of them',
        challenges,
      ),
    );
  }
  const lines = (list as readonly Challenge[]).map(formatChallenge);
  return lines.length === 1 && lines[0] !== undefined ? lines[0] : lines;
}

/**
 * 401: the request lacks valid credentials. RFC 9110 §15.5.2 requires a WWW-Authenticate field with at least one
 * challenge. Each challenge is sent as a separate line. Text in a parameter is never refused: characters that a field
 * cannot hold become `?`.
 *
 * @throws {TypeError} If `challenge` is missing, or a scheme, a parameter name or a token68 is outside the grammar of
 *   RFC 9110 §11; if `init` has another form, or a third argument is passed.
 *
 * @example
 * ```ts
 * throw new Unauthorized({ scheme: 'Bearer', params: { realm: 'api', error: 'invalid_token' } });
 * ```
 */
export class Unauthorized extends HttpError<401> {
  static override readonly tag: string = 'Unauthorized';

  constructor(challenge: Challenges, init?: string | HttpErrorInit) {
    super(401, init);
    refuseMore(this, 2, arguments.length);
    this.headers['www-authenticate'] = challengeLines(challenge);
  }
}

/**
 * 407: a proxy needs credentials. RFC 9110 §15.5.8 requires a Proxy-Authenticate field. Only proxies send it.
 *
 * @throws {TypeError} If {@link Unauthorized} would throw one for the same arguments.
 *
 * @example
 * ```ts
 * throw new ProxyAuthenticationRequired({ scheme: 'Basic', params: { realm: 'proxy' } });
 * ```
 */
export class ProxyAuthenticationRequired extends HttpError<407> {
  static override readonly tag: string = 'ProxyAuthenticationRequired';

  constructor(challenge: Challenges, init?: string | HttpErrorInit) {
    super(407, init);
    refuseMore(this, 2, arguments.length);
    this.headers['proxy-authenticate'] = challengeLines(challenge);
  }
}
