// One right and one wrong exchange for each rule. docs/guides/lint-rules.md is made of them.
import type { InspectedExchange } from '@statuskit/testing';

/**
 * An exchange as text: the head of the request, a blank line, the head of the response, and behind another blank line the content;
 * `(none)` stands for no content. Without a third part the content is not known.
 */
export interface Example {
  readonly right: string;
  readonly wrong: string;
  /** The methods of the route. */
  readonly allow?: readonly string[];
  /** The version of HTTP. */
  readonly httpVersion?: string;
}

/** Returns the exchange that a text stands for. */
export function exchangeFrom(text: string, { allow, httpVersion }: Partial<Example> = {}): InspectedExchange {
  const [asked = '', head = '', ...rest] = text.split('\n\n');
  const [line = '', ...requestLines] = asked.split('\n');
  const [method = '', url] = line.split(' ');
  const [status = '', ...responseLines] = head.split('\n');
  const content = rest.length === 0 ? undefined : rest.join('\n\n');
  return {
    request: { method, url, headers: fieldsFrom(requestLines), httpVersion },
    response: {
      status: Number(status.split(' ')[0]),
      headers: fieldsFrom(responseLines),
      body: content === '(none)' ? '' : content,
    },
    allow,
  };
}

function fieldsFrom(lines: readonly string[]): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    fields[name] ??= [];
    fields[name].push(line.slice(colon + 1).trim());
  }
  return fields;
}

const DOCUMENT = '{"type":"about:blank","title":"Conflict","status":409}';
const PROBLEM = `GET /notes/7\n\n409\nContent-Type: application/problem+json\n\n`;
const DATE = 'Date: Sun, 06 Nov 1994 08:49:37 GMT';

