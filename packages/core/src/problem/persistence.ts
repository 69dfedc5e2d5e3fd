import { tokenElements } from '../fields/scan.ts';
import type { RequestView } from '../reply.ts';

/**
 * Whether the connection ends with the answer because of how the client asked (RFC 9112 §9.3). Node looks at that only
 * where a response brings no Connection field of its own.
 */
export function clientCloses(request: RequestView): boolean {
  const options = tokenElements(request.headers?.['connection'] ?? '').map((option) => option.toLowerCase());
  if (options.includes('close')) return true;
  const http10 = request.httpVersionMajor === 1 && request.httpVersionMinor === 0;
  return http10 && !options.includes('keep-alive');
}
