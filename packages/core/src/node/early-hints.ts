import { show } from '../arguments.ts';
import { requireFieldValue } from '../fields/field-value.ts';
import { parseLink } from '../fields/link.ts';
import type { RequestView } from '../request-view.ts';

/** A response of Node, as far as early hints need it. */
export interface HintedResponse {
  readonly headersSent: boolean;
  readonly destroyed: boolean;
  readonly writableEnded: boolean;
  writeEarlyHints?(hints: { link: string[] }): unknown;
}

/**
 * Sends a 103 with these links (RFC 8297), and says whether it was sent. It is not where it would do harm or nothing: after the head
 * of the response, to HTTP/1.0 (RFC 9110 §15.2), without links, on a connection that is closed, and where the response has no such
 * method or takes no such link.
 *
 * Throws a TypeError for what is no link.
 */
export function sendEarlyHints(
  links: string | readonly string[],
  request: RequestView,
  response: HintedResponse,
): boolean {
  const link = [links].flat().map(requireLink);
  const { httpVersionMajor = 1, httpVersionMinor = 1 } = request;
  const isOld = httpVersionMajor === 0 || (httpVersionMajor === 1 && httpVersionMinor === 0);
  if (link.length === 0 || isOld || response.writeEarlyHints === undefined) return false;
  if (response.headersSent || response.writableEnded || response.destroyed) return false;
  try {
    response.writeEarlyHints({ link });
    return true;
  } catch {
    return false; // Node takes no quoted spaces, and a stream may close at any time: no reason to fail the request
  }
}

function requireLink(link: unknown): string {
  const line = requireFieldValue('link', link);
  if (parseLink(line).length === 1) return line;
  throw new TypeError(`earlyHints: expected a link such as preload('/a.css', 'style'), got ${show(link)}`);
}
