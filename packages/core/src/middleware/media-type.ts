import { expected } from '../arguments.ts';
import { LengthRequired } from '../errors/client-errors.ts';
import type { NonEmpty } from '../errors/lists.ts';
import { type Supported, UnsupportedMediaType } from '../errors/unsupported.ts';
import { BadRequest } from '../errors/validation.ts';
import { type MediaType, parseMediaRange, parseMediaType } from '../fields/media-type.ts';
import { hasContent, type RequestView } from '../request-view.ts';
import { CONTINUE, refuse } from '../step.ts';
import type { Decider } from './decider.ts';

/** The methods whose requests have no meaning without content. */
const WITH_CONTENT: ReadonlySet<string> = new Set(['PATCH', 'POST', 'PUT', 'QUERY']);

/** The field in which a 415 lists the supported types, by method; Accept for others (RFC 9110 §12.5.1). */
function supportedBy(method: string | undefined, types: NonEmpty<string>): Supported {
  switch (method) {
    case 'POST':
      return { acceptPost: types };
    case 'PATCH': {
      // Accept-Patch lists media types, not ranges (RFC 5789 §3.1).
      const [first, ...rest] = types.filter((type) => parseMediaType(type) !== undefined);
      return first === undefined ? { accept: types } : { acceptPatch: [first, ...rest] };
    }
    case 'QUERY':
      return { acceptQuery: types };
    default:
      return { accept: types };
  }
}

function matches(range: MediaType, { type, subtype }: MediaType): boolean {
  if (range.type !== '*' && range.type !== type) return false;
  if (range.subtype === '*' || range.subtype === subtype) return true;
  return range.subtype.startsWith('*+') && subtype.endsWith(range.subtype.slice(1));
}

/** A length of 0 means that there is no content. A missing length means that only on HTTP/2. */
function isLengthMissing({ headers, httpVersionMajor = 1 }: RequestView): boolean {
  return httpVersionMajor < 2 && headers?.['content-length'] === undefined;
}

/**
 * Returns the half of `requireMediaType` that both adapters share.
 *
 * @throws {TypeError} If `types` is empty, or one of them is not a media type or range.
 */
export function mediaTypeDecider(types: readonly string[]): Decider<unknown> {
  const ranges = types.flatMap((type) => (typeof type === 'string' ? (parseMediaRange(type) ?? []) : []));
  const [first, ...rest] = types;
  if (first === undefined || ranges.length < types.length) {
    throw new TypeError(expected('types', "media types, such as 'application/json'", types));
  }
  const named: NonEmpty<string> = [first, ...rest];

  return function checkMediaType(_source, request) {
    const { method, headers } = request;
    if (!hasContent(request)) {
      if (!WITH_CONTENT.has(method ?? '')) return CONTINUE;
      return refuse(
        isLengthMissing(request) ? new LengthRequired() : new BadRequest('The request has no content.'),
      );
    }
    const given = parseMediaType(String(headers?.['content-type'] ?? ''));
    if (given !== undefined && ranges.some((range) => matches(range, given))) return CONTINUE;
    return refuse(new UnsupportedMediaType(supportedBy(method, named)));
  };
}
