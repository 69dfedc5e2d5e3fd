import { formatHttpDate } from '@statuskit/core/fields';
import type { Finding } from '../finding.ts';
import type { Judge, Watch, Writers } from './judge.ts';
import { fieldsToSend, hasLeft, type NodeResponse } from './node.ts';
import { callsNow } from './source.ts';

// The mode `'throw'`; watch.ts has the theory.

const REPLACE = new Error('the response is replaced');

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

/** Judges a response before its head is written, and replaces it if it is wrong. */
export function watchAndHold(
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
    if (hasLeft(response)) return true;
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

  const writeHead: typeof response.writeHead = (...args) => {
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

  const write: typeof response.write = (...args) => {
    if (isInside) return writers.write(...args);
    if (state === 'replaced') return dropped(args, true);
    if (state === 'held' && !release()) return dropped(args, true);
    watch.add(args[0], args[1]);
    return inside(() => writers.write(...args), true);
  };

  function flushHeaders(): unknown {
    if (isInside) return writers.flushHeaders?.();
    if (state === 'held') release();
    return state === 'replaced' ? undefined : inside(() => writers.flushHeaders?.(), undefined);
  }

  const end: typeof response.end = (...args) => {
    if (isInside || state === 'ended') return writers.end(...args);
    if (state === 'replaced') return dropped(args, response);
    watch.calls = undefined; // what calls `end` is still being executed when it is judged
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

  Object.assign(response, { writeHead, write, end });
  if (writers.flushHeaders !== undefined) Object.assign(response, { flushHeaders });
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
