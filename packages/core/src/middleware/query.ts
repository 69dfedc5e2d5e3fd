import type { HttpError } from '../errors/http-error.ts';
import { BadRequest } from '../errors/validation.ts';
import { hasContent, type RequestView } from '../request-view.ts';

/**
 * Returns the refusal of a QUERY whose content has no stated media type. The content holds the query, and only its type
 * defines how to read it, so the request must fail (RFC 10008 §2). A QUERY without content asks for the resource as it is.
 */
export function refusedQuery(request: RequestView): HttpError | undefined {
  if (request.method !== 'QUERY' || !hasContent(request)) return undefined;
  const type = request.headers?.['content-type'];
  if (type !== undefined && type !== '') return undefined;
  return new BadRequest({
    detail: 'A QUERY must state the media type of its content.',
    errors: [{ detail: 'is missing', header: 'Content-Type' }],
  });
}
