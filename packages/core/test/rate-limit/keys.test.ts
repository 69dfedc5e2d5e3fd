import { byHeaderHash, byIp, byUser, type WithoutKey } from '@statuskit/core/rate-limit';
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
    const warnings = hearWarnings();
    const key = byUser(() => undefined, 'shared');
    for (let n = 0; n < 999; n++) key(request('192.0.2.1'));
    expect(warnings()).toEqual([]);
    for (let n = 0; n < 2000; n++) key(request('192.0.2.1'));
    expect(warnings()).toEqual(['STATUSKIT_NO_USER']);
    expect(warnings.texts).toEqual([expect.stringContaining('has found no user in 1000 requests')]);
  });

  it('does not warn if there is a user among them', () => {
    const codes = hearWarnings();
    const key = byUser(({ user }: { user?: string }) => user, byIp());
    for (let n = 0; n < 3000; n++) key(request('192.0.2.1', n === 500 ? { user: 'ann' } : {}));
    expect(codes()).toEqual([]);
  });
});

const noKey = (message: string) =>
  expect.objectContaining({ code: 'STATUSKIT_NO_KEY', message: expect.stringContaining(message) });

describe('a user', () => {
  it.each<[unknown, string]>([
    ['ann', 'u:ann'],
    [7, 'u:7'],
    [7n, 'u:7'],
    [0, 'u:0'],
  ])('%s is the key %s', (id, key) => {
    expect(byUser(() => id as string)(request('192.0.2.1'))).toBe(key);
  });

  it.each([[true], [{}], [Symbol('x')]])('%s is a TypeError', (id) => {
    hearWarnings();
    const key = byUser(() => id as never, 'skip');
    expect(() => key(request('192.0.2.1'))).toThrow(noKey('byUser: expected a string or a number, got'));
  });

  it.each([[undefined], [null], ['']])('%j is skipped', (id) => {
    expect(byUser(() => id, 'skip')(request('192.0.2.1'))).toBeNull();
  });

  it('is read from a function', () => {
    expect(() => byUser('id' as never)).toThrow('byUser: expected a function, got "id"');
  });
});

describe.each<[string, (otherwise?: WithoutKey) => ReturnType<typeof byUser>]>([
  ['byUser', (otherwise) => byUser(() => undefined as string | undefined, otherwise as WithoutKey)],
  ['byHeaderHash', (otherwise) => byHeaderHash('X-API-Key', otherwise)],
])('%s: a request without a key', (name, make) => {
  it('is not limited, shares a limit, or has another key', () => {
    expect(make('skip')(request('192.0.2.1'))).toBeNull();
    expect(make('shared')(request('192.0.2.1'))).toBe(`${name} none`);
    expect(make(byIp())(request('192.0.2.1'))).toBe('192.0.2.1');
  });

  it('is an error of the program unless it is said what to do', () => {
    hearWarnings();
    const message = `${name}: a request had no key; say what to do then: ${name}(…, 'skip')`;
    expect(() => make()(request('192.0.2.1'))).toThrow(noKey(message));
    expect(() => make('ignore' as never)).toThrow(
      new TypeError(`${name}: expected 'skip', 'shared' or another key, got "ignore"`),
    );
  });
});

describe('byHeaderHash', () => {
  const key = (headers: object, otherwise?: WithoutKey) =>
    byHeaderHash('X-API-Key', otherwise)(request('192.0.2.1', { headers }));

  it('is the SHA-256 hash of the field', () => {
    // printf secret | openssl dgst -sha256 -binary | basenc --base64url
    const hash = 'h:K7gNU3sdo-OL0wNhqoVWhr3g6s1xYv72ol_pe_Unols';
    expect(key({ 'x-api-key': 'secret' })).toBe(hash);
    expect(key({ 'x-api-key': ['secret'] })).toBe(hash);
    expect(key({ 'x-api-key': 'other' })).not.toBe(hash);
  });

  it.each([[undefined], [''], [[]]])('%j is no field', (value) => {
    expect(key({ 'x-api-key': value }, 'skip')).toBeNull();
  });

  it('is of a name that a field can have', () => {
    expect(() => byHeaderHash('x api')).toThrow('field name: expected');
  });
});

describe('the trust in proxies', () => {
  const open = { proxy: true };
  const one = { proxy: true, maxIpsCount: 1 };

  it('is checked for each application, and not again', () => {
    hearWarnings();
    const key = byIp();
    let asked = 0;
    const app = {
      get() {
        asked++;
        return undefined;
      },
    };
    key(request('192.0.2.1', { app }));
    const before = asked;
    key(request('192.0.2.1', { app }));
    expect([before > 0, asked]).toEqual([true, before]);
    expect(() => key(request('192.0.2.1', { app: open }))).toThrow(
      expect.objectContaining({ code: 'STATUSKIT_TRUST_PROXY' }),
    );
    expect(key(request('192.0.2.1', { app: one }))).toBe('192.0.2.1');
  });

  it('X-Forwarded-For that nothing reads is warned of once', () => {
    const codes = hearWarnings();
    const key = byIp();
    key(request('192.0.2.1'));
    expect(codes()).toEqual([]);
    key(request('192.0.2.1', { headers: { 'x-forwarded-for': '192.0.2.9' } }));
    expect(codes()).toEqual(['STATUSKIT_PROXY_IGNORED']);
  });

  it('an address that is not text is an error of the program, and names what came', () => {
    hearWarnings();
    const key = byIp();
    expect(() => key(request(5 as never))).toThrow(
      noKey('byIp: expected an address, got 5; use a key of your own'),
    );
    expect(() => key(request(undefined, { socket: null }))).toThrow(noKey('got undefined'));
    expect(() => key(request(undefined, { socket: { destroyed: false } }))).toThrow(noKey('got undefined'));
  });

  it('a client without an address shares a key that no address is', () => {
    expect(byIp()(request('unknown', { app: one }))).toBe('ip:unknown');
  });
});
