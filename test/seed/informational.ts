import type { Section } from './row.ts';

export const INFORMATIONAL: Section = {
  title: '1xx',
  rows: [
    {
      about: '100',
      says: 'The head was received and the client may send the content; it asks by Expect: 100-continue.',
      imprecise:
        'Where the head alone decides, the final answer must come at once instead (RFC 9110 §10.1.1).',
      serve: 'serve(app)',
      code: "return new Promise((done) => request.on('data', (part) => done(String(part))))",
      ask: ['POST /\nExpect: 100-continue\n\nhello'],
      wire: ['100 Continue', 'hello'],
    },
    {
      about: '100',
      says: 'Refused by the head alone: the final answer comes instead of it.',
      serve: 'serve(app)',
      code: "throw new Unauthorized({ scheme: 'Bearer' })",
      ask: ['POST /\nExpect: 100-continue\n\nhello'],
      wire: ['401 Unauthorized', 'WWW-Authenticate: Bearer', 'without 100 Continue'],
    },
    {
      about: '101',
      says: 'The server changes the protocol as asked, for a WebSocket for example, or to HTTP/2.',
      imprecise: 'Upgrading to HTTP/2 this way is obsolete (RFC 9113 §3.1).',
      serve:
        "serve(app).then((server) => server.on('upgrade', (request, socket) => socket.end('HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: chat\\r\\n\\r\\n')))",
      code: "return 'not upgraded'",
      ask: ['GET /\nConnection: Upgrade\nUpgrade: chat'],
      wire: ['101 Switching Protocols', 'Upgrade: chat'],
      instead: 'In an application, `ws` or socket.io beside `serve`.',
    },
    {
      about: '101',
      says: 'Nobody takes the upgrade: the request is answered as if it had not asked (RFC 9110 §7.8).',
      serve: 'serve(app)',
      code: "return 'not upgraded'",
      ask: ['GET /\nConnection: Upgrade\nUpgrade: chat'],
      wire: ['200 OK', 'not upgraded'],
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
