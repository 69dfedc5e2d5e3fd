import { allowFunction, allowOneOf, expected, requireObject } from '../arguments.ts';
import { type Challenges, challengeLines } from '../errors/authentication.ts';
import type { HttpError } from '../errors/http-error.ts';
import type { ProblemDocument } from '../errors/problem-document.ts';
import { InternalServerError } from '../errors/server-errors.ts';
import { rulesFor, type ToHttpErrorOptions, toHttpError } from '../errors/understand/from-unknown.ts';
import { saysClosed } from '../errors/understand/rules/abort.ts';
import { completeError, levelOf, snapshot } from '../errors/understand/snapshot.ts';
import { withHead } from '../fields/methods.ts';
import { callHook } from '../hook.ts';
import { reportAbandoned } from '../node/abandoned.ts';
import {
  clientIsGone,
  cutOff,
  isClosed,
  isTaken,
  type NodeRequest,
  type NodeResponse,
  refuseUpload,
  removeFields,
  writeToNode,
} from '../node/exchange.ts';
import { isDropped, onLate } from '../node/taken.ts';
import { type BodyHook, type CachePolicy, constant, instanceFor, renderSnapshot } from '../problem/render.ts';
import { type Report, type Reporter, report } from '../problem/report.ts';
import type { Reply } from '../reply.ts';
import { isStandardMethod } from './unmatched.ts';

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
 * What must be kept in step: a response that was taken from its handler (taken.ts) is dropped before anything else is read,
 * and an execution that holds an idempotency key is notified of each failure that can no longer be answered (abandoned.ts).
 */

/** How an adapter answers what was thrown; `Request` is the request of Express or the context of Koa. */
export interface FailureOptions<Request> {
  /** Challenge for a 401 of another producer that has none. Default: a placeholder, which is reported once. */
  readonly challenge?: Challenges | undefined;
  /**
   * Your own rules, tried before the built-in ones; or a function that receives the built-in ones and returns all that
   * are tried. Default: the built-in ones.
   */
  readonly rules?: ToHttpErrorOptions['rules'];
  /**
   * Called once per failure, after its status has been decided. Default: one record on the console for a 5xx, nothing
   * for a 4xx; on Koa the `error` event of the application.
   */
  readonly report?: ((report: Report) => void) | undefined;
  /**
   * Returns the name of the request. Default: an id that middleware put on the request (`req.id`, `ctx.state.id`). A field
   * of the request is used only if this function returns it.
   */
  readonly requestId?: ((request: Request) => string | undefined) | undefined;
  /** Status for a request that a validator refused: joi, zod and the like. Default: 422. */
  readonly validation?: 400 | 422 | undefined;
  /** Returns a custom body for errors. Status and fields stay as they are. Default: none. */
  readonly body?: BodyHook<Request> | undefined;
  /** Cache-Control in place of `no-store`, by status or by a function. Default: none. */
  readonly cache?: CachePolicy | undefined;
  /**
   * `'trust-status'` uses `status` and `statusCode` of any thrown value and the status that the handler has set on the
   * response, as Express and Koa do, and shows the messages that they show. For migration only. Default: off.
   */
  readonly compat?: 'trust-status' | undefined;
}

/** One request, its response and its route, as an adapter shows them to the failure handler. */
export interface FailureContext<Request> extends Reporter {
  /** The argument with which hooks are called. */
  readonly source: Request;
  readonly request: NodeRequest;
  readonly response: NodeResponse;
  /** The id that other middleware gave the request. */
  readonly knownId: unknown;
  /** The pattern of the route that was chosen. */
  readonly route: string | undefined;
  /** The content of the request as a parser has left it. */
  readonly content: unknown;
  /** The status that the application has set on the response; undefined if it has set none. */
  readonly status: number | undefined;
  /** True if the error handler of the framework would show the message of a 4xx. */
  readonly showsMessages: boolean;
  allowedMethods(): readonly string[] | undefined;
  write(reply: Reply): void;
}

/** Answers one failure, and reports it. Never throws. */
export type FailureHandler<Request> = (thrown: unknown, context: FailureContext<Request>) => void;

function checkOptions(options: FailureOptions<never>): void {
  requireObject('options', options);
  for (const name of ['report', 'requestId', 'body'] as const) allowFunction(name, options[name]);
  allowOneOf('compat', options.compat, ['trust-status']);
  allowOneOf('validation', options.validation, [400, 422]);
  const { cache } = options as { readonly cache?: unknown };
  if (cache !== undefined && typeof cache !== 'function' && (typeof cache !== 'object' || cache === null)) {
    throw new TypeError(
      expected('cache', "values by status, such as { 404: 'max-age=60' }, or a function", cache),
    );
  }
  if (options.challenge !== undefined) challengeLines(options.challenge);
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
      if (!isReported) answer(late, context);
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

  function answer(thrown: unknown, context: FailureContext<Request>): void {
    const { request, response } = context;
    // Already answered, by a deadline or by the server.
    if (isTaken(response) && isDropped(response, thrown)) return;
    // Koa reports a broken body stream twice, and `next(error)` may be called twice. A stream that broke because the response
    // was cut off, or was answered instead, is not another failure; anything else is.
    const marked: NodeResponse & { [ANSWERED]?: unknown } = response;
    if (ANSWERED in marked) {
      const isOver = response.writableEnded || isClosed(request, response);
      if (marked[ANSWERED] === thrown || (isOver && saysClosed(thrown))) return;
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

    let sent: Report['sent'];
    let instance: string | undefined;
    if (response.headersSent && !gone) {
      sent = response.statusCode;
      if (!response.writableEnded) {
        cutOff(request, response);
        reportAbandoned(response);
      }
    } else if (isClosed(request, response)) {
      sent = 'aborted';
      reportAbandoned(response);
    } else {
      instance = instanceFor(seen, requestId);
      const { body, cache } = options;
      const own =
        body === undefined ? undefined : (problem: ProblemDocument) => body(problem, context.source);
      const reply = renderSnapshot(seen, request, { instance, cache, body: own }, failed);
      refuseUpload(reply.close, request, response);
      hearLateWrites(context);
      if (isTaken(response)) onLate(response, (what) => reportLate(what, thrown, context));
      sent = write(reply, context, failed);
    }

    // A method that the client invented is not a failure of the server.
    const isOfClient = gone || (seen.status === 501 && !isStandardMethod(request.method));
    const level = levelOf(seen.status, isOfClient);
    const isHeard = level !== 'info' || options.report !== undefined || context.announce !== undefined;
    if (!isHeard && failures === undefined) return;
    const { method } = request;
    const record: Report = { error, thrown, level, sent, instance, requestId, method, route: context.route };
    report(record, context, options.report);
    for (const failure of failures ?? []) {
      const hidden = new InternalServerError({ log: 'a hook of the error handler failed', cause: failure });
      report({ ...record, error: hidden, thrown: failure, level: 'error' }, context, options.report);
    }
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
