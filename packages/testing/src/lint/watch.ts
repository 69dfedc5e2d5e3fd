import type { IncomingMessage, ServerResponse } from 'node:http';
import { watchAndHold } from './hold.ts';
import { type Judge, Watch } from './judge.ts';
import { fieldsSent, hasLeft, type NodeResponse, nodeResponse } from './node.ts';

/*
 * Theory of operation.
 *
 * `writeHead`, `write`, `end` and `flushHeaders` of the response are replaced when the request arrives, so the replacements lie next to
 * Node: what they see is what is sent, unless middleware that is mounted outside of `lint` changes it.
 *
 * In mode `'warn'` they only count and copy. The response is judged after Node's own `end` has returned, by the head that Node has
 * written, which it keeps as text (`_header`) or as an object (`sentHeaders` of HTTP/2). Nothing that goes wrong in judging leaves
 * this file.
 *
 * In mode `'throw'` the head has to be judged before it is written.
 *
 * - `writeHead` that is called by the program is held until the next call, which is harmless: Node sends no head before content, `end`
 *   or `flushHeaders`. Meanwhile `headersSent` says true, as it would.
 * - Without it, Node calls `writeHead` inside of its own `write` and `end`. There the fields are complete, since everything that sets
 *   some at the last moment waits for that call as well. If the response has to be replaced, a mark is thrown through Node's function
 *   and caught in the replacement around it; Node has not written anything by then.
 * - A response that is written piece by piece is judged by its head at the first piece, and by its content at the end. Then it can no
 *   longer be replaced, and is cut off.
 */

const WATCHED = new WeakSet<object>();

/** Judges a response when it ends. A response that is watched already is left alone. */
export function watchResponse(
  request: IncomingMessage,
  given: ServerResponse,
  context: object | undefined,
  judge: Judge,
): void {
  if (WATCHED.has(given)) return;
  WATCHED.add(given);
  const response = nodeResponse(given);
  const watch = new Watch(request, response, context, judge);
  if (judge.replaceResponse === undefined) watchOnly(response, watch);
  else watchAndHold(response, watch, judge.replaceResponse);
}

function watchOnly(response: NodeResponse, watch: Watch): void {
  const { writeHead, write, end } = response;
  let isEnding = false;
  const writeHeadSeen: typeof writeHead = (...args) => {
    watch.head = args;
    return writeHead.apply(response, args);
  };
  const writeSeen: typeof write = (...args) => {
    // HTTP/2 writes by `write` within its `end`.
    if (!isEnding) watch.add(args[0], args[1]);
    return write.apply(response, args);
  };
  const endSeen: typeof end = (...args) => {
    if (isEnding) return end.apply(response, args);
    isEnding = true;
    watch.add(args[0], args[1]);
    const isSent = !hasLeft(response);
    let result: unknown;
    try {
      result = end.apply(response, args);
    } catch (failure) {
      isEnding = false; // what was passed is wrong, and something else may follow
      throw failure;
    }
    try {
      if (isSent && response.headersSent)
        watch.report(watch.findings(fieldsSent(response, watch.head), true));
    } catch {
      // The response has been sent, whatever went wrong here.
    }
    return result;
  };
  Object.assign(response, { writeHead: writeHeadSeen, write: writeSeen, end: endSeen });
}
