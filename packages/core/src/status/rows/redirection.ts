import type { StatusOfClass } from '../names.ts';
import type { CompleteRows } from '../row.ts';

/** The properties of each 3xx. Retry-After is defined for any redirection (RFC 9110 §10.2.3). */
export const REDIRECTION_ROWS = {
  300: {
    spec: { rfc: 9110, section: '15.4.1' },
    heuristicallyCacheable: true,
    recommendedFields: ['Location'],
    optionalFields: ['Retry-After'],
  },
  301: {
    spec: { rfc: 9110, section: '15.4.2' },
    heuristicallyCacheable: true,
    recommendedFields: ['Location'],
    optionalFields: ['Retry-After'],
  },
  302: {
    spec: { rfc: 9110, section: '15.4.3' },
    formerNames: ['Moved Temporarily'],
    recommendedFields: ['Location'],
    optionalFields: ['Retry-After'],
  },
  303: {
    spec: { rfc: 9110, section: '15.4.4' },
    recommendedFields: ['Location'],
    optionalFields: ['Retry-After'],
  },
  // Not heuristically cacheable: it is not stored, it freshens a stored response (RFC 9111 §4.3.4).
  304: {
    spec: { rfc: 9110, section: '15.4.5' },
    mayHaveContent: false,
    repeatedFields: ['Content-Location', 'Date', 'ETag', 'Vary', 'Cache-Control', 'Expires'],
  },
  305: { spec: { rfc: 9110, section: '15.4.6' }, sender: 'origin', standing: 'deprecated' },
  306: {
    spec: { rfc: 9110, section: '15.4.7' },
    formerNames: ['Switch Proxy'],
    sender: 'nobody',
    standing: 'reserved',
  },
  307: {
    spec: { rfc: 9110, section: '15.4.8' },
    recommendedFields: ['Location'],
    optionalFields: ['Retry-After'],
  },
  308: {
    spec: { rfc: 9110, section: '15.4.9' },
    heuristicallyCacheable: true,
    recommendedFields: ['Location'],
    optionalFields: ['Retry-After'],
  },
} as const;

/** The type of {@link REDIRECTION_ROWS}, and the proof that no 3xx is missing. */
export type RedirectionRows = CompleteRows<StatusOfClass<'3'>, typeof REDIRECTION_ROWS>;
