import { expected, show } from '../arguments.ts';
import { formatAccept } from '../fields/accept.ts';
import { formatAcceptEncoding } from '../fields/accept-encoding.ts';
import { formatAcceptPatch } from '../fields/accept-patch.ts';
import { formatAcceptPost } from '../fields/accept-post.ts';
import { formatAcceptQuery } from '../fields/accept-query.ts';
import { formatAllow } from '../fields/allow.ts';
import { formatUpgrade } from '../fields/upgrade.ts';
import { HttpError } from './http-error.ts';
import { type HttpErrorInit, refuseMore } from './init.ts';
import { copyJson, type Json } from './json.ts';
import { type NonEmpty, requireList } from './lists.ts';
import type { ProblemDocument } from './problem-document.ts';

/**
 * 405: the target resource does not support the method. RFC 9110 §15.5.6 requires an Allow field with the methods that
 * it does support. The list may be empty.
 *
 * @throws {TypeError} If `allowed` is not a list or an element is not a valid method, `init` has another form, or a third
 *   argument is passed.
 *
 * @example
 * ```ts
 * throw new MethodNotAllowed(['GET', 'HEAD']);
 * ```
 */
export class MethodNotAllowed extends HttpError<405> {
  static override readonly tag: string = 'MethodNotAllowed';

  constructor(allowed: readonly string[], init?: string | HttpErrorInit) {
    super(405, init);
    refuseMore(this, 2, arguments.length);
    this.headers['allow'] = formatAllow(requireList(allowed, 'allowed', true) as readonly string[]);
  }
}

/** A representation that is available. */
export type Available =
  | string
  | { readonly type: string; readonly language?: string | undefined; readonly href?: string | undefined };

function isAvailable(one: unknown): one is Available {
  if (typeof one === 'string') return true;
  if (typeof one !== 'object' || one === null) return false;
  const { type, language = '', href = '' } = one as Readonly<Record<string, unknown>>;
  return [type, language, href].every((text) => typeof text === 'string');
}

/**
 * 406: no representation matches what the client accepts. RFC 9110 §15.5.7 asks for a list of the available ones: it is
 * the member `available` of the problem document.
 *
 * @throws {TypeError} If `available` is empty, or an element is neither a string nor `{ type, language?, href? }`; if
 *   `init` has another form, or a third argument is passed.
 *
 * @example
 * ```ts
 * throw new NotAcceptable(['application/json', { type: 'text/csv', href: '/airports.csv' }]);
 * ```
 */
export class NotAcceptable extends HttpError<406> {
  static override readonly tag: string = 'NotAcceptable';
  /** The available representations. */
  declare readonly available: readonly Available[];

  constructor(available: NonEmpty<Available>, init?: string | HttpErrorInit) {
    super(406, init);
    refuseMore(this, 2, arguments.length);
    for (const one of requireList(available, 'available') as readonly Available[]) {
      if (!isAvailable(one)) {
        throw new TypeError(expected('available', 'strings or { type, language?, href? }', one));
      }
    }
    this.available = copyJson(available, 'available') as unknown as readonly Available[]; // later changes must not show
  }

  override toJSON(): ProblemDocument {
    return { ...super.toJSON(), available: this.available as unknown as Json };
  }
}

type Only<K extends keyof AllSupported> = { readonly [P in K]: NonEmpty<string> } & {
  readonly [P in Exclude<keyof AllSupported, K>]?: never;
};

interface AllSupported {
  /** Media ranges for Accept, RFC 9110 §12.5.1. */
  accept: unknown;
  /** Media ranges for Accept-Post, W3C LDP. */
  acceptPost: unknown;
  /** Media types of patch documents for Accept-Patch, RFC 5789 §3.1. */
  acceptPatch: unknown;
  /** Media types of queries for Accept-Query, RFC 10008. */
  acceptQuery: unknown;
  /** Content codings for Accept-Encoding, RFC 9110 §12.5.3, if the coding was the fault. */
  coding: unknown;
}

/** What the target supports: exactly one of the lists. */
export type Supported =
  | Only<'accept'>
  | Only<'acceptPost'>
  | Only<'acceptPatch'>
  | Only<'acceptQuery'>
  | Only<'coding'>;

const SUPPORTED = {
  accept: ['accept', formatAccept],
  acceptPost: ['accept-post', formatAcceptPost],
  acceptPatch: ['accept-patch', formatAcceptPatch],
  acceptQuery: ['accept-query', formatAcceptQuery],
  coding: ['accept-encoding', formatAcceptEncoding],
} as const;

/**
 * 415: the content has a format, or a coding, that the target does not support. What it does support is compulsory:
 * Accept, Accept-Post, Accept-Patch or Accept-Query for a format, Accept-Encoding for a coding and never otherwise
 * (RFC 9110 §15.5.16, §12.5.3).
 *
 * @throws {TypeError} If `supported` is not exactly one non-empty list, a value is outside the grammar of its field,
 *   `init` has another form, or a third argument is passed.
 *
 * @example
 * ```ts
 * throw new UnsupportedMediaType({ accept: ['application/json'] });
 * ```
 */
export class UnsupportedMediaType extends HttpError<415> {
  static override readonly tag: string = 'UnsupportedMediaType';

  constructor(supported: Supported, init?: string | HttpErrorInit) {
    super(415, init);
    refuseMore(this, 2, arguments.length);
    const given = Object.entries(SUPPORTED).filter(([name]) => Object(supported)[name] !== undefined);
    const [only] = given;
    if (only === undefined || given.length > 1) {
      throw new TypeError(
        `supported: expected exactly one of ${Object.keys(SUPPORTED).join(', ')}, got ${given.map(([name]) => name).join(' and ') || show(supported)}`,
      );
    }
    const [name, [field, format]] = only;
    const list = requireList(supported[name as keyof Supported], `supported.${name}`);
    this.headers[field] = format(list as readonly string[]);
  }
}

/**
 * 426: the server requires another protocol. RFC 9110 §15.5.22 requires an Upgrade field, and §7.8 `Connection: upgrade`
 * beside it. HTTP/2 has neither (RFC 9113 §8.2.2), so both are left out there.
 *
 * @throws {TypeError} If `protocols` is empty or an element is not a valid protocol name, `init` has another form, or a
 *   third argument is passed.
 *
 * @example
 * ```ts
 * throw new UpgradeRequired(['HTTP/3.0']);
 * ```
 */
export class UpgradeRequired extends HttpError<426> {
  static override readonly tag: string = 'UpgradeRequired';

  constructor(protocols: NonEmpty<string>, init?: string | HttpErrorInit) {
    super(426, init);
    refuseMore(this, 2, arguments.length);
    this.headers['upgrade'] = formatUpgrade(requireList(protocols, 'protocols') as readonly string[]);
    this.headers['connection'] = 'upgrade';
  }
}
