import type { Row, Section } from './row.ts';

const reading = (
  status: number,
  vendor: string,
  says: string,
  member: string,
  gives: unknown,
  more: Partial<Row> = {},
): Row => ({
  about: `${status} ${vendor}`,
  says,
  code: `classifyStatus(${status}).${member}`,
  gives,
  ...more,
});

export const VENDOR: Section = {
  title: 'Vendors',
  rows: [
    reading(
      520,
      'cloudflare',
      'The origin answered with something unknown; never sent to clients.',
      'candidates[0].onWire',
      true,
      { wrong: 'Visitors do see these, as error pages.' },
    ),
    reading(521, 'cloudflare', 'The origin refused the connection.', 'nearest', 502),
    reading(522, 'cloudflare', 'The connection timed out.', 'nearest', 504),
    reading(523, 'cloudflare', 'The origin cannot be reached.', 'nearest', 502),
    reading(524, 'cloudflare', 'The origin took longer than 100 seconds.', 'nearest', 504),
    reading(525, 'cloudflare', 'The TLS handshake failed.', 'nearest', 502),
    reading(526, 'cloudflare', 'The certificate is not valid.', 'nearest', 502),
    reading(527, 'cloudflare', 'Railgun failed.', 'nearest', 502, { imprecise: 'Railgun is gone.' }),
    reading(530, 'cloudflare', 'The name of the origin has no address.', 'candidates[0].onWire', true, {
      imprecise: 'A code of four digits in the page says which of several failures it is.',
    }),
    reading(444, 'nginx', 'Closed without an answer.', 'candidates[0].onWire', false),
    reading(494, 'nginx', 'The fields are too large.', 'candidates[0].sentInstead', 400, {
      imprecise: 'On the wire it is a 400.',
    }),
    reading(495, 'nginx', 'The client’s certificate is wrong.', 'candidates[0].sentInstead', 400, {
      imprecise: 'On the wire it is a 400.',
    }),
    reading(496, 'nginx', 'No client’s certificate.', 'candidates[0].sentInstead', 400, {
      imprecise: 'On the wire it is a 400.',
    }),
    reading(497, 'nginx', 'Plain HTTP to the port of HTTPS.', 'candidates[0].sentInstead', 400, {
      imprecise: 'On the wire it is a 400.',
    }),
    reading(499, 'nginx', 'The client has gone.', 'candidates[0].onWire', false, {
      instead: "`report` of `errorHandler` tells of it with `sent: 'aborted'`.",
    }),
    reading(440, 'iis', 'The session has ended.', 'nearest', 401),
    reading(449, 'iis', 'Repeat after doing something.', 'nearest', 400),
    {
      about: '451 iis',
      says: 'A redirection, unlike RFC 7725.',
      code: 'VENDOR_STATUSES.find(({ status }) => status === 451).nearest',
      gives: 308,
    },
    reading(420, 'twitter', 'Too many requests, long ago.', 'nearest', 429),
    {
      about: 'in general',
      says: 'Codes above 499 that are no 5xx are vendors’.',
      wrong: 'Almost all of them are inside 4xx and 5xx; outside 100 to 599 nothing is valid (RFC 9110 §15).',
      code: 'classifyStatus(999)',
      gives: { kind: 'invalid', status: 999, treatedAs: 500 },
    },
  ],
};
