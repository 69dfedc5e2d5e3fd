import type { IncomingHttpHeaders } from 'node:http';
import { UnsupportedMediaType } from '@statuskit/core';

const json = 'application/json';

/**
 * Refuses content of another type than JSON. The body parsers of both frameworks pass such content by in silence, so
 * that a handler would take it for none at all.
 *
 * Throws an UnsupportedMediaType that says what is accepted.
 */
export function requireJson(headers: IncomingHttpHeaders): void {
  // RFC 9112 §6.3: a request without both of these has no content, and so no type to get wrong.
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return;
  const [type = ''] = (headers['content-type'] ?? '').split(';', 1);
  if (type.trim().toLowerCase() !== json) throw new UnsupportedMediaType({ accept: [json] });
}
