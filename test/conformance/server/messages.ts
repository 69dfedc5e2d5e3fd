import { ask, askOnce, HOST, type WireCase } from './case.ts';

const CHUNKED = 'Transfer-Encoding: chunked';
const long = (length: number): string => 'a'.repeat(length);
const fields = (count: number): string[] => Array.from({ length: count }, (_, at) => `X-${at}: 1`);

/** Messages that Node answers with nothing, with too little, or with what is wrong. */
export const MESSAGES: readonly WireCase[] = [
  { name: 'a line that is no request line', send: 'garbage\r\n\r\n', answers: [400] },
  { name: 'a method that is not known', send: ask('FOO /'), answers: [501] },
  { name: 'a method in lower case', send: ask('get /'), answers: [501] },
  { name: 'HTTP/1.2', send: `GET / HTTP/1.2\r\n${HOST}\r\n`, answers: [505] },
  { name: 'HTTP/3.1', send: `GET / HTTP/3.1\r\n${HOST}\r\n`, answers: [505] },
  { name: 'HTTP/2.0 on a connection of HTTP/1', send: `GET / HTTP/2.0\r\n${HOST}\r\n`, answers: [505] },
  { name: 'the preface of HTTP/2', send: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', answers: [400] },
  { name: 'the hello of TLS', send: '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', answers: [400] },
  { name: 'lines that end with LF alone', send: 'GET / HTTP/1.1\nHost: a.example\n\n', answers: [400] },
  { name: 'a folded field', send: `GET / HTTP/1.1\r\n${HOST}X: a\r\n b\r\n\r\n`, answers: [400] },
  { name: 'a space before the colon', send: `GET / HTTP/1.1\r\n${HOST}X : a\r\n\r\n`, answers: [400] },
  {
    name: 'two lengths',
    send: `${ask('POST /', 'Content-Length: 1', 'Content-Length: 2')}ab`,
    answers: [400],
  },
  {
    name: 'a length beside a transfer coding',
    send: `${ask('POST /', 'Content-Length: 1', CHUNKED)}0\r\n\r\n`,
    answers: [400],
  },
  { name: 'a negative length', send: ask('POST /', 'Content-Length: -1'), answers: [400] },
  {
    name: 'a transfer coding that is not known',
    send: ask('POST /', 'Transfer-Encoding: gzip'),
    answers: [501],
  },
  {
    name: 'one before chunked',
    send: `${ask('POST /', 'Transfer-Encoding: gzip, chunked')}0\r\n\r\n`,
    answers: [501],
  },
  {
    name: 'a transfer coding in HTTP/1.0',
    send: `POST / HTTP/1.0\r\n${HOST}${CHUNKED}\r\n\r\n0\r\n\r\n`,
    answers: [400],
  },
  {
    name: 'a bad chunk while the handler reads',
    send: `${ask('POST /read', CHUNKED)}zz\r\n`,
    answers: [400],
    runs: ['/read'],
  },
  {
    name: 'a bad chunk while the handler does not read',
    send: `${ask('POST /never', CHUNKED)}5\r\nhello\r\nzz\r\n`,
    answers: [400],
    runs: ['/never'],
  },
  ...[
    'http://[::1/p',
    'http://a%41/p',
    'http://me@a.example/p',
    'http:///p',
    'http://a b.example/p',
    'http://a:b/',
    '*',
  ].map((target) => ({ name: `the target ${target}`, send: ask(`GET ${target}`), answers: [400] })),
  ...['http://a.example/', 'https://a.example:8443/?q=@%', 'http://[::1]/', 'HTTP://a.example'].map(
    (target) => ({
      name: `the target ${target}`,
      send: askOnce(`GET ${target}`),
      answers: [200],
      body: 'ok',
      runs: ['/'],
    }),
  ),
  { name: 'no Host', send: 'GET / HTTP/1.1\r\n\r\n', answers: [400] },
  { name: 'no Host in HTTP/1.0', send: 'GET / HTTP/1.0\r\n\r\n', answers: [200], body: 'ok', runs: ['/'] },
  { name: 'two Hosts', send: `GET / HTTP/1.1\r\n${HOST}${HOST}\r\n`, answers: [400] },
  { name: 'two Hosts in HTTP/1.0', send: `GET / HTTP/1.0\r\n${HOST}${HOST}\r\n`, answers: [400] },
  { name: 'a Host that is none', send: 'GET / HTTP/1.1\r\nHost: a b/c\r\n\r\n', answers: [400] },
  { name: 'a Host with a user', send: 'GET / HTTP/1.1\r\nHost: me@a.example\r\n\r\n', answers: [400] },
  ...['[::1]:8080', 'a.example:80', '127.0.0.1', 'xn--bcher-kva.example', ''].map(
    (host): WireCase => ({
      name: `the Host ${JSON.stringify(host)}`,
      send: `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      answers: [200],
      body: 'ok',
      runs: ['/'],
    }),
  ),
  { name: 'fields of 17 KB', send: ask('GET /', `X: ${long(17_000)}`), answers: [431] },
  { name: 'fields of 1 MB', send: ask('GET /', `X: ${long(1_000_000)}`), answers: [431] },
  { name: 'a target of 17 KB', send: ask(`GET /${long(17_000)}`), answers: [414] },
  { name: '1,001 fields', send: ask('GET /', ...fields(1000)), answers: [431] },
  { name: '999 fields', send: askOnce('GET /', ...fields(997)), answers: [200], body: 'ok', runs: ['/'] },
  {
    name: 'chunk extensions of 20 KB',
    send: `${ask('POST /read', CHUNKED)}5;${long(20_000)}\r\nhello\r\n0\r\n\r\n`,
    answers: [413],
    runs: ['/read'],
  },
  {
    name: 'trailers of 20 KB',
    send: `${ask('POST /read', CHUNKED)}0\r\nX: ${long(20_000)}\r\n\r\n`,
    answers: [431],
    runs: ['/read'],
  },
];

/** What a request asks of the connection and of the server as a whole. */
export const ASKING: readonly WireCase[] = [
  { name: 'an expectation that is not known', send: askOnce('GET /', 'Expect: tea'), answers: [417] },
  {
    name: 'one beside 100-continue',
    send: ask('POST /read', 'Expect: 100-continue, tea', 'Content-Length: 5'),
    answers: [417],
    timeouts: { request: 0.4 },
  },
  {
    name: '100-continue, when the handler reads',
    send: `${askOnce('POST /read', 'Expect: 100-continue', 'Content-Length: 5')}`,
    continues: true,
    answers: [408],
    timeouts: { request: 0.4 },
    runs: ['/read'],
  },
  {
    name: '100-continue, when the handler does not read',
    send: ask('POST /refuse', 'Expect: 100-continue', 'Content-Length: 5'),
    answers: [403],
    reports: [],
    runs: ['/refuse'],
  },
  {
    name: '100-continue without content',
    send: askOnce('GET /read', 'Expect: 100-continue'),
    answers: [200],
    body: 'read 0',
    runs: ['/read'],
  },
  {
    name: '100-continue in HTTP/1.0',
    send: `POST /read HTTP/1.0\r\n${HOST}Expect: 100-continue\r\nContent-Length: 5\r\n\r\nhello`,
    answers: [200],
    body: 'read 5',
    runs: ['/read'],
  },
  {
    name: '100-continue from a client that does not wait',
    send: `${askOnce('POST /later', 'Expect: 100-continue', 'Content-Length: 5')}hello`,
    answers: [200],
    body: 'read 5',
    runs: ['/later'],
  },
  {
    name: 'an upgrade that nobody listens for',
    send: askOnce('GET /', 'Upgrade: websocket', 'Connection: Upgrade'),
    answers: [200],
    body: 'ok',
    runs: ['/'],
  },
  {
    name: 'an upgrade to h2c',
    send: askOnce('GET /', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABk', 'Connection: Upgrade, HTTP2-Settings'),
    answers: [200],
    body: 'ok',
    runs: ['/'],
  },
  { name: 'CONNECT', send: 'CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n', answers: [501] },
  { name: 'TRACE', send: askOnce('TRACE /'), answers: [501] },
  { name: 'OPTIONS *', send: askOnce('OPTIONS *'), answers: [204] },
];

/** Bytes behind a request. */
export const BEHIND: readonly WireCase[] = [
  {
    name: 'bytes behind Connection: close',
    send: `${askOnce('GET /slow')}GET / HTTP/1.1\r\n`,
    answers: [200],
    body: 'slow',
    runs: ['/slow'],
  },
  {
    name: 'a request behind Connection: close of the answer',
    send: `${ask('GET /closing')}${ask('GET /')}`,
    answers: [200],
    body: 'closing',
    runs: ['/closing'],
  },
  {
    name: 'garbage behind a running request',
    send: `${ask('POST /slow', 'Content-Length: 0')}garbage\r\n\r\n`,
    answers: [200, 400],
    runs: ['/slow'],
  },
  {
    name: 'garbage behind two of them',
    send: `${ask('GET /slow')}${ask('GET /')}garbage\r\n\r\n`,
    answers: [200, 200, 400],
    runs: ['/slow', '/'],
  },
  {
    name: 'garbage behind an answer that has begun',
    send: `${ask('GET /stream')}garbage\r\n\r\n`,
    answers: [200, 400],
    runs: ['/stream'],
  },
  {
    name: 'a method that is not known behind a running request',
    send: `${ask('GET /slow')}${ask('FOO /')}`,
    answers: [200, 501],
    runs: ['/slow'],
  },
  {
    name: 'two Hosts behind a running request',
    send: `${ask('GET /slow')}GET / HTTP/1.1\r\n${HOST}${HOST}\r\n`,
    answers: [200, 400],
    runs: ['/slow'],
  },
  {
    name: 'CONNECT behind a running request',
    send: `${ask('GET /slow')}CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n`,
    answers: [200, 501],
    runs: ['/slow'],
  },
  {
    name: 'an empty line behind content',
    send: `${ask('POST /read', 'Content-Length: 5')}hello\r\n${askOnce('GET /')}`,
    answers: [200, 200],
    body: 'ok',
    runs: ['/read', '/'],
  },
  {
    name: 'two requests, the first one slower',
    send: `${ask('GET /slow')}${askOnce('GET /')}`,
    answers: [200, 200],
    body: 'ok',
    runs: ['/slow', '/'],
  },
];

/** What takes too long. */
export const TIMES: readonly WireCase[] = [
  {
    name: 'a header that never ends',
    send: `GET / HTTP/1.1\r\n${HOST}`,
    answers: [408],
    timeouts: { headers: 0.4 },
    notBeforeMs: 390,
  },
  {
    name: 'a connection on which nothing is sent',
    send: '',
    answers: [],
    timeouts: { headers: 0.4 },
    notBeforeMs: 390,
  },
  {
    name: 'content that never ends, while the handler reads',
    send: `${ask('POST /read', 'Content-Length: 10')}abc`,
    answers: [408],
    timeouts: { request: 0.4 },
    runs: ['/read'],
  },
  {
    name: 'content that never ends, while the handler does not read',
    send: `${ask('POST /never', 'Content-Length: 10')}abc`,
    answers: [408],
    timeouts: { request: 0.4 },
    runs: ['/never'],
  },
  {
    name: 'content that never ends behind an answer that is whole',
    send: `${ask('POST /refuse', 'Content-Length: 10')}abc`,
    answers: [403],
    reports: [],
    timeouts: { request: 0.4 },
    runs: ['/refuse'],
  },
  {
    name: 'content that arrives at once and is read late',
    send: `${askOnce('POST /late', 'Content-Length: 200000')}${long(200_000)}`,
    answers: [200],
    body: 'read 200000',
    timeouts: { request: 0.4 },
    runs: ['/late'],
  },
  {
    name: 'a handler that is slower than the timeout of requests',
    send: askOnce('GET /long'),
    answers: [200],
    body: 'long',
    timeouts: { headers: 0.2, request: 0.4 },
    runs: ['/long'],
  },
  {
    name: 'a handler that is slower than server.timeout',
    send: ask('GET /long'),
    answers: [503],
    timeoutMs: 300,
    runs: ['/long'],
  },
  {
    name: '100-continue, and nothing after it',
    send: ask('POST /read', 'Expect: 100-continue', 'Content-Length: 5'),
    continues: true,
    answers: [408],
    timeouts: { request: 0.4 },
    runs: ['/read'],
  },
  {
    name: 'a header that never ends behind a running request',
    send: `${ask('GET /long')}GET / HTTP/1.1\r\n${HOST}`,
    answers: [200],
    closes: true,
    timeouts: { headers: 0.3, keepAlive: 0.5 },
    runs: ['/long'],
  },
];
