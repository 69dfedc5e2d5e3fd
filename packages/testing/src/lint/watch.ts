import type { IncomingMessage, ServerResponse } from 'node:http';
import { formatHttpDate } from '@statuskit/core/fields';
import { Exchange } from '../exchange.ts';
import type { Fields } from '../fields.ts';
import type { Finding } from '../finding.ts';
import { findingsOf } from '../inspect.ts';
import {
  addContent,
  fieldsPassed,
  fieldsSent,
  fieldsToSend,
  type NodeResponse,
  nodeResponse,
  requestFields,
  textOf,
  type Written,
} from './node.ts';
import { handlerOf, methodsOf, routeOf } from './route.ts';
import { callsNow, sourceOfFunction, sourceOfStack } from './source.ts';

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

/** What is done with findings. */
export interface Judge {
  readonly ignored: ReadonlySet<string>;
  readonly heard: (finding: Finding) => void;
  /** Mode `'throw'`: writes another response in place of the one that has findings. */
  readonly replaceResponse?: (response: NodeResponse, findings: readonly Finding[], writers: Writers) => void;
}

/** Methods as they were before they were replaced. */
export interface Writers {
  writeHead(...args: unknown[]): unknown;
  write(...args: unknown[]): unknown;
  end(...args: unknown[]): unknown;
  flushHeaders?(...args: unknown[]): unknown;
}

const WATCHED = new WeakSet<object>();
const REPLACE = new Error('the response is replaced');

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

/** What is known of one response. */
class Watch {
  readonly written: Written = { size: 0, chunks: [] };
  /** The arguments of `writeHead`. */
  head: readonly unknown[] = [];
  /** The stack at the call that is being judged, if that is not the current one. */
  calls: string | undefined;
  private readonly request: IncomingMessage;
  private readonly response: NodeResponse;
  private readonly context: object | undefined;
  private readonly judge: Judge;
  private mayBeJson: boolean | undefined;

  constructor(request: IncomingMessage, response: NodeResponse, context: object | undefined, judge: Judge) {
    this.request = request;
    this.response = response;
    this.context = context;
    this.judge = judge;
  }

  add(chunk: unknown, encoding: unknown): void {
    this.mayBeJson ??= this.isJson();
    addContent(this.written, chunk, encoding, this.mayBeJson);
  }

  private isJson(): boolean {
    const passed = fieldsPassed(this.head).find(
      ([name]) => String(name).toLowerCase() === 'content-type',
    )?.[1];
    const type = String(passed ?? this.response.getHeader('content-type') ?? '');
    const coding = this.response.getHeader('content-encoding');
    return type.includes('json') && (coding === undefined || coding === 'identity');
  }

  /** Reports what is wrong, and returns it. `isWhole` is false while more content may come. */
  findings(fields: Fields, isWhole: boolean): readonly Finding[] {
    const { request, response, context, judge, written } = this;
    const { method = 'GET' } = request;
    // What a handler writes for HEAD is dropped by Node.
    const size = method === 'HEAD' ? 0 : written.size;
    const exchange = new Exchange({
      method,
      url: request.url,
      httpVersion: request.httpVersion,
      request: requestFields(request),
      status: response.statusCode,
      response: fields,
      size: isWhole ? size : undefined,
      text: () => (isWhole && method !== 'HEAD' ? textOf(written) : undefined),
      allow: methodsOf(context),
    });
    const found = findingsOf(exchange, judge.ignored, () => ({
      route: routeOf(request, context),
      source: sourceOfStack(this.calls ?? callsNow()) ?? sourceOfFunction(handlerOf(request, context)),
    }));
    return found;
  }

  report(found: readonly Finding[]): void {
    for (const finding of found) {
      try {
        this.judge.heard(finding);
      } catch {
        // The listener is not the handler's, and must not break a response.
      }
    }
  }
}

type Method = 'writeHead' | 'write' | 'end' | 'flushHeaders';

function writersOf(response: NodeResponse): Writers {
  const methods = response as unknown as Readonly<
    Record<Method, ((...args: unknown[]) => unknown) | undefined>
  >;
  const { writeHead, write, end, flushHeaders } = methods;
  const bind =
    (method: ((...args: unknown[]) => unknown) | undefined) =>
    (...args: unknown[]) =>
      method?.apply(response, args);
  return {
    writeHead: bind(writeHead),
    write: bind(write),
    end: bind(end),
    ...(flushHeaders === undefined ? undefined : { flushHeaders: bind(flushHeaders) }),
  };
}

