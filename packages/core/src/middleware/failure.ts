import { randomUUID } from 'node:crypto';
import type { HttpError } from '../errors/http-error.ts';
import { InternalServerError } from '../errors/server-errors.ts';
import { rulesFor, toHttpError } from '../errors/understand/from-unknown.ts';
import { saysClosed } from '../errors/understand/rules/abort.ts';
import { completeError, levelOf, type Snapshot, snapshot } from '../errors/understand/snapshot.ts';
import { withHead } from '../fields/methods.ts';
import { callHook, isThenable } from '../hook.ts';
import { reportAbandoned } from '../node/abandoned.ts';
import {
  clientIsGone,
  cutOff,
  isClosed,
  isTaken,
  type NodeResponse,
  refuseUpload,
  removeFields,
  writeToNode,
} from '../node/exchange.ts';
import { isDropped, onLate } from '../node/taken.ts';
import { constant, instanceFor, renderSnapshot, type Wording } from '../problem/render.ts';
import { type Report, report } from '../problem/report.ts';
import type { Reply } from '../reply.ts';
import { checkOptions, type FailureContext, type FailureOptions } from './failure-options.ts';
import { isStandardMethod } from './unmatched.ts';
import { inLanguage, wordingOf } from './wording.ts';

/*
 * Theory of operation.
 *
 * The one path from a thrown value to a response: understand, name, render, write, report. Each step may call code of the
 * application (a rule, a hook, a `toJSON`, a getter of the thrown value), and each such call may throw, which must not change the
 * outcome. So every call is guarded, what it threw is collected in `failures`, and each of these is reported separately after the
 * failure itself.
 *
 * What can be written depends on how far the response has come:
 *
 * - Nothing was sent: the reply is written. If that throws, all fields are removed and a constant goes out; if even that throws,
 *   the connection is cut off.
 * - It has begun and not ended: it can no longer be completed, and is cut off so that the client does not take it for complete.
 * - It is complete: only the report is left.
 * - It is closed: there is no client left. The report contains `aborted`.
 *
 * A failure is reported once. Koa announces a broken body twice, `next(error)` may be called twice, and a stream that breaks
 * because its response was cut off is not another failure. So the response holds the value that was answered last. The same
 * value is ignored when it comes again, and so is any other that only means "closed" after the end of the response. Everything else
 * is a second failure. Therefore the failure handler also listens to the response that it ends: a handler that still has it may write
 * to it, and Node emits that as an error, which ends the process if it has no listener.
 *
 * A hook that words the failure may return a promise (wording.ts). Nothing is written meanwhile, and how far the response has come
 * is looked at again afterwards. Another failure of the same response waits for the first. An adapter whose framework answers after
 * its middleware, as Koa does, waits for the promise that is returned then.
 *
 * What must be kept in step: a response that was taken from its handler (taken.ts) is dropped before anything else is read,
 * and an execution that holds an idempotency key is notified of each failure that can no longer be answered (abandoned.ts).
 */

/** Answers one failure, and reports it: in the same call, unless a hook returns a promise. Never throws or rejects. */
export type FailureHandler<Request> = (
  thrown: unknown,
  context: FailureContext<Request>,
) => void | Promise<void>;

/** What a failure is answered with. */
interface Told {
  readonly instance: string | undefined;
  readonly wording: Wording | undefined;
  readonly failed: (failure: unknown) => void;
}

/**
 * Returns the one path from a thrown value to a response, for adapters: the value is understood, rendered, written and
 * reported.
 *
 * @throws {TypeError} If an option has the wrong type.
 */
