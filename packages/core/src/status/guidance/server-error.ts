import type { StatusOfClass } from '../names.ts';
import type { StatusGuidance } from './status-guidance.ts';

/** When to use each 5xx. */
export const SERVER_ERROR_GUIDANCE: Readonly<Record<StatusOfClass<'5'>, StatusGuidance>> = {
  500: {
    useWhen: 'The server met a condition that it did not expect, and does not describe to the client.',
    confusedWith: [
      { code: 503, difference: '503 is a condition that the server knows to be passing.' },
      { code: 502, difference: '502 says that the fault was in the answer of another server.' },
    ],
  },
  501: {
    useWhen: 'The server does not know the method, and supports it for no resource.',
    confusedWith: [
      { code: 405, difference: '405 is for a known method that this resource does not support.' },
    ],
  },
  502: {
    useWhen: 'A server behind this one refused the connection or gave an answer that is not valid.',
    confusedWith: [
      { code: 504, difference: '504 says that no answer came in time.' },
      { code: 503, difference: '503 says that this server itself takes no work at the moment.' },
    ],
  },
  503: {
    useWhen: 'The server takes no work for now: overload, maintenance, an open circuit.',
    confusedWith: [
      { code: 429, difference: '429 is about one client that sends too much.' },
      { code: 500, difference: 'After a 500, waiting is not known to help.' },
    ],
    fieldNote: 'Retry-After is a MAY.',
  },
  504: {
    useWhen: 'A server behind this one did not answer in time, or a cache may not ask it (only-if-cached).',
    confusedWith: [
      { code: 408, difference: '408 says that the client was slow to send.' },
      { code: 502, difference: '502 says that an answer came and was not valid.' },
    ],
  },
  505: {
    useWhen: 'The server refuses the major version of HTTP that the request uses.',
    confusedWith: [{ code: 426, difference: '426 names the protocol to which the client can upgrade.' }],
    fieldNote: 'The content should say why, and which versions are supported.',
  },
  506: {
    useWhen:
      'In transparent negotiation (RFC 2295) the chosen variant negotiates itself: a fault of configuration.',
    confusedWith: [{ code: 406, difference: '406 is an ordinary negotiation in which nothing fits.' }],
  },
  507: {
    useWhen: 'The server has no room to store what the method needs, for now.',
    confusedWith: [{ code: 413, difference: '413 would be refused with all the room in the world.' }],
  },
  508: {
    useWhen: 'A WebDAV request with Depth: infinity ran into a loop of bindings.',
    confusedWith: [{ code: 208, difference: '208 marks the loop within a 207, for clients that know it.' }],
  },
  510: {
    useWhen: 'Never in new work: the extension framework of RFC 2774 is historic.',
    confusedWith: [{ code: 501, difference: '501 is the plain word for what the server cannot do.' }],
  },
  511: {
    useWhen:
      'A captive portal wants a login before it lets the client into the network; origins should not send it.',
    confusedWith: [
      { code: 401, difference: '401 comes from the resource and has a challenge, which 511 has not.' },
      { code: 407, difference: '407 comes from a proxy that the client has chosen.' },
    ],
    fieldNote: 'The content should link to the place where to log in.',
  },
};
