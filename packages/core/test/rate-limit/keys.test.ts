import { byIp, byUser } from '@statuskit/core/rate-limit';
import { describe, expect, it } from 'vitest';
import { hearWarnings } from '../../../../test/setup/warnings.ts';

const request = (ip: string | undefined, more: object = {}): never => ({ ip, headers: {}, ...more }) as never;

describe('byIp', () => {
  // 45: a key stands for one client, as many addresses as a client usually has.
  it.each([
    ['two networks of a 6to4 site', '2002:c000:201:1::1', '2002:c000:201:ffff::1'],
    ['a 6to4 site and its IPv4 address', '2002:c000:201:1::1', '192.0.2.1'],
    [
      'a Teredo client at two ports',
      '2001:0:4136:e378:8000:63bf:3fff:fdfe',
      '2001:0:4136:e378:8000:1234:3fff:fdfe',
    ],
    ['a Teredo client and its IPv4 address', '2001:0:4136:e378:8000:63bf:3fff:fdfe', '192.0.2.1'],
    ['networks of one /56', '2001:db8:7:100::1', '2001:db8:7:1ff::1'],
    ['a zone and none', 'fe80::1%eth0', 'fe80::1'],
  ])('one key: %s', (_name, one, other) => {
    expect(byIp()(request(one))).toBe(byIp()(request(other)));
  });

  it.each([
    ['two 6to4 sites', '2002:c000:201::1', '2002:c000:202::1'],
    [
      'two Teredo clients of one server',
      '2001:0:4136:e378:8000:63bf:3fff:fdfe',
      '2001:0:4136:e378:8000:63bf:3fff:fdfd',
    ],
    ['two networks of /56', '2001:db8:7:100::1', '2001:db8:7:200::1'],
    ['two clients behind a local NAT64', '64:ff9b:1::c000:201', '64:ff9b:1::c000:202'],
    ['two clients behind NAT64', '64:ff9b::c000:201', '64:ff9b::c000:202'],
    ['two clients behind SIIT', '::ffff:0:192.0.2.1', '::ffff:0:192.0.2.2'],
  ])('two keys: %s', (_name, one, other) => {
    for (const ipv6Prefix of [undefined, 64, 128])
      expect(byIp({ ipv6Prefix })(request(one))).not.toBe(byIp({ ipv6Prefix })(request(other)));
  });

  it.each([0, 129, 56.5, '56', Number.NaN])('an ipv6Prefix of %s is a RangeError', (ipv6Prefix) => {
    expect(() => byIp({ ipv6Prefix: ipv6Prefix as number })).toThrow(
      'ipv6Prefix: expected an integer from 1 to 128, got',
    );
  });

  it('a client that has left counts under the key of all without an address', () => {
    const gone = byIp()(request(undefined, { socket: { destroyed: true } }));
    expect(gone).toBe(byIp()(request('unknown', { app: { proxy: true, maxIpsCount: 1 } })));
    expect(gone).not.toBeNull();
  });

  it.each([undefined, '', 'nonsense'])(
    'without a proxy, no address (%j) is an error of the program',
    (ip) => {
      hearWarnings();
      expect(() => byIp()(request(ip))).toThrow('byIp: expected an address, got');
    },
  );
});

describe('byUser', () => {
  it('warns once if none of the first 1,000 requests has a user', () => {
    const codes = hearWarnings();
    const key = byUser(() => undefined, 'shared');
    for (let n = 0; n < 999; n++) key(request('192.0.2.1'));
    expect(codes()).toEqual([]);
    for (let n = 0; n < 2000; n++) key(request('192.0.2.1'));
    expect(codes()).toEqual(['STATUSKIT_NO_USER']);
  });

  it('does not warn if there is a user among them', () => {
    const codes = hearWarnings();
    const key = byUser(({ user }: { user?: string }) => user, byIp());
    for (let n = 0; n < 3000; n++) key(request('192.0.2.1', n === 500 ? { user: 'ann' } : {}));
    expect(codes()).toEqual([]);
  });
});
