import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  classifyStatus,
  isRegisteredStatus,
  reasonPhrase,
  STATUS_NAMES,
  type Status,
  type StatusClassification,
  statusFacts,
  VENDOR_STATUSES,
  type VendorReading,
  type VendorStatus,
} from '../../src/status/index.ts';

const statuses = Array.from({ length: 500 }, (_, index) => 100 + index);
const registered = Object.keys(STATUS_NAMES).map(Number);
const vendors = [...new Set(VENDOR_STATUSES.map(({ status }) => status))].filter(
  (one) => !isRegisteredStatus(one),
);
const unknown = statuses.filter(
  (one) => !registered.includes(one) && !vendors.some((other) => other === one),
);

describe('a registered status', () => {
  it.each(registered)('%i is known by its name', (status) => {
    expect(classifyStatus(status)).toMatchObject({
      kind: 'registered',
      status,
      name: statusFacts(status)?.name,
    });
  });

  it('stays registered whatever a vendor makes of it: 451 is the legal demand first, then the redirect of Exchange', () => {
    expect(classifyStatus(451)).toMatchObject({
      kind: 'registered',
      name: 'Unavailable For Legal Reasons',
      otherReadings: [{ status: 451, vendor: 'iis', name: 'Redirect', nearest: 308 }],
    });
  });

  it('has another reading in no other case', () => {
    const read = registered.filter((status) => {
      const found = classifyStatus(status);
      return found.kind === 'registered' && found.otherReadings.length > 0;
    });
    expect(read).toEqual([451]);
  });

  it('may be reserved', () => {
    for (const status of [306, 418]) {
      expect(classifyStatus(status)).toMatchObject({ kind: 'registered', name: '(Unused)' });
    }
  });
});

describe("a vendor's status", () => {
  it.each(vendors)('%i has its candidates, and the nearest status of the first', (status) => {
    const found = classifyStatus(status);
    const candidates = VENDOR_STATUSES.filter((one) => one.status === status);
    expect(found).toMatchObject({ kind: 'vendor', status, candidates, nearest: candidates[0]?.nearest });
  });

  it('524 is the example of the doc comment', () => {
    const found = classifyStatus(524);
    if (found.kind !== 'vendor') throw new TypeError(`Expected a vendor's status, but got ${found.kind}.`);
    expect(found.nearest).toBe(504);
    expect(found.candidates[0].vendor).toBe('cloudflare');
    expect(found.candidates[0].retry).toBe('if-idempotent');
  });

  it('499 is a client that left, unless ArcGIS wants a token', () => {
    expect(classifyStatus(499)).toMatchObject({
      nearest: 400,
      candidates: [{ vendor: 'nginx' }, { vendor: 'cloudflare' }, { vendor: 'esri', nearest: 401 }],
    });
  });
});

describe('a status of which only the class is known', () => {
  it.each(unknown)('%i is taken as x00 of its class (RFC 9110 §15)', (status) => {
    const { kind, ...rest } = classifyStatus(status);
    expect(kind).toBe('unknown');
    expect(rest).toMatchObject({ status, treatedAs: Math.floor(status / 100) * 100 });
  });

  it('is every 4xx and 5xx that neither IANA nor a vendor has, 599 among them', () => {
    expect(unknown).toContain(493);
    expect(unknown).toContain(599);
    expect(classifyStatus(599)).toEqual({
      kind: 'unknown',
      status: 599,
      class: 'server-error',
      treatedAs: 500,
    });
  });
});

describe('a number that is no status', () => {
  it.each([
    0,
    -0,
    -404,
    1,
    99,
    99.9,
    404.5,
    599.5,
    600,
    999,
    1016,
    2 ** 31,
    Number.MAX_SAFE_INTEGER,
    Number.MAX_VALUE,
    Number.MIN_VALUE,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ])('%d is processed as a 5xx (RFC 9110 §15)', (status) => {
    expect(classifyStatus(status)).toEqual({ kind: 'invalid', status, treatedAs: 500 });
  });

  it('may come from a caller without types', () => {
    for (const value of ['404', null, undefined, 404n, {}, [404], Symbol.iterator, true]) {
      expect(classifyStatus(value as never)).toEqual({ kind: 'invalid', status: value, treatedAs: 500 });
    }
  });
});

describe('classifyStatus', () => {
  it('answers for every number, and never throws', () => {
    const anyNumber = fc.oneof(fc.double(), fc.integer(), fc.integer({ min: 0, max: 1100 }), fc.float());
    fc.assert(
      fc.property(anyNumber, (status) => {
        const found = classifyStatus(status);
        const valid = Number.isInteger(status) && status >= 100 && status <= 599;
        expect(found.status).toBe(status);
        expect(found.kind === 'invalid').toBe(!valid);
        expect(found.kind === 'registered').toBe(valid && isRegisteredStatus(status));
      }),
    );
  });

  it('says the class that reasonPhrase says', () => {
    for (const status of unknown) {
      const found = classifyStatus(status);
      const words = 'class' in found ? found.class.split('-').join(' ') : '';
      expect(words).toBe(reasonPhrase(status).toLowerCase());
    }
  });

  it('gives a union on kind', () => {
    const found: StatusClassification = classifyStatus(404);
    expectTypeOf(found.kind).toEqualTypeOf<'registered' | 'vendor' | 'unknown' | 'invalid'>();
    if (found.kind === 'registered') expectTypeOf(found.status).toEqualTypeOf<Status>();
    if (found.kind === 'vendor') {
      expectTypeOf(found.status).toEqualTypeOf<Exclude<VendorStatus, 451>>();
      expectTypeOf(found.candidates[0]).toEqualTypeOf<VendorReading>();
    }
    if (found.kind === 'unknown') expectTypeOf(found.treatedAs).toEqualTypeOf<100 | 200 | 300 | 400 | 500>();
    if (found.kind === 'invalid') expectTypeOf(found.treatedAs).toEqualTypeOf<500>();
    // @ts-expect-error a nearest status is there only after a look at kind
    expect(found.nearest).toBeUndefined();
  });
});
