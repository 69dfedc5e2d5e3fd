import { show } from '../arguments.ts';
import { formatLink } from '../fields/link.ts';
import { HttpError } from './http-error.ts';
import type { HttpErrorInit } from './init.ts';

/**
 * 451: access is denied for legal reasons. RFC 7725 §4 asks for a Link with `rel="blocked-by"` that names who
 * implements the block; the order itself belongs into the detail.
 *
 * Throws a TypeError where that is no URI.
 *
 * @example
 * throw new UnavailableForLegalReasons('https://isp.example/');
 */
export class UnavailableForLegalReasons extends HttpError<451> {
  static override readonly tag: string = 'UnavailableForLegalReasons';

  constructor(blockedBy: string | URL, init?: string | HttpErrorInit) {
    super(451, init);
    if ((typeof blockedBy !== 'string' && !(blockedBy instanceof URL)) || String(blockedBy) === '') {
      throw new TypeError(`blockedBy: expected the URI of who implements the block, got ${show(blockedBy)}`);
    }
    const link = formatLink(String(blockedBy), { rel: 'blocked-by' });
    const others = this.headers['link'] ?? [];
    this.headers['link'] =
      others.length === 0 ? link : [link, ...(Array.isArray(others) ? others : [others])];
  }
}
