import type { Section } from './row.ts';

export const INFORMATIONAL: Section = {
  title: '1xx',
  rows: [
    {
      about: '100',
      says: 'The head was received and the client may send the content; it asks by Expect: 100-continue.',
      imprecise:
        'Where the head alone decides, the final answer must come at once instead (RFC 9110 §10.1.1).',
      code: "throw new Unauthorized({ scheme: 'Bearer' })",
      instead:
        '`serve` of `@statuskit/node` sends the 100 when something reads the content; Node alone sends it before a handler runs.',
      ask: ['POST /\n\nhello'],
      wire: ['401 Unauthorized', 'WWW-Authenticate: Bearer'],
    },
    {
      about: '101',
      says: 'The server changes the protocol as asked, for a WebSocket for example, or to HTTP/2.',
      imprecise: 'Upgrading to HTTP/2 this way is obsolete (RFC 9113 §3.1).',
      instead:
        '`ws`, beside `serve` of `@statuskit/node`, which answers an upgrade that nobody takes. That a client has to upgrade is `UpgradeRequired`.',
    },
    {
      about: '102',
      says: 'WebDAV: still at work, so that the client does not give up.',
      imprecise: 'WebDAV itself dropped it (RFC 4918); RFC 2518 §10.1 keeps it registered.',
      code: 'statusFacts(102).standing',
      gives: 'deprecated',
      instead: 'Nobody should send it; long work is a 202 with a monitor.',
    },
    {
      about: '103',
      says: 'Links that the page will need go ahead of the response.',
      code: "earlyHints(res, [preload('/style.css', 'style')]); return 'page'",
      wire: ['103 Early Hints', 'Link: </style.css>; rel="preload"; as="style"'],
    },
  ],
};
