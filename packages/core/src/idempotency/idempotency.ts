import { show } from '../arguments.ts';
import type { HttpError } from '../errors/http-error.ts';
import { callHook, isThenable, notify } from '../hook.ts';
import type { Reply } from '../reply.ts';
import { type WarningCode, warnOnce } from '../warn.ts';
import { fingerprintOf, nameOf } from './fingerprint.ts';
import { parseIdempotencyKey } from './key.ts';
import {
  type IdempotencyEvent,
  type IdempotencyOptions,
  type IdempotencySettings,
  settingsOf,
} from './options.ts';
import { type Refusals, refusals } from './refusals.ts';
import type { Awaitable, IdempotencyBegun, StoredResponse } from './store.ts';
import { type AnsweredResponse, endsKey, keptHeaders, replayOf } from './stored-response.ts';

/** What must be known of a request. */
export interface IdempotencyRequest<Source = unknown> {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Whether content came with it, read or not. */
  readonly hasContent: boolean;
  /** Whether somebody has read the content. */
  readonly isRead: boolean;
  /** What a parser has made of the content. */
  readonly content: unknown;
  /** What `scope` and `fingerprint` are given. */
  readonly source: Source;
}

/** A request that runs; it ends by the first of the two. Neither throws or rejects. */
export interface IdempotencyExecution {
  /** The largest body worth handing over, in bytes. */
  readonly maxBodyBytes: number;
  /** Keeps the response, or gives the key back where the response says that the same request may pass later. */
  complete(response: AnsweredResponse): Awaitable<void>;
  /** Gives the key back: nothing was answered. */
  release(): Awaitable<void>;
}

/** What is to be done with a request. */
export type IdempotencyOutcome =
  /** Let it pass: it has no key and needs none, or the store did not answer. */
  | { readonly kind: 'pass' }
  /** Run it, and end the execution. */
  | { readonly kind: 'run'; readonly execution: IdempotencyExecution }
  /** Write what was answered before. */
  | { readonly kind: 'replay'; readonly reply: Reply }
  | { readonly kind: 'refuse'; readonly error: HttpError };

/** Says what is to be done with a request. At once where the store answers at once. */
export type Idempotency<Source = unknown> = (
  request: IdempotencyRequest<Source>,
) => Awaitable<IdempotencyOutcome>;

const PASS: IdempotencyOutcome = { kind: 'pass' };

/**
 * The Idempotency-Key field of draft-ietf-httpapi-idempotency-key-header-07, without a framework: a function that says of
 * each request whether it runs, is answered as before, or is refused (400 without a key, 409 while the first one runs, 422
 * where the first one was another). The draft has expired; its field name is an option.
 *
 * Throws a TypeError or a RangeError for options of the wrong form. The function throws a TypeError where `scope` names no
 * caller, and where the content that came cannot be told apart.
 *
 * @example
 * const begin = idempotency({ scope: (request) => request.userId });
 */
export function idempotency<Source = unknown>(options: IdempotencyOptions<Source>): Idempotency<Source> {
  const settings = settingsOf(options);
  const refuse = refusals(settings.field, settings.documentation);

  return function begin(request): Awaitable<IdempotencyOutcome> {
    if (!settings.methods.has(request.method)) return PASS;
    const reading = parseIdempotencyKey(request.headers[settings.lookup], settings.maxKeyLength);
    if (reading.kind === 'missing') {
      return settings.required ? refused(refuse.malformed('is required')) : PASS;
    }
    if (reading.kind === 'malformed') return refused(refuse.malformed(reading.why));

    const name = nameOf(settings.scope(request.source), reading.key);
    const content = contentOf(request, settings);
    if (content === UNREAD) return refused(refuse.unread());
    const fingerprint = fingerprintOf(request.method, request.target, content);
    const token = globalThis.crypto.randomUUID();
    const tell = teller(settings, name);

    const decide = (begun: IdempotencyBegun): IdempotencyOutcome => {
      if (begun.kind === 'started') {
        tell({ kind: 'started' });
        return { kind: 'run', execution: execution(settings, name, fingerprint, token, tell) };
      }
      return answerAgain(begun, fingerprint, refuse, tell);
    };
    const failed = (error: unknown): IdempotencyOutcome => {
      tell({ kind: 'store-failed', error });
      return settings.refuseOnStoreError ? refused(refuse.unanswered(error)) : PASS;
    };
    let begun: Awaitable<IdempotencyBegun>;
    try {
      begun = settings.store.begin(name, fingerprint, token, settings.leaseMs);
    } catch (error) {
      return failed(error);
    }
    return isThenable(begun) ? Promise.resolve(begun).then(decide, failed) : decide(begun);
  };
}

