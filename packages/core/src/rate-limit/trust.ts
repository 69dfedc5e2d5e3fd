import { warnOnce } from '../warn.ts';
import { misuse } from './misuse.ts';

/*
 * Whether the framework's word about an address can be believed. A setting is judged by what it does, not by how it is
 * spelled: Express compiles every form of `trust proxy` to a function of an address and its distance, and that function is
 * asked about public addresses that are far away. Koa has a number of hops, or none.
 */

/** More proxies than this in a row are a way to write "all of them". */
const MOST_HOPS = 10;

/** Express's compiled setting: reports whether the proxy at this distance may name the next address. */
type Trusts = (address: string, hop: number) => unknown;

interface Application {
  readonly get?: unknown;
  readonly proxy?: unknown;
  readonly maxIpsCount?: unknown;
}

function applicationOf(source: object): Application {
  return ((source as { readonly app?: unknown }).app ?? {}) as Application;
}

function trustsOf(app: Application): Trusts | undefined {
  const trusts: unknown = typeof app.get === 'function' ? app.get('trust proxy fn') : undefined;
  return typeof trusts === 'function' ? (trusts as Trusts) : undefined;
}

// An address in each public /8, and in some of the networks that are given out of 2000::/3. No list of the addresses of a content
// delivery network or a cloud has a sixteenth of the first or two of the second.
const FIRST_BYTES = Array.from({ length: 223 }, (_, at) => at + 1).filter(
  (byte) => ![10, 100, 127, 169, 172, 192].includes(byte), // these have private networks in them
);
const PUBLIC_IPV4 = FIRST_BYTES.map((byte) => `${byte}.${(byte * 37) % 256}.${(byte * 101) % 256}.9`);
const PUBLIC_IPV6 = [
  '2001:200',
  '2400',
  '2404:8',
  '2600',
  '2607:f',
  '2610',
  '2800',
  '2a00',
  '2a0e:b',
  '2c00',
].map((start) => `${start}:1234:5678::9`);

function trustsMany(trusts: Trusts, addresses: readonly string[], hop: number): boolean {
  const trusted = addresses.filter((address) => Boolean(trusts(address, hop)));
  return trusted.length >= Math.max(2, addresses.length / 16);
}

function trustsStrangers(trusts: Trusts): boolean {
  try {
    return [PUBLIC_IPV4, PUBLIC_IPV6].some((addresses) =>
      [MOST_HOPS, MOST_HOPS * MOST_HOPS].some((hop) => trustsMany(trusts, addresses, hop)),
    );
  } catch {
    return false; // it throws for a request as well, and says more there
  }
}

const judged = new WeakMap<Trusts, boolean>();

function isOpen(trusts: Trusts): boolean {
  const before = judged.get(trusts);
  if (before !== undefined) return before;
  const verdict = trustsStrangers(trusts);
  judged.set(trusts, verdict);
  return verdict;
}

const CHOOSES = 'lets a client choose its own address, by X-Forwarded-For. Write';
const EXPRESS =
  `This \`trust proxy\` ${CHOOSES} how many proxies there are, app.set('trust proxy', 1), ` +
  "or which, app.set('trust proxy', 'loopback')";
const KOA =
  `\`proxy\` without a \`maxIpsCount\` of 1 to ${MOST_HOPS} ${CHOOSES} how many proxies there are: ` +
  'new Koa({ proxy: true, maxIpsCount: 1 })';

/** @throws {TypeError} If the framework believes any client about its address; the code is `STATUSKIT_TRUST_PROXY`. */
export function checkTrust(source: object): void {
  const app = applicationOf(source);
  const trusts = trustsOf(app);
  if (trusts !== undefined && isOpen(trusts)) throw misuse('STATUSKIT_TRUST_PROXY', EXPRESS);
  if (app.proxy !== true) return;
  // Koa takes the last `maxIpsCount` addresses with `slice`, which drops the fraction: of less than 1, all.
  const most = Math.trunc(Number(app.maxIpsCount));
  if (!(most >= 1 && most <= MOST_HOPS)) throw misuse('STATUSKIT_TRUST_PROXY', KOA);
}

/** Reports whether the framework asks proxies for the address of a client. */
export function asksProxies(source: object): boolean {
  const app = applicationOf(source);
  if (app.proxy === true) return true;
  const setting: unknown = typeof app.get === 'function' ? app.get('trust proxy') : undefined;
  return setting !== undefined && setting !== false;
}

/**
 * Warns if a proxy has said for whom it speaks and the application does not ask: all its clients would share one limit. Returns
 * true if there was a proxy.
 */
export function checkForwarded(source: object): boolean {
  const { headers } = source as { readonly headers?: Readonly<Record<string, unknown>> };
  if (headers?.['x-forwarded-for'] === undefined) return false;
  if (!asksProxies(source)) {
    warnOnce(
      'STATUSKIT_PROXY_IGNORED',
      'A request came with X-Forwarded-For, which byIp does not read here: behind a proxy all clients share one limit.',
    );
  }
  return true;
}