export function failureHandler<Request>(options: FailureOptions<Request> = {}): FailureHandler<Request> {
  checkOptions(options);
  const { challenge, compat, validation } = options;
  const rules = rulesFor(options.rules);
  // The name of the property of a response that holds the value that was answered last. A WeakMap would be a tenth of the
  // cost of an answer.
  const ANSWERED: unique symbol = Symbol('statuskit.answered');
  // The responses for which a hook is awaited.
  const pending = new WeakMap<NodeResponse, Promise<void>>();

  /** Returns an HttpError for a thrown value that is not one, or that lacks a required field. */
  function understood(
    thrown: unknown,
    context: FailureContext<Request>,
    aborted: boolean,
    failed: (failure: unknown) => void,
  ): HttpError {
    const { request, response } = context;
    return toHttpError(thrown, {
      challenge,
      compat,
      rules: () => rules,
      onRuleError: failed,
      context: {
        request,
        validation,
        aborted,
        content: context.content,
        route: context.route,
        responseStatus: context.status,
        showsMessages: context.showsMessages,
        responseField: (name) => response.getHeader(name),
        allowedMethods: () => withHead(callHook(() => context.allowedMethods(), failed) ?? []),
      },
    });
  }

  /**
   * A handler that passed its error on and did not return may still write. Node emits that as an error of the response,
   * which ends the process if it has no listener. It is a failure of the handler, and the first one is reported.
   */
  function hearLateWrites(context: FailureContext<Request>): void {
    let isReported = false;
    context.response.on('error', (late) => {
      if (!isReported) void answer(late, context);
      isReported = true;
    });
  }

  /** Reports what a handler did after its deadline, which was dropped, unless it only ended because of its signal. */
  function reportLate(what: unknown, reason: unknown, context: FailureContext<Request>): void {
    if (what === reason || saysClosed(what)) return;
    const { request, response } = context;
    const log = 'the handler answered or failed after its deadline';
    const thrown = typeof what === 'string' ? new Error(`response.${what}() after the deadline`) : what;
    report(
      {
        error: new InternalServerError({ log, cause: thrown }),
        thrown,
        level: 'warn',
        sent: response.statusCode,
        instance: undefined,
        requestId: undefined,
        method: request.method,
        route: context.route,
      },
      context,
      options.report,
    );
  }

  /** Sends what can still be sent, and returns what that was. */
  function send(
    thrown: unknown,
    context: FailureContext<Request>,
    seen: Snapshot,
    { instance, wording, failed }: Told,
  ): Pick<Report, 'sent' | 'instance'> {
    const { request, response } = context;
    if (response.headersSent && !clientIsGone(request, response)) {
      if (!response.writableEnded) {
        cutOff(request, response);
        reportAbandoned(response);
      }
      return { sent: response.statusCode, instance: undefined };
    }
    if (isClosed(request, response)) {
      reportAbandoned(response);
      return { sent: 'aborted', instance: undefined };
    }
    const rendered = renderSnapshot(seen, request, { instance, cache: options.cache }, failed, wording);
    const reply = options.localize === undefined ? rendered : inLanguage(rendered, wording?.language);
    refuseUpload(reply.close, request, response);
    hearLateWrites(context);
    if (isTaken(response)) onLate(response, (what) => reportLate(what, thrown, context));
    return { sent: write(reply, context, failed), instance };
  }

  function answer(thrown: unknown, context: FailureContext<Request>): void | Promise<void> {
    const { request, response } = context;
    // Already answered, by a deadline or by the server.
    if (isTaken(response) && isDropped(response, thrown)) return;
    // Koa reports a broken body stream twice, and `next(error)` may be called twice. A stream that broke because the response
    // was cut off, or was answered instead, is not another failure; anything else is.
    const marked: NodeResponse & { [ANSWERED]?: unknown } = response;
    if (ANSWERED in marked) {
      const isOver = response.writableEnded || isClosed(request, response);
      if (marked[ANSWERED] === thrown || (isOver && saysClosed(thrown))) return;
      const earlier = pending.get(response);
      if (earlier !== undefined) return earlier.then(() => answer(thrown, context));
    }
    marked[ANSWERED] = thrown;

    let failures: unknown[] | undefined;
    const failed = (failure: unknown): void => {
      failures ??= [];
      failures.push(failure);
    };
    const gone = clientIsGone(request, response);
    const error = completeError(thrown) ?? understood(thrown, context, gone, failed);
    const seen = snapshot(error, failed);
    const { requestId: name } = options;
    const knownId = name === undefined ? context.knownId : callHook(() => name(context.source), failed);
    const requestId =
      typeof knownId === 'string' || typeof knownId === 'number' ? String(knownId) : undefined;

    function finish(instance: string | undefined, wording: Wording | undefined): void {
      const outcome = send(thrown, context, seen, { instance, wording, failed });
      // A method that the client invented is not a failure of the server.
      const isOfClient = gone || (seen.status === 501 && !isStandardMethod(request.method));
      const level = levelOf(seen.status, isOfClient);
      const isHeard = level !== 'info' || options.report !== undefined || context.announce !== undefined;
      if (!isHeard && failures === undefined) return;
      const { method } = request;
      const record: Report = { error, thrown, level, ...outcome, requestId, method, route: context.route };
      report(record, context, options.report);
      for (const failure of failures ?? []) {
        const hidden = new InternalServerError({ log: 'a hook of the error handler failed', cause: failure });
        report({ ...record, error: hidden, thrown: failure, level: 'error' }, context, options.report);
      }
    }

    if (response.headersSent || isClosed(request, response)) {
      finish(undefined, undefined);
      return;
    }
    // Old test runners hide `crypto` from what they run.
    const instance =
      instanceFor(seen, requestId) ?? (seen.status < 500 ? undefined : `urn:uuid:${randomUUID()}`);
    const isPlain = options.body === undefined && options.localize === undefined && seen.status < 500;
    const wording = isPlain ? undefined : wordingOf(options, { thrown, context, seen, instance, failed });
    if (!isThenable(wording)) {
      finish(instance, wording);
      return;
    }
    const done = wording.then((late) => {
      pending.delete(response);
      finish(instance, late);
    });
    pending.set(response, done);
    return done;
  }

  return answer;
}

function write(reply: Reply, context: FailureContext<unknown>, failed: (failure: unknown) => void): number {
  try {
    context.write(reply);
    return reply.status;
  } catch (failure) {
    failed(failure);
  }
  const { request, response } = context;
  const last = constant(request);
  try {
    // One of the fields may be the reason of the failure.
    removeFields(response);
    writeToNode(last, request, response);
  } catch (failure) {
    failed(failure);
    cutOff(request, response);
  }
  return last.status;
}