export const EXAMPLES: Readonly<Record<string, Example>> = {
  // What a status requires
  'upgrade-on-101': {
    right: 'GET /chat\nUpgrade: websocket\n\n101\nUpgrade: websocket\nConnection: upgrade',
    wrong: 'GET /chat\nUpgrade: websocket\n\n101\nConnection: upgrade',
  },
  'connection-on-101': {
    right: 'GET /chat\nUpgrade: websocket\n\n101\nUpgrade: websocket\nConnection: upgrade',
    wrong: 'GET /chat\nUpgrade: websocket\n\n101',
  },
  'etag-on-226': {
    right: 'GET /log\nA-IM: diffe\n\n226\nIM: diffe\nETag: "v2"',
    wrong: 'GET /log\nA-IM: diffe\n\n226\nIM: diffe',
  },
  'im-on-226': {
    right: 'GET /log\nA-IM: diffe\n\n226\nIM: diffe\nETag: "v2"',
    wrong: 'GET /log\nA-IM: diffe\n\n226\nETag: "v2"',
  },
  'www-authenticate-on-401': {
    right: 'GET /me\n\n401\nWWW-Authenticate: Bearer realm="api"',
    wrong: 'GET /me\n\n401\nContent-Type: text/plain',
  },
  'proxy-authenticate-on-407': {
    right: 'GET /me\n\n407\nProxy-Authenticate: Basic realm="proxy"',
    wrong: 'GET /me\n\n407\nContent-Type: text/plain',
  },
  'allow-on-405': {
    right: 'DELETE /notes\n\n405\nAllow: GET, HEAD, POST',
    wrong: 'DELETE /notes\n\n405\nContent-Type: text/plain',
  },
  'upgrade-on-426': {
    right: 'GET /\n\n426\nUpgrade: HTTP/3.0\nConnection: Upgrade',
    wrong: 'GET /\n\n426\nConnection: Upgrade',
  },
  'connection-on-426': {
    right: 'GET /\n\n426\nUpgrade: HTTP/3.0\nConnection: Upgrade',
    wrong: 'GET /\n\n426\nUpgrade: HTTP/3.0',
  },
  'location-on-301': {
    right: 'GET /old\n\n301\nLocation: /new',
    wrong: 'GET /old\n\n301\nContent-Type: text/html',
  },
  'location-on-302': {
    right: 'GET /old\n\n302\nLocation: /new',
    wrong: 'GET /old\n\n302\nContent-Type: text/html',
  },
  'location-on-303': {
    right: 'POST /orders\n\n303\nLocation: /orders/7',
    wrong: 'POST /orders\n\n303\nContent-Type: text/html',
  },
  'location-on-307': {
    right: 'POST /old\n\n307\nLocation: /new',
    wrong: 'POST /old\n\n307\nContent-Type: text/html',
  },
  'location-on-308': {
    right: 'POST /old\n\n308\nLocation: /new',
    wrong: 'POST /old\n\n308\nContent-Type: text/html',
  },
  'content-range-on-416': {
    right: 'GET /film\nRange: bytes=9000-\n\n416\nContent-Range: bytes */4711',
    wrong: 'GET /film\nRange: bytes=9000-\n\n416\nContent-Type: text/plain',
  },
  'link-on-451': {
    right: 'GET /banned\n\n451\nLink: <https://isp.example/>; rel="blocked-by"',
    wrong: 'GET /banned\n\n451\nContent-Type: text/html',
  },
  'content-on-204': {
    right: 'DELETE /notes/7\n\n204\n\n(none)',
    wrong: 'DELETE /notes/7\n\n204\nContent-Type: text/plain\n\ndeleted',
  },
  'content-on-205': {
    right: 'POST /form\n\n205\nContent-Length: 0\n\n(none)',
    wrong: 'POST /form\n\n205\nContent-Type: text/plain\n\nreset',
  },
  'content-on-304': {
    right: 'GET /\nIf-None-Match: "v1"\n\n304\nETag: "v1"\n\n(none)',
    wrong: 'GET /\nIf-None-Match: "v1"\n\n304\nETag: "v1"\n\n<p>the same</p>',
  },
  'storage-of-428': {
    right: 'PUT /notes/7\n\n428\nCache-Control: no-store',
    wrong: 'PUT /notes/7\n\n428\nCache-Control: public',
  },
  'storage-of-429': {
    right: 'GET /notes\n\n429\nRetry-After: 30',
    wrong: 'GET /notes\n\n429\nRetry-After: 30\nCache-Control: max-age=30',
  },
  'storage-of-431': {
    right: 'GET /notes\n\n431\nCache-Control: no-store',
    wrong: 'GET /notes\n\n431\nCache-Control: s-maxage=60',
  },
  'storage-of-511': {
    right: 'GET /\n\n511\nContent-Type: text/html',
    wrong: `GET /\n\n511\n${DATE}\nExpires: Sun, 06 Nov 1994 09:49:37 GMT`,
  },
  'status-range': { right: 'GET /\n\n200', wrong: 'GET /\n\n999' },
  'status-registered': { right: 'GET /\n\n429', wrong: 'GET /\n\n420' },
  'status-in-use': { right: 'GET /\n\n400', wrong: 'GET /\n\n418' },

  // What a status means for its request
  'location-on-201': {
    right: 'POST /notes\n\n201\nLocation: /notes/7',
    wrong: 'POST /notes\n\n201\nContent-Type: application/json',
  },
  '201-to-a-read': { right: 'PUT /notes/7\n\n201', wrong: 'GET /notes/7\n\n201' },
  'monitor-on-202': {
    right: 'POST /exports\n\n202\nLocation: /jobs/1\n\n(none)',
    wrong: 'POST /exports\n\n202\nContent-Length: 0\n\n(none)',
  },
  'method-lost-on-301': {
    right: 'POST /old\n\n308\nLocation: /new',
    wrong: 'POST /old\n\n301\nLocation: /new',
  },
  'method-lost-on-302': {
    right: 'POST /orders\n\n303\nLocation: /orders/7',
    wrong: 'POST /orders\n\n302\nLocation: /orders/7',
  },
  'location-syntax': {
    right: 'GET /old\n\n308\nLocation: /caf%C3%A9s?page=2#top',
    wrong: 'GET /old\n\n308\nLocation: /a page',
  },
  'content-location-syntax': {
    right: 'GET /notes\n\n200\nContent-Location: /notes.json',
    wrong: 'GET /notes\n\n200\nContent-Location: /notes.json#first',
  },
  'allow-syntax': {
    right: 'OPTIONS /notes\n\n204\nAllow: GET, HEAD',
    wrong: 'OPTIONS /notes\n\n204\nAllow: GET; HEAD',
  },
  'allow-lower-case': {
    right: 'DELETE /notes\n\n405\nAllow: GET',
    wrong: 'DELETE /notes\n\n405\nAllow: get',
  },
  'allow-of-refused-method': {
    right: 'DELETE /notes\n\n405\nAllow: GET, POST',
    wrong: 'DELETE /notes\n\n405\nAllow: GET, DELETE',
  },
  'allow-of-route': {
    allow: ['GET', 'POST'],
    right: 'DELETE /notes\n\n405\nAllow: GET, HEAD, POST, OPTIONS',
    wrong: 'DELETE /notes\n\n405\nAllow: GET, HEAD',
  },
  '405-for-routed-method': {
    allow: ['GET', 'POST'],
    right: 'DELETE /notes\n\n405\nAllow: GET, POST',
    wrong: 'POST /notes\n\n405\nAllow: GET, POST',
  },
  'allow-on-options': {
    right: 'OPTIONS /notes\n\n204\nAllow: GET, HEAD, POST',
    wrong: 'OPTIONS /notes\n\n204\nDate: Sun, 06 Nov 1994 08:49:37 GMT',
  },
  '406-without-preference': {
    right: 'GET /notes\nAccept: text/csv\n\n406\nContent-Type: text/plain',
    wrong: 'GET /notes\nHost: api.example\n\n406\nContent-Type: text/plain',
  },
  '411-with-length': {
    right: 'POST /notes\nTransfer-Encoding: chunked\n\n411\nContent-Type: text/plain',
    wrong: 'POST /notes\nContent-Length: 9\n\n411\nContent-Type: text/plain',
  },
  'accept-patch-on-415': {
    right: 'PATCH /notes/7\nContent-Type: text/csv\n\n415\nAccept-Patch: application/merge-patch+json',
    wrong: 'PATCH /notes/7\nContent-Type: text/csv\n\n415\nContent-Type: text/plain',
  },
  'accept-syntax': {
    right: 'POST /notes\n\n415\nAccept: application/json, text/*;q=0.5',
    wrong: 'POST /notes\n\n415\nAccept: json',
  },
  '417-without-expect': {
    right: 'POST /notes\nExpect: 300-stop\n\n417\nContent-Type: text/plain',
    wrong: 'POST /notes\nHost: api.example\n\n417\nContent-Type: text/plain',
  },
  '101-without-upgrade': {
    right: 'GET /chat\nUpgrade: websocket\n\n101\nUpgrade: websocket\nConnection: upgrade',
    wrong: 'GET /chat\nHost: api.example\n\n101\nUpgrade: websocket\nConnection: upgrade',
  },
  '100-without-expect': {
    right: 'POST /notes\nExpect: 100-continue\n\n100',
    wrong: 'POST /notes\nHost: api.example\n\n100',
  },
  'stored-write': {
    right: 'PUT /notes/7\n\n204\nCache-Control: no-store',
    wrong: 'PUT /notes/7\n\n204\nCache-Control: max-age=60',
  },

  // Where a message ends, and the form of its fields
  'content-on-1xx': {
    right: 'GET /\n\n103\nLink: </a.css>; rel=preload\n\n(none)',
    wrong: 'GET /\n\n103\nLink: </a.css>; rel=preload\n\nsoon',
  },
  'content-on-head': {
    right: 'HEAD /\n\n200\nContent-Length: 5\n\n(none)',
    wrong: 'HEAD /\n\n200\nContent-Type: text/plain\n\nhello',
  },
  'informational-on-http-1-0': {
    httpVersion: '1.0',
    right: 'GET /\n\n200',
    wrong: 'GET /\n\n103\nLink: </a.css>; rel=preload',
  },
  'content-length-syntax': {
    right: 'GET /\n\n200\nContent-Length: 5',
    wrong: 'GET /\n\n200\nContent-Length: 5 bytes',
  },
  'content-length-without-content': {
    right: 'DELETE /notes/7\n\n204',
    wrong: 'DELETE /notes/7\n\n204\nContent-Length: 0',
  },
  'content-length-on-205': {
    right: 'POST /form\n\n205\nContent-Length: 0',
    wrong: 'POST /form\n\n205\nContent-Length: 5',
  },
  'content-length-mismatch': {
    right: 'GET /\n\n200\nContent-Type: text/plain\nContent-Length: 6\n\ncafé!',
    wrong: 'GET /\n\n200\nContent-Type: text/plain\nContent-Length: 5\n\ncafé!',
  },
  'transfer-encoding-without-content': {
    right: 'DELETE /notes/7\n\n204',
    wrong: 'DELETE /notes/7\n\n204\nTransfer-Encoding: chunked',
  },
  'transfer-encoding-with-content-length': {
    right: 'GET /\n\n200\nTransfer-Encoding: chunked',
    wrong: 'GET /\n\n200\nTransfer-Encoding: chunked\nContent-Length: 5',
  },
  'transfer-encoding-on-http-1-0': {
    httpVersion: '1.0',
    right: 'GET /\n\n200\nContent-Length: 5',
    wrong: 'GET /\n\n200\nTransfer-Encoding: chunked',
  },
  'transfer-encoding-syntax': {
    right: 'GET /\n\n200\nTransfer-Encoding: gzip, chunked',
    wrong: 'GET /\n\n200\nTransfer-Encoding: chunked, gzip',
  },
  'connection-field-on-http2': {
    httpVersion: '2.0',
    right: 'GET /\n\n200\nContent-Length: 5',
    wrong: 'GET /\n\n200\nKeep-Alive: timeout=5',
  },
  'connection-syntax': {
    right: 'GET /\n\n200\nConnection: keep-alive',
    wrong: 'GET /\n\n200\nConnection: keep alive',
  },
  'upgrade-without-connection': {
    right: 'GET /\n\n200\nUpgrade: HTTP/3.0\nConnection: Upgrade',
    wrong: 'GET /\n\n200\nUpgrade: HTTP/3.0',
  },
  'single-field-repeated': {
    right: 'GET /\n\n200\nETag: "v1"',
    wrong: 'GET /\n\n200\nETag: "v1"\nETag: "v2"',
  },
  'field-name-syntax': { right: 'GET /\n\n200\nX-Request-Id: 7', wrong: 'GET /\n\n200\nX Request Id: 7' },
  'field-value-controls': { right: 'GET /\n\n200\nX-Note: a b', wrong: 'GET /\n\n200\nX-Note: a\u0007b' },
  'field-value-ascii': { right: 'GET /\n\n200\nX-Name: caf%C3%A9', wrong: 'GET /\n\n200\nX-Name: café' },

  // Dates, tags and versions
  'date-syntax': {
    right: `GET /\n\n200\n${DATE}`,
    wrong: 'GET /\n\n200\nDate: Mon, 06 Nov 1994 08:49:37 GMT',
  },
  'last-modified-syntax': {
    right: 'GET /\n\n200\nLast-Modified: Sun, 06 Nov 1994 08:49:37 GMT',
    wrong: 'GET /\n\n200\nLast-Modified: 1994-11-06T08:49:37Z',
  },
  'expires-syntax': {
    right: 'GET /\n\n200\nExpires: Thu, 01 Jan 1970 00:00:00 GMT',
    wrong: 'GET /\n\n200\nExpires: 0',
  },
  'sunset-syntax': {
    right: 'GET /\n\n200\nSunset: Fri, 31 Dec 2100 23:59:59 GMT',
    wrong: 'GET /\n\n200\nSunset: 2100-12-31',
  },
  'obsolete-date-form': {
    right: `GET /\n\n200\n${DATE}`,
    wrong: 'GET /\n\n200\nDate: Sunday, 06-Nov-94 08:49:37 GMT',
  },
  'last-modified-after-date': {
    right: `GET /\n\n200\n${DATE}\nLast-Modified: Sun, 06 Nov 1994 08:49:37 GMT`,
    wrong: `GET /\n\n200\n${DATE}\nLast-Modified: Sun, 06 Nov 1994 08:49:38 GMT`,
  },
  'etag-syntax': { right: 'GET /\n\n200\nETag: W/"v1"', wrong: 'GET /\n\n200\nETag: v1' },
  'age-syntax': { right: 'GET /\n\n200\nAge: 30', wrong: 'GET /\n\n200\nAge: 30s' },
  'sunset-before-deprecation': {
    right: 'GET /\n\n200\nDeprecation: @1688169599\nSunset: Fri, 31 Dec 2100 23:59:59 GMT',
    wrong: 'GET /\n\n200\nDeprecation: @1688169599\nSunset: Sun, 06 Nov 1994 08:49:37 GMT',
  },
  'deprecation-syntax': {
    right: 'GET /\n\n200\nDeprecation: @1688169599',
    wrong: 'GET /\n\n200\nDeprecation: true',
  },

  // Preconditions and ranges
  '304-to-a-write': {
    right: 'HEAD /notes/7\nIf-None-Match: "v1"\n\n304\nETag: "v1"',
    wrong: 'PUT /notes/7\nIf-None-Match: "v1"\n\n304\nETag: "v1"',
  },
  '304-without-condition': {
    right: 'GET /\nIf-None-Match: "v1"\n\n304\nETag: "v1"',
    wrong: 'GET /\nHost: api.example\n\n304\nETag: "v1"',
  },
  'etag-on-304': {
    right: 'GET /\nIf-None-Match: "v1"\n\n304\nETag: "v1"',
    wrong: 'GET /\nIf-None-Match: "v1"\n\n304\nVary: Accept',
  },
  'etag-on-304-unlisted': {
    right: 'GET /\nIf-None-Match: "v1", W/"v2"\n\n304\nETag: "v2"',
    wrong: 'GET /\nIf-None-Match: "v1"\n\n304\nETag: "v2"',
  },
  'last-modified-on-304': {
    right:
      'GET /\nIf-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\n\n304\nLast-Modified: Sun, 06 Nov 1994 08:49:37 GMT',
    wrong:
      'GET /\nIf-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\n\n304\nLast-Modified: Mon, 07 Nov 1994 08:49:37 GMT',
  },
  'metadata-on-304': {
    right: 'GET /\nIf-None-Match: "v1"\n\n304\nETag: "v1"\nVary: Accept',
    wrong: 'GET /\nIf-None-Match: "v1"\n\n304\nETag: "v1"\nContent-Encoding: gzip',
  },
  '206-to-a-write': {
    right: 'GET /film\nRange: bytes=0-1\n\n206\nContent-Range: bytes 0-1/9',
    wrong: 'POST /film\nRange: bytes=0-1\n\n206\nContent-Range: bytes 0-1/9',
  },
  '206-without-range': {
    right: 'GET /film\nRange: bytes=0-1\n\n206\nContent-Range: bytes 0-1/9',
    wrong: 'GET /film\nHost: api.example\n\n206\nContent-Range: bytes 0-1/9',
  },
  'content-range-on-206': {
    right: 'GET /film\nRange: bytes=0-1\n\n206\nContent-Range: bytes 0-1/9',
    wrong: 'GET /film\nRange: bytes=0-1\n\n206\nContent-Type: video/mp4',
  },
  'content-range-on-multipart': {
    right: 'GET /film\nRange: bytes=0-1,4-5\n\n206\nContent-Type: multipart/byteranges; boundary=x',
    wrong:
      'GET /film\nRange: bytes=0-1,4-5\n\n206\nContent-Type: multipart/byteranges; boundary=x\nContent-Range: bytes 0-5/9',
  },
  'boundary-on-multipart': {
    right: 'GET /film\nRange: bytes=0-1,4-5\n\n206\nContent-Type: multipart/byteranges; boundary=x',
    wrong: 'GET /film\nRange: bytes=0-1,4-5\n\n206\nContent-Type: multipart/byteranges',
  },
  'content-range-syntax': {
    right: 'GET /film\nRange: bytes=0-1\n\n206\nContent-Range: bytes 0-1/*',
    wrong: 'GET /film\nRange: bytes=0-1\n\n206\nContent-Range: bytes=0-1/9',
  },
  'content-range-of-416': {
    right: 'GET /film\nRange: bytes=90-\n\n416\nContent-Range: bytes */9',
    wrong: 'GET /film\nRange: bytes=90-\n\n416\nContent-Range: bytes 0-8/9',
  },
  'content-range-length': {
    right: 'GET /film\nRange: bytes=0-1\n\n206\nContent-Type: text/plain\nContent-Range: bytes 0-1/9\n\nab',
    wrong: 'GET /film\nRange: bytes=0-1\n\n206\nContent-Type: text/plain\nContent-Range: bytes 0-1/9\n\nabc',
  },
  'content-range-without-meaning': {
    right: 'GET /notes\n\n200\nContent-Type: application/json',
    wrong: 'GET /notes\n\n200\nContent-Range: items 0-9/50',
  },
  '416-without-range': {
    right: 'GET /film\nRange: bytes=90-\n\n416\nContent-Range: bytes */9',
    wrong: 'GET /film\nHost: api.example\n\n416\nContent-Range: bytes */9',
  },
  'range-of-206-unasked': {
    right: 'GET /film\nRange: bytes=4-5\n\n206\nContent-Range: bytes 4-5/9',
    wrong: 'GET /film\nRange: bytes=4-5\n\n206\nContent-Range: bytes 0-1/9',
  },
  '412-without-condition': {
    right: 'PUT /notes/7\nIf-Match: "v1"\n\n412\nETag: "v2"',
    wrong: 'PUT /notes/7\nHost: api.example\n\n412\nETag: "v2"',
  },
  'weak-tag-on-412': {
    right: 'PUT /notes/7\nIf-Match: "v1"\n\n412\nETag: "v2"',
    wrong: 'PUT /notes/7\nIf-Match: "v1"\n\n412\nETag: W/"v2"',
  },
  'weak-tag-matched': {
    right: 'PUT /notes/7\nIf-Match: W/"v1"\n\n412\nETag: "v1"',
    wrong: 'PUT /notes/7\nIf-Match: W/"v1"\n\n204\nETag: "v2"',
  },
  '428-to-a-condition': {
    right: 'PUT /notes/7\n\n428\nContent-Type: text/plain',
    wrong: 'PUT /notes/7\nIf-Match: "v1"\n\n428\nContent-Type: text/plain',
  },
  'accept-ranges-syntax': {
    right: 'GET /film\n\n200\nAccept-Ranges: bytes',
    wrong: 'GET /film\n\n200\nAccept-Ranges: bytes, none',
  },

  // Caches and negotiation
  'cache-control-syntax': {
    right: 'GET /\n\n200\nCache-Control: max-age=60, private',
    wrong: 'GET /\n\n200\nCache-Control: max-age=60; private',
  },
  'cache-control-seconds': {
    right: 'GET /\n\n200\nCache-Control: max-age=60',
    wrong: 'GET /\n\n200\nCache-Control: max-age="60"',
  },
  'cache-control-misspelled': {
    right: 'GET /\n\n200\nCache-Control: s-maxage=60, community="UCI"',
    wrong: 'GET /\n\n200\nCache-Control: s-max-age=60',
  },
  'cache-control-of-requests': {
    right: 'GET /\n\n200\nCache-Control: max-age=60',
    wrong: 'GET /\n\n200\nCache-Control: max-age=60, min-fresh=5',
  },
  'cache-control-repeated': {
    right: 'GET /\n\n200\nCache-Control: no-store, no-store',
    wrong: 'GET /\n\n200\nCache-Control: max-age=60\nCache-Control: max-age=0',
  },
  'no-store-beside-freshness': {
    right: 'GET /\n\n200\nCache-Control: no-store, max-age=0',
    wrong: 'GET /\n\n200\nCache-Control: no-store, max-age=60',
  },
  'private-beside-public': {
    right: 'GET /\n\n200\nCache-Control: private, max-age=60',
    wrong: 'GET /\n\n200\nCache-Control: private, s-maxage=60',
  },
  'immutable-beside-no-cache': {
    right: 'GET /\n\n200\nCache-Control: max-age=60, immutable',
    wrong: 'GET /\n\n200\nCache-Control: no-cache, immutable',
  },
  'must-understand-without-no-store': {
    right: 'GET /\n\n200\nCache-Control: must-understand, no-store, max-age=60',
    wrong: 'GET /\n\n200\nCache-Control: must-understand, max-age=60',
  },
  'cdn-cache-control-syntax': {
    right: 'GET /\n\n200\nCDN-Cache-Control: max-age=600',
    wrong: 'GET /\n\n200\nCDN-Cache-Control: Max-Age=600',
  },
  'pragma-alone': {
    right: 'GET /\n\n200\nPragma: no-cache\nCache-Control: no-store',
    wrong: 'GET /\n\n200\nPragma: no-cache',
  },
  'warning-is-obsolete': { right: 'GET /\n\n200\nAge: 30', wrong: 'GET /\n\n200\nWarning: 110 - "stale"' },
  'cookie-for-everybody': {
    right: 'GET /\n\n200\nSet-Cookie: a=1\nCache-Control: private, max-age=60',
    wrong: 'GET /\n\n200\nSet-Cookie: a=1\nCache-Control: public, max-age=60',
  },
  'vary-syntax': { right: 'GET /\n\n200\nVary: Accept, Origin', wrong: 'GET /\n\n200\nVary: Accept; Origin' },
  'vary-on-content-encoding': {
    right: 'GET /\nAccept-Encoding: gzip\n\n200\nContent-Encoding: gzip\nVary: Accept-Encoding',
    wrong: 'GET /\nAccept-Encoding: gzip\n\n200\nContent-Encoding: gzip',
  },
  'vary-on-content-language': {
    right: 'GET /\nAccept-Language: de\n\n200\nContent-Language: de\nVary: Accept-Language',
    wrong: 'GET /\nAccept-Language: de\n\n200\nContent-Language: de',
  },
  'vary-on-origin': {
    right:
      'GET /\nOrigin: https://a.example\n\n200\nAccess-Control-Allow-Origin: https://a.example\nVary: Origin',
    wrong: 'GET /\nOrigin: https://a.example\n\n200\nAccess-Control-Allow-Origin: https://a.example',
  },
  'content-type-missing': {
    right: 'GET /\n\n200\nContent-Type: text/plain\n\nhello',
    wrong: 'GET /\n\n200\nContent-Length: 5\n\nhello',
  },
  'content-type-syntax': {
    right: 'GET /\n\n200\nContent-Type: text/html; charset=utf-8',
    wrong: 'GET /\n\n200\nContent-Type: html',
  },
  'charset-known': {
    right: 'GET /\n\n200\nContent-Type: text/html; charset=utf-8',
    wrong: 'GET /\n\n200\nContent-Type: text/html; charset=utf8mb4',
  },
  'content-type-parameter-repeated': {
    right: 'GET /\n\n200\nContent-Type: text/html; charset=utf-8',
    wrong: 'GET /\n\n200\nContent-Type: text/html; charset=utf-8; charset=utf-8',
  },
  'content-encoding-syntax': {
    right: 'GET /\n\n200\nContent-Encoding: gzip',
    wrong: 'GET /\n\n200\nContent-Encoding: g zip',
  },
  'content-encoding-identity': {
    right: 'GET /\n\n200\nContent-Type: text/plain',
    wrong: 'GET /\n\n200\nContent-Encoding: identity',
  },
  'content-encoding-unasked': {
    right: 'GET /\nAccept-Encoding: gzip\n\n200\nContent-Encoding: gzip\nVary: Accept-Encoding',
    wrong: 'GET /\nAccept-Encoding: gzip\n\n200\nContent-Encoding: br\nVary: Accept-Encoding',
  },
  'content-language-syntax': {
    right: 'GET /\n\n200\nContent-Language: en-US',
    wrong: 'GET /\n\n200\nContent-Language: en_US',
  },

  // Authentication
  'www-authenticate-syntax': {
    right: 'GET /me\n\n401\nWWW-Authenticate: Basic realm="a, b", Negotiate',
    wrong: 'GET /me\n\n401\nWWW-Authenticate: Basic realm="a" charset="UTF-8"',
  },
  'proxy-authenticate-syntax': {
    right: 'GET /me\n\n407\nProxy-Authenticate: Basic realm="proxy"',
    wrong: 'GET /me\n\n407\nProxy-Authenticate: ="proxy"',
  },
  'challenge-parameter-repeated': {
    right: 'GET /me\n\n401\nWWW-Authenticate: Bearer realm="a", scope="b"',
    wrong: 'GET /me\n\n401\nWWW-Authenticate: Bearer realm="a", realm="b"',
  },
  'realm-in-quotes': {
    right: 'GET /me\n\n401\nWWW-Authenticate: Bearer realm="api"',
    wrong: 'GET /me\n\n401\nWWW-Authenticate: Bearer realm=api',
  },
  'basic-without-realm': {
    right: 'GET /me\n\n401\nWWW-Authenticate: Basic realm="api"',
    wrong: 'GET /me\n\n401\nWWW-Authenticate: Basic',
  },
  'digest-without-nonce': {
    right: 'GET /me\n\n401\nWWW-Authenticate: Digest realm="api", nonce="dcd98b71"',
    wrong: 'GET /me\n\n401\nWWW-Authenticate: Digest realm="api"',
  },
  'bearer-error-and-status': {
    right: 'GET /me\nAuthorization: Bearer x\n\n401\nWWW-Authenticate: Bearer error="invalid_token"',
    wrong: 'GET /me\nAuthorization: Bearer x\n\n401\nWWW-Authenticate: Bearer error="insufficient_scope"',
  },
  'bearer-error-without-credentials': {
    right: 'GET /me\nHost: api.example\n\n401\nWWW-Authenticate: Bearer realm="api"',
    wrong: 'GET /me\nHost: api.example\n\n401\nWWW-Authenticate: Bearer error="invalid_token"',
  },

  // Waits and limits
  'retry-after-syntax': { right: 'GET /\n\n503\nRetry-After: 120', wrong: 'GET /\n\n503\nRetry-After: 1.5' },
  'retry-after-in-the-past': {
    right: `GET /\n\n503\n${DATE}\nRetry-After: Sun, 06 Nov 1994 08:50:37 GMT`,
    wrong: `GET /\n\n503\n${DATE}\nRetry-After: Sun, 06 Nov 1994 07:49:37 GMT`,
  },
  'ratelimit-syntax': {
    right: 'GET /\n\n200\nRateLimit: "hourly";r=9;t=60',
    wrong: 'GET /\n\n200\nRateLimit: hourly: 9 left',
  },
  'ratelimit-policy-syntax': {
    right: 'GET /\n\n200\nRateLimit-Policy: "hourly";q=10;w=3600',
    wrong: 'GET /\n\n200\nRateLimit-Policy: "hourly" q=10',
  },
  'ratelimit-numbers': {
    right: 'GET /\n\n200\nRateLimit: "hourly";r=9;t=60',
    wrong: 'GET /\n\n200\nRateLimit: "hourly";r=-1',
  },
  'ratelimit-without-policy': {
    right: 'GET /\n\n200\nRateLimit: "hourly";r=9\nRateLimit-Policy: "hourly";q=10',
    wrong: 'GET /\n\n200\nRateLimit: "daily";r=9\nRateLimit-Policy: "hourly";q=10',
  },

  // Problem documents
  'problem-object': { right: PROBLEM + DOCUMENT, wrong: `${PROBLEM}Conflict` },
  'problem-status': { right: PROBLEM + DOCUMENT, wrong: `${PROBLEM}{"title":"Conflict","status":400}` },
  'problem-type': {
    right: `${PROBLEM}{"type":"https://api.example/problems/taken"}`,
    wrong: `${PROBLEM}{"type":"name is taken"}`,
  },
  'problem-title': { right: PROBLEM + DOCUMENT, wrong: `${PROBLEM}{"title":["Conflict"]}` },
  'problem-detail': {
    right: `${PROBLEM}{"detail":"The name is taken"}`,
    wrong: `${PROBLEM}{"detail":{"name":"taken"}}`,
  },
  'problem-instance': { right: `${PROBLEM}{"instance":"/logs/7"}`, wrong: `${PROBLEM}{"instance":7}` },
  'problem-extension-names': {
    right: `${PROBLEM}{"current":{"version":3}}`,
    wrong: `${PROBLEM}{"x-current":{"version":3}}`,
  },
  'problem-with-stack': {
    right: `${PROBLEM}{"detail":"The name is taken"}`,
    wrong: `${PROBLEM}{"detail":"Error: taken\\n    at save (/srv/notes.js:7:9)"}`,
  },
  'problem-on-success': {
    right: `${PROBLEM}${DOCUMENT}`,
    wrong: 'GET /notes/7\n\n200\nContent-Type: application/problem+json\n\n{"title":"Conflict"}',
  },
  'problem-media-type': {
    right: PROBLEM + DOCUMENT,
    wrong: `GET /notes/7\n\n409\nContent-Type: application/json\n\n${DOCUMENT}`,
  },

  // Other fields
  'content-disposition-syntax': {
    right: 'GET /report\n\n200\nContent-Disposition: attachment; filename="a b.pdf"',
    wrong: 'GET /report\n\n200\nContent-Disposition: attachment; filename=a b.pdf',
  },
  'extended-parameter-syntax': {
    right: "GET /report\n\n200\nContent-Disposition: attachment; filename*=UTF-8''caf%C3%A9.pdf",
    wrong: 'GET /report\n\n200\nContent-Disposition: attachment; filename*="caf%C3%A9.pdf"',
  },
  'filename-with-path': {
    right: 'GET /report\n\n200\nContent-Disposition: attachment; filename="a.pdf"',
    wrong: 'GET /report\n\n200\nContent-Disposition: attachment; filename="reports/a.pdf"',
  },
  'link-syntax': {
    right: 'GET /notes\n\n200\nLink: </notes?page=2>; rel="next"',
    wrong: 'GET /notes\n\n200\nLink: /notes?page=2; rel="next"',
  },
  'link-without-rel': {
    right: 'GET /notes\n\n200\nLink: </notes?page=2>; rel="next"',
    wrong: 'GET /notes\n\n200\nLink: </notes?page=2>; title="next"',
  },
  'set-cookie-syntax': {
    right: 'GET /\n\n200\nSet-Cookie: a=1; Path=/',
    wrong: 'GET /\n\n200\nSet-Cookie: my cookie=1',
  },
  'set-cookie-repeated': {
    right: 'GET /\n\n200\nSet-Cookie: a=1\nSet-Cookie: b=2',
    wrong: 'GET /\n\n200\nSet-Cookie: a=1\nSet-Cookie: a=2',
  },
  'strict-transport-security-syntax': {
    right: 'GET /\n\n200\nStrict-Transport-Security: max-age=31536000; includeSubDomains',
    wrong: 'GET /\n\n200\nStrict-Transport-Security: includeSubDomains',
  },
  'nosniff-value': {
    right: 'GET /\n\n200\nX-Content-Type-Options: nosniff',
    wrong: 'GET /\n\n200\nX-Content-Type-Options: sniff',
  },
  'nosniff-without-type': {
    right: 'GET /\n\n200\nX-Content-Type-Options: nosniff\nContent-Type: text/plain\n\nhello',
    wrong: 'GET /\n\n200\nX-Content-Type-Options: nosniff\n\nhello',
  },
  'digest-fields-syntax': {
    right: 'GET /\n\n200\nContent-Digest: sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:',
    wrong: 'GET /\n\n200\nContent-Digest: sha-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=',
  },
  'preference-applied-syntax': {
    right: 'GET /notes\nPrefer: return=minimal\n\n204\nPreference-Applied: return=minimal',
    wrong: 'GET /notes\nHost: api.example\n\n204\nPreference-Applied: return=minimal',
  },
};
