import {
  createGuard,
  type GuardOptions,
  type Loaded,
  type MaybeLoaded,
  noteRanges,
  type Passed,
  setFields,
  type Verdict,
  writeToNode,
} from '@statuskit/core/adapter';
import type { Request } from 'express';
import { passable } from './passable.ts';
import { disableResSendConditionals, sendRequestedPart } from './res-send.ts';
import type { ExpressRequest, ExpressResponse, Middleware, Next } from './types.ts';

/** Middleware that judges the preconditions of a request before its handler runs. */
export interface Conditional<L extends MaybeLoaded> extends Middleware {
  /**
   * What was let through: `{ exists, state, matched }`. Throws a TypeError where the guard was not mounted before.
   */
  passed(request: object): Passed<L>;
}

/**
 * A guard: `load` gives the validators of the target, and the request is judged by them before the handler runs. A read is
 * answered 304 where the client has the representation, a write 412 where the resource is no longer what the client has
 * seen, 428 where `require` demands a condition. `load` gives null or undefined where the target does not exist.
 *
 * Throws a TypeError or a RangeError for options of the wrong form.
 *
 * @example
 * app.put('/notes/:id', conditional(loadNote, { require: true }), saveNote);
 */
export function conditional<Req = Request, L extends MaybeLoaded = Loaded | null | undefined>(
  load: (request: Req) => L | PromiseLike<L>,
  options: GuardOptions = {},
): Conditional<L> {
  const guard = createGuard<ExpressRequest, L>(load as never, options); // Express hands its own request

  const middleware: Middleware = function conditional(request: ExpressRequest, response, next) {
    const fail = (thrown: unknown): void => next(passable(thrown));
    // Express's own response, or a bare one without `send`.
    const obeyed = (verdict: Verdict<L> | undefined): boolean =>
      obey(verdict, request, response as ExpressResponse, next);
    let goesOn: boolean;
    try {
      const verdict = guard.judge(request, request);
      if (verdict instanceof Promise) {
        verdict.then(obeyed).then((late) => late && next(), fail);
        return;
      }
      goesOn = obeyed(verdict);
    } catch (thrown) {
      fail(thrown);
      return;
    }
    if (goesOn) next();
  };
  return Object.assign(middleware, { passed: guard.passed });
}

/** Whether the handler is to run. */
function obey<L>(
  verdict: Verdict<L> | undefined,
  request: ExpressRequest,
  response: ExpressResponse,
  next: Next,
): boolean {
  if (verdict === undefined) return true;
  if (verdict.kind === 'answer') {
    writeToNode(verdict.reply, request, response);
    return false;
  }
  disableResSendConditionals(request, response);
  setFields(verdict.headers, response);
  noteRanges(request, verdict.rangesOf);
  sendRequestedPart(request, response, verdict.rangesOf, next);
  return true;
}
