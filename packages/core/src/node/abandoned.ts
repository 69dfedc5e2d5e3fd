// By a symbol that all copies of this module share, since the adapter and what it wraps may come from two.
const LISTENER: unique symbol = Symbol.for('statuskit.unanswered/1') as never;

interface Watched {
  [LISTENER]?: () => void;
}

/** Calls `listener` if a failure is handled and nobody can be answered any more: the client has left, or was cut off. */
export function onAbandoned(response: object, listener: () => void): void {
  const watched = response as Watched;
  const others = watched[LISTENER];
  watched[LISTENER] =
    others === undefined
      ? listener
      : () => {
          others();
          listener();
        };
}

/** Calls the listeners of a response. */
export function reportAbandoned(response: object): void {
  (response as Watched)[LISTENER]?.();
}
