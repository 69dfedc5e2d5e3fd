import type { ServerResponse } from 'node:http';
import { sendEarlyHints } from '@statuskit/core/adapter';

/**
 * Tells the browser ahead of the response what it will need (103, RFC 8297), and says whether it was told. Nothing is sent to
 * HTTP/1.0, after the head of the response, or without links. Old proxies between HTTP/1.1 parties may take a 103 for the
 * response: send it where you know the way. Repeat the links in the response.
 *
 * Throws a TypeError for what is no link.
 *
 * @example
 * earlyHints(res, [preload('/style.css', 'style')]);
 */
export function earlyHints(response: ServerResponse, links: string | readonly string[]): boolean {
  return sendEarlyHints(links, response.req, response);
}
