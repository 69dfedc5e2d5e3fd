import { show } from '../arguments.ts';
import { requireFieldValue } from '../fields/field-value.ts';
import { parseLink } from '../fields/link.ts';
import type { RequestView } from '../request-view.ts';

/** The part of a response of Node that early hints need. */
export interface HintedResponse {
  readonly headersSent: boolean;
  readonly destroyed: boolean;
  readonly writableEnded: boolean;
  writeEarlyHints?(hints: { link: string[] }): unknown;
}

/**
 * Sends a 103 with links (RFC 8297). Reports whether it was sent. It is not sent if it could cause harm or would have no effect: after the head of
 * the response, to HTTP/1.0 (RFC 9110 §15.2), without links, on a closed connection, or on a response that has no such method or
 * refuses such a link.
 *
 * @throws {TypeError} If a link is not valid.
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
    return false; // Node rejects quoted spaces, and a stream may close at any time: neither should fail the request
  }
}

function requireLink(link: unknown): string {
  const line = requireFieldValue('link', link);
  if (parseLink(line).length === 1) return line;
  throw new TypeError(`earlyHints: expected a link such as preload('/a.css', 'style'), got ${show(link)}`);
}
