import { constants } from 'node:os';
import type { Drain } from './drain.ts';

/*
 * Signals are the process's, not a server's: one listener for each signal, however many servers there are, and the process
 * ends when all of them are drained. That is the one piece of state in this package that is not a server's own.
 */

const waiting = new Map<NodeJS.Signals, Set<Drain>>();
let isEnding = false;

function onSignal(signal: NodeJS.Signals): void {
  if (isEnding) process.exit(128 + (constants.signals[signal] ?? 0));
  isEnding = true;
  const drains = [...(waiting.get(signal) ?? [])];
  void Promise.all(drains.map((drain) => drain.begin(signal))).then((results) => {
    process.exit(results.some(({ cut }) => cut > 0) ? 1 : 0);
  });
}

/** Drains on each of these signals, and ends the process after that. Returns a function that stops listening to them. */
export function drainOnSignals(drain: Drain, signals: readonly NodeJS.Signals[]): () => void {
  for (const signal of signals) {
    let drains = waiting.get(signal);
    if (drains === undefined) {
      drains = new Set();
      waiting.set(signal, drains);
    }
    if (drains.size === 0) process.on(signal, onSignal);
    drains.add(drain);
  }
  return () => {
    for (const signal of signals) {
      const drains = waiting.get(signal);
      // While the process is ending a second signal must still be noticed.
      if (drains?.delete(drain) && drains.size === 0 && !isEnding) process.off(signal, onSignal);
    }
  };
}
