// By a symbol that all copies of this module share, since the adapter and what it wraps may come from two.
const LISTENER: unique symbol = Symbol.for('statuskit.unanswered/1') as never;

interface Watched {
  [LISTENER]?: () => void;
}

/** Calls `listener` where a failure is handled and nobody can be answered any more: the client has gone, or was cut off. */
export function onAbandoned(response: object, listener: () => void): void {
  (response as Watched)[LISTENER] = listener;
}

export function reportAbandoned(response: object): void {
  (response as Watched)[LISTENER]?.();
}
