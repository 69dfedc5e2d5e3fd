import { TAKING } from './exchange.ts';

/*
 * A response that was sent by something else than its handler: a deadline, a broken message, a timeout.
 *
 * The handler still runs, and what it does with the response afterwards must reach neither the wire nor the process: Node
 * throws for a field that is set too late and emits an error for a late write, and either ends the process if it is not
 * caught. So the methods of this one response are replaced by ones that do nothing. `headersSent` is false from then on,
 * because Express destroys the connection of a late error behind an answer, and it may be serving the next request by then.
 *
 * What the handler does too late is passed once to `onLate`; what it throws comes through the failure handler, which asks
 * `isDropped`. The mark is a symbol that all copies of this package share; `isTaken` of exchange.ts looks for it.
 */

type LateListener = (what: unknown) => void;

interface Taking {
  isComplete: boolean;
  onLate: LateListener | undefined;
}

interface Marked {
  [TAKING]?: Taking;
}

type Methods = Record<string, unknown>;

/** The methods that do nothing once a response is taken, by what they return. */
const LATE: Readonly<Record<string, (response: object) => unknown>> = {
  addTrailers: () => undefined,
  appendHeader: (response) => response,
  destroy: (response) => response,
  end: (response) => response,
  flushHeaders: () => undefined,
  removeHeader: () => undefined,
  setHeader: (response) => response,
  setHeaders: (response) => response,
  write: () => true,
  writeContinue: () => undefined,
  writeEarlyHints: () => undefined,
  writeHead: (response) => response,
  writeProcessing: () => undefined,
};

function reportLate(taking: Taking, what: unknown): void {
  const { onLate } = taking;
  taking.onLate = undefined;
  onLate?.(what);
}

/** Disconnects a response that is complete from its handler. */
export function takeResponse(response: object): void {
  const marked = response as Marked & Methods;
  marked[TAKING] ??= { isComplete: false, onLate: undefined };
  const taking = marked[TAKING];
  if (taking.isComplete) return;
  taking.isComplete = true;
  for (const [name, result] of Object.entries(LATE)) {
    if (typeof marked[name] !== 'function') continue;
    const late = (...args: unknown[]): unknown => {
      // Frameworks destroy what they read from, and set fields that they take off again: that is not an answer.
      if (name === 'write' || name === 'end' || name === 'writeHead') reportLate(taking, name);
      const callback = args.at(-1);
      if ((name === 'write' || name === 'end') && typeof callback === 'function')
        queueMicrotask(() => callback());
      return result(response);
    };
    marked[name] = late;
  }
  Object.defineProperty(response, 'headersSent', { value: false, configurable: true });
}

/** Disconnects a response from its handler as soon as the other party, which is called now, has answered it. */
export function takeOnceAnswered(response: object): void {
  const marked = response as Marked & Methods;
  marked[TAKING] = { isComplete: false, onLate: undefined };
  const end = marked['end'] as (...args: unknown[]) => unknown;
  const endAndTake = (...args: unknown[]): unknown => {
    marked['end'] = end;
    const result = end.apply(response, args);
    takeResponse(response);
    return result;
  };
  marked['end'] = endAndTake;
}

/** Calls `listener` with what the handler of a taken response does too late: the name of a method, or what it threw. */
export function onLate(response: object, listener: LateListener): void {
  const taking = (response as Marked)[TAKING];
  if (taking !== undefined) taking.onLate = listener;
}

/** Reports whether a response was disconnected from its handler and is answered, so that what was thrown is dropped. */
export function isDropped(response: object, thrown: unknown): boolean {
  const taking = (response as Marked)[TAKING];
  if (taking?.isComplete !== true) return false;
  reportLate(taking, thrown);
  return true;
}
