import type { StatusOfClass } from '../names.ts';
import type { CompleteRows } from '../row.ts';

/** The properties of each 4xx. */
export const CLIENT_ERROR_ROWS = {
  400: { spec: { rfc: 9110, section: '15.5.1' }, retry: 'after-change' },
  401: {
    spec: { rfc: 9110, section: '15.5.2' },
    retry: 'with-credentials',
    requiredFields: ['WWW-Authenticate'],
  },
  402: { spec: { rfc: 9110, section: '15.5.3' }, retry: 'after-change' },
  403: {
    spec: { rfc: 9110, section: '15.5.4' },
    retry: 'with-credentials',
    // §11.6.1 allows the challenge on any response; RFC 6750 §3.1 uses it here for insufficient_scope.
    optionalFields: ['WWW-Authenticate'],
  },
  404: { spec: { rfc: 9110, section: '15.5.5' }, heuristicallyCacheable: true, retry: 'no' },
  405: {
    spec: { rfc: 9110, section: '15.5.6' },
    heuristicallyCacheable: true,
    retry: 'after-change',
    requiredFields: ['Allow'],
  },
  406: { spec: { rfc: 9110, section: '15.5.7' }, retry: 'after-change', optionalFields: ['Vary'] },
  407: {
    spec: { rfc: 9110, section: '15.5.8' },
    retry: 'with-credentials',
    requiredFields: ['Proxy-Authenticate'],
    sender: 'proxy',
  },
  408: {
    spec: { rfc: 9110, section: '15.5.9' },
    formerNames: ['Request Time-out'],
    retry: 'new-connection',
  },
  // The tag is that of the state after handling the request (§8.8.3), so here the one that was in the way.
  409: { spec: { rfc: 9110, section: '15.5.10' }, retry: 'after-reread', optionalFields: ['ETag'] },
  410: { spec: { rfc: 9110, section: '15.5.11' }, heuristicallyCacheable: true, retry: 'no' },
  411: { spec: { rfc: 9110, section: '15.5.12' }, retry: 'after-change' },
  412: { spec: { rfc: 9110, section: '15.5.13' }, retry: 'after-reread', optionalFields: ['ETag'] },
  413: {
    spec: { rfc: 9110, section: '15.5.14' },
    formerNames: ['Payload Too Large', 'Request Entity Too Large'],
    retry: 'after-change',
    recommendedFields: ['Retry-After'],
  },
  414: {
    spec: { rfc: 9110, section: '15.5.15' },
    formerNames: ['Request-URI Too Long', 'Request-URI Too Large'],
    heuristicallyCacheable: true,
    retry: 'after-change',
  },
  415: {
    spec: { rfc: 9110, section: '15.5.16' },
    retry: 'after-change',
    recommendedFields: ['Accept-Encoding', 'Accept-Patch'],
    optionalFields: ['Accept', 'Accept-Post', 'Accept-Query'],
  },
  416: {
    spec: { rfc: 9110, section: '15.5.17' },
    formerNames: ['Requested Range Not Satisfiable'],
    retry: 'after-change',
    recommendedFields: ['Content-Range'],
  },
  417: { spec: { rfc: 9110, section: '15.5.18' }, retry: 'after-change' },
  // No error anybody may send, hence no advice about repeating it either.
  418: {
    spec: { rfc: 9110, section: '15.5.19' },
    formerNames: ["I'm a teapot"],
    sender: 'nobody',
    standing: 'reserved',
  },
  // RFC 7540 §9.1.2 let caches store it by default; RFC 9110 §15.1 no longer lists it.
  421: { spec: { rfc: 9110, section: '15.5.20' }, retry: 'new-connection', sender: 'not-proxy' },
  422: {
    spec: { rfc: 9110, section: '15.5.21' },
    formerNames: ['Unprocessable Entity'],
    retry: 'after-change',
  },
  423: { spec: { rfc: 4918, section: '11.3' }, retry: 'after-reread' },
  424: { spec: { rfc: 4918, section: '11.4' }, retry: 'no' },
  425: { spec: { rfc: 8470, section: '5.2' }, retry: 'after-handshake' },
  426: {
    spec: { rfc: 9110, section: '15.5.22' },
    retry: 'after-change',
    // §15.5.22 demands Upgrade, §7.8 demands the connection option beside it.
    requiredFields: ['Upgrade', 'Connection'],
  },
  428: { spec: { rfc: 6585, section: '3' }, mustNotStore: true, retry: 'after-reread' },
  429: {
    spec: { rfc: 6585, section: '4' },
    mustNotStore: true,
    retry: 'after-wait',
    optionalFields: ['Retry-After'],
  },
  431: { spec: { rfc: 6585, section: '5' }, mustNotStore: true, retry: 'after-change' },
  451: {
    spec: { rfc: 7725, section: '3' },
    heuristicallyCacheable: true,
    retry: 'no',
    recommendedFields: ['Link'],
  },
} as const;

/** The type of {@link CLIENT_ERROR_ROWS}, and the proof that no 4xx is missing. */
export type ClientErrorRows = CompleteRows<StatusOfClass<'4'>, typeof CLIENT_ERROR_ROWS>;
