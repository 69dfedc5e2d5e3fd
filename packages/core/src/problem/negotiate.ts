import { parseAccept, quality } from '../fields/accept.ts';
import type { RequestView } from '../reply.ts';

/** The forms that an error can take. */
export type Form = 'json' | 'html' | 'xml' | 'text';

// In the server's order of preference: of forms that the client likes as much the first is sent.
const ACCEPTED_AS: readonly (readonly [Form, readonly string[]])[] = [
  ['json', ['application/problem+json', 'application/json']],
  ['html', ['text/html']],
  ['text', ['text/plain']],
  ['xml', ['application/problem+xml', 'application/xml', 'text/xml']],
];

/**
 * The form that the client prefers. Where it accepts none of them the problem document is sent all the same: RFC 9110
 * §12.4.1 lets a server disregard Accept, and a 406 about an error would hide the error.
 */
export function preferredForm(headers: RequestView['headers']): Form {
  const accept = headers?.['accept'];
  if (accept === undefined || accept === '*/*') return 'json';
  const ranges = parseAccept(accept);
  let preferred: Form = 'json';
  let most = 0;
  for (const [form, types] of ACCEPTED_AS) {
    const liking = Math.max(...types.map((type) => quality(ranges, type)));
    if (liking > most) {
      preferred = form;
      most = liking;
    }
  }
  return preferred;
}
