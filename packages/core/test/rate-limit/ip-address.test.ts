import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { networkOf } from '../../src/rate-limit/ip-address.ts';

const byte = fc.oneof(
  fc.integer({ min: 0, max: 300 }).map(String),
  fc.constantFrom('', '00', '01', '010', '255', '256', '1e1', '-1', '+1', ' 1', '1 ', '٣', '0x1'),
);
const nearlyIpv4 = fc.array(byte, { minLength: 3, maxLength: 5 }).map((parts) => parts.join('.'));

it('an IPv4 address is its own network, and other text is not (node:net is the oracle)', () => {
  fc.assert(
    fc.property(fc.oneof(nearlyIpv4, fc.ipV4()), (text) => {
      expect(networkOf(text, 64) === text, text).toBe(isIPv4(text));
    }),
    { numRuns: 20_000 },
  );
});

it('an IPv4 address that is written as IPv6 is that address, and other text has no network', () => {
  fc.assert(
    fc.property(fc.oneof(nearlyIpv4, fc.ipV4()), (text) => {
      expect(networkOf(`::ffff:${text}`, 64), text).toBe(isIPv4(text) ? text : undefined);
    }),
    { numRuns: 20_000 },
  );
});

it.each<[string, string | undefined]>([
  ['0.0.0.0', '0.0.0.0'],
  ['255.255.255.255', '255.255.255.255'],
  ['1.2.3.4:80', '1.2.3.4'],
  ['1.2.3.4:', undefined],
  ['1.2.3.4:8a', undefined],
  ['x1.2.3.4:80', undefined],
  ['[1.2.3.4]', '1.2.3.4'],
  ['[2001:db8::1]', '2001:db8:0:0/64'],
  ['[2001:db8::1]:443', '2001:db8:0:0/64'],
  ['x[2001:db8::1]:443', undefined],
  ['[2001:db8::1]:443x', undefined],
  ['[2001:db8::1]443', undefined],
  ['[]', undefined],
  ['fe80::1%eth0', 'fe80:0:0:0/64'],
  [`fe80::1%${'e'.repeat(92)}`, 'fe80:0:0:0/64'], // 100 characters
  [`fe80::1%${'e'.repeat(93)}`, undefined],
  ['', undefined],
  ['::', '0:0:0:0/64'],
  ['::1', '0:0:0:0/64'],
  ['1::', '1:0:0:0/64'],
  ['1:2:3:4:5:6:7:8', '1:2:3:4/64'],
  ['1:2:3:4:5:6:7', undefined],
  ['1:2:3:4:5:6:7:8:9', undefined],
  ['1:2:3:4:5:6:7::', '1:2:3:4/64'],
  ['1:2:3:4:5:6:7:8::', undefined],
  ['1::2::3', undefined],
  ['1:2:3:4:5:6:1.2.3.4', '1:2:3:4/64'],
  ['1.2.3.4:1:2:3:4:5:6', undefined],
  ['12345::', undefined],
  ['g::', undefined],
  ['xa::', undefined],
  ['ABCD::', 'abcd:0:0:0/64'],
  ['::ffff:1.2.3.4', '1.2.3.4'],
  ['::ffff:102:304', '1.2.3.4'],
  ['::ffff:0.0.0.0', '0.0.0.0'],
  ['::ffff:0:102:304', '1.2.3.4'],
  ['64:ff9b::102:304', '1.2.3.4'],
  ['2002:102:304:5:6:7:8:9', '1.2.3.4'],
  ['2001:0:1:2:3:4:fefd:fcfb', '1.2.3.4'],
  // A bit beside each of the networks that have an IPv4 address in them.
  ['2001:1:1:2:3:4:fefd:fcfb', '2001:1:1:2/64'],
  ['2003:102:304::', '2003:102:304:0/64'],
  ['1::ffff:102:304', '1:0:0:0/64'],
  ['0:1::ffff:102:304', '0:1:0:0/64'],
  ['0:0:1::ffff:102:304', '0:0:1:0/64'],
  ['0:0:0:1:0:ffff:102:304', '0:0:0:1/64'],
  ['::1:ffff:102:304', '0:0:0:0/64'],
  ['::fffe:102:304', '0:0:0:0/64'],
  ['1::ffff:0:102:304', '1:0:0:0/64'],
  ['0:1::ffff:0:102:304', '0:1:0:0/64'],
  ['::ffff:1:102:304', '0:0:0:0/64'],
  ['65:ff9b::102:304', '65:ff9b:0:0/64'],
  ['64:ff9c::102:304', '64:ff9c:0:0/64'],
  ['64:ff9b:0:1::102:304', '64:ff9b:0:1/64'],
  ['64:ff9b::1:0:102:304', '64:ff9b:0:0/64'],
  ['64:ff9b::1:102:304', '64:ff9b:0:0/64'],
  ['64:ff9b:1::102:304', '64:ff9b:1:0:0:0:102:304/128'],
  ['64:ff9b:2::102:304', '64:ff9b:2:0/64'],
  ['65:ff9b:1::102:304', '65:ff9b:1:0/64'],
  ['64:ff9c:1::102:304', '64:ff9c:1:0/64'],
])('the network of %j is %j', (text, network) => {
  expect(networkOf(text, 64)).toBe(network);
});

it.each([
  [1, '8000::', '8000/1'],
  [15, 'ffff::', 'fffe/15'],
  [16, 'ffff:ffff::', 'ffff/16'],
  [17, 'ffff:ffff::', 'ffff:8000/17'],
  [56, '2001:db8:1:2ff::', '2001:db8:1:200/56'],
  [128, '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8/128'],
])('the first %i bits of %s', (prefix, text, network) => {
  expect(networkOf(text, prefix)).toBe(network);
});

it('an IPv6 address has a network, whatever its form', () => {
  fc.assert(
    fc.property(fc.ipV6(), fc.integer({ min: 1, max: 128 }), (text, prefix) => {
      fc.pre(isIPv6(text));
      expect(networkOf(text, prefix)).toMatch(/^(?:[0-9a-f:]+\/\d+|[\d.]+)$/);
    }),
  );
});
