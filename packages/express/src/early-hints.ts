import type { ServerResponse } from 'node:http';
import { sendEarlyHints } from '@statuskit/core/adapter';

/**
 * Sends a 103 with links that the browser will need, ahead of the response (RFC 8297). Reports whether it was sent.
 *
 * Nothing is sent to HTTP/1.0, after the head of the response, on a closed connection, or without links. Some proxies take a 103 for
 * the response: use it only if you know all parties on the way. Repeat the links in the response.
 *
 * @throws {TypeError} If a link is not valid.
 *
 * @example
 * ```ts
 * earlyHints(res, [preload('/style.css', 'style')]);
 * ```
 */
export function earlyHints(response: ServerResponse, links: string | readonly string[]): boolean {
  return sendEarlyHints(links, response.req, response);
}
