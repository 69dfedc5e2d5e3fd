import { isIPv4 } from 'node:net';
import { describe, expect, it } from 'vitest';
import { hearWarnings } from '../../../../test/setup/warnings.ts';
import { asksProxies, checkForwarded, checkTrust } from '../../src/rate-limit/trust.ts';
import { DOCS } from '../../src/warn.ts';

type Trusts = (address: string, hop: number) => unknown;

// As Express: `trust proxy` and what it is compiled to.
const express = (setting: unknown, trusts?: unknown): object => ({
  app: { get: (name: string) => ({ 'trust proxy': setting, 'trust proxy fn': trusts })[name] },
});
const koa = (proxy: unknown, maxIpsCount?: unknown): object => ({ app: { proxy, maxIpsCount } });

const EXPRESS =
  "This `trust proxy` lets a client choose its own address, by X-Forwarded-For. Write how many proxies there are, app.set('trust proxy', 1), or which, app.set('trust proxy', 'loopback')";
const KOA =
  '`proxy` without a `maxIpsCount` of 1 to 10 lets a client choose its own address, by X-Forwarded-For. Write how many proxies there are: new Koa({ proxy: true, maxIpsCount: 1 })';

const firstOf = (address: string): number => Number(/^(\d+)\./.exec(address)?.[1]);
const PRIVATE = [10, 100, 127, 169, 172, 192];
const isIn =
  (prefix: string): Trusts =>
  (address) =>
    address.startsWith(prefix);

describe('a setting that believes any client', () => {
  it.each<[string, Trusts, boolean]>([
    ['all', () => true, true],
    ['none', () => false, false],
    ['truthy values', () => 'yes', true],
    ['one hop', (_address, hop) => hop < 1, false],
    ['ten hops', (_address, hop) => hop < 10, false],
    ['eleven hops', (_address, hop) => hop < 11, true],
    ['all but the first hops', (_address, hop) => hop >= 50, true],
    [
      'private networks',
      (address) => /^(?:10|127|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./.test(address),
      false,
    ],
    ['the network of one provider', isIn('8.'), false],
    [
      'some IPv4 networks, as of a content delivery network',
      (address) => /^1[0-2]\d\./.test(address) && Number(address.split('.')[0]) < 113,
      false,
    ],
    [
      'networks that have private ones in them, and nine others',
      (address) => [...PRIVATE, 1, 2, 3, 4, 5, 6, 7, 8, 9].includes(firstOf(address)),
      false,
    ],
    ['a sixteenth of IPv4, at its end', (address) => firstOf(address) >= 210, true],
    ['all that node:net takes for IPv4', (address) => isIPv4(address), true],
    ['a large part of IPv4', (address) => /^(?:1|2)\d?\d?\./.test(address), true],
    ['one network of IPv6', isIn('2600:'), false],
    ['two of IPv6', (address) => /^2(?:600|a00):/.test(address), true],
    ['all of IPv6', (address) => address.includes(':'), true],
    [
      'one that throws',
      () => {
        throw new Error('trap');
      },
      false,
    ],
  ])('of Express: %s', (_what, trusts, isOpen) => {
    hearWarnings();
    // A function of its own, which no other run has judged. The second time it is known.
    const source = express('x', (address: string, hop: number) => trusts(address, hop));
    for (let times = 0; times < 2; times++) {
      if (!isOpen) expect(() => checkTrust(source)).not.toThrow();
      else {
        expect(() => checkTrust(source)).toThrow(EXPRESS);
        expect(() => checkTrust(source)).toThrow(expect.objectContaining({ code: 'STATUSKIT_TRUST_PROXY' }));
      }
    }
  });

  // Of 2000::/3, as the registries have assigned it.
  it.each(['2001:200', '2400', '2404:8', '2607:f', '2610', '2800', '2a00', '2a0e:b', '2c00'])(
    'of Express: two networks of IPv6, one of which is %s',
    (start) => {
      hearWarnings();
      const trusts: Trusts = (address) => [`${start}:`, '2600:'].some((one) => address.startsWith(one));
      expect(() => checkTrust(express('x', trusts))).toThrow(EXPRESS);
    },
  );

  it('of Express is judged once', () => {
    let asked = 0;
    const source = express('x', () => {
      asked++;
      return false;
    });
    checkTrust(source);
    const before = asked;
    checkTrust(source);
    expect([asked, before > 0]).toEqual([before, true]);
  });

  it.each<[string, unknown, unknown, boolean]>([
    ['no proxy', false, undefined, false],
    ['a proxy that is not true', 1, undefined, false],
    ['a proxy without a count', true, undefined, true],
    ['none', true, 0, true],
    ['less than one', true, 0.9, true],
    ['one', true, 1, false],
    ['one and a half', true, 1.5, false],
    ['ten', true, 10, false],
    ['ten and a half', true, 10.5, false],
    ['eleven', true, 11, true],
    ['text', true, '2', false],
    ['no number', true, 'x', true],
  ])('of Koa: %s', (_what, proxy, count, isOpen) => {
    hearWarnings();
    const check = (): void => checkTrust(koa(proxy, count));
    if (isOpen) {
      expect(check).toThrow(KOA);
      expect(check).toThrow(expect.objectContaining({ code: 'STATUSKIT_TRUST_PROXY' }));
    } else expect(check).not.toThrow();
  });

  it('is an error and, once, a warning; the error names the page that explains it', () => {
    const warnings = hearWarnings();
    const error = { code: 'STATUSKIT_TRUST_PROXY', message: `${KOA} (${DOCS}#statuskit_trust_proxy)` };
    for (let times = 0; times < 2; times++)
      expect(() => checkTrust(koa(true))).toThrow(expect.objectContaining(error));
    expect([warnings(), warnings.texts]).toEqual([['STATUSKIT_TRUST_PROXY'], [KOA]]);
  });

  it.each<[string, object]>([
    ['no application', {}],
    ['an application without settings', { app: {} }],
    ['a setting that is not compiled', express(true)],
    ['a setting that is not a function', express(true, 5)],
    ['a `get` that is not a function', { app: { get: 5 } }],
  ])('is not found without a framework: %s', (_what, source) => {
    expect(() => checkTrust(source)).not.toThrow();
  });
});

it.each<[string, object, boolean]>([
  ['Koa with a proxy', koa(true), true],
  ['Koa without', koa(false), false],
  ['Express with a proxy', express(1), true],
  ['Express with a list', express('loopback'), true],
  ['Express with 0', express(0), true],
  ['Express without', express(false), false],
  ['Express without a setting', express(undefined), false],
  ['a `get` that is not a function', { app: { get: 5 } }, false],
  ['no application', {}, false],
])('asks proxies: %s', (_what, source, asks) => {
  expect(asksProxies(source)).toBe(asks);
});

describe('X-Forwarded-For', () => {
  const headers = { 'x-forwarded-for': '192.0.2.1' };
  it.each<[string, object, boolean, number]>([
    ['without a proxy in the settings, warns', { headers }, true, 1],
    ['with a proxy', { headers, ...koa(true, 1) }, true, 0],
    ['that nobody has sent', { headers: {} }, false, 0],
    ['of a request without fields', {}, false, 0],
  ])('%s', (_what, source, wasProxy, warnings) => {
    const heard = hearWarnings();
    expect(checkForwarded(source)).toBe(wasProxy);
    expect(heard()).toEqual(Array(warnings).fill('STATUSKIT_PROXY_IGNORED'));
    expect(heard.texts).toEqual(
      Array(warnings).fill(expect.stringContaining('all clients share one limit.')),
    );
  });
});
