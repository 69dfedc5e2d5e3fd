import {
  allowBoolean,
  allowFunction,
  allowOneOf,
  expected,
  requireInteger,
  requireObject,
} from '../arguments.ts';
import type { HttpError } from '../errors/http-error.ts';
import { isFieldValue } from '../fields/field-value.ts';
import { requireMethods } from '../fields/methods.ts';
import { requireToken } from '../fields/token.ts';
import { type OptionNames, warnOfUnknown } from '../option-names.ts';
import type { IdempotencyEvent } from './events.ts';
import type { Scope } from './fingerprint.ts';
import { MemoryIdempotencyStore } from './memory-store.ts';
import type { IdempotencyStore } from './store.ts';

/** How requests with a key are distinguished and stored. */
export interface IdempotencyOptions<Source = unknown> {
  /**
   * Returns the caller: a user, an account, an API key. Keys of two callers never meet, and neither do the keys of one
   * caller on two hosts. `'shared'` means that all callers share their keys, which is safe only if no response is meant for
   * one caller alone. Required.
   */
  readonly scope: 'shared' | ((source: Source) => string | number);
  /** Where keys and responses are stored. Default: a new `MemoryIdempotencyStore`, which one process alone knows. */
  readonly store?: IdempotencyStore | undefined;
  /** Request header field that carries the key. Default: `Idempotency-Key`. */
  readonly field?: string | undefined;
  /** Whether a request without a key is refused with 400; otherwise it runs unprotected. Default: true. */
  readonly required?: boolean | undefined;
  /** The methods that are protected, in upper case; others continue. Default: POST and PATCH. */
  readonly methods?: readonly string[] | undefined;
  /**
   * Returns what distinguishes the content of two requests: text, bytes or plain data. Default: the content as a parser
   * left it. Method and target always count.
   */
  readonly fingerprint?: ((source: Source) => unknown) | undefined;
  /** The longest key, in characters. Default: 255. */
  readonly maxKeyLength?: number | undefined;
  /**
   * How long after the last sign of life of its process the key of a request becomes free, in seconds. A process renews the
   * lease while the request runs, so this only concerns processes that have died. Default: 60.
   */
  readonly leaseSeconds?: number | undefined;
  /** How long a response is stored, in seconds. Default: 86,400, which is a day. */
  readonly ttlSeconds?: number | undefined;
  /** The largest body that is stored, in bytes. Default: 1,048,576, which is 1 MiB. */
  readonly maxBodyBytes?: number | undefined;
  /**
   * The most requests of one caller that run at the same time in this process; further ones are refused with 429. Without
   * effect if `scope` is `'shared'`. Default: a tenth of the capacity of the store, at least 1; 1,000 for a store that
   * states no capacity.
   */
  readonly maxPerScope?: number | undefined;
  /**
   * Returns whether a response with this status ends its key and is sent again; otherwise the key is free immediately.
   * Default: every status below 400, and every 4xx that no repetition changes; no 5xx.
   */
  readonly keep?: ((status: number) => boolean) | undefined;
  /** Further response fields that are not stored. Default: none. */
  readonly omit?: readonly string[] | undefined;
  /** URL of your page about keys; sent as Link with `rel="describedby"` with the refusals (draft §2.7). Default: none. */
  readonly documentation?: string | undefined;
  /** Whether a request is refused with 503 or runs unprotected if the store does not answer. Default: `'refuse'`. */
  readonly onStoreError?: 'refuse' | 'run' | undefined;
  /**
   * Called with what happened to each request that carried a key. Default: nothing is called; a store that fails and a
   * lease that was lost cause one warning each.
   */
  readonly onEvent?: ((event: IdempotencyEvent) => void) | undefined;
  /**
   * Returns the error with which a request is refused. It receives the fields of the default refusal: Link if there is
   * `documentation`, and Retry-After if it is a 429 or 503 without a wait, or has the default status. Default: a 400, 409, 415,
   * 422, 429 or 503 that says why.
   */
  readonly refuse?:
    | ((decision: IdempotencyDecision, source: Source) => HttpError<number> | undefined)
    | undefined;
}

/** Why a request with an Idempotency-Key, or without one, is refused. */
export interface IdempotencyDecision {
  /**
   * `missing`: no key, although one is required. `malformed`: no valid key. `running`: the first request with the key still
   * runs. `reused`: the first request was a different one. `too-large`: its response was too large to be stored. `unread`: no
   * parser has read the content. `limited`: the caller already runs `maxPerScope` requests. `store-failed`: the store did not
   * answer.
   */
  readonly kind:
    | 'missing'
    | 'malformed'
    | 'running'
    | 'reused'
    | 'too-large'
    | 'unread'
    | 'limited'
    | 'store-failed';
  /** Status of the default refusal. */
  readonly status: number;
}

