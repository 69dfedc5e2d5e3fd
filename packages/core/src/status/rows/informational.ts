import type { StatusOfClass } from '../names.ts';
import type { CompleteRows } from '../row.ts';

/** The properties of each 1xx. An interim response never has content (RFC 9110 §15.2). */
export const INFORMATIONAL_ROWS = {
  100: { spec: { rfc: 9110, section: '15.2.1' }, mayHaveContent: false },
  101: {
    spec: { rfc: 9110, section: '15.2.2' },
    mayHaveContent: false,
    // §15.2.2 demands Upgrade, §7.8 demands the connection option beside it.
    requiredFields: ['Upgrade', 'Connection'],
  },
  // RFC 4918 left it out of WebDAV; the registry still points to the version before.
  102: { spec: { rfc: 2518, section: '10.1' }, mayHaveContent: false, standing: 'deprecated' },
  103: { spec: { rfc: 8297, section: '2' }, mayHaveContent: false, optionalFields: ['Link'] },
  104: {
    spec: { draft: 'draft-ietf-httpbis-resumable-upload' },
    mayHaveContent: false,
    recommendedFields: ['Location'],
    optionalFields: ['Upload-Limit', 'Upload-Offset'],
    standing: 'temporary',
  },
} as const;

/** The type of {@link INFORMATIONAL_ROWS}, and the proof that no 1xx is missing. */
export type InformationalRows = CompleteRows<StatusOfClass<'1'>, typeof INFORMATIONAL_ROWS>;
