import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  isRegisteredStatus,
  type Status,
  VENDOR_STATUSES,
  type VendorName,
  type VendorReading,
  type VendorStatus,
} from '../../src/status/index.ts';
import type { VendorRow, VendorRows } from '../../src/status/vendor/vendor-row.ts';

function readings(vendor: VendorName): readonly VendorReading[] {
  return VENDOR_STATUSES.filter((reading) => reading.vendor === vendor);
}

function reading(vendor: VendorName, status: number): VendorReading {
  const found = readings(vendor).find((one) => one.status === status);
  if (found === undefined) throw new TypeError(`Expected a ${status} of ${vendor}.`);
  return found;
}

function codes(list: readonly VendorReading[]): number[] {
  return list.map(({ status }) => status);
}

describe('the table', () => {
  const promised: readonly (readonly [VendorName, readonly number[]])[] = [
    ['cloudflare', [520, 521, 522, 523, 524, 525, 526, 527, 530]],
    ['nginx', [444, 494, 495, 496, 497, 498, 499]],
    ['iis', [440, 449, 451]],
    ['twitter', [420]],
    ['aws-alb', [460, 461, 462, 463, 464, 561]],
  ];

  it.each(promised)('has all of %s', (vendor, statuses) => {
    expect(codes(readings(vendor))).toEqual(expect.arrayContaining([...statuses]));
  });

  it('has one reading for each vendor and number', () => {
    const keys = VENDOR_STATUSES.map(({ vendor, status }) => `${vendor} ${status}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('says what several vendors mean by 499 and 463, the best known first', () => {
    const vendors = (status: number) =>
      VENDOR_STATUSES.filter((one) => one.status === status).map(({ vendor }) => vendor);
    expect(vendors(499)).toEqual(['nginx', 'cloudflare', 'esri']);
    expect(vendors(463)).toEqual(['aws-alb', 'alibaba-alb']);
  });

  it('holds no registered number but 451, which Exchange had before RFC 7725', () => {
    expect(codes(VENDOR_STATUSES).filter(isRegisteredStatus)).toEqual([451]);
  });

  it('takes the cancelling of a request for the same thing, whoever logs it', () => {
    const [first, ...others] = [
      reading('nginx', 499),
      reading('cloudflare', 499),
      reading('aws-alb', 460),
    ].map(({ onWire, sentInstead, fault, retry, nearest }) => ({
      onWire,
      sentInstead,
      fault,
      retry,
      nearest,
    }));
    expect(others).toEqual([first, first]);
  });
});

describe.each(VENDOR_STATUSES.map((one) => [one.status, one.vendor, one] as const))(
  '%i of %s',
  (status, _vendor, one) => {
    it('is an error status of HTTP, with a nearest one that is registered and may be sent', () => {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThanOrEqual(599);
      expect(isRegisteredStatus(one.nearest)).toBe(true);
      expect([306, 418]).not.toContain(one.nearest);
    });

    it('explains itself in whole sentences, and has no property that the type does not know', () => {
      const known: Record<keyof VendorRow, true> = {
        status: true,
        vendor: true,
        name: true,
        meaning: true,
        onWire: true,
        sentInstead: true,
        fault: true,
        retry: true,
        nearest: true,
        source: true,
      };
      expect(Object.keys(known)).toEqual(expect.arrayContaining(Object.keys(one)));
      expect(one.meaning).toMatch(/^\S.*[^.]\.$/);
      expect(new URL(one.source).protocol).toBe('https:');
      // A bar would end a cell of the table in the docs.
      expect(`${one.name}${one.meaning}${one.source}`).not.toContain('|');
    });

    it('sends nothing instead of a number that is sent', () => {
      if (one.onWire) expect(one.sentInstead).toBeUndefined();
    });

    it('advises something other than what is for successes', () => {
      expect(one.retry).not.toBe('not-applicable');
    });
  },
);

// Status sheets in circulation repeat the same mistakes. Each test names what such a sheet says.
describe('wrong in the sheet', () => {
  it('Cloudflare sends its 5xx to visitors; the sheet: only in its logs, never to clients', () => {
    const server = readings('cloudflare').filter(({ status }) => status >= 500);
    expect(server).toHaveLength(9);
    for (const { onWire } of server) expect(onWire).toBe(true);
  });

  it.each([494, 495, 496, 497])(
    'nginx turns %i into a 400 before it answers; the sheet: the client gets it',
    (status) => {
      expect(reading('nginx', status)).toMatchObject({ onWire: false, sentInstead: 400 });
    },
  );

  it.each([444, 499])('nginx answers nothing at all with %i', (status) => {
    expect(reading('nginx', status).onWire).toBe(false);
    expect(reading('nginx', status).sentInstead).toBeUndefined();
  });

  it('nginx has given 498 up; the sheet skips it', () => {
    expect(reading('nginx', 498)).toMatchObject({ name: '(Canceled)', onWire: false });
  });

  it('524 comes after 120 seconds by default, and after 30 of writing; the sheet: more than 100', () => {
    expect(reading('cloudflare', 524).meaning).toContain('by default 120 seconds (long 100');
    expect(reading('cloudflare', 524).meaning).toContain('or 30 to take what is written');
  });

  it('524 is the fault of the origin, which may have done the work: idempotent requests alone are repeated', () => {
    expect(reading('cloudflare', 524)).toMatchObject({
      fault: 'origin',
      retry: 'if-idempotent',
      nearest: 504,
    });
  });

  it('522 has two timeouts, and after the second one the origin has the request; the sheet: while connecting', () => {
    expect(reading('cloudflare', 522)).toMatchObject({ retry: 'if-idempotent', nearest: 504 });
    expect(reading('cloudflare', 522).meaning).toMatch(/within 19 seconds.*within 90/);
  });

  it('523 is a missing route; the sheet: DNS', () => {
    expect(reading('cloudflare', 523)).toMatchObject({ fault: 'network', nearest: 502 });
    expect(reading('cloudflare', 523).meaning).not.toContain('DNS');
  });

  it('530 comes with a 1xxx code that says what it is; the sheet: the error of DNS, which is 1016', () => {
    expect(reading('cloudflare', 530)).toMatchObject({ name: '(1xxx Error)' });
    expect(reading('cloudflare', 530).meaning).toContain('1016');
  });

  it('527 is history, as Railgun is; the sheet: current', () => {
    expect(reading('cloudflare', 527).meaning).toContain('Railgun is retired');
  });

  it('451 of Exchange names the other server in X-MS-Location; the sheet: a redirect of IIS', () => {
    expect(reading('iis', 451)).toMatchObject({ retry: 'after-change', nearest: 308 });
    expect(reading('iis', 451).meaning).toContain('X-MS-Location');
  });

  it('464 keeps the request from the target, 460 reaches nobody, 561 is about a login; the sheet has none of them', () => {
    expect(reading('aws-alb', 464)).toMatchObject({ onWire: true, nearest: 426 });
    expect(reading('aws-alb', 460)).toMatchObject({ onWire: false, fault: 'client' });
    expect(reading('aws-alb', 561)).toMatchObject({ fault: 'identity-provider', nearest: 401 });
  });

  it('461 and 462 are not in the guide of AWS, so that no meaning is made up', () => {
    for (const status of [461, 462]) {
      expect(reading('aws-alb', status)).toMatchObject({ fault: 'undocumented', nearest: 400 });
    }
  });

  it('420 is a 429 from before there was one', () => {
    expect(reading('twitter', 420)).toMatchObject({ retry: 'after-wait', nearest: 429 });
  });
});

describe('the types of vendor statuses', () => {
  it('derive from the tables', () => {
    expectTypeOf<VendorStatus & Status>().toEqualTypeOf<451>();
    expectTypeOf<524>().toExtend<VendorStatus>();
    expectTypeOf<VendorReading>().toExtend<VendorRow>();
    // @ts-expect-error nobody in the table uses 599
    const unused: VendorStatus = 599;
    // @ts-expect-error no such vendor
    const nobody: VendorName = 'apache';
    expect([unused, nobody]).toHaveLength(2);
  });

  it('refuse a table with a row of the wrong shape', () => {
    // @ts-expect-error a row needs a nearest status
    type Lacking = VendorRows<readonly [Omit<VendorRow, 'nearest'>]>;
    // @ts-expect-error the nearest status is a registered one
    type Unregistered = VendorRows<readonly [Omit<VendorRow, 'nearest'> & { readonly nearest: 599 }]>;
    expectTypeOf<Lacking | Unregistered>().not.toBeNever();
  });
});
