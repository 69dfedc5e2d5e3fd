import { parseAccept, quality } from '../fields/accept.ts';
import type { RequestView } from '../reply.ts';

/** The forms that an error can take, in the server's order of preference. */
export type Form = 'json' | 'html' | 'text';

/**
 * The form that the client prefers. Where it accepts none of them the problem document is sent all the same: RFC 9110
 * §12.4.1 lets a server disregard Accept, and a 406 about an error would hide the error.
 */
export function preferredForm(headers: RequestView['headers']): Form {
  const accept = headers?.['accept'];
  if (accept === undefined || accept === '*/*') return 'json';
  const ranges = parseAccept(accept);
  const json = Math.max(quality(ranges, 'application/problem+json'), quality(ranges, 'application/json'));
  const html = quality(ranges, 'text/html');
  const text = quality(ranges, 'text/plain');
  if (html > json && html >= text) return 'html';
  return text > json ? 'text' : 'json';
}
