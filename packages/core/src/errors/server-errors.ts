import { HttpError } from './http-error.ts';
import { type HttpErrorInit, refuseMore } from './init.ts';

/**
 * 500: something unexpected happened (RFC 9110 §15.6.1). The response shows the reason phrase and `instance`, and nothing else,
 * whatever is passed.
 *
 * A string is for the log.
 *
 * @throws {TypeError} If `init` has another form, or a second argument is passed.
 *
 * @example
 * ```ts
 * throw new InternalServerError({ log: 'cache and database disagree', cause });
 * ```
 */
export class InternalServerError extends HttpError<500> {
  static override readonly tag: string = 'InternalServerError';

  constructor(init?: string | HttpErrorInit) {
    super(500, init);
    refuseMore(this, 1, arguments.length);
  }
}

/**
 * 501: the server does not know the method for any resource. If it knows the method for others, use 405 (RFC 9110
 * §15.6.2).
 *
 * A string is for the log. To show text to the client, pass `{ detail }`.
 *
 * @throws {TypeError} If `init` has another form, or a second argument is passed.
 *
 * @example
 * ```ts
 * throw new NotImplemented();
 * ```
 */
export class NotImplemented extends HttpError<501> {
  static override readonly tag: string = 'NotImplemented';

  constructor(init?: string | HttpErrorInit) {
    super(501, init);
    refuseMore(this, 1, arguments.length);
  }
}

/**
 * 502: an upstream server refused the connection or sent an invalid response (RFC 9110 §15.6.3).
 *
 * A string is for the log. To show text to the client, pass `{ detail }`.
 *
 * @throws {TypeError} If `init` has another form, or a second argument is passed.
 *
 * @example
 * ```ts
 * throw new BadGateway({ log: 'weather sent HTML', cause });
 * ```
 */
export class BadGateway extends HttpError<502> {
  static override readonly tag: string = 'BadGateway';

  constructor(init?: string | HttpErrorInit) {
    super(502, init);
    refuseMore(this, 1, arguments.length);
  }
}

/**
 * 504: an upstream server did not answer in time (RFC 9110 §15.6.5).
 *
 * A string is for the log. To show text to the client, pass `{ detail }`.
 *
 * @throws {TypeError} If `init` has another form, or a second argument is passed.
 *
 * @example
 * ```ts
 * throw new GatewayTimeout({ log: 'weather took too long', cause });
 * ```
 */
export class GatewayTimeout extends HttpError<504> {
  static override readonly tag: string = 'GatewayTimeout';

  constructor(init?: string | HttpErrorInit) {
    super(504, init);
    refuseMore(this, 1, arguments.length);
  }
}

/**
 * 505: the server does not support the major version of HTTP that the request uses. The detail should name the versions
 * that it supports (RFC 9110 §15.6.6).
 *
 * A string is for the log. To show text to the client, pass `{ detail }`.
 *
 * @throws {TypeError} If `init` has another form, or a second argument is passed.
 *
 * @example
 * ```ts
 * throw new HttpVersionNotSupported({ detail: 'HTTP/1.1 and HTTP/2 are supported' });
 * ```
 */
export class HttpVersionNotSupported extends HttpError<505> {
  static override readonly tag: string = 'HttpVersionNotSupported';

  constructor(init?: string | HttpErrorInit) {
    super(505, init);
    refuseMore(this, 1, arguments.length);
  }
}

/**
 * 506: the chosen variant takes part in negotiation itself, which is an error of configuration (RFC 2295 §8.1).
 *
 * A string is for the log. To show text to the client, pass `{ detail }`.
 *
 * @throws {TypeError} If `init` has another form, or a second argument is passed.
 *
 * @example
 * ```ts
 * throw new VariantAlsoNegotiates();
 * ```
 */
export class VariantAlsoNegotiates extends HttpError<506> {
  static override readonly tag: string = 'VariantAlsoNegotiates';

  constructor(init?: string | HttpErrorInit) {
    super(506, init);
    refuseMore(this, 1, arguments.length);
  }
}

/**
 * 507: the server cannot store what it needs to complete the request (RFC 4918 §11.5).
 *
 * A string is for the log. To show text to the client, pass `{ detail }`.
 *
 * @throws {TypeError} If `init` has another form, or a second argument is passed.
 *
 * @example
 * ```ts
 * throw new InsufficientStorage({ detail: 'Your quota of 5 GB is used up' });
 * ```
 */
export class InsufficientStorage extends HttpError<507> {
  static override readonly tag: string = 'InsufficientStorage';

  constructor(init?: string | HttpErrorInit) {
    super(507, init);
    refuseMore(this, 1, arguments.length);
  }
}

/**
 * 508: a traversal with `Depth: infinity` ran into a loop (RFC 5842 §7.2).
 *
 * A string is for the log. To show text to the client, pass `{ detail }`.
 *
 * @throws {TypeError} If `init` has another form, or a second argument is passed.
 *
 * @example
 * ```ts
 * throw new LoopDetected();
 * ```
 */
export class LoopDetected extends HttpError<508> {
  static override readonly tag: string = 'LoopDetected';

  constructor(init?: string | HttpErrorInit) {
    super(508, init);
    refuseMore(this, 1, arguments.length);
  }
}

/**
 * 510: the request lacks an extension. RFC 2774 is historic; the class exists for completeness (RFC 2774 §7).
 *
 * A string is for the log. To show text to the client, pass `{ detail }`.
 *
 * @throws {TypeError} If `init` has another form, or a second argument is passed.
 *
 * @example
 * ```ts
 * throw new NotExtended();
 * ```
 */
export class NotExtended extends HttpError<510> {
  static override readonly tag: string = 'NotExtended';

  constructor(init?: string | HttpErrorInit) {
    super(510, init);
    refuseMore(this, 1, arguments.length);
  }
}

/**
 * 511: the client must log in to the network. Intercepting proxies send this status, origin servers never do; the detail
 * should say where to log in. Caches must not store this response (RFC 6585 §6).
 *
 * A string is for the log. To show text to the client, pass `{ detail }`.
 *
 * @throws {TypeError} If `init` has another form, or a second argument is passed.
 *
 * @example
 * ```ts
 * throw new NetworkAuthenticationRequired({ detail: 'Log in at https://wifi.example/' });
 * ```
 */
export class NetworkAuthenticationRequired extends HttpError<511> {
  static override readonly tag: string = 'NetworkAuthenticationRequired';

  constructor(init?: string | HttpErrorInit) {
    super(511, init);
    refuseMore(this, 1, arguments.length);
  }
}
