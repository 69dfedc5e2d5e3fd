import { codedTag } from '../conditional/coded-tag.ts';
import type { PreconditionRequest } from '../conditional/request.ts';
import { parseCacheControl } from '../fields/cache-control.ts';
import { type EntityTag, isEntityTag, isWeakTag } from '../fields/entity-tag.ts';
import type { NodeResponse } from './exchange.ts';
import { onceEncoded } from './once-encoded.ts';

/**
 * Prepares a response that carries a strong tag, or offers ranges, for outer middleware that may compress it: the
 * compressed representation has a different tag and does not offer ranges.
 */
export function allowForCoding(tag: unknown, request: PreconditionRequest, response: NodeResponse): void {
  // No middleware compresses for a client that does not accept a coding (RFC 9110 §12.5.3).
  if (request.headers?.['accept-encoding'] === undefined) return;
  const strong: EntityTag | undefined = isEntityTag(tag) && !isWeakTag(tag) ? tag : undefined;
  onceEncoded(response, (coding) => {
    response.removeHeader('Accept-Ranges');
    if (strong !== undefined && response.getHeader('etag') === strong)
      response.setHeader('ETag', codedTag(strong, coding));
  });
}

/**
 * Returns the Cache-Control of a part. Content-Range counts the bytes of the content as it is, so no intermediary
 * may transform it (RFC 9110 §7.7, RFC 9111 §5.2.2.6).
 */
export function withNoTransform(cacheControl: unknown): string {
  const lines = (Array.isArray(cacheControl) ? cacheControl : [cacheControl]).filter(
    (line) => line !== undefined && line !== '',
  );
  const value = lines.join(', ');
  if (value === '') return 'no-transform';
  return parseCacheControl(value).noTransform === true ? value : `${value}, no-transform`;
}
