import type { VendorRows } from './vendor-row.ts';

/**
 * nginx uses these in its log and for `error_page`. It sends 400 instead of 494 to 497, and no response after 444 and 499.
 */
export const NGINX_STATUSES = [
  {
    status: 444,
    vendor: 'nginx',
    name: 'No Response',
    meaning: 'The configuration says to close the connection without an answer, mostly to unwanted requests.',
    onWire: false,
    fault: 'client',
    retry: 'no',
    nearest: 403,
    source: 'https://nginx.org/en/docs/http/ngx_http_rewrite_module.html#return',
  },
  {
    status: 494,
    vendor: 'nginx',
    name: 'Request Header Too Large',
    meaning: 'The header fields, often a cookie, do not fit large_client_header_buffers.',
    onWire: false,
    sentInstead: 400,
    fault: 'client',
    retry: 'after-change',
    nearest: 431,
    source: 'https://github.com/nginx/nginx/blob/master/src/http/ngx_http_special_response.c',
  },
  {
    status: 495,
    vendor: 'nginx',
    name: 'SSL Certificate Error',
    meaning: 'The certificate that the client presented could not be verified.',
    onWire: false,
    sentInstead: 400,
    fault: 'client',
    retry: 'with-credentials',
    nearest: 403,
    source: 'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#errors',
  },
  {
    status: 496,
    vendor: 'nginx',
    name: 'SSL Certificate Required',
    meaning: 'The client presented no certificate, although one is required.',
    onWire: false,
    sentInstead: 400,
    fault: 'client',
    retry: 'with-credentials',
    nearest: 403,
    source: 'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#errors',
  },
  {
    status: 497,
    vendor: 'nginx',
    name: 'HTTP Request Sent to HTTPS Port',
    meaning: 'The client spoke plain HTTP on a port that expects TLS.',
    onWire: false,
    sentInstead: 400,
    fault: 'client',
    retry: 'after-change',
    nearest: 400,
    source: 'https://nginx.org/en/docs/http/ngx_http_ssl_module.html#errors',
  },
  {
    status: 498,
    vendor: 'nginx',
    name: '(Canceled)',
    meaning: 'Given up: it was for an invalid host name. nginx neither sends nor logs it today.',
    onWire: false,
    fault: 'client',
    retry: 'after-change',
    nearest: 400,
    source: 'https://github.com/nginx/nginx/blob/master/src/http/ngx_http_request.h',
  },
  {
    status: 499,
    vendor: 'nginx',
    name: 'Client Closed Request',
    meaning:
      'The client closed the connection before nginx could answer, often because the upstream was slow. Its work may be done.',
    onWire: false,
    fault: 'client',
    retry: 'if-idempotent',
    nearest: 400,
    source: 'https://github.com/nginx/nginx/blob/master/src/http/ngx_http_request.h',
  },
] as const;

/** The type of {@link NGINX_STATUSES}, and the proof of its shape. */
export type NginxStatuses = VendorRows<typeof NGINX_STATUSES>;