function refused(error: HttpError): IdempotencyOutcome {
  return { kind: 'refuse', error };
}

function answerAgain(
  begun: Exclude<IdempotencyBegun, { readonly kind: 'started' }>,
  fingerprint: string,
  refuse: Refusals,
  tell: Tell,
): IdempotencyOutcome {
  // Before all else: that the first one still runs helps nobody who asks for another.
  if (begun.fingerprint !== fingerprint) {
    tell({ kind: 'reused', status: 422 });
    return refused(refuse.reused());
  }
  if (begun.kind === 'running') {
    tell({ kind: 'running', status: 409 });
    return refused(refuse.running());
  }
  const { response } = begun;
  const { status, body } = response;
  if (body === undefined) {
    tell({ kind: 'too-large', status: 409 });
    return refused(refuse.tooLarge(response));
  }
  tell({ kind: 'replayed', status });
  return { kind: 'replay', reply: replayOf({ ...response, body }) };
}

const UNREAD: unique symbol = Symbol('unread');

function contentOf<Source>(
  request: IdempotencyRequest<Source>,
  { fingerprint }: IdempotencySettings<Source>,
): unknown {
  if (fingerprint === undefined && request.hasContent && !request.isRead) {
    warnOnce(
      'STATUSKIT_UNREAD_CONTENT',
      'idempotent: content came that no parser had read, and was refused with 415; mount the parser before, or give `fingerprint`',
    );
    return UNREAD;
  }
  const { 'content-type': type } = request.headers;
  if (fingerprint === undefined && typeof type === 'string' && /^multipart\//i.test(type)) {
    throw new TypeError('fingerprint: expected a function for multipart content, whose files are in no body');
  }
  const content = fingerprint === undefined ? request.content : fingerprint(request.source);
  if (isThenable(content) || typeof content === 'function' || (content === undefined && request.hasContent)) {
    throw new TypeError(
      `fingerprint: expected text, bytes or plain data that stand for the content, got ${isThenable(content) ? 'a promise' : show(content)}`,
    );
  }
  return content;
}

type Tell = (event: Omit<IdempotencyEvent, 'name'>) => void;

const WARNINGS: Readonly<Partial<Record<IdempotencyEvent['kind'], readonly [WarningCode, string]>>> = {
  'store-failed': ['STATUSKIT_IDEMPOTENCY_STORE', 'idempotent: the store did not answer'],
  overtaken: [
    'STATUSKIT_LEASE_TOO_SHORT',
    'idempotent: a handler took longer than `leaseSeconds`, and the same request has run again meanwhile',
  ],
};

function teller<Source>({ onEvent }: IdempotencySettings<Source>, name: string): Tell {
  return function tell(event): void {
    if (onEvent !== undefined) {
      notify(
        () => onEvent({ ...event, name }),
        () => {},
      );
      return;
    }
    const warning = WARNINGS[event.kind];
    if (warning === undefined) return;
    const [code, text] = warning;
    warnOnce(code, event.error instanceof Error ? `${text}: ${event.error.message}` : text);
  };
}

function execution<Source>(
  settings: IdempotencySettings<Source>,
  name: string,
  fingerprint: string,
  token: string,
  tell: Tell,
): IdempotencyExecution {
  const { store, maxBodyBytes, ttlMs, omit } = settings;
  let ended = false;

  function attempt<T>(call: () => Awaitable<T>, then: (value: T) => void): Awaitable<void> {
    const failed = (error: unknown): void => tell({ kind: 'store-failed', error });
    try {
      const value = call();
      if (isThenable(value)) return Promise.resolve(value).then(then).then(undefined, failed);
      then(value);
    } catch (error) {
      failed(error);
    }
    return undefined;
  }

  const release = (status?: number): Awaitable<void> =>
    attempt(
      () => store.release(name, token),
      () => tell({ kind: 'released', status }),
    );

  return {
    maxBodyBytes,
    complete(response) {
      if (ended) return undefined;
      ended = true;
      const { status } = response;
      const own = callHook(
        () => settings.keep?.(status),
        (error) => tell({ kind: 'store-failed', error }),
      );
      const keeps = own ?? endsKey(status, response.fields);
      if (!keeps) return release(status);
      const body =
        response.body !== undefined && response.body.byteLength <= maxBodyBytes ? response.body : undefined;
      const stored: StoredResponse = { status, headers: keptHeaders(response, omit), body };
      return attempt(
        () => store.complete(name, fingerprint, token, stored, ttlMs),
        (kept) => tell({ kind: kept ? 'completed' : 'overtaken', status }),
      );
    },
    release() {
      if (ended) return undefined;
      ended = true;
      return release();
    },
  };
}
