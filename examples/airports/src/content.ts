import type { IncomingHttpHeaders } from 'node:http';
import { UnsupportedMediaType } from '@statuskit/core';

/**
 * Refuses content of another type. The body parsers of both frameworks pass such content by in silence, so that a handler
 * would take it for none at all.
 *
 * Throws an UnsupportedMediaType that says what is accepted: in Accept-Query for a QUERY, else in Accept.
 */
export function requireContent(headers: IncomingHttpHeaders, type: string, method = 'POST'): void {
  // RFC 9112 §6.3: a request without both of these has no content, and so no type to get wrong.
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return;
  const [given = ''] = (headers['content-type'] ?? '').split(';', 1);
  if (given.trim().toLowerCase() === type) return;
  throw new UnsupportedMediaType(method === 'QUERY' ? { acceptQuery: [type] } : { accept: [type] });
}
