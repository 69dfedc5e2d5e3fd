/*
 * A response that somebody has answered in the handler's place: a deadline, a broken message, a timeout.
 *
 * The handler still runs, and what it does with the response afterwards must reach neither the wire nor the process: Node
 * throws for a field that is set too late and emits an error for a late write, and either ends the process where nobody
 * catches it. So the methods of this one response are replaced by ones that do nothing, and the first call is reported.
 * What the handler throws is dropped by the failure handler, which asks `isTaken`. The mark is a symbol that all copies of
 * this module share.
 */

type Method = (...args: unknown[]) => unknown;

const TAKEN: unique symbol = Symbol.for('statuskit.taken/1') as never;

interface Marked {
  [TAKEN]?: (what: unknown) => void;
}

/** What each method returns when it is called too late. */
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

/**
 * Takes a response whose answer is complete away from its handler. `onLate` is called once, with the name of the method that
 * the handler called, or with what it threw.
 */
export function takeResponse(response: object, onLate: (what: unknown) => void): void {
  const marked = response as Marked & Record<string, unknown>;
  if (marked[TAKEN] !== undefined) return;
  let isReported = false;
  const late = (what: unknown): void => {
    if (isReported) return;
    isReported = true;
    onLate(what);
  };
  marked[TAKEN] = late;
  for (const [name, result] of Object.entries(LATE)) {
    if (typeof marked[name] !== 'function') continue;
    marked[name] = (...args: unknown[]): unknown => {
      late(name);
      const callback = args.at(-1);
      if ((name === 'write' || name === 'end') && typeof callback === 'function')
        process.nextTick(callback as Method);
      return result(response);
    };
  }
}

/** Reports whether a response was taken away from its handler; what the handler threw is passed on to whoever took it. */
export function droppedByTaking(response: object, thrown: unknown): boolean {
  const late = (response as Marked)[TAKEN];
  if (late === undefined) return false;
  late(thrown);
  return true;
}
