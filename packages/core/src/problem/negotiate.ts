import { parseAccept, qualityOf } from '../fields/accept.ts';
import type { MediaType } from '../fields/media-type.ts';
import type { RequestView } from '../request-view.ts';

/** The formats of an error. */
export type Form = 'json' | 'html' | 'xml' | 'text';

function mediaType(type: string, subtype: string): MediaType {
  return { type, subtype, params: {} };
}

// In the server's order of preference: of forms with the same weight, the first is sent.
const ACCEPTED_AS: readonly (readonly [Form, readonly MediaType[]])[] = [
  ['json', [mediaType('application', 'problem+json'), mediaType('application', 'json')]],
  ['html', [mediaType('text', 'html')]],
  ['text', [mediaType('text', 'plain')]],
  [
    'xml',
    [mediaType('application', 'problem+xml'), mediaType('application', 'xml'), mediaType('text', 'xml')],
  ],
];

/**
 * Returns the form that the client prefers. If it accepts none of them, the problem document is sent: a server may
 * disregard Accept (RFC 9110 §12.4.1), and a 406 about an error would hide the error. A client that accepts some `+json`
 * type parses JSON (RFC 6839 §3.1).
 */
export function preferredForm(headers: RequestView['headers']): Form {
  const ranges = parseAccept(headers?.['accept']);
  let preferred: Form = 'json';
  let most = Math.max(0, ...ranges.filter(({ subtype }) => subtype.endsWith('+json')).map(({ q }) => q));
  for (const [form, types] of ACCEPTED_AS) {
    for (const type of types) {
      const liking = qualityOf(ranges, type);
      if (liking > most) {
        preferred = form;
        most = liking;
      }
    }
  }
  return preferred;
}
