import { HttpError } from './http-error.ts';
import type { HttpErrorInit } from './init.ts';

/**
 * 402: reserved for future use; not a rate limit (RFC 9110 §15.5.3).
 *
 * @example
 * throw new PaymentRequired('The trial has ended');
 */
export class PaymentRequired extends HttpError<402> {
  static override readonly tag: string = 'PaymentRequired';

  constructor(init?: string | HttpErrorInit) {
    super(402, init);
  }
}

/**
 * 403: the server understood the request and refuses it; other credentials may help, the same will not. An origin
 * that wants to hide that the resource exists answers 404 instead (RFC 9110 §15.5.4).
 *
 * @example
 * throw new Forbidden('Editors only');
 */
export class Forbidden extends HttpError<403> {
  static override readonly tag: string = 'Forbidden';

  constructor(init?: string | HttpErrorInit) {
    super(403, init);
  }
}

/**
 * 404: there is no current representation of the target resource, or the server does not want to say that there is
 * one. Heuristically cacheable, hence sent with no-store unless asked otherwise (RFC 9110 §15.5.5).
 *
 * @example
 * throw new NotFound('No airport has this code');
 */
export class NotFound extends HttpError<404> {
  static override readonly tag: string = 'NotFound';

  constructor(init?: string | HttpErrorInit) {
    super(404, init);
  }
}

/**
 * 408: the client was too slow to send its request. For an upstream that was too slow there is 504 (RFC 9110
 * §15.5.9).
 *
 * @example
 * throw new RequestTimeout();
 */
export class RequestTimeout extends HttpError<408> {
  static override readonly tag: string = 'RequestTimeout';

  constructor(init?: string | HttpErrorInit) {
    super(408, init);
  }
}

/**
 * 410: the resource is gone, likely for good; links to it should be removed (RFC 9110 §15.5.11).
 *
 * @example
 * throw new Gone('Closed on 8 November 2020');
 */
export class Gone extends HttpError<410> {
  static override readonly tag: string = 'Gone';

  constructor(init?: string | HttpErrorInit) {
    super(410, init);
  }
}

/**
 * 411: the server wants a Content-Length (RFC 9110 §15.5.12).
 *
 * @example
 * throw new LengthRequired();
 */
export class LengthRequired extends HttpError<411> {
  static override readonly tag: string = 'LengthRequired';

  constructor(init?: string | HttpErrorInit) {
    super(411, init);
  }
}

/**
 * 414: the target URI is longer than the server is willing to interpret (RFC 9110 §15.5.15).
 *
 * @example
 * throw new UriTooLong('At most 2,000 characters');
 */
export class UriTooLong extends HttpError<414> {
  static override readonly tag: string = 'UriTooLong';

  constructor(init?: string | HttpErrorInit) {
    super(414, init);
  }
}

/**
 * 417: an expectation in Expect cannot be met; `100-continue` is not one of those (RFC 9110 §15.5.18).
 *
 * @example
 * throw new ExpectationFailed();
 */
export class ExpectationFailed extends HttpError<417> {
  static override readonly tag: string = 'ExpectationFailed';

  constructor(init?: string | HttpErrorInit) {
    super(417, init);
  }
}

/**
 * 421: the server cannot answer for this scheme and authority; the client may repeat the request on another
 * connection (RFC 9110 §15.5.20).
 *
 * @example
 * throw new MisdirectedRequest();
 */
export class MisdirectedRequest extends HttpError<421> {
  static override readonly tag: string = 'MisdirectedRequest';

  constructor(init?: string | HttpErrorInit) {
    super(421, init);
  }
}

/**
 * 423: the source or destination of the method is locked (RFC 4918 §11.3).
 *
 * @example
 * throw new Locked('Being edited by somebody else');
 */
export class Locked extends HttpError<423> {
  static override readonly tag: string = 'Locked';

  constructor(init?: string | HttpErrorInit) {
    super(423, init);
  }
}

/**
 * 424: the method failed because another one failed on which it depended (RFC 4918 §11.4).
 *
 * @example
 * throw new FailedDependency('The folder was not created');
 */
export class FailedDependency extends HttpError<424> {
  static override readonly tag: string = 'FailedDependency';

  constructor(init?: string | HttpErrorInit) {
    super(424, init);
  }
}

/**
 * 425: the server does not want to risk that early data is replayed; the client repeats the request once, not early
 * (RFC 8470 §5.2).
 *
 * @example
 * throw new TooEarly();
 */
export class TooEarly extends HttpError<425> {
  static override readonly tag: string = 'TooEarly';

  constructor(init?: string | HttpErrorInit) {
    super(425, init);
  }
}

/**
 * 431: a field, or all of them together, is too large. Name the field in the detail, never its value. Must not be
 * stored by a cache (RFC 6585 §5).
 *
 * @example
 * throw new RequestHeaderFieldsTooLarge('Cookie is larger than 8 KiB');
 */
export class RequestHeaderFieldsTooLarge extends HttpError<431> {
  static override readonly tag: string = 'RequestHeaderFieldsTooLarge';

  constructor(init?: string | HttpErrorInit) {
    super(431, init);
  }
}