function watchOnly(response: NodeResponse, watch: Watch): void {
  const { writeHead, write, end } = response;
  let isEnding = false;
  response.writeHead = (...args) => {
    watch.head = args;
    return writeHead.apply(response, args);
  };
  response.write = (...args) => {
    // HTTP/2 writes by `write` within its `end`.
    if (!isEnding) watch.add(args[0], args[1]);
    return write.apply(response, args);
  };
  response.end = (...args) => {
    if (isEnding) return end.apply(response, args);
    isEnding = true;
    watch.add(args[0], args[1]);
    let result: unknown;
    try {
      result = end.apply(response, args);
    } catch (failure) {
      isEnding = false; // what was passed is wrong, and something else may follow
      throw failure;
    }
    try {
      if (response.headersSent) watch.report(watch.findings(fieldsSent(response, watch.head), true));
    } catch {
      // The response has been sent, whatever went wrong here.
    }
    return result;
  };
}

function watchAndHold(
  response: NodeResponse,
  watch: Watch,
  replaceResponse: NonNullable<Judge['replaceResponse']>,
): void {
  const writers = writersOf(response);
  let state: 'open' | 'held' | 'begun' | 'ended' | 'replaced' = 'open';
  /** Inside of a function of Node, which calls others. */
  let isInside = false;
  /** Whether all content is known. */
  let isWhole = false;
  let reported = new Set<string>();

  function isFine(args: readonly unknown[]): boolean {
    const fields = new Map(fieldsToSend(response, args));
    if (!fields.has('date')) fields.set('date', [formatHttpDate(new Date())]);
    const found = watch.findings(fields, isWhole).filter(({ rule }) => !reported.has(rule));
    watch.report(found);
    reported = new Set([...reported, ...found.map(({ rule }) => rule)]);
    if (!found.some(({ level }) => level === 'error')) return true;
    errors = found;
    return false;
  }
  let errors: readonly Finding[] = [];

  function replace(): void {
    state = 'replaced';
    letGo();
    isInside = true;
    replaceResponse(response, errors, writers);
    isInside = false;
  }

  /** Judges and writes the head that was held. Returns false if the response was replaced. */
  function release(): boolean {
    letGo();
    if (!isFine(watch.head)) {
      replace();
      return false;
    }
    state = 'begun';
    writers.writeHead(...watch.head);
    return true;
  }

  function letGo(): void {
    Reflect.deleteProperty(response, 'headersSent');
  }

  /** Calls a function of Node that may write the head. */
  function inside(run: () => unknown, dropped: unknown): unknown {
    isInside = true;
    try {
      return run();
    } catch (failure) {
      if (failure !== REPLACE) throw failure;
      replace();
      return dropped;
    } finally {
      isInside = false;
    }
  }

  response.writeHead = (...args) => {
    if (state === 'replaced') return isInside ? writers.writeHead(...args) : response;
    if (state !== 'open') return state === 'held' ? response : writers.writeHead(...args);
    watch.head = args;
    if (!isInside) watch.calls = callsNow();
    if (typeof args[0] === 'number') response.statusCode = args[0];
    if (isInside) {
      if (!isFine(args)) throw REPLACE;
      state = 'begun';
      return writers.writeHead(...args);
    }
    if (typeof args[1] === 'string') response.statusMessage = args[1];
    state = 'held';
    Object.defineProperty(response, 'headersSent', { get: () => true, configurable: true });
    return response;
  };

  response.write = (...args) => {
    if (isInside) return writers.write(...args);
    if (state === 'replaced') return dropped(args, true);
    if (state === 'open') watch.calls = callsNow();
    if (state === 'held' && !release()) return dropped(args, true);
    watch.add(args[0], args[1]);
    return inside(() => writers.write(...args), true);
  };

  const holder = response as unknown as { flushHeaders?: (...args: unknown[]) => unknown };
  if (writers.flushHeaders !== undefined) {
    holder.flushHeaders = () => {
      if (isInside) return writers.flushHeaders?.();
      if (state === 'held') release();
      return state === 'replaced' ? undefined : inside(() => writers.flushHeaders?.(), undefined);
    };
  }

  response.end = (...args) => {
    if (isInside || state === 'ended') return writers.end(...args);
    if (state === 'replaced') return dropped(args, response);
    watch.calls = callsNow();
    watch.add(args[0], args[1]);
    isWhole = true;
    if (state === 'begun' && !isFine(watch.head)) {
      // Too late for another response; it must not look complete.
      state = 'replaced';
      cutOff(response);
      return response;
    }
    if (state === 'held' && !release()) return response;
    return inside(() => {
      // HTTP/2 notes that it has ended before it writes the head, and would not end again.
      if (state === 'open' && response.stream !== undefined) response.writeHead(response.statusCode);
      const result = writers.end(...args);
      state = 'ended';
      return result;
    }, response);
  };
}

/** Calls the callback of a call that is left out, and returns what the call would. */
function dropped(args: readonly unknown[], result: unknown): unknown {
  const callback = args.at(-1);
  if (typeof callback === 'function') queueMicrotask(() => callback());
  return result;
}

function cutOff(response: NodeResponse): void {
  if (response.stream?.close !== undefined) response.stream.close(2);
  else (response.socket ?? response).destroy();
}
