import type { StatusOfClass } from '../names.ts';
import type { CompleteRows } from '../row.ts';

/** The properties of each 2xx. */
export const SUCCESSFUL_ROWS = {
  200: { spec: { rfc: 9110, section: '15.3.1' }, heuristicallyCacheable: true },
  201: {
    spec: { rfc: 9110, section: '15.3.2' },
    // Not compulsory: without it the target URI names what was created. For POST it is a SHOULD (§9.3.3).
    recommendedFields: ['Location'],
    optionalFields: ['ETag', 'Last-Modified'],
  },
  202: { spec: { rfc: 9110, section: '15.3.3' } },
  203: {
    spec: { rfc: 9110, section: '15.3.4' },
    heuristicallyCacheable: true,
    sender: 'transforming-proxy',
  },
  204: {
    spec: { rfc: 9110, section: '15.3.5' },
    heuristicallyCacheable: true,
    mayHaveContent: false,
    optionalFields: ['ETag'],
  },
  205: { spec: { rfc: 9110, section: '15.3.6' }, mayHaveContent: false },
  206: {
    spec: { rfc: 9110, section: '15.3.7' },
    heuristicallyCacheable: true,
    recommendedFields: ['Content-Range'],
    repeatedFields: ['Date', 'Cache-Control', 'ETag', 'Expires', 'Content-Location', 'Vary'],
  },
  207: { spec: { rfc: 4918, section: '11.1' } },
  208: { spec: { rfc: 5842, section: '7.1' } },
  226: { spec: { rfc: 3229, section: '10.4.1' }, requiredFields: ['ETag'], recommendedFields: ['IM'] },
} as const;

/** The type of {@link SUCCESSFUL_ROWS}, and the proof that no 2xx is missing. */
export type SuccessfulRows = CompleteRows<StatusOfClass<'2'>, typeof SUCCESSFUL_ROWS>;
