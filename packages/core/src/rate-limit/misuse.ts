import { warnOnce } from '../warn.ts';

/** Codes of what a program has to mend before a limit can work; each has an entry in docs/errors.md. */
export type MisuseCode = 'STATUSKIT_NO_KEY' | 'STATUSKIT_TRUST_PROXY';

/** An error about the program, not about the client: a 500, with a code that docs/errors.md explains. */
export function misuse(code: MisuseCode, message: string): TypeError {
  return Object.assign(new TypeError(`${message} (${code} in statuskit's docs/errors.md)`), { code });
}

interface Proxied {
  readonly app?: unknown;
  readonly headers?: unknown;
}

interface Application {
  readonly get?: unknown;
  readonly proxy?: unknown;
  readonly maxIpsCount?: unknown;
}

const EXPRESS =
  'With `trust proxy` true a client chooses its own address, by X-Forwarded-For. Write how many proxies there are, ' +
  "app.set('trust proxy', 1), or which, app.set('trust proxy', 'loopback')";
const KOA =
  'With `proxy` and no `maxIpsCount` a client chooses its own address, by X-Forwarded-For. Write how many proxies ' +
  'there are: new Koa({ proxy: true, maxIpsCount: 1 })';

/** Express's setting, or undefined where the application is none of Express. */
function trustProxy(app: Application): unknown {
  return typeof app.get === 'function' ? app.get('trust proxy') : undefined;
}

/** Throws where the framework believes any client's word about its address. */
export function checkTrust(source: Proxied): void {
  const app = (source.app ?? {}) as Application;
  if (trustProxy(app) === true) throw misuse('STATUSKIT_TRUST_PROXY', EXPRESS);
  const most = app.maxIpsCount;
  const isBounded = typeof most === 'number' && most > 0;
  if (app.proxy === true && !isBounded) throw misuse('STATUSKIT_TRUST_PROXY', KOA);
}

/** Warns where a proxy has said whom it speaks for and nobody listens: all its clients would share one limit. */
export function checkForwarded(source: Proxied): boolean {
  const headers = (source.headers ?? {}) as Readonly<Record<string, unknown>>;
  if (headers['x-forwarded-for'] === undefined) return false;
  const app = (source.app ?? {}) as Application;
  const setting = trustProxy(app);
  const listens = app.proxy === true || (setting !== undefined && setting !== false);
  if (!listens) {
    warnOnce(
      'STATUSKIT_PROXY_IGNORED',
      'A request came with X-Forwarded-For, which byIp does not read here: behind a proxy all clients share one limit.',
    );
  }
  return true;
}
