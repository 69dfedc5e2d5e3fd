import { show } from '../arguments.ts';
import { isFieldValue } from '../fields/field-value.ts';
import { requireToken } from '../fields/token.ts';
import { MemoryIdempotencyStore } from './memory-store.ts';
import type { IdempotencyStore } from './store.ts';

/** What became of a request with a key. */
export interface IdempotencyEvent {
  /**
   * `started`: the handler runs. `completed`: its response is kept. `released`: it failed in a way that may pass, and the
   * key may be used again. `replayed`: the kept response was sent again. `running`, `reused`, `too-large`: refused, since the
   * first request still runs, was another one, or had a response too large to be kept. `overtaken`: the handler took longer
   * than the lease, and another request has run it too. `store-failed`: the store did not answer.
   */
  readonly kind:
    | 'started'
    | 'completed'
    | 'released'
    | 'replayed'
    | 'running'
    | 'reused'
    | 'too-large'
    | 'overtaken'
    | 'store-failed';
  /** The name under which the store keeps the key: a hash that says neither the key nor the caller. */
  readonly name: string;
  /** The status that was answered, where one was. */
  readonly status?: number | undefined;
  /** What the store failed with. */
  readonly error?: unknown;
}

/** How requests with a key are told apart and kept. */
export interface IdempotencyOptions<Source = unknown> {
  /**
   * Who calls: a user, an account, an API key. Keys of two callers never meet. `'shared'` says that all callers share
   * their keys, which is safe only where no response is meant for one of them alone. Compulsory.
   */
  readonly scope: 'shared' | ((source: Source) => string | number);
  /** Where keys are kept. Default: a `MemoryIdempotencyStore`, which one process alone knows. */
  readonly store?: IdempotencyStore | undefined;
  /** The name of the field. Default: `Idempotency-Key`. */
  readonly field?: string | undefined;
  /** Whether a request without a key is refused with 400; else it runs unprotected. Default: true. */
  readonly required?: boolean | undefined;
  /** The methods that are concerned; others pass. Default: POST and PATCH. */
  readonly methods?: readonly string[] | undefined;
  /**
   * What of the content tells two requests apart: text, bytes or plain data. Default: the content as a parser left it.
   * Method and target always count.
   */
  readonly fingerprint?: ((source: Source) => unknown) | undefined;
  /** The longest key, in characters. Default: 255. */
  readonly maxKeyLength?: number | undefined;
  /**
   * How long a request may run before its key is free again, in seconds: what a process that has died leaves behind. Longer
   * than the slowest handler. Default: 60.
   */
  readonly leaseSeconds?: number | undefined;
  /** How long a response is kept, in seconds. Default: 86,400, a day. */
  readonly ttlSeconds?: number | undefined;
  /** The largest body that is kept, in bytes. Default: 1,048,576 (1 MiB). */
  readonly maxBodyBytes?: number | undefined;
  /**
   * Whether a response with this status ends its key and is sent again; else the key is free at once. Default: each below
   * 400, and a 4xx that no repetition will change; no 5xx.
   */
  readonly keep?: ((status: number) => boolean) | undefined;
  /** More response fields that are not kept. Default: none. */
  readonly omit?: readonly string[] | undefined;
  /** URL of the page about keys for developers; Link with `rel="describedby"` on the refusals (draft §2.7). Default: none. */
  readonly documentation?: string | undefined;
  /** Whether a request is refused with 503 or runs unprotected where the store does not answer. Default: `'refuse'`. */
  readonly onStoreError?: 'refuse' | 'run' | undefined;
  /** Hears what became of each request with a key. Default: none; a store that fails and a lease too short warn once. */
  readonly onEvent?: ((event: IdempotencyEvent) => void) | undefined;
}

/** The options, checked and complete. */
export interface IdempotencySettings<Source> {
  readonly scope: (source: Source) => string | null;
  readonly store: IdempotencyStore;
  /** As it is written, and as it is looked up. */
  readonly field: string;
  readonly lookup: string;
  readonly required: boolean;
  readonly methods: ReadonlySet<string>;
  readonly fingerprint: ((source: Source) => unknown) | undefined;
  readonly maxKeyLength: number;
  readonly leaseMs: number;
  readonly ttlMs: number;
  readonly maxBodyBytes: number;
  readonly keep: ((status: number) => boolean) | undefined;
  readonly omit: ReadonlySet<string>;
  readonly documentation: string | undefined;
  readonly refuseOnStoreError: boolean;
  readonly onEvent: ((event: IdempotencyEvent) => void) | undefined;
}

function requirePositive(value: number, what: string): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw new RangeError(`${what}: expected a number above 0, got ${show(value)}`);
}

function scopeOf<Source>(scope: IdempotencyOptions<Source>['scope']): IdempotencySettings<Source>['scope'] {
  if (scope === 'shared') return () => null;
  if (typeof scope !== 'function') {
    throw new TypeError(`scope: expected a function that names the caller, or 'shared', got ${show(scope)}`);
  }
  return (source) => {
    const caller: unknown = scope(source);
    if ((typeof caller === 'string' && caller !== '') || Number.isFinite(caller)) return String(caller);
    throw new TypeError(
      `scope: expected the caller as a non-empty string or a number, got ${show(caller)}; authenticate first, or name those without an account too`,
    );
  };
}

/** Throws a TypeError or a RangeError for options of the wrong form. */
export function settingsOf<Source>(options: IdempotencyOptions<Source>): IdempotencySettings<Source> {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`options: expected an object with scope, got ${show(options)}`);
  }
  for (const name of ['fingerprint', 'keep', 'onEvent'] as const) {
    if (options[name] !== undefined && typeof options[name] !== 'function') {
      throw new TypeError(`${name}: expected a function, got ${show(options[name])}`);
    }
  }
  const { store = new MemoryIdempotencyStore(), onStoreError = 'refuse', documentation } = options;
  for (const name of ['begin', 'complete', 'release'] as const) {
    if (typeof store[name] !== 'function')
      throw new TypeError(`store: expected ${name}(), got ${show(store)}`);
  }
  if (onStoreError !== 'refuse' && onStoreError !== 'run') {
    throw new TypeError(`onStoreError: expected 'refuse' or 'run', got ${show(onStoreError)}`);
  }
  if (documentation !== undefined && !(isFieldValue(documentation) && URL.canParse(documentation))) {
    throw new TypeError(`documentation: expected a URL, got ${show(documentation)}`);
  }
  const field = requireToken(options.field ?? 'Idempotency-Key', 'field');
  return {
    scope: scopeOf(options.scope),
    store,
    field,
    lookup: field.toLowerCase(),
    required: options.required ?? true,
    methods: new Set((options.methods ?? ['POST', 'PATCH']).map((method) => requireToken(method, 'methods'))),
    fingerprint: options.fingerprint,
    maxKeyLength: requirePositive(options.maxKeyLength ?? 255, 'maxKeyLength'),
    leaseMs: 1000 * requirePositive(options.leaseSeconds ?? 60, 'leaseSeconds'),
    ttlMs: 1000 * requirePositive(options.ttlSeconds ?? 86_400, 'ttlSeconds'),
    maxBodyBytes: requirePositive(options.maxBodyBytes ?? 1_048_576, 'maxBodyBytes'),
    keep: options.keep,
    omit: new Set((options.omit ?? []).map((name) => requireToken(name, 'omit').toLowerCase())),
    documentation,
    refuseOnStoreError: onStoreError === 'refuse',
    onEvent: options.onEvent,
  };
}
