import type { VendorRows } from './vendor-row.ts';

/**
 * Cloudflare sends these to visitors itself when its side of the connection to the origin fails, so a client does see them.
 *
 * After 521 and 523 the origin has not processed the request. But the number alone does not prove that it came from
 * Cloudflare, and another proxy may use it for a request that was processed; so here, as after 520, 522, 524 and 527, only an
 * idempotent or keyed request is repeated. 525 and 526 are faults of configuration, which waiting does not repair.
 */
export const CLOUDFLARE_STATUSES = [
  {
    status: 499,
    vendor: 'cloudflare',
    name: 'Client Close Request',
    meaning:
      "As nginx's: the client closed the connection before the response. Only in Cloudflare's own logs.",
    onWire: false,
    fault: 'client',
    retry: 'if-idempotent',
    nearest: 400,
    source:
      'https://developers.cloudflare.com/support/troubleshooting/http-status-codes/4xx-client-error/error-499/',
  },
  {
    status: 520,
    vendor: 'cloudflare',
    name: 'Web Server Returns an Unknown Error',
    meaning:
      "The origin's answer was empty or no valid HTTP, or its fields were too large: often it crashed meanwhile.",
    onWire: true,
    fault: 'origin',
    retry: 'if-idempotent',
    nearest: 502,
    source:
      'https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/error-520/',
  },
  {
    status: 521,
    vendor: 'cloudflare',
    name: 'Web Server Is Down',
    meaning: 'The origin, or a firewall before it, refused the connection, so the request was not processed.',
    onWire: true,
    fault: 'origin',
    retry: 'if-idempotent',
    nearest: 502,
    source:
      'https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/error-521/',
  },
  {
    status: 522,
    vendor: 'cloudflare',
    name: 'Connection Timed Out',
    meaning:
      'No connection to the origin within 19 seconds, or no TCP acknowledgement of the request within 90.',
    onWire: true,
    fault: 'origin',
    retry: 'if-idempotent',
    nearest: 504,
    source:
      'https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/error-522/',
  },
  {
    status: 523,
    vendor: 'cloudflare',
    name: 'Origin Is Unreachable',
    meaning: 'There is no route to the address of the origin, so the request was not processed.',
    onWire: true,
    fault: 'network',
    retry: 'if-idempotent',
    nearest: 502,
    source:
      'https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/error-523/',
  },
  {
    status: 524,
    vendor: 'cloudflare',
    name: 'A Timeout Occurred',
    meaning:
      'The origin took the request and did not answer in time: by default 120 seconds (long 100, up to 6000 for Enterprise), or 30 to take what is written to it.',
    onWire: true,
    fault: 'origin',
    retry: 'if-idempotent',
    nearest: 504,
    source:
      'https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/error-524/',
  },
  {
    status: 525,
    vendor: 'cloudflare',
    name: 'SSL Handshake Failed',
    meaning:
      'The TLS handshake with the origin failed, as a rule because the two share no protocol or cipher, or no certificate is installed.',
    onWire: true,
    fault: 'origin',
    retry: 'no',
    nearest: 502,
    source:
      'https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/error-525/',
  },
  {
    status: 526,
    vendor: 'cloudflare',
    name: 'Invalid SSL Certificate',
    meaning:
      'The certificate of the origin is not valid, and the zone demands one that is. Only a new one repairs that.',
    onWire: true,
    fault: 'origin',
    retry: 'no',
    nearest: 502,
    source:
      'https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/error-526/',
  },
  {
    status: 527,
    vendor: 'cloudflare',
    name: 'Railgun Error',
    meaning:
      'The connection to a Railgun listener at the origin broke. Railgun is retired; it appears in old logs only.',
    onWire: true,
    fault: 'network',
    retry: 'if-idempotent',
    nearest: 502,
    source: 'https://developers.cloudflare.com/rules/reference/page-rules-migration/',
  },
  {
    status: 530,
    vendor: 'cloudflare',
    name: '(1xxx Error)',
    meaning:
      'Cloudflare could not find the origin. The page has a 1xxx code that says why, such as 1016 for its DNS record.',
    onWire: true,
    fault: 'origin',
    retry: 'after-wait',
    nearest: 502,
    source:
      'https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/error-530/',
  },
] as const;

/** The type of {@link CLOUDFLARE_STATUSES}, and the proof of its shape. */
export type CloudflareStatuses = VendorRows<typeof CLOUDFLARE_STATUSES>;