/** The options, checked and complete. */
export interface IdempotencySettings<Source> {
  readonly scope: (source: Source) => Scope;
  readonly store: IdempotencyStore;
  /** As it is written in messages. */
  readonly field: string;
  /** As it is looked up. */
  readonly lookup: string;
  readonly required: boolean;
  readonly methods: ReadonlySet<string>;
  readonly fingerprint: ((source: Source) => unknown) | undefined;
  readonly maxKeyLength: number;
  readonly leaseMs: number;
  readonly ttlMs: number;
  readonly maxBodyBytes: number;
  readonly maxPerScope: number;
  readonly keep: ((status: number) => boolean) | undefined;
  readonly omit: ReadonlySet<string>;
  readonly documentation: string | undefined;
  readonly refuseOnStoreError: boolean;
  readonly onEvent: ((event: IdempotencyEvent) => void) | undefined;
}

const PER_SCOPE = 1000;

function requirePositive(name: string, value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
  throw new RangeError(expected(name, 'a number above 0', value));
}

function scopeOf<Source>(scope: IdempotencyOptions<Source>['scope']): IdempotencySettings<Source>['scope'] {
  if (scope === 'shared') return () => null;
  if (typeof scope !== 'function') {
    throw new TypeError(expected('scope', "a function that names the caller, or 'shared'", scope));
  }
  return (source) => {
    const caller: unknown = scope(source);
    if (typeof caller === 'string' && caller !== '') return caller;
    if (typeof caller === 'number' && Number.isFinite(caller)) return caller;
    throw new TypeError(
      `${expected('scope', 'the caller as a non-empty string or a number', caller)}; authenticate first, and name callers without an account too`,
    );
  };
}

function requireStore(store: IdempotencyStore): void {
  requireObject('store', store);
  for (const name of ['begin', 'complete', 'release'] as const) {
    if (typeof store[name] !== 'function') throw new TypeError(expected('store', `${name}()`, store));
  }
  allowFunction('store.renew', store.renew);
}

function perScope({ capacity }: IdempotencyStore): number {
  return capacity === undefined ? PER_SCOPE : Math.max(1, Math.floor(capacity / 10));
}

/**
 * Returns the methods that are protected.
 *
 * @throws {TypeError} If it is not a list of methods in upper case.
 */
export function methodsOf({
  methods = ['POST', 'PATCH'],
}: {
  methods?: readonly string[] | undefined;
}): ReadonlySet<string> {
  return new Set(requireMethods(methods, 'methods'));
}

const NAMES: OptionNames<IdempotencyOptions> = {
  scope: true,
  store: true,
  field: true,
  required: true,
  methods: true,
  fingerprint: true,
  maxKeyLength: true,
  leaseSeconds: true,
  ttlSeconds: true,
  maxBodyBytes: true,
  maxPerScope: true,
  keep: true,
  omit: true,
  documentation: true,
  onStoreError: true,
  onEvent: true,
  refuse: true,
};

/**
 * Returns the options, checked and complete.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If a number is out of range.
 */
export function settingsOf<Source>(options: IdempotencyOptions<Source>): IdempotencySettings<Source> {
  requireObject('options', options, 'an object with scope');
  warnOfUnknown('idempotent', options, NAMES);
  for (const name of ['fingerprint', 'keep', 'onEvent', 'refuse'] as const)
    allowFunction(name, options[name]);
  const { store = new MemoryIdempotencyStore(), onStoreError = 'refuse', documentation } = options;
  requireStore(store);
  allowOneOf('onStoreError', onStoreError, ['refuse', 'run']);
  allowBoolean('required', options.required);
  if (documentation !== undefined && !(isFieldValue(documentation) && URL.canParse(documentation))) {
    throw new TypeError(expected('documentation', 'a URL', documentation));
  }
  const field = requireToken(options.field ?? 'Idempotency-Key', 'field');
  return {
    scope: scopeOf(options.scope),
    store,
    field,
    lookup: field.toLowerCase(),
    required: options.required ?? true,
    methods: methodsOf(options),
    fingerprint: options.fingerprint,
    maxKeyLength: requirePositive('maxKeyLength', options.maxKeyLength ?? 255),
    leaseMs: 1000 * requirePositive('leaseSeconds', options.leaseSeconds ?? 60),
    ttlMs: 1000 * requirePositive('ttlSeconds', options.ttlSeconds ?? 86_400),
    maxBodyBytes: requirePositive('maxBodyBytes', options.maxBodyBytes ?? 1_048_576),
    maxPerScope: requireInteger('maxPerScope', options.maxPerScope ?? perScope(store), { least: 1 }),
    keep: options.keep,
    omit: new Set((options.omit ?? []).map((name) => requireToken(name, 'omit').toLowerCase())),
    documentation,
    refuseOnStoreError: onStoreError === 'refuse',
    onEvent: options.onEvent,
  };
}
