// The key is a registered symbol, which all copies of this module share: the adapter and what it wraps may come from two copies.
const LISTENER: unique symbol = Symbol.for('statuskit.unanswered/1') as never;

interface Watched {
  [LISTENER]?: () => void;
}

/** Calls `listener` if a failure is handled after the response can no longer be sent: the client has left, or was cut off. */
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

/** Calls the listeners of a response, because its failure can no longer be answered. */
export function reportAbandoned(response: object): void {
  (response as Watched)[LISTENER]?.();
}
