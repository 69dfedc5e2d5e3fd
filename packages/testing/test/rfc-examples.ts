// Responses, and fields of responses, as the RFCs print them. `finds` lists what is wrong in them.

export interface RfcExample {
  readonly from: string;
  /** In the form of examples.ts. */
  readonly text: string;
  readonly finds?: readonly string[];
}

const HELLO = 'Hello World! My content includes a trailing CRLF.\r\n';
const QUERY = 'GET /hello.txt\nHost: www.example.com';

/** Fields that are printed without a response, one response each. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  'RFC 9110 §8.3': ['Content-Type: text/html; charset=ISO-8859-4'],
  'RFC 9110 §8.3.1': [
    'Content-Type: text/html;charset=utf-8',
    'Content-Type: Text/HTML;Charset="utf-8"',
    'Content-Type: text/html; charset="utf-8"',
  ],
  'RFC 9110 §8.5': ['Content-Language: da', 'Content-Language: mi, en'],
  'RFC 9110 §8.8.2': ['Last-Modified: Tue, 15 Nov 1994 12:45:26 GMT'],
  'RFC 9110 §8.8.3': ['ETag: "xyzzy"', 'ETag: W/"xyzzy"', 'ETag: ""'],
  'RFC 9110 §6.6.1': ['Date: Tue, 15 Nov 1994 08:12:31 GMT'],
  'RFC 9110 §10.2.1': ['Allow: GET, HEAD, PUT'],
  'RFC 9110 §10.2.2': ['Location: /People.html#tim', 'Location: http://www.example.net/index.html'],
  'RFC 9110 §10.2.3': ['Retry-After: Fri, 31 Dec 1999 23:59:59 GMT', 'Retry-After: 120'],
  'RFC 9110 §10.2.4': ['Server: CERN/3.0 libwww/2.17'],
  'RFC 9110 §11.6.1': [
    'WWW-Authenticate: Basic realm="simple", Newauth realm="apps", type=1, title="Login to \\"apps\\""',
  ],
  'RFC 9110 §12.5.5': ['Vary: accept-encoding, accept-language', 'Vary: *'],
  'RFC 9110 §14.3': ['Accept-Ranges: bytes', 'Accept-Ranges: none'],
  'RFC 9111 §5.2.3': ['Cache-Control: private, community="UCI"'],
  'RFC 9111 §5.3': ['Expires: Thu, 01 Dec 1994 16:00:00 GMT'],
  'RFC 5861 §3': ['Cache-Control: max-age=600, stale-while-revalidate=30'],
  'RFC 5861 §4': ['Cache-Control: max-age=600, stale-if-error=1200'],
  'RFC 8246 §2': ['Cache-Control: max-age=31536000, immutable'],
  'RFC 9213 §2': ['CDN-Cache-Control: max-age=600', 'CDN-Cache-Control: none\nCache-Control: max-age=60'],
  'RFC 8288 §3.5': [
    'Link: <http://example.com/TheBook/chapter2>; rel="previous"; title="previous chapter"',
    'Link: </>; rel="http://example.net/foo"',
    'Link: </terms>; rel="copyright"; anchor="#foo"',
    'Link: </TheBook/chapter2>; rel="previous"; title*=UTF-8\'de\'letztes%20Kapitel, </TheBook/chapter4>; rel="next"; title*=UTF-8\'de\'n%c3%a4chstes%20Kapitel',
    'Link: <http://example.org/>; rel="start http://example.net/relation/other"',
    'Link: <https://example.org/>; rel="start", <https://example.org/index>; rel="index"',
  ],
  'RFC 6266 §5': [
    'Content-Disposition: Attachment; filename=example.html',
    'Content-Disposition: INLINE; FILENAME= "an example.html"',
    "Content-Disposition: attachment; filename*= UTF-8''%e2%82%ac%20rates",
    'Content-Disposition: attachment; filename="EURO rates"; filename*=utf-8\'\'%e2%82%ac%20rates',
  ],
  'RFC 6265 §3.1': [
    'Set-Cookie: SID=31d4d96e407aad42',
    'Set-Cookie: SID=31d4d96e407aad42; Path=/; Domain=example.com',
    'Set-Cookie: SID=31d4d96e407aad42; Path=/; Secure; HttpOnly\nSet-Cookie: lang=en-US; Path=/; Domain=example.com',
    'Set-Cookie: lang=en-US; Expires=Wed, 09 Jun 2021 10:18:14 GMT',
    'Set-Cookie: lang=; Expires=Sun, 06 Nov 1994 08:49:37 GMT',
  ],
  'RFC 6797 §6.2': [
    'Strict-Transport-Security: max-age=31536000',
    'Strict-Transport-Security: max-age=15768000 ; includeSubDomains',
    'Strict-Transport-Security: max-age="31536000"',
    'Strict-Transport-Security: max-age=0; includeSubDomains',
  ],
  'RFC 9745 §2.1': ['Deprecation: @1688169599'],
};

const fields: RfcExample[] = Object.entries(FIELDS).flatMap(([from, all]) =>
  all.map((text) => ({ from, text: `${QUERY}\n\n200\n${text}` })),
);

export const RFC_EXAMPLES: readonly RfcExample[] = [
  ...fields,
  {
    from: 'RFC 9110 §3.9',
    text: `GET /hello.txt\nUser-Agent: curl/7.64.1\nHost: www.example.com\nAccept-Language: en, mi\n\n200\nDate: Mon, 27 Jul 2009 12:28:53 GMT\nServer: Apache\nLast-Modified: Wed, 22 Jul 2009 19:15:56 GMT\nETag: "34aa387-d-1568eb00"\nAccept-Ranges: bytes\nContent-Length: 51\nVary: Accept-Encoding\nContent-Type: text/plain\n\n${HELLO}`,
  },
  {
    from: 'RFC 9110 §7.8',
    text: 'GET /hello\nHost: www.example.com\nConnection: upgrade\nUpgrade: websocket, IRC/6.9, RTA/x11\n\n101\nConnection: upgrade\nUpgrade: websocket',
  },
  {
    from: 'RFC 9110 §8.8.3.3',
    text: 'GET /index\nHost: www.example.com\nAccept-Encoding: gzip\n\n200\nDate: Fri, 26 Mar 2010 00:05:00 GMT\nETag: "123-a"\nContent-Length: 70\nVary: Accept-Encoding\nContent-Type: text/plain',
  },
  {
    from: 'RFC 9110 §8.8.3.3',
    text: 'GET /index\nHost: www.example.com\nAccept-Encoding: gzip\n\n200\nDate: Fri, 26 Mar 2010 00:05:00 GMT\nETag: "123-b"\nContent-Length: 43\nVary: Accept-Encoding\nContent-Type: text/plain\nContent-Encoding: gzip',
  },
  {
    from: 'RFC 9110 §15.3.7.1',
    text: 'GET /cow.gif\nRange: bytes=21010-\n\n206\nDate: Wed, 15 Nov 1995 06:25:24 GMT\nLast-Modified: Wed, 15 Nov 1995 04:58:08 GMT\nContent-Range: bytes 21010-47021/47022\nContent-Length: 26012\nContent-Type: image/gif',
  },
  {
    from: 'RFC 9110 §15.3.7.2',
    text: 'GET /a.pdf\nRange: bytes=500-999,7000-7999\n\n206\nDate: Wed, 15 Nov 1995 06:25:24 GMT\nLast-Modified: Wed, 15 Nov 1995 04:58:08 GMT\nContent-Length: 1741\nContent-Type: multipart/byteranges; boundary=THIS_STRING_SEPARATES',
  },
  {
    from: 'RFC 9110 §14.6',
    // "Tue, 14 July 04:58:08 GMT"
    finds: ['last-modified-syntax'],
    text: 'GET /film\nRange: exampleunit=1.2-4.3,11.2-14.3\n\n206\nDate: Tue, 14 Nov 1995 06:25:24 GMT\nLast-Modified: Tue, 14 July 04:58:08 GMT\nContent-Length: 2331785\nContent-Type: multipart/byteranges; boundary=THIS_STRING_SEPARATES',
  },
  {
    from: 'RFC 9110 §15.5.17',
    text: 'GET /cow.gif\nRange: bytes=50000-\n\n416\nDate: Fri, 20 Jan 2012 15:41:54 GMT\nContent-Range: bytes */47022',
  },
  {
    from: 'RFC 9110 §15.5.22',
    text: 'GET /\nHost: www.example.com\n\n426\nUpgrade: HTTP/3.0\nConnection: Upgrade\nContent-Length: 53\nContent-Type: text/plain\n\nThis service requires use of the HTTP/3.0 protocol.\r\n',
  },
  {
    from: 'RFC 9110 §10.1.1',
    text: 'PUT /somewhere/fun\nHost: origin.example.com\nContent-Type: video/h264\nContent-Length: 1234567890987\nExpect: 100-continue\n\n100',
  },
  {
    from: 'RFC 6585 §3',
    text: 'PUT /notes/7\nHost: example.com\n\n428\nContent-Type: text/html\n\n<html><head><title>Precondition Required</title></head></html>',
  },
  {
    from: 'RFC 6585 §4',
    text: 'GET /\nHost: example.com\n\n429\nContent-Type: text/html\nRetry-After: 3600\n\n<html></html>',
  },
  { from: 'RFC 6585 §5', text: 'GET /\nHost: example.com\n\n431\nContent-Type: text/html\n\n<html></html>' },
  {
    from: 'RFC 6585 §6',
    text: 'GET /index.htm\nHost: www.example.com\n\n511\nContent-Type: text/html\n\n<html></html>',
  },
  {
    from: 'RFC 9457 §3',
    text: 'POST /purchase\nHost: store.example.com\nContent-Type: application/json\nAccept: application/json, application/problem+json\n\n403\nContent-Type: application/problem+json\nContent-Language: en\n\n{"type":"https://example.com/probs/out-of-credit","title":"You do not have enough credit.","detail":"Your current balance is 30, but that costs 50.","instance":"/account/12345/msgs/abc","balance":30,"accounts":["/account/12345","/account/67890"]}',
  },
  {
    from: 'RFC 9457 §3',
    text: 'POST /details\nHost: account.example.com\nAccept: application/json\n\n422\nContent-Type: application/problem+json\nContent-Language: en\n\n{"type":"https://example.net/validation-error","title":"Your request is not valid.","errors":[{"detail":"must be a positive integer","pointer":"#/age"},{"detail":"must be \'green\', \'red\' or \'blue\'","pointer":"#/profile/color"}]}',
  },
  {
    from: 'RFC 7617 §2',
    // 4 February 2014 was a Tuesday.
    finds: ['date-syntax'],
    text: 'GET /\nHost: example.com\n\n401\nDate: Mon, 04 Feb 2014 16:50:53 GMT\nWWW-Authenticate: Basic realm="WallyWorld"',
  },
  {
    from: 'RFC 7617 §2.1',
    text: 'GET /\nHost: example.com\n\n401\nWWW-Authenticate: Basic realm="foo", charset="UTF-8"',
  },
  {
    from: 'RFC 7616 §3.9.1',
    text: 'GET /dir/index.html\nHost: www.example.org\n\n401\nWWW-Authenticate: Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"\nWWW-Authenticate: Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"',
  },
  {
    from: 'RFC 6750 §3',
    text: 'GET /resource\nHost: server.example.com\n\n401\nWWW-Authenticate: Bearer realm="example"',
  },
  {
    from: 'RFC 6750 §3',
    text: 'GET /resource\nHost: server.example.com\nAuthorization: Bearer mF_9.B5f-4.1JqM\n\n401\nWWW-Authenticate: Bearer realm="example", error="invalid_token", error_description="The access token expired"',
  },
  {
    from: 'RFC 7725 §3',
    text: 'GET /\nHost: example.com\n\n451\nLink: <https://spqr.example.org/legislatione>; rel="blocked-by"\nContent-Type: text/html\n\n<html></html>',
  },
  {
    from: 'RFC 8297 §2',
    text: 'GET /\nHost: example.com\n\n103\nLink: </style.css>; rel=preload; as=style\nLink: </script.js>; rel=preload; as=script',
  },
  {
    from: 'RFC 8297 §2',
    text: 'GET /\nHost: example.com\n\n200\nDate: Fri, 26 May 2017 10:02:11 GMT\nContent-Length: 1234\nContent-Type: text/html; charset=utf-8\nLink: </style.css>; rel=preload; as=style\nLink: </script.js>; rel=preload; as=script',
  },
  {
    from: 'RFC 5789 §2.1',
    text: 'PATCH /file.txt\nHost: www.example.com\nContent-Type: application/example\nIf-Match: "e0023aa4e"\nContent-Length: 100\n\n204\nContent-Location: /file.txt\nETag: "e0023aa4f"',
  },
  {
    from: 'RFC 5789 §3.2',
    text: 'OPTIONS /example/buddies.xml\nHost: www.example.com\n\n200\nAllow: GET, PUT, POST, OPTIONS, HEAD, DELETE, PATCH\nAccept-Patch: application/example, text/example',
  },
  {
    from: 'RFC 7240 §2',
    text: 'POST /collection\nHost: example.org\nPrefer: respond-async, wait=10\n\n202\nLocation: http://example.org/collection/123',
  },
  {
    from: 'RFC 6455 §1.2',
    text: 'GET /chat\nHost: server.example.com\nUpgrade: websocket\nConnection: Upgrade\n\n101\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\nSec-WebSocket-Protocol: chat',
  },
  {
    from: 'RFC 4918 §9.1.3',
    text: 'PROPFIND /file\nHost: www.example.com\n\n207\nContent-Type: application/xml; charset="utf-8"\n\n<?xml version="1.0" encoding="utf-8" ?>',
  },
  {
    from: 'RFC 9530 §2',
    text: 'GET /items/123\nHost: foo.example\n\n200\nContent-Type: application/json\nContent-Digest: sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:\n\n{"hello": "world"}',
  },
  {
    from: 'RFC 8594 §3',
    // 31 December 2018 was a Monday.
    finds: ['sunset-syntax'],
    text: 'GET /\nHost: example.com\n\n200\nSunset: Sat, 31 Dec 2018 23:59:59 GMT',
  },
  {
    from: 'RFC 9745 §4',
    // UTC is not GMT.
    finds: ['sunset-syntax'],
    text: 'GET /\nHost: example.com\n\n200\nDeprecation: @1688169599\nSunset: Sun, 30 Jun 2024 23:59:59 UTC',
  },
];
