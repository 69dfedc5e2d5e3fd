import type { IncomingHttpHeaders } from 'node:http';
import type { RatePolicy } from '@statuskit/core/rate-limit';

/** The field in which a client shows its API key. */
export const keyField = 'x-api-key';

/** The policies of a client without a key. */
export const generous: readonly RatePolicy[] = [{ name: 'generous', quota: 6000, windowSeconds: 60 }];

/** Two policies, decided together: what the second refuses does not cost the first. */
const free: readonly RatePolicy[] = [
  { name: 'burst', quota: 3, windowSeconds: 6 },
  { name: 'daily', quota: 500, windowSeconds: 86_400 },
];

/** The policies of the plan that the client's API key stands for; without such a key the generous ones. */
export function planOf(headers: IncomingHttpHeaders): readonly RatePolicy[] {
  // For this demo only: whoever makes up a key that begins so has a free plan of his own.
  return String(headers[keyField]).startsWith('demo-key-free') ? free : generous;
}
