import { randomUUID } from 'node:crypto';
import { show } from '../arguments.ts';
import type { HttpError } from '../errors/http-error.ts';
import { wordedRefusal } from '../errors/worded-refusal.ts';
import { isThenable } from '../hook.ts';
import type { Reply } from '../reply.ts';
import { warnOnce } from '../warn.ts';
import type { RequestHeaders } from './content-coding.ts';
import { type Tell, teller } from './events.ts';
import { type IdempotencyExecution, startExecution } from './execution.ts';
import { fingerprintOf, nameOf, shareOf } from './fingerprint.ts';
import { parseIdempotencyKey } from './key.ts';
import { openExecutions } from './open-executions.ts';
import {
  type IdempotencyDecision,
  type IdempotencyOptions,
  type IdempotencySettings,
  settingsOf,
} from './options.ts';
import { type Refusals, refusals } from './refusals.ts';
import type { Awaitable, IdempotencyBegun } from './store.ts';
import { replayOf } from './stored-response.ts';

/*
 * Theory of operation.
 *
 * A key belongs to a caller (`scope`) on a host (`authority`); the three are hashed into a name. Under a name a store holds
 * one of three things: nothing, an owner (a token, a fingerprint, a lease), or a response. A request goes this way:
 *
 *     key? ─► name ─► open in this process? ─► fingerprint ─► store.begin ─► started:   run, and end with complete or release
 *                      │                                                     running:   409, or 422 for another fingerprint
 *                      └─ itself: continue; another: 409 or 422              completed: replay, or 422 for another fingerprint
 *
 * A lease is how a store notices that a process has died. A process needs no clock to know that its request still
 * runs, so open-executions.ts is asked first: within one process a key is never taken from a request that runs, whatever
 * the lease, the clock and the store. For the other processes, lease.ts renews the lease until the request ends.
 *
 * Every request that was started must end, or its key and its place in its scope stay taken. The adapter sees to that: it
 * completes with the response, releases when the response closes without an end, and abandons when the client leaves
 * before anything was answered, which frees the key after one more lease.
 *
 * A response is stored before its end is sent, so that a client that has it can rely on receiving it again. What is stored
 * is what the handler made of the response that it found: the fields that it set and the names of those that it removed,
 * together with the bytes that it wrote, all read before middleware outside changes them. A replay is written at the same
 * place, so that compression, cookies, CORS and rate-limit fields of middleware outside are applied to it as to any other.
 *
 * A scope can exhaust only its share: `maxPerScope` requests that run, and a tenth of a full memory store.
 */

/** What must be known about a request. */
export interface IdempotencyRequest<Source = unknown> {
  readonly method: string;
  /** The host that the request is for, with its port; a key is valid there and nowhere else. Default: none. */
  readonly authority?: string | undefined;
  /** Path and query. */
  readonly target: string;
  readonly headers: RequestHeaders;
  /** Whether the request has content, read or not. */
  readonly hasContent: boolean;
  /** Whether the content has been read. */
  readonly isRead: boolean;
  /** The content as a parser left it. */
  readonly content: unknown;
  /** Passed to `scope` and `fingerprint`. An object also identifies the request, should it come a second time. */
  readonly source: Source;
}

/** What to do with a request. */
export type IdempotencyOutcome =
  /** Continue: the request has no key and needs none, the store did not answer, or the request already runs under its key. */
  | { readonly kind: 'pass' }
  /** Run it, and end the execution. */
  | { readonly kind: 'run'; readonly execution: IdempotencyExecution }
  /** Send what was answered before. */
  | { readonly kind: 'replay'; readonly reply: Reply }
  | { readonly kind: 'refuse'; readonly error: HttpError };

/** Decides what to do with a request. Returns synchronously if the store does. */
export type Idempotency<Source = unknown> = (
  request: IdempotencyRequest<Source>,
) => Awaitable<IdempotencyOutcome>;

const PASS: IdempotencyOutcome = Object.freeze({ kind: 'pass' });

/**
 * Returns a function that decides, for each request with an Idempotency-Key field, whether it runs, receives the response
 * of the first request with its key, or is refused: 400 without a key, 409 while the first request runs, 422 if the first
 * request was a different one (draft-ietf-httpapi-idempotency-key-header-07; the name of the field is an option).
 *
 * The function throws a TypeError if `scope` returns no caller, or if the content of a request cannot be compared.
 *
 * @throws {TypeError} If an option has the wrong type.
 * @throws {RangeError} If a number is out of range.
 *
 * @example
 * ```ts
 * const begin = idempotency<{ userId: string }>({ scope: (request) => request.userId });
 * ```
 */
