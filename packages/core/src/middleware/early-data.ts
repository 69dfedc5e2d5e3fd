import { TooEarly } from '../errors/client-errors.ts';
import { CONTINUE, refuse } from '../step.ts';
import type { Decider } from './decider.ts';

// RFC 9110 §9.2.1, RFC 10008 §2.
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'QUERY', 'TRACE']);

/**
 * Decides about requests that a proxy received in TLS early data, which an attacker can replay. A request whose method is not
 * safe is refused (RFC 8470 §5.1). A malformed or repeated field counts as `1`.
 */
export const decideEarlyData: Decider<unknown> = (_source, { method = '', headers }) =>
  headers?.['early-data'] === undefined || SAFE.has(method)
    ? CONTINUE
    : refuse(new TooEarly('Send the request again when the handshake is complete.'));
