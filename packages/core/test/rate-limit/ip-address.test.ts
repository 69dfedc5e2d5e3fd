import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { networkOf } from '../../src/rate-limit/ip-address.ts';

const byte = fc.oneof(
  fc.integer({ min: 0, max: 300 }).map(String),
  fc.constantFrom('', '00', '01', '010', '255', '256', '1e1', '-1', '+1', ' 1', '1 ', '٣', '0x1'),
);
const nearlyIpv4 = fc.array(byte, { minLength: 3, maxLength: 5 }).map((parts) => parts.join('.'));

test('an IPv4 address is its own network, and what is none is not (node:net is the oracle)', () => {
  fc.assert(
    fc.property(fc.oneof(nearlyIpv4, fc.ipV4()), (text) => {
      expect(networkOf(text, 64) === text, text).toBe(isIPv4(text));
    }),
    { numRuns: 20_000 },
  );
});

test('an IPv4 address that is written as IPv6 is that address, and what is none is not', () => {
  fc.assert(
    fc.property(fc.oneof(nearlyIpv4, fc.ipV4()), (text) => {
      expect(networkOf(`::ffff:${text}`, 64), text).toBe(isIPv4(text) ? text : undefined);
    }),
    { numRuns: 20_000 },
  );
});

test('an IPv6 address has a network, whatever its form', () => {
  fc.assert(
    fc.property(fc.ipV6(), fc.integer({ min: 1, max: 128 }), (text, prefix) => {
      fc.pre(isIPv6(text));
      expect(networkOf(text, prefix)).toMatch(/^(?:[0-9a-f:]+\/\d+|[\d.]+)$/);
    }),
  );
});
