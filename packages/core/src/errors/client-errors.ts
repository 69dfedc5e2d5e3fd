import { HttpError } from './http-error.ts';
import { type HttpErrorInit, refuseMore } from './init.ts';

/**
 * 402: the request needs a payment, by a convention of your own: RFC 9110 §15.5.3 reserves this status. It is not a rate
 * limit; for that there is 429.
 *
 * @throws {TypeError} If `init` has another form, or a second argument is passed.
 *
 * @example
 * ```ts
 * throw new PaymentRequired('The trial has ended');
 * ```
 */
export class PaymentRequired extends HttpError<402> {
  static override readonly tag: string = 'PaymentRequired';

  constructor(init?: string | HttpErrorInit) {
    super(402, init);
    refuseMore(this, 1, arguments.length);
  }
}

/**
 * 403: the server understood the request and refuses it. Other credentials may help; the same ones will not. A server
 * that wants to hide that the resource exists answers 404 instead (RFC 9110 §15.5.4).
 *
 * @throws {TypeError} If `init` has another form, or a second argument is passed.
 *
 * @example
 * ```ts
 * throw new Forbidden('Editors only');
 * ```
 */
export class Forbidden extends HttpError<403> {
  static override readonly tag: string = 'Forbidden';

  constructor(init?: string | HttpErrorInit) {
    super(403, init);
    refuseMore(this, 1, arguments.length);
  }
}

/**
 * 404: the target resource has no current representation, or the server does not want to disclose that it has one
 * (RFC 9110 §15.5.5). Caches may store a 404 by default, so it is sent with `no-store` unless configured otherwise.
 *
 * @throws {TypeError} If `init` has another form, or a second argument is passed.
 *
 * @example
 * ```ts
 * throw new NotFound('No airport has this code');
 * ```
 */
export class NotFound extends HttpError<404> {
  static override readonly tag: string = 'NotFound';

  constructor(init?: string | HttpErrorInit) {
    super(404, init);
    refuseMore(this, 1, arguments.length);
  }
}

/**
 * 408: the client took too long to send its request (RFC 9110 §15.5.9). If an upstream server was too slow, use 504.
 *
 * @throws {TypeError} If `init` has another form, or a second argument is passed.
 *
 * @example
 * ```ts
 * throw new RequestTimeout();
 * ```
 */
export class RequestTimeout extends HttpError<408> {
  static override readonly tag: string = 'RequestTimeout';

  constructor(init?: string | HttpErrorInit) {
    super(408, init);
    refuseMore(this, 1, arguments.length);
  }
}

/**
 * 410: the resource was removed, probably permanently, and links to it should be removed (RFC 9110 §15.5.11).
 *
 * @throws {TypeError} If `init` has another form, or a second argument is passed.
 *
 * @example
 * ```ts
 * throw new Gone('Closed on 8 November 2020');
 * ```
 */
export class Gone extends HttpError<410> {
  static override readonly tag: string = 'Gone';

  constructor(init?: string | HttpErrorInit) {
    super(410, init);
    refuseMore(this, 1, arguments.length);
  }
}

/**
 * 411: the server requires a Content-Length (RFC 9110 §15.5.12).
 *
 * @throws {TypeError} If `init` has another form, or a second argument is passed.
 *
 * @example
 * ```ts
 * throw new LengthRequired();
 * ```
 */
export class LengthRequired extends HttpError<411> {
  static override readonly tag: string = 'LengthRequired';

  constructor(init?: string | HttpErrorInit) {
    super(411, init);
    refuseMore(this, 1, arguments.length);
  }
}

/**
 * 414: the target URI is longer than the server is willing to interpret (RFC 9110 §15.5.15).
 *
 * @throws {TypeError} If `init` has another form, or a second argument is passed.
 *
 * @example
 * ```ts
 * throw new UriTooLong('At most 2,000 characters');
 * ```
 */
export class UriTooLong extends HttpError<414> {
  static override readonly tag: string = 'UriTooLong';

  constructor(init?: string | HttpErrorInit) {
    super(414, init);
    refuseMore(this, 1, arguments.length);
  }
}

/**
 * 417: an expectation in Expect cannot be met. `100-continue` is not such an expectation (RFC 9110 §15.5.18).
 *
 * @throws {TypeError} If `init` has another form, or a second argument is passed.
 *
 * @example
 * ```ts
 * throw new ExpectationFailed();
 * ```
 */
export class ExpectationFailed extends HttpError<417> {
  static override readonly tag: string = 'ExpectationFailed';

  constructor(init?: string | HttpErrorInit) {
    super(417, init);
    refuseMore(this, 1, arguments.length);
  }
}

/**
 * 421: the server does not answer for this scheme and authority. The client may repeat the request on another
 * connection (RFC 9110 §15.5.20).
 *
 * @throws {TypeError} If `init` has another form, or a second argument is passed.
 *
 * @example
 * ```ts
 * throw new MisdirectedRequest();
 * ```
 */
export class MisdirectedRequest extends HttpError<421> {
  static override readonly tag: string = 'MisdirectedRequest';

  constructor(init?: string | HttpErrorInit) {
    super(421, init);
    refuseMore(this, 1, arguments.length);
  }
}

/**
 * 423: the source or destination of the method is locked (RFC 4918 §11.3).
 *
 * @throws {TypeError} If `init` has another form, or a second argument is passed.
 *
 * @example
 * ```ts
 * throw new Locked('Somebody else is editing this page');
 * ```
 */
export class Locked extends HttpError<423> {
  static override readonly tag: string = 'Locked';

  constructor(init?: string | HttpErrorInit) {
    super(423, init);
    refuseMore(this, 1, arguments.length);
  }
}

/**
 * 424: the method failed because another one, on which it depended, failed (RFC 4918 §11.4).
 *
 * @throws {TypeError} If `init` has another form, or a second argument is passed.
 *
 * @example
 * ```ts
 * throw new FailedDependency('The folder was not created');
 * ```
 */
export class FailedDependency extends HttpError<424> {
  static override readonly tag: string = 'FailedDependency';

  constructor(init?: string | HttpErrorInit) {
    super(424, init);
    refuseMore(this, 1, arguments.length);
  }
}

/**
 * 425: the server does not want to risk a replay of early data. The client repeats the request once, after the handshake
 * (RFC 8470 §5.2).
 *
 * @throws {TypeError} If `init` has another form, or a second argument is passed.
 *
 * @example
 * ```ts
 * throw new TooEarly();
 * ```
 */
export class TooEarly extends HttpError<425> {
  static override readonly tag: string = 'TooEarly';

  constructor(init?: string | HttpErrorInit) {
    super(425, init);
    refuseMore(this, 1, arguments.length);
  }
}

/**
 * 431: a header field, or all of them together, is too large. Name the field in the detail, never its value. Caches must
 * not store this response (RFC 6585 §5).
 *
 * @throws {TypeError} If `init` has another form, or a second argument is passed.
 *
 * @example
 * ```ts
 * throw new RequestHeaderFieldsTooLarge('Cookie is larger than 8 KiB');
 * ```
 */
export class RequestHeaderFieldsTooLarge extends HttpError<431> {
  static override readonly tag: string = 'RequestHeaderFieldsTooLarge';

  constructor(init?: string | HttpErrorInit) {
    super(431, init);
    refuseMore(this, 1, arguments.length);
  }
}