export function idempotency<Source = unknown>(options: IdempotencyOptions<Source>): Idempotency<Source> {
  const settings = settingsOf(options);
  const { store } = settings;
  const refuse = refusals(settings.field, settings.documentation);
  const open = openExecutions(store);

  function refused(kind: IdempotencyDecision['kind'], error: HttpError, source: Source): IdempotencyOutcome {
    const decision: IdempotencyDecision = { kind, status: error.status };
    return { kind: 'refuse', error: wordedRefusal(options.refuse, decision, source, error) };
  }

  return function begin(request): Awaitable<IdempotencyOutcome> {
    if (!settings.methods.has(request.method)) return PASS;
    const { headers, source } = request;
    const parsed = parseIdempotencyKey(headers[settings.lookup], settings.maxKeyLength);
    if (parsed.kind === 'missing') {
      return settings.required ? refused('missing', refuse.malformed('is required'), source) : PASS;
    }
    if (parsed.kind === 'malformed') return refused('malformed', refuse.malformed(parsed.why), source);

    const scope = settings.scope(source);
    const name = nameOf(scope, request.authority ?? '', parsed.key);
    const isItself = typeof source === 'object' && source !== null && open.find(name)?.source === source;
    if (isItself) return PASS; // mounted twice
    const content = contentOf(request, settings);
    if (content === UNREAD) return refused('unread', refuse.unread(), source);
    const fingerprint = fingerprintOf(request.method, request.target, content);
    const token = randomUUID();
    const tell = teller(settings.onEvent, name);
    const answer = (begun: NotStarted): IdempotencyOutcome =>
      answerAgain(begun, fingerprint, headers, refuse, tell, (kind, error) => refused(kind, error, source));

    /** Frees a name that was taken in vain. */
    const giveBack = (): void => {
      const failed = (error: unknown): void => tell({ kind: 'store-failed', error });
      try {
        const released = store.release(name, token);
        if (isThenable(released)) Promise.resolve(released).then(undefined, failed);
      } catch (error) {
        failed(error);
      }
    };
    const decide = (begun: IdempotencyBegun): IdempotencyOutcome => {
      if (begun.kind !== 'started') return answer(begun);
      // A request whose lease has ended in the store may still run here.
      const running = open.find(name);
      if (running !== undefined) {
        giveBack();
        return answer({ kind: 'running', fingerprint: running.fingerprint });
      }
      const share = shareOf(scope);
      const close = open.add(name, { fingerprint, source }, share, settings.maxPerScope);
      if (close === undefined) {
        giveBack();
        tell({ kind: 'limited', status: 429 });
        return refused('limited', refuse.limited(), source);
      }
      tell({ kind: 'started' });
      const origin = textOf(headers['origin']);
      const started = { name, fingerprint, token, scope: share, origin, close, tell };
      return { kind: 'run', execution: startExecution(settings, started) };
    };
    const failed = (error: unknown): IdempotencyOutcome => {
      tell({ kind: 'store-failed', error });
      return settings.refuseOnStoreError ? refused('store-failed', refuse.unanswered(error), source) : PASS;
    };

    const running = open.find(name);
    if (running !== undefined) return answer({ kind: 'running', fingerprint: running.fingerprint });
    let begun: Awaitable<IdempotencyBegun>;
    try {
      begun = store.begin(name, fingerprint, token, settings.leaseMs);
    } catch (error) {
      return failed(error);
    }
    return isThenable(begun) ? Promise.resolve(begun).then(decide, failed) : decide(begun);
  };
}

function textOf(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.join(', ');
}

type NotStarted = Exclude<IdempotencyBegun, { readonly kind: 'started' }>;

function answerAgain(
  begun: NotStarted,
  fingerprint: string,
  headers: RequestHeaders,
  refuse: Refusals,
  tell: Tell,
  refused: (kind: IdempotencyDecision['kind'], error: HttpError) => IdempotencyOutcome,
): IdempotencyOutcome {
  // This comes first: a client that asks for something else does not need to know that the first request still runs.
  if (begun.fingerprint !== fingerprint) {
    tell({ kind: 'reused', status: 422 });
    return refused('reused', refuse.reused());
  }
  if (begun.kind === 'running') {
    tell({ kind: 'running', status: 409 });
    return refused('running', refuse.running());
  }
  const { response } = begun;
  const { status, body } = response;
  if (body === undefined) {
    tell({ kind: 'too-large', status: 409 });
    return refused('too-large', refuse.tooLarge(response));
  }
  tell({ kind: 'replayed', status });
  return { kind: 'replay', reply: replayOf({ ...response, body }, headers) };
}

const UNREAD: unique symbol = Symbol('unread');

function contentOf<Source>(
  request: IdempotencyRequest<Source>,
  { fingerprint }: IdempotencySettings<Source>,
): unknown {
  if (fingerprint !== undefined) return checked(fingerprint(request.source), request);
  if (!request.hasContent) return request.content; // a parser may have left an empty object
  if (!request.isRead) {
    warnOnce(
      'STATUSKIT_UNREAD_CONTENT',
      'idempotent: content arrived that no parser had read, and was refused with 415; mount the parser before, or pass `fingerprint`',
    );
    return UNREAD;
  }
  const { content } = request;
  const isWhole = typeof content === 'string' || content instanceof Uint8Array;
  if (!isWhole && /^multipart\//i.test(textOf(request.headers['content-type']) ?? '')) {
    throw new TypeError('fingerprint: expected a function for multipart content, whose files are in no body');
  }
  return checked(content, request);
}

function checked(content: unknown, { hasContent }: Pick<IdempotencyRequest, 'hasContent'>): unknown {
  const isComparable =
    !isThenable(content) && typeof content !== 'function' && (content !== undefined || !hasContent);
  if (isComparable) return content;
  const got = isThenable(content) ? 'a promise' : show(content);
  throw new TypeError(
    `fingerprint: expected text, bytes or plain data that stand for the content, got ${got}`,
  );
}
