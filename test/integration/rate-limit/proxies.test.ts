// Whose address it is, behind proxies.
import { describe, expect, it, vi } from 'vitest';
import { FRAMEWORKS, type ServerOptions } from '../../setup/frameworks.ts';
import { request } from '../../setup/raw.ts';
import { hearWarnings } from '../../setup/warnings.ts';
import { OK, serveLimited, testClock } from './limited.ts';

const TWO = [{ name: 'minute', quota: 2, windowSeconds: 60 }];

const forwarded = (address: string): Record<string, string> => ({ 'x-forwarded-for': address });

/** One proxy, whose word is believed. */
const ONE_PROXY: ServerOptions = {
  express: (app) => void app.set('trust proxy', 1),
  koa: (app) => {
    app.proxy = true;
    (app as { maxIpsCount?: number }).maxIpsCount = 1;
  },
};

describe.each(FRAMEWORKS)('%s behind a proxy', (framework) => {
  it('the address that the proxy has added is the key, whatever the client has sent', async () => {
    const { port } = await serveLimited(framework, { policies: TWO, now: testClock().now }, OK, ONE_PROXY);
    const seen: number[] = [];
    for (const claimed of ['203.0.113.1', '203.0.113.2', '203.0.113.3']) {
      seen.push((await request(port, 'GET', '/', forwarded(`${claimed}, 192.0.2.1`))).status);
    }
    seen.push((await request(port, 'GET', '/', forwarded('192.0.2.2'))).status);
    expect(seen).toEqual([200, 200, 429, 200]);
  });

  it('a field that nobody reads is reported', async () => {
    const codes = hearWarnings();
    const { port } = await serveLimited(framework, { policies: TWO });
    await request(port, 'GET', '/');
    expect(codes()).toEqual([]);
    await request(port, 'GET', '/', forwarded('192.0.2.1'));
    expect(codes()).toEqual(['STATUSKIT_PROXY_IGNORED']);
  });

  // 29: each of these used to be a 500 and a record on the console.
  it('what a proxy could not name counts under one key, which no address has', async () => {
    const report = vi.fn();
    const policies = [{ name: 'minute', quota: 9, windowSeconds: 60 }];
    const { port } = await serveLimited(framework, { policies, now: testClock().now }, OK, {
      ...ONE_PROXY,
      errors: { report },
    });
    const junk = [
      'unknown',
      '_hidden',
      'foo',
      '01.2.3.4',
      '1.2.3.4.5',
      '::1::',
      '[',
      'x'.repeat(4000),
      '"1.2.3.4"',
    ];
    const seen: number[] = [];
    for (const text of [...junk, 'unknown'])
      seen.push((await request(port, 'GET', '/', forwarded(text))).status);
    expect(seen).toEqual([...junk.map(() => 200), 429]);
    await expect(await request(port, 'GET', '/', forwarded('203.0.113.7'))).toHaveStatus(200);
    await expect(await request(port, 'GET', '/', forwarded('ip:unknown'))).toBeRateLimited();
    expect(report).toHaveBeenCalledTimes(2);
  });

  it.each(['', ',', ' , ', ',,,'])('an empty list of addresses (%j) is no 500', async (text) => {
    const { port } = await serveLimited(framework, { policies: TWO, now: testClock().now }, OK, ONE_PROXY);
    const seen: number[] = [];
    for (const _again of [1, 2, 3]) seen.push((await request(port, 'GET', '/', forwarded(text))).status);
    expect(seen).toEqual([200, 200, 429]);
  });
});

// 30: only `true` used to be refused, and each of these does what it does.
const OPEN: Readonly<Record<string, unknown>> = {
  true: true,
  'a function': () => true,
  'a function that returns something true': () => 'yes',
  'a function with an exception': (address: string) => address !== '10.0.0.1',
  'a function of many hops': (_address: string, hop: number) => hop < 50,
  'an async function': async () => false,
  'everything in two halves': ['0.0.0.0/1', '128.0.0.0/1'],
  'one half': '128.0.0.0/1',
  'the lower half': '0.0.0.0/1',
  'all of IPv4 as IPv6': '::ffff:0:0/96',
  'half of IPv6': '::/1',
  'all of IPv6 that is public': '2000::/3',
  'a hundred hops': 100,
  'eleven hops': 11,
};
const BOUNDED: Readonly<Record<string, unknown>> = {
  'no proxy': false,
  'one hop': 1,
  'ten hops': 10,
  loopback: 'loopback',
  'private networks': ['loopback', 'linklocal', 'uniquelocal'],
  'a network of a CDN': [
    '103.21.244.0/22',
    '104.16.0.0/13',
    '172.64.0.0/13',
    '2400:cb00::/32',
    '2606:4700::/32',
  ],
  'a function of one hop': (_address: string, hop: number) => hop === 0,
  'a function of addresses': (address: string) => address.startsWith('10.'),
};
const OPEN_KOA: Readonly<Record<string, unknown>> = {
  none: undefined,
  zero: 0,
  'less than one, which Koa takes for all': 0.5,
  'less than none': -1,
  eleven: 11,
  'a hundred': 100,
  'no bound at all': Number.POSITIVE_INFINITY,
  'no number': 'many',
};
const BOUNDED_KOA: Readonly<Record<string, unknown>> = { one: 1, ten: 10, 'a number as text': '2' };

const onExpress = (trust: unknown): ServerOptions => ({
  express: (app) => void app.set('trust proxy', trust),
});
const onKoa = (maxIpsCount: unknown): ServerOptions => ({
  koa: (app) => void Object.assign(app, { proxy: true, maxIpsCount }),
});
const rows = (
  frameworks: readonly string[],
  settings: Readonly<Record<string, unknown>>,
  options: (setting: unknown) => ServerOptions,
): [string, string, ServerOptions][] =>
  frameworks.flatMap((framework) =>
    Object.entries(settings).map(([name, setting]): [string, string, ServerOptions] => [
      framework,
      name,
      options(setting),
    ]),
  );

describe('a setting by which a client chooses its own address', () => {
  it.each([...rows(['express4', 'express5'], OPEN, onExpress), ...rows(['koa2', 'koa3'], OPEN_KOA, onKoa)])(
    '%s, %s: is refused, with what to write instead',
    async (framework, _name, options) => {
      const codes = hearWarnings();
      const report = vi.fn<(report: { thrown: unknown }) => void>();
      const { port } = await serveLimited(framework as 'koa3', { policies: TWO }, OK, {
        ...options,
        errors: { report },
      });
      await expect(await request(port, 'GET', '/', forwarded('192.0.2.1'))).toHaveStatus(500);
      expect(report.mock.calls[0]?.[0].thrown).toMatchObject({
        code: 'STATUSKIT_TRUST_PROXY',
        message: expect.stringContaining(
          framework.startsWith('express') ? "app.set('trust proxy', 1)" : 'maxIpsCount: 1',
        ),
      });
      // On the console too, whatever `report` does.
      expect(codes()).toContain('STATUSKIT_TRUST_PROXY');
    },
  );

  it.each([
    ...rows(['express4', 'express5'], BOUNDED, onExpress),
    ...rows(['koa2', 'koa3'], BOUNDED_KOA, onKoa),
  ])('%s, %s: is used', async (framework, _name, options) => {
    hearWarnings();
    const { port } = await serveLimited(framework as 'koa3', { policies: TWO }, OK, options);
    await expect(await request(port, 'GET', '/', forwarded('192.0.2.1'))).toHaveStatus(200);
  });
});
