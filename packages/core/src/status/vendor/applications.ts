import type { VendorRows } from './vendor-row.ts';

/** Numbers of single services and frameworks that appear in the logs of their clients. */
export const APPLICATION_STATUSES = [
  {
    status: 419,
    vendor: 'laravel',
    name: 'Page Expired',
    meaning: 'The CSRF token is missing or of an older session: load the form and send it again.',
    onWire: true,
    fault: 'client',
    retry: 'after-change',
    nearest: 403,
    source:
      'https://github.com/laravel/framework/blob/master/src/Illuminate/Foundation/Exceptions/Handler.php',
  },
  {
    status: 420,
    vendor: 'twitter',
    name: 'Enhance Your Calm',
    meaning: 'A rate limit of the first version of the API, which began before there was a 429.',
    onWire: true,
    fault: 'client',
    retry: 'after-wait',
    nearest: 429,
    source: 'https://developer.x.com/ja/docs/basics/response-codes',
  },
  {
    status: 430,
    vendor: 'shopify',
    name: 'Shopify Security Rejection',
    meaning: 'The request looks malicious and was refused.',
    onWire: true,
    fault: 'client',
    retry: 'no',
    nearest: 403,
    source: 'https://shopify.dev/docs/api/usage/response-codes',
  },
  {
    status: 499,
    vendor: 'esri',
    name: 'Token Required',
    meaning: 'A code in the JSON body of ArcGIS, whose status line says 200: the resource wants a token.',
    onWire: false,
    sentInstead: 200,
    fault: 'client',
    retry: 'with-credentials',
    nearest: 401,
    source: 'https://rdrr.io/cran/arcgislayers/src/tests/testthat/test-unset-token.R',
  },
  {
    status: 509,
    vendor: 'cpanel',
    name: 'Bandwidth Limit Exceeded',
    meaning:
      'The site has used up the traffic that its owner pays for, until the hoster starts to count again.',
    onWire: true,
    fault: 'origin',
    retry: 'after-wait',
    nearest: 503,
    source: 'https://http.dev/509',
  },
  {
    status: 529,
    vendor: 'anthropic',
    name: 'overloaded_error',
    meaning: 'The API has too much to do for all its clients together; the limit of one client is its 429.',
    onWire: true,
    fault: 'origin',
    retry: 'after-wait',
    nearest: 503,
    source:
      'https://learn.microsoft.com/en-us/microsoft-cloud/dev/dev-proxy/concepts/anthropic-529-overloaded-error',
  },
] as const;

/** The type of {@link APPLICATION_STATUSES}, and the proof of its shape. */
export type ApplicationStatuses = VendorRows<typeof APPLICATION_STATUSES>;
