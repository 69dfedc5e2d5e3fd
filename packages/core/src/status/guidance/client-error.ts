import type { StatusOfClass } from '../names.ts';
import type { StatusGuidance } from './status-guidance.ts';

/** When to use each 4xx. */
export const CLIENT_ERROR_GUIDANCE: Readonly<Record<StatusOfClass<'4'>, StatusGuidance>> = {
  400: {
    useWhen: 'The request cannot be understood: bad syntax, bad framing, a parameter that makes no sense.',
    confusedWith: [
      {
        code: 422,
        difference: '422 is for content that can be read and whose instructions cannot be carried out.',
      },
    ],
  },
  401: {
    useWhen: 'The request lacks valid credentials, a failed login and an expired token included.',
    confusedWith: [
      {
        code: 403,
        difference:
          '403 refuses regardless of credentials, or requires other rights than these credentials have.',
      },
      { code: 407, difference: '407 asks for credentials in the name of a proxy.' },
      { code: 511, difference: '511 asks for a login to the network, not to the resource.' },
    ],
  },
  402: {
    useWhen:
      'Reserved by RFC 9110. Services use it for a missing payment, by a convention that they document.',
    confusedWith: [
      { code: 429, difference: 'A rate or quota that is spent is 429, which can say when to return.' },
    ],
  },
  403: {
    useWhen:
      'The request was understood and is refused, be it for a lack of rights or for no reason of identity.',
    confusedWith: [
      { code: 401, difference: '401 says that credentials would help, and how to present them.' },
      { code: 404, difference: '404 may be sent in its place to hide that the resource exists.' },
      { code: 451, difference: '451 states a legal demand as the reason.' },
    ],
  },
  404: {
    useWhen: 'There is no current representation of the target, or its existence is not to be disclosed.',
    confusedWith: [
      { code: 410, difference: '410 says that it was there and is gone for good; caches treat both alike.' },
      { code: 403, difference: '403 admits that the resource exists.' },
    ],
  },
  405: {
    useWhen: 'The server knows the method, and this resource does not support it.',
    confusedWith: [{ code: 501, difference: '501 is for a method that the server knows for no resource.' }],
    fieldNote: 'Allow lists the methods of the target, not of the server; an empty value is legal.',
  },
  406: {
    useWhen:
      'No representation fits the Accept fields, and the server is not willing to send one regardless.',
    confusedWith: [
      {
        code: 415,
        difference: '415 is about the content that the client sent, 406 about what it wants back.',
      },
    ],
  },
  407: {
    useWhen: 'A proxy wants the client to authenticate to itself.',
    confusedWith: [{ code: 401, difference: '401 asks in the name of the origin.' }],
  },
  408: {
    useWhen: 'The client took too long to send its request.',
    confusedWith: [
      { code: 504, difference: '504 says that a server behind this one took too long to answer.' },
    ],
    fieldNote:
      'RFC 9110 no longer asks for Connection: close; a client uses a new one if this one is unusable.',
  },
  409: {
    useWhen: 'The request conflicts with the current state, which the content should let the user see.',
    confusedWith: [
      { code: 412, difference: '412 is for a condition that the client itself has put into the request.' },
      { code: 422, difference: '422 would fail whatever the state is.' },
      { code: 423, difference: '423 names a lock as the reason.' },
    ],
  },
  410: {
    useWhen: 'The resource was deliberately removed, and that is likely to be permanent.',
    confusedWith: [{ code: 404, difference: '404 says nothing about past or future.' }],
  },
  411: {
    useWhen: 'The server does not take content without a Content-Length.',
    confusedWith: [{ code: 413, difference: '413 is for a length that is known and too great.' }],
  },
  412: {
    useWhen: 'A precondition in the request, such as If-Match, evaluates to false.',
    confusedWith: [
      { code: 428, difference: '428 says that a condition is missing, 412 that it failed.' },
      { code: 304, difference: '304 is the answer to a failed If-None-Match in a GET or HEAD.' },
      {
        code: 409,
        difference: '409 is a conflict that the server finds without any condition from the client.',
      },
    ],
  },
  413: {
    useWhen: 'The content is larger than the server is willing or able to process.',
    confusedWith: [
      { code: 431, difference: '431 is about the header section.' },
      { code: 507, difference: '507 says that no room is left, however small the request.' },
    ],
    fieldNote: 'Retry-After is a SHOULD if the condition is temporary, and wrong if the limit is fixed.',
  },
  414: {
    useWhen: 'The target URI is longer than the server is willing to interpret.',
    confusedWith: [{ code: 431, difference: '431 is about the header fields, not the request line.' }],
  },
  415: {
    useWhen: 'The content is of a type or coding that this method on this resource does not take.',
    confusedWith: [
      { code: 406, difference: '406 is about the response that the client would accept.' },
      { code: 422, difference: '422 is for content of the right type that asks for the impossible.' },
    ],
    fieldNote:
      'Accept-Encoding is for an unsupported coding and for that alone, Accept-Patch for PATCH; Accept says the types, ' +
      'Accept-Post (from W3C LDP) and Accept-Query those of POST and QUERY.',
  },
  416: {
    useWhen: 'None of the ranges that a GET asked for lies within the representation, or they are abusive.',
    confusedWith: [{ code: 206, difference: 'One satisfiable range is enough for 206.' }],
    fieldNote: 'Content-Range is a SHOULD for byte ranges, with the current length in the form bytes */N.',
  },
  417: {
    useWhen: 'The Expect field has an expectation other than 100-continue, and it cannot be met.',
    confusedWith: [
      { code: 413, difference: 'A body that is not wanted gets the status which says why, not 417.' },
      { code: 412, difference: '412 is for the conditional fields, 417 for Expect.' },
    ],
  },
  418: {
    useWhen: 'Never: an April joke used the number, and it stays reserved.',
    confusedWith: [],
  },
  421: {
    useWhen: 'The request came over a connection whose server does not answer for this scheme and authority.',
    confusedWith: [{ code: 404, difference: '404 comes from the right server, which has no such resource.' }],
  },
  422: {
    useWhen: 'The content is well-formed and of a known type, and its instructions cannot be carried out.',
    confusedWith: [
      {
        code: 400,
        difference:
          '400 is for content that cannot be parsed, or for a fault that has no more specific status.',
      },
      { code: 409, difference: '409 would succeed if the state were another.' },
      { code: 415, difference: '415 is for a type that is not taken.' },
    ],
  },
  423: {
    useWhen: 'The source or destination of a WebDAV method is locked.',
    confusedWith: [{ code: 409, difference: '409 is any other conflict with the state.' }],
    fieldNote: 'The content should hold a precondition code such as lock-token-submitted.',
  },
  424: {
    useWhen: 'Part of a multi-part operation was not done because another part, on which it depends, failed.',
    confusedWith: [{ code: 502, difference: 'If a server behind this one fails, that is a 502.' }],
  },
  425: {
    useWhen: 'The request came in TLS early data, or says so by Early-Data: 1, and a replay would do harm.',
    confusedWith: [
      { code: 429, difference: '429 is about the number of requests, 425 about the handshake.' },
    ],
  },
  426: {
    useWhen: 'The server refuses the request in this protocol and would take it after an upgrade.',
    confusedWith: [
      { code: 505, difference: '505 refuses the major version of HTTP without offering an upgrade.' },
      { code: 101, difference: '101 is the upgrade itself.' },
    ],
    fieldNote: 'HTTP/2 and HTTP/3 forbid both Upgrade and Connection, so there it has neither.',
  },
  428: {
    useWhen:
      'The server requires a condition, which keeps an update of an old state from overwriting a newer one.',
    confusedWith: [{ code: 412, difference: '412 answers a condition that was given and failed.' }],
  },
  429: {
    useWhen: 'The client has sent more requests than it may in a given time.',
    confusedWith: [
      { code: 503, difference: '503 says that the server is overloaded for all clients.' },
      { code: 402, difference: '402 would be for a missing payment.' },
    ],
    fieldNote: 'Retry-After is a MAY.',
  },
  431: {
    useWhen: 'A header field, or all of them together, is larger than the server is willing to process.',
    confusedWith: [
      { code: 413, difference: '413 is about the content.' },
      { code: 414, difference: '414 is about the target URI.' },
    ],
  },
  451: {
    useWhen: 'Access is denied as a consequence of a legal demand.',
    confusedWith: [{ code: 403, difference: '403 is a refusal for any other reason.' }],
    fieldNote: 'Link with rel="blocked-by" names who implements the block, not the demand behind it.',
  },
};
