import { expected } from '../arguments.ts';
import { formatLink } from '../fields/link.ts';
import { HttpError } from './http-error.ts';
import { type HttpErrorInit, refuseMore } from './init.ts';

/**
 * 451: access is denied for legal reasons. RFC 7725 §4 asks for a Link with `rel="blocked-by"` to the party that
 * implements the block. Describe the legal demand in the detail.
 *
 * @throws {TypeError} If `blockedBy` is not a valid URI, `init` has another form, or a third argument is passed.
 *
 * @example
 * ```ts
 * throw new UnavailableForLegalReasons('https://isp.example/');
 * ```
 */
export class UnavailableForLegalReasons extends HttpError<451> {
  static override readonly tag: string = 'UnavailableForLegalReasons';

  constructor(blockedBy: string | URL, init?: string | HttpErrorInit) {
    super(451, init);
    refuseMore(this, 2, arguments.length);
    if ((typeof blockedBy !== 'string' && !(blockedBy instanceof URL)) || String(blockedBy) === '') {
      throw new TypeError(expected('blockedBy', 'the URI of the party that implements the block', blockedBy));
    }
    const link = formatLink(String(blockedBy), { rel: 'blocked-by' });
    const others = this.headers['link'] ?? [];
    this.headers['link'] =
      others.length === 0 ? link : [link, ...(Array.isArray(others) ? others : [others])];
  }
}
