import type { StatusOfClass } from '../names.ts';
import type { CompleteRows } from '../row.ts';

/** The properties of each 5xx. */
export const SERVER_ERROR_ROWS = {
  500: { spec: { rfc: 9110, section: '15.6.1' }, retry: 'no' },
  501: { spec: { rfc: 9110, section: '15.6.2' }, heuristicallyCacheable: true, retry: 'no' },
  // The other server may have done the work before it failed, so only what may be done twice is repeated (§9.2.2).
  502: { spec: { rfc: 9110, section: '15.6.3' }, retry: 'if-idempotent', sender: 'gateway-or-proxy' },
  503: { spec: { rfc: 9110, section: '15.6.4' }, retry: 'after-wait', optionalFields: ['Retry-After'] },
  504: {
    spec: { rfc: 9110, section: '15.6.5' },
    formerNames: ['Gateway Time-out'],
    retry: 'if-idempotent',
    sender: 'gateway-or-proxy',
  },
  505: { spec: { rfc: 9110, section: '15.6.6' }, retry: 'after-change' },
  506: { spec: { rfc: 2295, section: '8.1' }, retry: 'no' },
  507: { spec: { rfc: 4918, section: '11.5' }, retry: 'after-user-action' },
  508: { spec: { rfc: 5842, section: '7.2' }, retry: 'no' },
  510: { spec: { rfc: 2774, section: '7' }, retry: 'after-change', standing: 'obsoleted' },
  511: {
    spec: { rfc: 6585, section: '6' },
    mustNotStore: true,
    retry: 'after-user-action',
    sender: 'intercepting-proxy',
  },
} as const;

/** The type of {@link SERVER_ERROR_ROWS}, and the proof that no 5xx is missing. */
export type ServerErrorRows = CompleteRows<StatusOfClass<'5'>, typeof SERVER_ERROR_ROWS>;
